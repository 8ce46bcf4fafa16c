"""Writes: making a pack one's own, saving it, going back, throwing it away, choosing one.

The room that owns the kind decides who may; `by` is the account, for the log.
"""

from datetime import timedelta
from itertools import pairwise
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from homegroup.audit.actions import record
from homegroup.core import clock, once
from homegroup.core.errors import Conflict, HouseError
from homegroup.packs import checking, queries, reading, shipped, writing
from homegroup.packs.choices import MOST_COPIES, MOST_REVISIONS
from homegroup.packs.head import Head
from homegroup.packs.models import Copy, Revision, Use
from homegroup.packs.reading import Document, Value

ONE_SITTING = timedelta(minutes=15)
KEPT_WHOLE = timedelta(hours=1)


@transaction.atomic
def copy_pack(
    *, kind: str, slug: str, language: str, owner: str, title: str = "", by: UUID, key: UUID
) -> Copy | None:
    """Make a ready-made pack an owner's own, in the best language for the one asked for.

    None where the form was sent before. Raises HouseError where there is no such pack, Conflict
    where the owner has too many.
    """
    if not once.claim(key):
        return None
    found = shipped.pack(kind, slug, language)
    if found is None:
        raise HouseError(_("There is no such text to begin with."))
    data = {**found.document.data, "version": "1"}
    data["copy_of"] = {"slug": slug, "version": str(found.content.version)}
    if title.strip():
        data["title"] = title.strip()
    return _add(kind, owner, writing.text_of(data, found.document.body), by=by)


@transaction.atomic
def import_pack(*, kind: str, text: str, owner: str, by: UUID, key: UUID) -> Copy | None:
    """Take in a file that somebody exported or wrote. Raises PackError with all that is wrong."""
    if not once.claim(key):
        return None
    return _add(kind, owner, text, by=by)


@transaction.atomic
def duplicate(*, copy: Copy, title: str, by: UUID, key: UUID) -> Copy | None:
    """Make another pack from an owner's own, under another title."""
    if not once.claim(key):
        return None
    document = reading.read(copy.text)
    data = {**document.data, "title": title.strip() or copy.title}
    return _add(copy.kind, copy.owner, writing.text_of(data, document.body), by=by)


def _add(kind: str, owner: str, text: str, *, by: UUID) -> Copy:
    text = _clean(text)
    document = reading.read(text)
    content = checking.check(document, kind=kind)
    if Copy.objects.owned_by(owner, kind=kind).count() >= MOST_COPIES:
        raise Conflict(_("There are %d of your own already. Take one out first.") % MOST_COPIES)
    now = clock.now()
    copy = Copy.objects.create(
        kind=kind, owner=owner, text=text, changed_at=now, **_columns(content)
    )  # fmt: skip
    Revision.objects.create(copy=copy, number=1, text=text, at=now)
    _log("copy_pack", copy, by, origin=copy.origin, version=copy.origin_version)
    return copy


def _clean(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"


def _columns(content: Head) -> dict[str, str | int]:
    origin = content.copy_of
    return {
        "title": content.title,
        "language": content.language,
        "origin": origin.slug if origin else "",
        "origin_version": origin.version if origin else 0,
    }


@transaction.atomic
def save_text(
    *, copy: Copy, text: str, number: int, note: str = "", by: UUID, key: UUID
) -> Copy | None:
    """Save a copy as a new revision. `number` is the revision that the writer began from.

    None where the form was sent before, or nothing has changed. Raises PackError with every line
    that is wrong, Conflict where somebody else has saved since.
    """
    if not once.claim(key):
        return None
    copy = Copy.objects.select_for_update().get(pk=copy.pk)
    if number != copy.number:
        raise Conflict(
            _("Somebody else has saved while you wrote. Your words are still here."), field="text"
        )
    text = _clean(text)
    content = checking.load(text, kind=copy.kind)
    return _save(copy, text, content, note, by=by)


@transaction.atomic
def save_data(
    *, copy: Copy, data: dict[str, Value], body: str, number: int, note: str, by: UUID, key: UUID
) -> Copy | None:
    """Save a copy from the fields of a form, as `save_text` does from its text."""
    text = writing.text_of(data, body)
    return save_text(copy=copy, text=text, number=number, note=note, by=by, key=key)


def _save(copy: Copy, text: str, content: Head, note: str, *, by: UUID) -> Copy | None:
    if text == copy.text:
        return None
    for name, value in _columns(content).items():
        setattr(copy, name, value)
    copy.text, copy.number, copy.changed_at = text, copy.number + 1, clock.now()
    copy.save()
    Revision.objects.create(
        copy=copy, number=copy.number, text=text, note=note[:120], at=copy.changed_at
    )
    _thin_out(copy)
    _log("save_pack", copy, by, number=copy.number)
    return copy


def _thin_out(copy: Copy) -> None:
    """Keep few revisions: of an older sitting only its last, the first for ever."""
    rows = list(copy.revisions.order_by("number").values_list("pk", "at"))
    kept_whole = copy.changed_at - KEPT_WHOLE
    gone = [
        pk
        for (pk, at), (_next, after) in pairwise(rows[1:])
        if after < kept_whole and after - at < ONE_SITTING
    ]
    kept = [pk for pk, _at in rows[1:] if pk not in gone]
    gone += kept[: max(0, len(kept) - (MOST_REVISIONS - 1))]
    if gone:
        copy.revisions.filter(pk__in=gone).delete()


@transaction.atomic
def go_back(*, copy: Copy, number: int, note: str, by: UUID, key: UUID) -> Copy | None:
    """Make an earlier revision the newest one. Raises HouseError where it is not kept any more."""
    if not once.claim(key):
        return None
    copy = Copy.objects.select_for_update().get(pk=copy.pk)
    earlier = copy.revisions.filter(number=number).first()
    if earlier is None:
        raise HouseError(_("That version is not kept any more."))
    return _save(copy, earlier.text, checking.load(earlier.text, kind=copy.kind), note, by=by)


@transaction.atomic
def take_newer(*, copy: Copy, note: str, by: UUID, key: UUID) -> Copy | None:
    """Put the newest ready-made text in the place of this one, which stays in the history."""
    if not once.claim(key):
        return None
    copy = Copy.objects.select_for_update().get(pk=copy.pk)
    origin = queries.newer_origin(copy)
    if origin is None:
        return None
    text = queries.text_of_origin(copy, origin)
    return _save(copy, text, checking.load(text, kind=copy.kind), note, by=by)


@transaction.atomic
def keep_own(*, copy: Copy, note: str, by: UUID, key: UUID) -> Copy | None:
    """Note that the group has looked at the newer ready-made text and keeps its own."""
    if not once.claim(key):
        return None
    copy = Copy.objects.select_for_update().get(pk=copy.pk)
    origin = queries.newer_origin(copy)
    if origin is None:
        return None
    document = reading.read(copy.text)
    data = _with_version(document, copy.origin, origin.content.version)
    text = writing.text_of(data, document.body)
    return _save(copy, text, checking.load(text, kind=copy.kind), note, by=by)


def _with_version(document: Document, slug: str, version: int) -> dict[str, Value]:
    return {**document.data, "copy_of": {"slug": slug, "version": str(version)}}


@transaction.atomic
def remove_copy(*, copy: Copy, by: UUID) -> None:
    """Throw a copy away, with its history. Raises Conflict while something uses it."""
    try:
        copy.delete()
    except ProtectedError:
        raise Conflict(_("A meeting uses this. Choose another one for it first.")) from None
    _log("remove_pack", copy, by)


@transaction.atomic
def use_pack(
    *,
    kind: str,
    thing: str,
    copy: Copy | None = None,
    slug: str = "",
    language: str = "",
    by: UUID,
) -> Use | None:
    """Let a thing ("meeting:12") use a copy or a ready-made pack; with neither it uses none."""
    if copy is None and slug and shipped.pack(kind, slug) is None:
        raise HouseError(_("There is no such text to begin with."))
    record(
        action="packs.use_pack",
        subject=thing,
        by=by,
        data={"kind": kind, "copy": str(copy.pk) if copy else "", "slug": slug},
    )
    if copy is None and not slug:
        Use.objects.filter(kind=kind, thing=thing).delete()
        return None
    what = {"copy": copy, "slug": "" if copy else slug, "language": "" if copy else language}
    use, _made = Use.objects.update_or_create(kind=kind, thing=thing, defaults=what)
    return use


def _log(action: str, copy: Copy, by: UUID, **data: str | int) -> None:
    facts = {"kind": copy.kind, "owner": copy.owner, **data}
    record(action=f"packs.{action}", subject=f"pack:{copy.pk}", by=by, data=facts)
