"""What "I need help now" shows: helplines of a country, and the person's own part."""

from dataclasses import dataclass

from django.http import HttpRequest

from homegroup.core import clock, countries, help_panels, site
from homegroup.core.help_panels import Panel
from homegroup.core.zones import viewer_zone
from homegroup.helplines import lines
from homegroup.helplines.lines import Call, Directory, Line


@dataclass(frozen=True)
class LineCard:
    """A helpline as the page shows it."""

    line: Line
    is_stale: bool


@dataclass(frozen=True)
class Help:
    """Emergency numbers and lines of one country; `country` is "" where we do not know it."""

    code: str
    country: str
    emergency: list[Call]
    cards: list[LineCard]
    directories: tuple[Directory, ...]


def own_part(request: HttpRequest) -> list[Panel]:
    """Give what higher and lower rooms have for this person: people to call, their plan.

    Rooms register with `core.help_panels`.
    """
    return help_panels.panels_for(request)


def asked_country(request: HttpRequest) -> str:
    """Give the country named in the address, "" if none or no country."""
    return countries.read(request.GET.get("country", ""))


def help_for(request: HttpRequest) -> Help:
    """Give the help of the country asked for, else of the one where the visitor seems to be.

    What has stood too long without being confirmed comes last.
    """
    code = asked_country(request) or countries.of_visitor(request, site.current().country)
    known, today = lines.for_country(code), clock.today(viewer_zone(request))
    cards = [LineCard(line, line.is_stale(today)) for line in known.lines]
    return Help(
        code=code,
        country=countries.names().get(code, ""),
        emergency=known.emergency_calls,
        cards=sorted(cards, key=lambda card: card.is_stale),
        directories=lines.directories(),
    )
