"""Writes on drafts: all of it goes into the vault of who acts, which is the actor.

None of these leaves an audit row: the log is readable and would tell when somebody wrote. `key` is
the form's once-key; what gives None or False was sent before.
"""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from homegroup.accounts.models import Keyring
from homegroup.core import clock, once, sealing
from homegroup.core.errors import Conflict, HouseError
from homegroup.stories import guides, queries
from homegroup.stories.choices import KIND, LONGEST_STORY, MOST_CHAPTERS, MOST_DRAFTS
from homegroup.stories.models import Recording
from homegroup.stories.sound import shelf
from homegroup.stories.sound.converting import Converted
from homegroup.stories.works import Chapter, Plan, Spoken, Work, body_of, header_of, new_chapter
from homegroup.vault.vaults import Vault

BETWEEN = "\n\n* * *\n\n"  # two texts that were kept as one


def lock(vault: Vault) -> None:
    """Let nobody else write to this vault until the transaction ends."""
    Keyring.objects.select_for_update().get(pk=vault.owner)


def keep(vault: Vault, work: Work) -> Work:
    """Seal a draft as it is now."""
    made = clock.now().isoformat(timespec="seconds")
    assert work.id
    vault.rewrite(work.id, body_of(work), header=header_of(work, made))
    return work


@transaction.atomic
def begin(*, vault: Vault, guide: str, language: str, prompt: str, key: UUID) -> UUID | None:
    """Begin a story with the chapters of a guide; a prompt stands over the first one.

    Raises HouseError for too many drafts.
    """
    lock(vault)
    if not once.claim(key):
        return None
    if len(vault.entries(KIND)) >= MOST_DRAFTS:
        raise HouseError(_("You have begun many stories. Delete one first."))
    found = guides.find(guide)
    chapters = [new_chapter(str(ask.heading), str(ask.question)) for ask in found.asks]
    if prompt:
        chapters[0] = replace(chapters[0], question=prompt)
    work = Work(None, language=language, guide=found.slug, chapters=tuple(chapters))
    made = clock.now().isoformat(timespec="seconds")
    opened = vault.seal(KIND, body_of(work), header=header_of(work, made))
    assert opened
    return opened.id


@transaction.atomic
def keep_title(*, vault: Vault, work: UUID, title: str, language: str, key: UUID) -> bool:
    """Give a story its title and its language. Raises Http404."""
    lock(vault)
    if not once.claim(key):
        return False
    keep(vault, replace(queries.draft(vault, work), title=title, language=language))
    return True


@transaction.atomic
def keep_chapter(
    *,
    vault: Vault,
    work: UUID,
    chapter: str,
    heading: str,
    text: str,
    rev: int,
    slot: str,
    keep_both: bool = False,
) -> Work:
    """Keep what a chapter says; `rev` is the one that the form `slot` began with.

    What the same form kept before may be written over. Raises Conflict when another form has
    written since; with `keep_both` what another form wrote stays above this text. Raises
    Http404, and HouseError where the whole becomes too long.
    """
    lock(vault)
    found = queries.draft(vault, work)
    there = _chapter(found, chapter)
    is_other = there.by != slot
    if rev != there.rev and is_other and not keep_both:
        raise Conflict(_("This was changed on another device. Look at both and decide."))
    if keep_both and is_other and there.text:
        text = f"{there.text}{BETWEEN}{text}"
    if (text, heading) == (there.text, there.heading):
        return found
    changed = replace(there, heading=heading, text=text, rev=there.rev + 1, by=slot)
    whole = found.with_chapter(changed)
    if sum(len(each.text) for each in whole.chapters) > LONGEST_STORY:
        raise HouseError(_("All chapters together are too long now. Make two stories of it."))
    return keep(vault, whole)


def _chapter(work: Work, chapter: str) -> Chapter:
    found = work.chapter(chapter)
    if found is None:
        raise Http404
    return found


@transaction.atomic
def add_chapter(*, vault: Vault, work: UUID, key: UUID) -> str | None:
    """Add an empty chapter at the end; give its id. Raises HouseError for too many."""
    lock(vault)
    if not once.claim(key):
        return None
    found = queries.draft(vault, work)
    if len(found.chapters) >= MOST_CHAPTERS:
        raise HouseError(_("%d chapters are the most.") % MOST_CHAPTERS)
    new = new_chapter()
    keep(vault, replace(found, chapters=(*found.chapters, new)))
    return new.id


@transaction.atomic
def move_chapter(*, vault: Vault, work: UUID, chapter: str, by: int, key: UUID) -> bool:
    """Move a chapter up (-1) or down (1); nothing happens at the ends. Raises Http404."""
    lock(vault)
    if not once.claim(key):
        return False
    found = queries.draft(vault, work)
    chapters = list(found.chapters)
    at = chapters.index(_chapter(found, chapter))
    to = min(max(at + by, 0), len(chapters) - 1)
    chapters.insert(to, chapters.pop(at))
    keep(vault, replace(found, chapters=tuple(chapters)))
    return True


@transaction.atomic
def remove_chapter(*, vault: Vault, work: UUID, chapter: str, key: UUID) -> bool:
    """Take a chapter out, with its words; the last one is emptied. Raises Http404."""
    lock(vault)
    if not once.claim(key):
        return False
    found = queries.draft(vault, work)
    gone = _chapter(found, chapter)
    rest = tuple(each for each in found.chapters if each.id != gone.id)
    keep(vault, replace(found, chapters=rest or (new_chapter(),)))
    return True


@transaction.atomic
def keep_plan(*, vault: Vault, work: UUID, plan: Plan) -> Work:
    """Keep for whom a story is, the name under it, its labels. Raises Http404."""
    lock(vault)
    return keep(vault, replace(queries.draft(vault, work), plan=plan))


@transaction.atomic
def settle_marks(
    *,
    vault: Vault,
    work: UUID,
    title: str,
    headings: Iterable[tuple[str, str]],
    texts: Iterable[tuple[str, str]],
    stand: Iterable[str],
    key: UUID,
) -> bool:
    """Take over what the author decided about what the checker marked.

    `headings` and `texts` are (chapter id, how it is now); `stand` is what may stay as it is.
    Raises Http404.
    """
    lock(vault)
    if not once.claim(key):
        return False
    found = replace(queries.draft(vault, work), title=title)
    for chapter, heading in headings:
        found = found.with_chapter(replace(_chapter(found, chapter), heading=heading))
    for chapter, text in texts:
        there = _chapter(found, chapter)
        found = found.with_chapter(replace(there, text=text, rev=there.rev + 1, by=""))
    kept = tuple(dict.fromkeys([*found.stand, *stand]))
    keep(vault, replace(found, stand=kept))
    return True


@transaction.atomic
def delete_draft(*, vault: Vault, work: UUID, key: UUID) -> bool:
    """Delete a draft for good, with its recording; what is published stays. Raises Http404."""
    lock(vault)
    if not once.claim(key):
        return False
    found = queries.draft(vault, work)
    _drop_recording(vault, found)
    vault.delete(work)
    return True


@transaction.atomic
def add_recording(*, vault: Vault, work: UUID, converted: Converted, key: UUID) -> bool:
    """Lay a recording down sealed, in place of the one before. Raises Http404."""
    lock(vault)
    if not once.claim(key):
        return False
    found = queries.draft(vault, work)
    _drop_recording(vault, found)
    forms = tuple(converted.files)
    row = Recording.objects.create(
        owner_id=vault.owner, forms=" ".join(forms), seconds=converted.seconds
    )
    secret = sealing.new_key()
    try:
        shelf.put_sealed(row.pk, converted.files, secret)
        keep(vault, replace(found, spoken=Spoken(row.pk, secret, forms, converted.seconds)))
    except BaseException:
        shelf.drop_now(row.pk)
        raise
    return True


@transaction.atomic
def remove_recording(*, vault: Vault, work: UUID, key: UUID) -> bool:
    """Delete the recording of a draft. Raises Http404."""
    lock(vault)
    if not once.claim(key):
        return False
    found = queries.draft(vault, work)
    _drop_recording(vault, found)
    keep(vault, replace(found, spoken=None))
    return True


def _drop_recording(vault: Vault, work: Work) -> None:
    if work.spoken:
        Recording.objects.filter(pk=work.spoken.id, owner=vault.owner, sealed=True).delete()
        shelf.drop([work.spoken.id])
