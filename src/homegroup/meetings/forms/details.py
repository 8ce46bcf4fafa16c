"""A meeting by hand: what a secretary types becomes a listing, and a listing the form again."""

from collections.abc import Iterator
from typing import Any

import msgspec
from django import forms
from django.utils.translation import gettext_lazy as _

from homegroup.core.forms import HouseForm
from homegroup.core.writing import PlainField
from homegroup.core.zones import read_zone
from homegroup.meetings.choices import Attendance, Category, Repeats
from homegroup.meetings.forms.search import DAYS
from homegroup.meetings.listing import Listing, ScheduleSpec, VenueSpec
from homegroup.meetings.vocabulary import meanings
from homegroup.places import gazetteer

ORDINALS = [
    ("1", _("first")),
    ("2", _("second")),
    ("3", _("third")),
    ("4", _("fourth")),
    ("5", _("fifth")),
    ("9", _("last")),
]
MOST_SCHEDULES = 8


class ScheduleForm(forms.Form):
    """One schedule: when it repeats, on which days, at what time. Wholly empty: none."""

    template_name = "components/form.html"
    label_suffix = ""
    repeats = forms.ChoiceField(label=_("How often"), choices=Repeats.choices, required=False)
    weekdays = forms.MultipleChoiceField(
        label=_("Days"), choices=DAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    ordinals = forms.MultipleChoiceField(
        label=_("Which of the month"),
        choices=ORDINALS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for “every month”: as second Tuesday, last Friday."),
    )
    starts_at = forms.TimeField(
        label=_("Starts at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=1, max_value=1440, required=False, initial=60
    )
    first_on = forms.DateField(
        label=_("First date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Needed for “every second week” and “once”."),
    )
    last_on = forms.DateField(
        label=_("Last date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = PlainField(label=_("A word about it"), max_length=200, required=False)

    def is_empty(self) -> bool:
        """Whether nothing was said that makes a schedule."""
        data = self.cleaned_data
        telling = ("weekdays", "ordinals", "starts_at", "first_on", "last_on", "note")
        return data.get("repeats") != Repeats.APPOINTMENT and not any(data.get(n) for n in telling)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if self.is_empty():
            return data
        repeats = data.get("repeats") or Repeats.WEEKLY
        if repeats == Repeats.APPOINTMENT:
            return data
        by_day = repeats in {Repeats.WEEKLY, Repeats.FORTNIGHTLY, Repeats.MONTHLY}
        self._need(by_day and not data.get("weekdays"), "weekdays", _("Choose the day."))
        self._need(not data.get("starts_at"), "starts_at", _("When does it start?"))
        monthly = repeats == Repeats.MONTHLY and not data.get("ordinals")
        self._need(monthly, "ordinals", _("Choose which of the month."))
        dated = repeats in {Repeats.FORTNIGHTLY, Repeats.ONCE} and not data.get("first_on")
        self._need(dated, "first_on", _("Give the first date."))
        first, last = data.get("first_on"), data.get("last_on")
        backwards = first is not None and last is not None and last < first
        self._need(backwards, "last_on", _("The last date comes before the first."))
        return data

    def _need(self, missing: bool, field: str, words: Any) -> None:
        if missing and field not in self.errors:
            self.add_error(field, words)

    def spec(self) -> ScheduleSpec | None:
        """Give the schedule, None if the form is empty."""
        if self.is_empty():
            return None
        data = self.cleaned_data
        repeats = data["repeats"] or Repeats.WEEKLY
        if repeats == Repeats.APPOINTMENT:
            return ScheduleSpec(repeats=repeats, note=data["note"])
        monthly = repeats == Repeats.MONTHLY
        return ScheduleSpec(
            repeats=repeats,
            weekdays="" if repeats == Repeats.ONCE else "".join(sorted(data["weekdays"])),
            ordinals="".join(sorted(data["ordinals"])) if monthly else "",
            starts_at=data["starts_at"].strftime("%H:%M"),
            minutes=data["minutes"] or 60,
            minutes_given=bool(data["minutes"]),
            first_on=data["first_on"],
            last_on=data["last_on"],
            note=data["note"],
        )


def _initial_schedule(spec: ScheduleSpec) -> dict[str, Any]:
    return {
        "repeats": spec.repeats,
        "weekdays": list(spec.weekdays),
        "ordinals": list(spec.ordinals),
        "starts_at": spec.starts_at,
        "minutes": spec.minutes if spec.minutes_given else None,
        "first_on": spec.first_on,
        "last_on": spec.last_on,
        "note": spec.note,
    }


class MeetingForm(HouseForm):
    """All that a listing tells, except its schedules, which are forms of their own beside it."""

    name = PlainField(label=_("Name of the meeting"), max_length=255)
    attendance = forms.ChoiceField(
        label=_("How people take part"), choices=Attendance.choices, widget=forms.RadioSelect
    )
    time_zone = PlainField(
        label=_("Time zone"), max_length=64, help_text=_("As Europe/London or America/New_York.")
    )
    place = PlainField(label=_("House or room"), max_length=255, required=False)
    address = PlainField(label=_("Street and number"), max_length=255, required=False)
    city = PlainField(label=_("Town"), max_length=120, required=False)
    state = PlainField(label=_("State or county"), max_length=120, required=False)
    postal_code = PlainField(label=_("Postcode"), max_length=40, required=False)
    country = PlainField(label=_("Country"), max_length=120, required=False)
    point = PlainField(
        label=_("Place on the map"),
        max_length=60,
        required=False,
        help_text=_("Latitude, longitude. Left empty, the town counts."),
    )
    directions = PlainField(
        label=_("How to find the door"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    conference_url = forms.URLField(
        label=_("Online link"), max_length=1000, required=False, assume_scheme="https"
    )
    conference_url_notes = PlainField(
        label=_("Passcode or a word about it"), max_length=1000, required=False
    )
    conference_phone = PlainField(label=_("Phone to join"), max_length=120, required=False)
    conference_phone_notes = PlainField(label=_("Phone passcode"), max_length=1000, required=False)
    types = forms.MultipleChoiceField(
        label=_("What it is"), required=False, widget=forms.CheckboxSelectMultiple
    )
    notes = PlainField(
        label=_("Good to know"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    email = forms.EmailField(label=_("E-mail of the group"), required=False)
    phone = PlainField(label=_("Phone of the group"), max_length=60, required=False)
    website = forms.URLField(
        label=_("Web page"), max_length=1000, required=False, assume_scheme="https"
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, listing: Listing, seen: int | None = None) -> None:
        super().__init__(data, initial={**_initial(listing), "seen": seen})
        self.listing = listing
        self.fields["types"].choices = [  # type: ignore[attr-defined]
            (slug, meaning.label) for slug, meaning in meanings().items()
        ]
        count = len(listing.schedules)
        if data is not None:
            count = max(count, _count(data.get("schedules", "")) - 1)
        self.schedules = [
            ScheduleForm(data, prefix=f"s{number}", initial=_initial_schedule(spec) if spec else {})
            for number, spec in _padded(listing.schedules, min(count + 1, MOST_SCHEDULES))
        ]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(form.is_valid() for form in self.schedules)])

    @property
    def status(self) -> int:
        """The HTTP status of a page that shows it; a schedule may be what was refused."""
        refused = self.is_bound and any(form.errors for form in self.schedules)
        return 422 if refused else super().status

    @property
    def where_fields(self) -> list[forms.BoundField]:
        """The fields of place and online room, in the order of the page."""
        return [
            self[name] for name in (*_VENUE, *(n for n in _PLAIN if n.startswith("conference")))
        ]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        """What is good to know, and contact."""
        return [self[name] for name in ("notes", "email", "phone", "website")]

    @property
    def type_groups(self) -> list[tuple[Any, list[tuple[str, Any, bool]], str]]:
        """The kinds of a meeting by category: (label, [(slug, words, chosen)], the chosen ones)."""
        chosen = set(self["types"].value() or ())
        groups: dict[str, list[tuple[str, Any, bool]]] = {}
        for slug, meaning in meanings().items():
            offered = (slug, meaning.label, slug in chosen)
            groups.setdefault(meaning.category, []).append(offered)
        return [
            (Category(category).label, found, ", ".join(str(one[1]) for one in found if one[2]))
            for category, found in groups.items()
        ]

    def clean_time_zone(self) -> str:
        name = self.cleaned_data["time_zone"].strip().replace(" ", "_")
        if read_zone(name) is None:
            raise forms.ValidationError(_("We do not know this time zone."))
        return str(name)

    def clean_point(self) -> str:
        text = self.cleaned_data["point"]
        if text and gazetteer.read_coordinates(text) is None:
            raise forms.ValidationError(_("Two numbers, as 51.5007, -0.1246."))
        return str(text)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        attendance = data.get("attendance")
        if attendance in {Attendance.IN_PERSON, Attendance.HYBRID} and not data.get("city"):
            self.add_error("city", _("In which town is it?"))
        links = data.get("conference_url") or data.get("conference_phone")
        lacks = attendance in {Attendance.ONLINE, Attendance.HYBRID} and not links
        if lacks and not self.errors.get("conference_url"):
            self.add_error("conference_url", _("How do people join? Give a link or a phone."))
        return data

    def changed(self) -> dict[str, Any]:
        """Give the fields of the listing, of which this form says another value than stands."""
        said = self._said()
        return {name: value for name, value in said.items() if value != getattr(self.listing, name)}

    def new_listing(self) -> Listing:
        """Give the listing that this form describes."""
        return msgspec.structs.replace(self.listing, **self._said())

    def _said(self) -> dict[str, Any]:
        data = self.cleaned_data
        plain = {name: data[name] for name in _PLAIN}
        specs = tuple(spec for form in self.schedules if (spec := form.spec()))
        return {
            **plain,
            "types": tuple(sorted(data["types"])),
            "venue": self._venue(),
            "schedules": specs,
        }

    def _venue(self) -> VenueSpec | None:
        data, old = self.cleaned_data, self.listing.venue
        if not any(data[name] for name in ("place", "address", "city", "point")):
            return None
        same = old is not None and _initial_venue(old) == {name: data[name] for name in _VENUE}
        if same:
            return old
        return _new_venue(data, old)


_PLAIN = (
    "name", "attendance", "time_zone", "conference_url", "conference_url_notes",
    "conference_phone", "conference_phone_notes", "notes", "email", "phone", "website",
)  # fmt: skip
_VENUE = ("place", "address", "city", "state", "postal_code", "country", "point", "directions")


def _new_venue(data: dict[str, Any], old: VenueSpec | None) -> VenueSpec:
    """Give the venue as typed; where no point is given, the town's stands for it."""
    point, approximate = gazetteer.read_coordinates(data["point"]), False
    if point is None:
        found = gazetteer.find(", ".join(filter(None, (data["city"], data["state"]))), limit=1)
        point, approximate = (found[0].point if found else None), True
    line = f"{data['state']} {data['postal_code']}".strip()
    whole = ", ".join(filter(None, (data["address"], data["city"], line, data["country"])))
    near = old is not None and old.city == data["city"] and old.state == data["state"]
    return VenueSpec(
        name=data["place"],
        address=data["address"],
        city=data["city"],
        state=data["state"],
        postal_code=data["postal_code"],
        country=data["country"],
        formatted_address=whole,
        approximate=approximate,
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        regions=old.regions if old and near else (),
        notes=data["directions"],
    )


def _initial_venue(venue: VenueSpec) -> dict[str, str]:
    exact = venue.latitude is not None and not venue.approximate
    return {
        "place": venue.name,
        "address": venue.address,
        "city": venue.city,
        "state": venue.state,
        "postal_code": venue.postal_code,
        "country": venue.country,
        "point": f"{venue.latitude}, {venue.longitude}" if exact else "",
        "directions": venue.notes,
    }


def _initial(listing: Listing) -> dict[str, Any]:
    return {
        **{name: getattr(listing, name) for name in _PLAIN},
        **(_initial_venue(listing.venue) if listing.venue else {}),
        "types": list(listing.types),
    }


def _padded(
    specs: tuple[ScheduleSpec, ...], count: int
) -> Iterator[tuple[int, ScheduleSpec | None]]:
    for number in range(max(count, len(specs))):
        yield number, specs[number] if number < len(specs) else None


def _count(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 3 else 0


def _date(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


class DateForm(HouseForm):
    """One date that is cancelled, or moved when a new one is given."""

    schedule = forms.IntegerField(widget=forms.HiddenInput)
    on = forms.DateField(widget=forms.HiddenInput)
    to = _date(_("New date"), required=False)
    at = forms.TimeField(
        label=_("New time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    reason = PlainField(label=_("Why? (everybody reads this)"), max_length=200, required=False)


class PauseForm(HouseForm):
    """A pause, until a date or further notice."""

    from_on = _date(_("From"))
    until_on = _date(_("Until (empty: until further notice)"), required=False)
    reason = PlainField(label=_("Why? (everybody reads this)"), max_length=200, required=False)


class ChangeForm(HouseForm):
    """A schedule that has another time or day from a date on."""

    schedule = forms.IntegerField(widget=forms.HiddenInput)
    from_on = _date(_("From this date"))
    starts_at = forms.TimeField(
        label=_("New time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    weekdays = forms.MultipleChoiceField(
        label=_("New days"), choices=DAYS, required=False, widget=forms.CheckboxSelectMultiple
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("starts_at") and not data.get("weekdays"):
            self.add_error("starts_at", _("Give the new time or the new days."))
        return data

    def changes(self) -> dict[str, Any]:
        """Give what changes, as `actions.change_schedule` takes it."""
        data = self.cleaned_data
        found: dict[str, Any] = {}
        if data["starts_at"]:
            found["starts_at"] = data["starts_at"]
        if data["weekdays"]:
            found["weekdays"] = "".join(sorted(data["weekdays"]))
        return found


class ClosingForm(HouseForm):
    """A meeting that closes for good."""

    reason = PlainField(label=_("Why? (everybody reads this)"), max_length=200, required=False)
