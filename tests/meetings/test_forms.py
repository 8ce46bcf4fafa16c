"""The search in an address: each part good and bad; what is bad says so, and the rest counts."""

from urllib.parse import parse_qs, urlencode

import pytest
from django.http import QueryDict
from django.test import override_settings
from tests import factories as make

from homegroup.meetings.forms.correction import CORRECTABLE, CorrectionForm
from homegroup.meetings.forms.search import HOURS, TIMES_OF_DAY, SearchForm
from homegroup.meetings.queries import Search
from homegroup.places.distance import KM_PER_MILE, Point

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]


@pytest.fixture(autouse=True)
def _meetings() -> None:
    make.add("Lamp", types=("open", "speaker", "lang-es"))
    make.add("Owls", fellowship="na", venue=make.venue("Springfield", state="IL", latitude=39.8,
                                                       longitude=-89.6))  # fmt: skip
    make.add("Crows", venue=make.venue("Springfield", state="MA", latitude=42.1, longitude=-72.6))
    make.add("Doves", venue=make.venue("Nowhere Hill", latitude=None, longitude=None))


def form(**parameters: object) -> SearchForm:
    return SearchForm(QueryDict(urlencode(parameters, doseq=True)))


def search(**parameters: object) -> Search:
    return form(**parameters).search()


def test_an_empty_address_looks_for_everything() -> None:
    assert search() == Search()


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"q": " lamp "}, Search(words="lamp")),
        ({"at": "42.6,-76.3"}, Search(point=Point(42.6, -76.3))),
        ({"near": "42.6,-76.3"}, Search(point=Point(42.6, -76.3))),
        ({"within": "5"}, Search(km=5)),
        ({"within": "5", "unit": "mi"}, Search(km=5 * KM_PER_MILE)),
        ({"within": "0.1"}, Search(km=0.1)),
        ({"within": "99999"}, Search(km=500)),
        ({"unit": "mi"}, Search(km=15 * KM_PER_MILE)),
        ({"hours": "2"}, Search(hours=2)),
        ({"day": ["7", "1", "7"]}, Search(days=(1, 7))),
        ({"time": "night"}, Search(between=(1260, 300))),
        ({"attendance": "online"}, Search(attendance="online")),
        ({"fellowship": "na"}, Search(fellowship="na")),
        ({"fellowship": "gone"}, Search(fellowship="gone")),
        ({"language": "es"}, Search(types=("lang-es",))),
        ({"language": "gone"}, Search(types=("lang-gone",))),
        ({"type": ["open", "speaker"]}, Search(types=("open", "speaker"))),
        ({"type": "open", "language": "es"}, Search(types=("open", "lang-es"))),
        ({"sort": "nearest"}, Search()),  # nearest to nothing
        (
            {"sort": "nearest", "at": "1,2"},
            Search(sort="nearest", point=Point(1, 2)),
        ),
        ({"after": "1.2.3.4"}, Search(after="1.2.3.4")),
        ({"unknown": "x"}, Search()),
    ],
)
def test_each_part_of_an_address_is_read(parameters: dict[str, object], found: Search) -> None:
    bound = form(**parameters)
    assert bound.search() == found
    assert not bound.errors


@pytest.mark.parametrize("hours", HOURS)
def test_every_choice_of_hours_is_read(hours: int) -> None:
    assert search(hours=hours).hours == hours


@pytest.mark.parametrize("name", TIMES_OF_DAY)
def test_every_time_of_day_is_read(name: str) -> None:
    assert search(time=name).between == TIMES_OF_DAY[name][1]


BAD = [
    ("q", "x" * 201),
    ("q", "a\0b"),
    ("near", "x" * 121),
    ("near", "\0"),
    ("at", "somewhere"),
    ("at", "91,0"),
    ("at", "1" * 50),
    ("within", "far"),
    ("within", "0"),
    ("within", "-5"),
    ("within", "nan"),
    ("within", "inf"),
    ("unit", "furlong"),
    ("hours", "5"),
    ("hours", "two"),
    ("hours", "-1"),
    ("day", "8"),
    ("day", "monday"),
    ("time", "teatime"),
    ("attendance", "by_pigeon"),
    ("type", "no such type"),
    ("sort", "cheapest"),
    ("after", "1" * 61),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_part_that_makes_no_sense_says_so_and_the_rest_counts(name: str, value: str) -> None:
    others = {"fellowship": "na"} | ({"q": "lamp"} if name != "q" else {"hours": "2"})
    bound = form(**others, **{name: value})
    found = bound.search()
    assert list(bound.errors) == [name]
    assert found == search(**others)
    assert bound[name].value() in (value, [value])


def test_everything_bad_at_once_is_a_search_for_everything() -> None:
    bound = form(**dict(BAD))
    assert bound.search() == Search()
    assert set(bound.errors) == {name for name, _ in BAD}


# Places


def test_a_known_town_becomes_its_point() -> None:
    bound = form(near="alder fals")
    assert bound.search() == Search(point=Point(42.6, -76.3))
    assert str(bound.place) == "Alder Falls, NY, USA"


def test_a_point_from_the_device_comes_before_the_typed_name() -> None:
    assert search(near="Alder Falls", at="1,2").point == Point(1, 2)


def test_a_name_of_several_places_offers_the_others() -> None:
    bound = form(near="Springfield")
    found = bound.search()
    assert found.point == bound.places[0].point
    assert sorted(str(place) for place in bound.places) == [
        "Springfield, IL, USA",
        "Springfield, MA, USA",
    ]
    assert search(near="Springfield, MA").point == Point(42.1, -72.6)


def test_a_place_without_coordinates_is_looked_for_in_addresses() -> None:
    found = search(near="nowhere hill")
    assert (found.point, found.named_place) == (None, "Nowhere Hill")


def test_an_unknown_place_is_looked_for_in_addresses_and_says_so() -> None:
    bound = form(near="Xyzzyplugh", q="lamp")
    found = bound.search()
    assert (found.point, found.named_place, found.words) == (None, "Xyzzyplugh", "lamp")
    assert list(bound.errors) == ["near"]


# Units, choices


@override_settings(DISTANCE_UNIT="mi")
def test_the_homes_unit_is_the_default() -> None:
    assert search().km == pytest.approx(15 * KM_PER_MILE)
    assert search(unit="km").km == 25


def test_only_what_meetings_have_is_offered() -> None:
    bound = form()
    choices = {name: [value for value, _ in bound.fields[name].choices] for name in
               ("fellowship", "language", "type")}  # type: ignore[attr-defined]  # fmt: skip
    assert choices["fellowship"] == ["", "aa", "na"]
    assert choices["language"] == ["", "es"]
    assert set(choices["type"]) == {"open", "speaker", "lang-es"}
    offered = [slug for _, types in bound.type_groups for slug, _ in types]
    assert sorted(offered) == ["open", "speaker"]


def test_types_beyond_the_one_of_the_list_are_kept_as_boxes() -> None:
    bound = form(type=["open", "speaker"])
    bound.search()
    assert [slug for slug, _ in bound.chosen_types] == ["open"]
    bound = form()
    bound.search()
    assert bound.chosen_types == []


def test_a_search_can_be_written_back_as_an_address() -> None:
    whole = {"q": "lamp", "near": "Springfield, MA", "within": "5", "unit": "mi", "hours": "6",
             "day": ["1", "2"], "time": "night", "attendance": "hybrid", "fellowship": "na",
             "language": "es", "type": ["open", "speaker"], "sort": "nearest"}  # fmt: skip
    bound = form(**whole)
    first = bound.search()
    shown = {name: bound[name].value() for name in whole}
    assert search(**shown) == first
    assert parse_qs(urlencode(shown, doseq=True)) == parse_qs(urlencode(whole, doseq=True))


# Corrections


def stands(**more: str) -> dict[str, str]:
    return dict.fromkeys(CORRECTABLE, "") | {"name": "Lamp Light"} | more


def correction(**data: str) -> CorrectionForm:
    key = "00000000-0000-0000-0000-000000000001"
    return CorrectionForm({"once": key} | stands() | data, stands=stands())


def test_only_what_differs_is_a_change() -> None:
    bound = correction(name=" Lamp \n Lights ", when="")
    assert bound.is_valid()
    assert bound.changes() == {"name": ("Lamp Light", "Lamp Lights")}
    same = correction(name="  Lamp   Light ")
    assert same.is_valid()
    assert same.changes() == {}


def test_a_field_that_was_emptied_is_a_change() -> None:
    bound = correction(name="")
    assert bound.is_valid()
    assert bound.changes() == {"name": ("Lamp Light", "")}


@pytest.mark.parametrize(
    ("name", "value"),
    [("message", "x" * 2_001), ("name", "x" * 256), ("when", "x" * 201), ("where", "x" * 401),
     ("conference_url", "x" * 1_001), ("contact", "x" * 201), ("message", "a\0b")],
)  # fmt: skip
def test_a_correction_that_is_too_long_is_refused(name: str, value: str) -> None:
    bound = correction(**{name: value})
    assert not bound.is_valid()
    assert list(bound.errors) == [name]


@pytest.mark.parametrize("value", ["no-key", ""])
def test_a_broken_key_is_told_and_mended(value: str) -> None:
    bound = correction(once=value, message="Look.")
    assert not bound.is_valid()
    assert "send it once more" in str(bound.non_field_errors())
    again = CorrectionForm(bound.data, stands=stands())
    assert again.is_valid()
    assert again.cleaned_data["message"] == "Look."


def test_an_empty_form_holds_what_stands_there_and_a_fresh_key() -> None:
    one, other = (CorrectionForm(None, stands=stands()) for _ in range(2))
    assert one["name"].value() == "Lamp Light"
    assert one["once"].value() != other["once"].value()
