"""The types that exist here: rows made from the vocabulary when first needed."""

from collections.abc import Collection
from functools import lru_cache

from homegroup.core import editions
from homegroup.meetings.models import MeetingType
from homegroup.meetings.vocabulary import meanings


def ensure_types(slugs: Collection[str]) -> dict[str, MeetingType]:
    """Give the type rows of these meanings by slug, making those that are missing.

    Raises KeyError for a slug that the vocabulary does not know.
    """
    found = {kind.slug: kind for kind in MeetingType.objects.filter(slug__in=slugs)}
    missing = [slug for slug in slugs if slug not in found]
    if missing:
        MeetingType.objects.bulk_create([_row(slug) for slug in missing], ignore_conflicts=True)
        found = {kind.slug: kind for kind in MeetingType.objects.filter(slug__in=slugs)}
    return found


def unknown_types(slugs: Collection[str]) -> list[str]:
    """Give those slugs that neither this site nor the vocabulary knows, in order."""
    missing = [slug for slug in slugs if slug not in meanings()]
    if missing:
        here = MeetingType.objects.filter(slug__in=missing).values_list("slug", flat=True)
        missing = [slug for slug in missing if slug not in set(here)]
    return missing


def _row(slug: str) -> MeetingType:
    meaning = meanings()[slug]
    return MeetingType(
        slug=slug,
        category=meaning.category,
        label=meaning.label,
        about=meaning.about,
        position=list(meanings()).index(slug),
    )


def refresh_types() -> None:
    """Give the rows that exist the labels of today's vocabulary."""
    for kind in MeetingType.objects.all():
        if kind.slug in meanings():
            row = _row(kind.slug)
            row.pk = kind.pk
            row.save()


@lru_cache(maxsize=2)
def _types_of(edition: int) -> dict[int, MeetingType]:
    return {kind.pk: kind for kind in MeetingType.objects.all()}


def all_types() -> dict[int, MeetingType]:
    """Give every type by id, from memory while nothing has been published since."""
    return _types_of(editions.number("meetings"))
