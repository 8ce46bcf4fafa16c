"""The fellowships known from the start, and those that a site adds."""

from collections.abc import Collection
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from homegroup.core import editions
from homegroup.groups.models import Fellowship

_FILE = Path(__file__).parent / "fellowships.yaml"


@cache
def known() -> dict[str, dict[str, Any]]:
    """Give the fellowships that ship with the house, by slug, as the fields of their row."""
    return {row["slug"]: row for row in yaml.safe_load(_FILE.read_text(encoding="utf-8"))}


def ensure_fellowships(slugs: Collection[str]) -> dict[str, Fellowship]:
    """Give the rows of these slugs, making those that ship with the house on first use.

    Raises KeyError for a slug that neither this site nor the house knows.
    """
    found = {row.slug: row for row in Fellowship.objects.filter(slug__in=slugs)}
    for slug in slugs:
        if slug not in found:
            found[slug], _ = Fellowship.objects.get_or_create(slug=slug, defaults=known()[slug])
    return found


@lru_cache(maxsize=2)
def _fellowships_of(edition: int) -> dict[int, Fellowship]:
    return {row.pk: row for row in Fellowship.objects.all()}


def all_fellowships() -> dict[int, Fellowship]:
    """Give every fellowship by id, from memory while nothing has been published since."""
    return _fellowships_of(editions.number("meetings"))
