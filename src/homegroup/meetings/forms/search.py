"""The search in an address."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from homegroup.core import editions
from homegroup.groups.models import Fellowship
from homegroup.meetings.choices import Attendance, Category
from homegroup.meetings.models import Meeting, MeetingType
from homegroup.meetings.queries import Search
from homegroup.places import gazetteer
from homegroup.places.distance import KM_PER_MILE, MOST_KM, Point
from homegroup.places.models import Place

DAYS = [
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
]
# Minutes of the day; "night" wraps midnight.
TIMES_OF_DAY = {
    "morning": (_("Morning (5 to noon)"), (5 * 60, 12 * 60)),
    "afternoon": (_("Afternoon (noon to 5)"), (12 * 60, 17 * 60)),
    "evening": (_("Evening (5 to 9)"), (17 * 60, 21 * 60)),
    "night": (_("Night (9 to 5)"), (21 * 60, 5 * 60)),
}
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")
HOURS = (1, 2, 3, 6, 12, 24)
RADII = (2, 5, 10, 25, 50, 100, 200)
DEFAULT_RADIUS = {"km": 25, "mi": 15}
UNITS = [("km", _("km")), ("mi", _("miles"))]


@lru_cache(maxsize=2)
def _choices_of(edition: int) -> tuple[list[tuple[str, str]], dict[str, list[tuple[str, str]]]]:
    """Give the fellowships and the types that listed meetings have, by category."""
    used = Meeting.objects.listed()
    fellowships = Fellowship.objects.filter(meetings__in=used).distinct().order_by("name")
    types: dict[str, list[tuple[str, str]]] = {}
    for kind in MeetingType.objects.filter(meetings__in=used).distinct():
        types.setdefault(kind.category, []).append((kind.slug, kind.label))
    return [(row.slug, row.name) for row in fellowships], types


def current_choices() -> tuple[list[tuple[str, str]], dict[str, list[tuple[str, str]]]]:
    """Give what a search can choose from: (fellowships, {category: types})."""
    return _choices_of(editions.number("meetings"))


class LenientChoice(forms.ChoiceField):
    """A choice that keeps a value that is not offered: an old link must still mean the same."""

    def valid_value(self, value: Any) -> bool:
        return bool(_SLUG.fullmatch(str(value)))


class LenientChoices(forms.MultipleChoiceField):
    """The same for several values; empty ones, which plain forms send, do not count."""

    def to_python(self, value: Any) -> list[str]:
        return [text for text in super().to_python(value) if text]

    def valid_value(self, value: Any) -> bool:
        return bool(_SLUG.fullmatch(str(value)))


class SearchForm(forms.Form):
    """The search in an address: every filter can be shared as a link.

    A value that makes no sense leaves its message and is not used; the rest still counts.
    """

    q = forms.CharField(required=False, max_length=200, label=_("Words"))
    near = forms.CharField(required=False, max_length=120, label=_("Town or postcode"))
    at = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    within = forms.FloatField(required=False, min_value=0.1, label=_("Within"))
    unit = forms.ChoiceField(required=False, choices=UNITS, label=_("Unit"))
    hours = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, label=_("Starts within"), choices=[]
    )
    day = forms.MultipleChoiceField(required=False, choices=DAYS, label=_("Day"))
    time = forms.ChoiceField(required=False, label=_("Time of day"), choices=[])
    attendance = forms.ChoiceField(required=False, label=_("How"), choices=[])
    fellowship = LenientChoice(required=False, label=_("Fellowship"))
    language = LenientChoice(required=False, label=_("Language"))
    type = LenientChoices(required=False, label=_("Kind of meeting"))
    sort = forms.ChoiceField(
        required=False, label=_("Order"), choices=[("", _("Soonest first")),
                                                   ("nearest", _("Nearest first"))],
    )  # fmt: skip
    after = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        fellowships, types = current_choices()
        self.type_groups = [
            (Category(category).label, types[category])
            for category in Category.values
            if category != Category.LANGUAGE and category in types
        ]
        languages = [
            (slug.removeprefix("lang-"), label) for slug, label in types.get("language", [])
        ]
        self._offer("fellowship", _("Any fellowship"), fellowships)
        self._offer("language", _("Any language"), languages)
        self._offer("attendance", _("In person or online"), Attendance.choices)
        self._offer("time", _("Any time of day"), [(k, v[0]) for k, v in TIMES_OF_DAY.items()])
        self._offer("hours", _("Any time"), [(str(n), _hours(n)) for n in HOURS])
        known = [choice for group in types.values() for choice in group]
        self._set_choices("type", known)
        self.places: list[Place] = []

    def _set_choices(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        field.choices = list(choices)  # type: ignore[attr-defined]

    def _offer(self, name: str, empty: Any, choices: Iterable[tuple[Any, Any]]) -> None:
        self._set_choices(name, [("", empty), *choices])

    def clean_day(self) -> tuple[int, ...]:
        return tuple(sorted({int(day) for day in self.cleaned_data["day"]}))

    def clean_at(self) -> Point | None:
        text = self.cleaned_data["at"]
        point = gazetteer.read_coordinates(text) if text else None
        if text and point is None:
            raise forms.ValidationError(_("That place on the map was not readable."))
        return point

    @property
    def chosen_unit(self) -> str:
        """The unit of distance: as chosen, else the home's."""
        return self.cleaned_data.get("unit") or str(settings.DISTANCE_UNIT)

    @property
    def radius(self) -> float:
        """The radius in the chosen unit, as chosen or by default."""
        return self.cleaned_data.get("within") or DEFAULT_RADIUS[self.chosen_unit]

    @property
    def km(self) -> float:
        """The radius in km, at most 500."""
        return min(self.radius * (KM_PER_MILE if self.chosen_unit == "mi" else 1.0), MOST_KM)

    @property
    def chosen_types(self) -> list[tuple[str, str]]:
        """The types asked for beyond the one that the list of kinds shows."""
        shown, *others = reversed(self.cleaned_data.get("type") or [""])
        labels = dict(self.fields["type"].choices)  # type: ignore[attr-defined]
        return [(slug, labels[slug]) for slug in others if slug in labels and slug != shown]

    @property
    def place(self) -> Place | None:
        """The place that the typed name was taken for."""
        return self.places[0] if self.places else None

    def search(self) -> Search:
        """Give the search; reads the gazetteer when a place was typed."""
        self.full_clean()
        data = self.cleaned_data
        point, named = data.get("at"), ""
        typed = (data.get("near") or "").strip()
        if typed and not point:
            point, named = self._place_of(typed)
        types = [*data.get("type", [])]
        if data.get("language"):
            types.append(f"lang-{data['language']}")
        return Search(
            words=data.get("q") or "",
            point=point,
            named_place=named,
            km=self.km,
            days=data.get("day") or (),
            between=TIMES_OF_DAY[data["time"]][1] if data.get("time") else None,
            hours=data.get("hours"),
            fellowship=data.get("fellowship") or "",
            types=tuple(types),
            attendance=data.get("attendance") or "",
            sort="nearest" if data.get("sort") == "nearest" and point else "soonest",
            after=data.get("after") or "",
        )

    def _place_of(self, typed: str) -> tuple[Point | None, str]:
        """Give the point of a typed place; else the name to look for in addresses."""
        point = gazetteer.read_coordinates(typed)
        if point:
            return point, ""
        self.places = gazetteer.find(typed)
        if not self.places:
            self.add_error(
                "near",
                _("We do not know this place, so we looked for its name in addresses."),
            )
            return None, typed
        best = self.places[0]
        return (best.point, "") if best.point else (None, best.name)


def _hours_text(count: int) -> str:
    return ngettext("the next hour", "the next %(count)d hours", count) % {"count": count}


_hours = lazy(_hours_text, str)
