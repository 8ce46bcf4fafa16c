"""Names that people give on the command line: of a source, a fellowship."""

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from homegroup.core.errors import HouseError
from homegroup.core.text import fold, unique_slug
from homegroup.groups.fellowships import known
from homegroup.groups.models import Fellowship

_LONGEST_NAME = 80
_LEAST_LIKE = 50  # of 100, rapidfuzz.fuzz.WRatio


def is_address(text: str) -> bool:
    """Whether a source is an address rather than a file."""
    return text.lower().startswith(("http://", "https://"))


def name_of(text: str) -> str:
    """Give the name of a source whose address or file this is.

    What follows "?" in an address is left out: it may be a key, and names are shown.
    """
    if is_address(text):
        parts = urlsplit(text)
        path = parts.path.removesuffix(".json").removesuffix("/")
        wanted = f"{parts.hostname or ''} {path}".replace(".", " ").replace("/", " ")
    else:
        wanted = Path(text).stem
    return unique_slug(wanted, (), fallback="list", length=_LONGEST_NAME)


def checked_name(text: str) -> str:
    """Give a name that was given, without outer blanks. Raises HouseError if it is no name."""
    name = " ".join(text.split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise HouseError(_("A name has 1 to %d signs.") % _LONGEST_NAME)
    return name


def fellowship_named(text: str) -> str:
    """Give the slug of the fellowship with that slug, abbreviation or name.

    Raises HouseError with the nearest ones if there is none.
    """
    names: dict[str, str] = {}
    for slug, row in known().items():
        names |= {fold(row["name"]): slug, fold(row.get("abbreviation") or slug): slug}
    for here in Fellowship.objects.all():
        names |= {fold(here.name): here.slug, fold(here.abbreviation or here.slug): here.slug}
        names[here.slug] = here.slug
    names |= {slug: slug for slug in known()}
    wanted = fold(text)
    if wanted in names:
        return names[wanted]
    alike = process.extract(
        wanted, list(names), scorer=fuzz.WRatio, limit=5, score_cutoff=_LEAST_LIKE
    )
    found = list(dict.fromkeys(names[match[0]] for match in alike))[:3]
    hint = _(" Did you mean %s?") % ", ".join(found) if found else ""
    raise HouseError(_("No fellowship is called %s here.") % text + hint)
