"""What the gallery of components shows of meetings."""

from datetime import date

from homegroup.core import clock
from homegroup.meetings.showing import Card


def cards() -> list[Card]:
    """Give made-up starts: in a room, online, and without a time."""
    today: date = clock.now().date()
    return [
        Card(
            name="Lamp and Kettle", url="#lamp", day=today, time="7:30 p.m.",
            moment=clock.now().isoformat(), zone_note="local time", untimed="",
            where="Spool Mill Hall, 14 Bobbin Street", distance="1.2 km away",
            tags="HF · Open · Wheelchair access", is_online=False,
        ),
        Card(
            name="Night Ferry", url="#ferry", day=today, time="11 p.m.",
            moment=clock.now().isoformat(), zone_note="your time", untimed="",
            where="Online", distance="", tags="PTC · Open", is_online=True,
        ),
        Card(
            name="By the Bridge", url="#bridge", day=None, time="", moment="", zone_note="",
            untimed="By appointment", where="Low Bridge House", distance="", tags="HF",
            is_online=False,
        ),
    ]  # fmt: skip
