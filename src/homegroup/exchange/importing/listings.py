"""One row becomes one listing."""

from dataclasses import dataclass

from homegroup.exchange.importing import details, online, times, venues, zones
from homegroup.exchange.importing.problems import RowRejected, quoted
from homegroup.exchange.importing.rows import MOST_TEXT, Row
from homegroup.meetings.listing import Listing, VenueSpec


@dataclass(frozen=True)
class Assumed:
    """What a list leaves out: a fellowship's slug and its vocabulary, zones by their IANA names.

    `time_zone` is that of the whole list, "" if unknown; `home_zone` is the last resort.
    """

    fellowship: str = ""
    vocabulary: str = "meeting-guide"
    time_zone: str = ""
    home_zone: str = "UTC"


def listing_of(row: Row, assumed: Assumed) -> tuple[Listing, bool]:
    """Give the listing of a row, and whether its zone is only the home's.

    Raises RowRejected for a row without a name or with an unreadable day or time.
    """
    name = row.line("name", 255)
    if not name:
        raise RowRejected("name", "This row has no name.")
    schedules = times.schedules_of(row)
    venue = venues.venue_of(row)
    joining = online.joining_of(row)
    types = online.types_of(row, assumed.vocabulary)
    attendance, suspended = online.attendance_of(row, venue, joining, types)
    zone = _zone(row, venue, assumed)
    notes = "\n".join(part for part in (row.text("notes"), joining.words) if part)
    confirmed = row.line("last_contact", 40)
    listing = Listing(
        name=name,
        time_zone=zone or assumed.home_zone,
        attendance=attendance.value,
        fellowship=assumed.fellowship,
        body=details.body_of(row),
        group=details.group_of(row),
        venue=venue,
        types=types.meanings,
        notes=notes[:MOST_TEXT],
        conference_url=joining.url,
        conference_url_notes=joining.url_notes,
        conference_phone=joining.phone,
        conference_phone_notes=joining.phone_notes,
        website=details.link(row, "website", 1_000),
        email=details.mail(row, "email"),
        phone=details.phone(row, "phone"),
        contacts=details.contacts_of(row),
        contributions=details.contributions_of(row),
        source_url=details.link(row, "url", 1_000),
        confirmed_on=times.date_of(confirmed) if confirmed else None,
        suspended=suspended,
        schedules=schedules,
    )
    return listing, not zone


def _zone(row: Row, venue: VenueSpec | None, assumed: Assumed) -> str:
    """Give the zone from the row, else the list's, else that of the coordinates, else ""."""
    text = row.line("timezone", 100)
    if text:
        zone = zones.zone_named(text)
        if zone:
            return zone
        row.warn("timezone", f"{quoted(text)} is no time zone.")
    if assumed.time_zone:
        return assumed.time_zone
    if venue and venue.latitude is not None and venue.longitude is not None:
        return zones.zone_at(venue.latitude, venue.longitude) or ""
    return ""
