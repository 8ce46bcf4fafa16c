"""Writes on prompts: the site's own, and what it changes in those of the house."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.audit.actions import record
from homegroup.core import once
from homegroup.core.errors import HouseError
from homegroup.moderation.subjects import read_id
from homegroup.stories.choices import LONGEST_PROMPT
from homegroup.stories.models import Prompt

MOST = 400  # of one language


@transaction.atomic
def add_prompt(*, language: str, text: str, by: UUID, key: UUID) -> Prompt | None:
    """Add a prompt of the site's own. Raises HouseError for no words, too many, or one twice."""
    if not once.claim(key):
        return None
    words = _clean(text)
    rows = Prompt.objects.filter(language=language)
    if rows.count() >= MOST:
        raise HouseError(_("These are many prompts. Change some of them instead."), field="text")
    if rows.filter(text=words).exists():
        raise HouseError(_("This prompt is there already."), field="text")
    made = Prompt.objects.create(language=language, text=words)
    record(action="stories.add_prompt", subject=f"prompt:{made.pk}", by=by, data={})
    return made


@transaction.atomic
def change_prompt(
    *, language: str, key_of_prompt: str, text: str, is_off: bool, by: UUID, key: UUID
) -> bool:
    """Change a prompt, or leave it out; empty words give one of the house its own again.

    Raises HouseError for one that is not there.
    """
    if not once.claim(key):
        return False
    words = " ".join(text.split())[:LONGEST_PROMPT]
    if "/" in key_of_prompt:
        _change_shipped(language, key_of_prompt, words, is_off=is_off)
    else:
        _change_own(key_of_prompt, words, is_off=is_off)
    record(action="stories.change_prompt", subject="home:prompts", by=by,
           data={"prompt": key_of_prompt, "off": is_off})  # fmt: skip
    return True


def _change_shipped(language: str, origin: str, words: str, *, is_off: bool) -> None:
    if not words and not is_off:
        Prompt.objects.filter(language=language, origin=origin).delete()
        return
    Prompt.objects.update_or_create(
        language=language, origin=origin[:40], defaults={"text": words, "is_off": is_off}
    )


def _change_own(key_of_prompt: str, words: str, *, is_off: bool) -> None:
    pk = read_id(key_of_prompt)
    rows = Prompt.objects.filter(pk__in=[pk] if pk else [], origin="")
    changed = rows.update(text=words, is_off=is_off) if words else rows.delete()[0]
    if not changed:
        raise HouseError(_("This prompt is not there any more."))


def _clean(text: str) -> str:
    words = " ".join(text.split())
    if not words or len(words) > LONGEST_PROMPT:
        raise HouseError(_("Write a question of up to %d letters.") % LONGEST_PROMPT, field="text")
    return words
