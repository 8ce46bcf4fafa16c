"""When somebody may be called: days and hours of their own zone, told in the reader's."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from homegroup.core.zones import home_zone, read_zone
from homegroup.messages.models import CallOffer

ALL_DAYS = "1234567"


def zone_of(offer: CallOffer) -> ZoneInfo:
    """Give the zone in which somebody offered hours."""
    return read_zone(offer.zone) or home_zone()


def is_now(offer: CallOffer, moment: datetime) -> bool:
    """Tell whether somebody may be called at this moment."""
    there = moment.astimezone(zone_of(offer))
    begin, end, hour = offer.from_hour, offer.until_hour, there.hour
    if begin < end:
        return begin <= hour < end and _is_day(offer, there)
    if begin == end:
        return _is_day(offer, there)
    if hour >= begin:
        return _is_day(offer, there)
    return hour < end and _is_day(offer, there - timedelta(days=1))


def _is_day(offer: CallOffer, there: datetime) -> bool:
    return str(there.isoweekday()) in offer.days


def told(offer: CallOffer, reader: ZoneInfo) -> str:
    """Give the hours in words: "Mon, Tue, 18:00 to 22:00", with the zone if it is another."""
    zone = zone_of(offer)
    days = "" if offer.days == ALL_DAYS else _days(offer.days)
    hours = _("at any hour")
    if offer.from_hour != offer.until_hour:
        hours = _("%(start)s to %(end)s") % {
            "start": _hour(offer.from_hour), "end": _hour(offer.until_hour)
        }  # fmt: skip
    parts = [days or _("every day"), hours]
    if zone.key != reader.key:
        parts.append(_("time of %s") % zone.key.rsplit("/", 1)[-1].replace("_", " "))
    return ", ".join(parts)


def _days(days: str) -> str:
    return ", ".join(str(WEEKDAYS_ABBR[int(day) - 1]) for day in days)


def _hour(hour: int) -> str:
    return str(time_format(time(hour), "TIME_FORMAT"))
