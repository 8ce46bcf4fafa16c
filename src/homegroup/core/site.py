"""What this site is: its name, country, languages, fellowships, and where "leave" leads.

    from homegroup.core import site
    site.current().country          # "DE", or "" while nobody has said
    site.change_site(name="Kettle House", country="DE")

Read from memory while the edition "site" stands, outside transactions: an edition that was
counted inside one may be taken back.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from homegroup.core import countries, editions
from homegroup.core.errors import HouseError
from homegroup.core.models import EXIT_URL, SiteSettings

EDITION = "site"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,40}")
_MOST = 60


@dataclass(frozen=True)
class Site:
    """What pages need to know. `name` is never empty, `country` is an ISO code or ""."""

    name: str
    country: str = ""
    languages: tuple[str, ...] = ()
    fellowships: tuple[str, ...] = ()
    exit_url: str = EXIT_URL


def current() -> Site:
    """Give the site as it stands; what the environment says where the database cannot tell."""
    try:
        row = _row() if connection.in_atomic_block else _row_of(editions.number(EDITION))
    except DatabaseError:  # the page that tells of a broken database needs a name as well
        row = None
    return _told(row)


def _row() -> SiteSettings | None:
    return SiteSettings.objects.filter(pk=1).first()


@lru_cache(maxsize=2)
def _row_of(edition: int) -> SiteSettings | None:
    return _row()


def _told(row: SiteSettings | None) -> Site:
    if row is None:
        return Site(settings.SITE_NAME)
    return Site(
        name=row.name or settings.SITE_NAME,
        country=row.country,
        languages=tuple(row.languages),
        fellowships=tuple(row.fellowships),
        exit_url=row.exit_url,
    )


@transaction.atomic
def change_site(
    *,
    name: str | None = None,
    country: str | None = None,
    languages: Collection[str] | None = None,
    fellowships: Collection[str] | None = None,
    exit_url: str | None = None,
) -> Site:
    """Change what is given and leave the rest; the caller writes the audit row beside it.

    Raises HouseError (with `field`) for a country, language or address that is none.
    """
    row = SiteSettings.objects.select_for_update().filter(pk=1).first() or SiteSettings(pk=1)
    if name is not None:
        row.name = _clean_name(name)
    if country is not None:
        row.country = _clean_country(country)
    if languages is not None:
        row.languages = _clean_list(languages, _LANGUAGE, "languages")
    if fellowships is not None:
        row.fellowships = _clean_list(fellowships, _SLUG, "fellowships")
    if exit_url is not None:
        row.exit_url = _clean_exit(exit_url)
    row.save()
    editions.bump(EDITION)
    return _told(row)


def _clean_name(text: str) -> str:
    name = " ".join(text.split())
    if len(name) > _MOST:
        raise HouseError(_("The name may have 60 letters at most."), field="name")
    return name


def _clean_country(text: str) -> str:
    code = countries.read(text)
    if text.strip() and not code:
        raise HouseError(_("Choose a country from the list."), field="country")
    return code


def _clean_list(values: Collection[str], form: re.Pattern[str], field: str) -> list[str]:
    kept = list(dict.fromkeys(values))
    if len(kept) > _MOST or not all(form.fullmatch(value) for value in kept):
        raise HouseError(_("Choose from the list."), field=field)
    return kept


def _clean_exit(text: str) -> str:
    address = text.strip() or EXIT_URL
    try:
        parts = urlsplit(address)
        reads = parts.scheme == "https" and bool(parts.hostname) and len(address) <= 300
    except ValueError:
        reads = False
    if not reads or re.search(r"[\s\"'<>\\]", address) or parts.username or parts.password:
        said = _("Give the whole address of a page, beginning with https://")
        raise HouseError(said, field="exit_url")
    return address
