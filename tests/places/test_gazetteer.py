"""The gazetteer: what people type leads to the place that they mean."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homegroup.core import editions
from homegroup.places import gazetteer
from homegroup.places.distance import Point
from homegroup.places.models import Place, Region, Venue

pytestmark = pytest.mark.django_db


def hall(city: str, state: str = "", country: str = "", **more: object) -> Venue:
    values = {"latitude": 40.0, "longitude": -70.0} | more
    return Venue.objects.create(city=city, state=state, country=country, **values)


def known(*venues: Venue | tuple[Venue, int]) -> None:
    gazetteer.rebuild(each if isinstance(each, tuple) else (each, 1) for each in venues)


def found(text: str) -> list[str]:
    return [str(place) for place in gazetteer.find(text)]


# Coordinates


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("52.52, 13.405", Point(52.52, 13.405)),
        ("52.52,13.405", Point(52.52, 13.405)),
        (" -33.9;151.2 ", Point(-33.9, 151.2)),
        ("-33 151", Point(-33, 151)),
        ("0,0", Point(0, 0)),
        ("90,-180", Point(90, -180)),
    ],
)
def test_coordinates_are_read(text: str, point: Point) -> None:
    assert gazetteer.read_coordinates(text) == point


@pytest.mark.parametrize(
    "text",
    ["", " ", "91,0", "0,181", "Springfield", "12345", "1,2,3", "1e5,2", "nan,nan", "52.52,", ",1",
     "1.,2", "--1,2", "999,1", "1" * 10_000],
)  # fmt: skip
def test_what_are_no_coordinates_is_none(text: str) -> None:
    assert gazetteer.read_coordinates(text) is None


# Names


def test_an_exact_name_is_found_whatever_its_case_and_accents() -> None:
    known(hall("São Paulo", "SP", "Brazil"), hall("Łódź", "", "Poland"), hall("Århus"))
    assert found("sao paulo") == ["São Paulo, SP, Brazil"]
    assert found("  SÃO   PAULO ") == ["São Paulo, SP, Brazil"]
    assert found("Lodz") == ["Łódź, Poland"]
    assert found("arhus") == ["Århus"]


@pytest.mark.parametrize("name", ["灯ヶ丘", "Москва", "القاهرة", "Αθήνα", "दिल्ली", "서울", "東京"])
def test_names_of_other_scripts_are_found(name: str) -> None:
    known(hall(name))
    assert found(name) == [name]


def test_an_exact_name_comes_without_those_that_only_begin_with_it() -> None:
    known(hall("York", "", "UK"), hall("Yorktown", "VA", "USA"))
    assert found("york") == ["York, UK"]


def test_the_beginning_of_a_name_is_enough() -> None:
    known((hall("Springfield", "IL", "USA"), 3), (hall("Spring Hill", "FL", "USA"), 9))
    assert found("spri") == ["Spring Hill, FL, USA", "Springfield, IL, USA"]
    assert found("springf") == ["Springfield, IL, USA"]


def test_two_letters_must_be_the_whole_name() -> None:
    known(hall("Au", "", "Austria"), hall("Austin", "TX", "USA"))
    assert found("au") == ["Au, Austria"]
    assert found("aus") == ["Austin, TX, USA"]
    assert found("at") == []


@pytest.mark.parametrize("typed", ["Sprignfield", "Springfeild", "Sprinfield", "springfieldd"])
def test_typing_errors_do_no_harm(typed: str) -> None:
    known(hall("Springfield", "IL", "USA"), hall("Boston", "MA", "USA"))
    assert found(typed) == ["Springfield, IL, USA"]


def test_short_names_are_not_guessed() -> None:
    known(hall("Rome", "", "Italy"))
    assert found("rme") == []


def test_of_equal_names_the_weightier_comes_first() -> None:
    known((hall("Springfield", "IL", "USA"), 2), (hall("Springfield", "MA", "USA"), 5))
    assert found("Springfield") == ["Springfield, MA, USA", "Springfield, IL, USA"]


def test_what_follows_the_comma_tells_which_one() -> None:
    known(
        (hall("Springfield", "IL", "USA"), 2),
        (hall("Springfield", "MA", "USA"), 5),
        (hall("Springfield", "", "New Zealand"), 1),
    )
    assert found("Springfield, IL") == ["Springfield, IL, USA"]
    assert found("springfield,ma") == ["Springfield, MA, USA"]
    assert found("Springfield, IL, USA") == ["Springfield, IL, USA"]
    assert found("Springfield, new zealand") == ["Springfield, New Zealand"]
    assert found("Sprignfield, IL") == ["Springfield, IL, USA"]


def test_a_part_after_the_comma_that_fits_none_is_passed_over() -> None:
    known((hall("Springfield", "IL", "USA"), 2))
    assert found("Springfield, Ohio") == ["Springfield, IL, USA"]


def test_what_a_place_is_shown_as_finds_it_again() -> None:
    known(
        hall("Springfield", "IL", "USA", postal_code="62701"),
        hall("Springfield", "MA", "USA", postal_code="01101"),
    )
    for place in Place.objects.all():
        assert gazetteer.find(str(place))[0] == place


def test_a_postcode_is_found_in_its_town() -> None:
    known(hall("Leeds", "", "UK", postal_code="LS1 4AP"))
    assert found("ls1 4ap") == ["LS1 4AP, Leeds, UK"]
    assert found("LS1") == ["LS1 4AP, Leeds, UK"]


def test_regions_are_found_under_all_their_levels() -> None:
    county = Region.objects.create(name="Finger Lakes", slug="fl", path="finger lakes")
    part = Region.objects.create(name="East", slug="e", parent=county, path="finger lakes/east")
    known(hall("Ithaca", "NY", "USA", region=part))
    assert found("finger lakes") == ["Finger Lakes, NY, USA"]
    assert found("east") == ["East, NY, USA"]


def test_a_region_named_as_its_town_does_not_come_twice() -> None:
    region = Region.objects.create(name="Ithaca", slug="i", path="ithaca")
    known(hall("ITHACA", "NY", "USA", region=region))
    assert found("ithaca") == ["ITHACA, NY, USA"]


@pytest.mark.parametrize("text", ["", " ", ",", ", IL", "...", "\t\n", "Nowhere at all", "%", "_"])
def test_what_names_no_place_finds_none(text: str) -> None:
    known(hall("Springfield", "IL", "USA"))
    assert found(text) == []


def test_a_very_long_text_finds_none() -> None:
    known(hall("Springfield", "IL", "USA"))
    assert found("Springfield" * 1_000) == []
    assert found("," * 10_000) == []
    assert found("Springfield," + "x " * 5_000) == ["Springfield, IL, USA"]


def test_signs_that_databases_take_for_patterns_are_only_signs() -> None:
    known(hall("Springfield", "IL", "USA"))
    assert found("spr%") == []
    assert found("spri_gfield") == ["Springfield, IL, USA"]  # by likeness, as any wrong letter
    assert found("spr\\") == []


def test_the_answer_is_limited() -> None:
    known(*(hall(f"Newtown {number}", "", "UK") for number in range(12)))
    assert len(gazetteer.find("newtown")) == 6
    assert len(gazetteer.find("newtown", limit=2)) == 2


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    if not Place.objects.exists():
        known(hall("Springfield", "IL", "USA"), hall("Łódź"), hall("東京"))
    gazetteer.find(text)
    gazetteer.read_coordinates(text)


# Gathering


def test_a_town_lies_in_the_middle_of_its_venues() -> None:
    known(
        hall("Leeds", latitude=50.0, longitude=-1.0),
        hall("Leeds", latitude=51.0, longitude=-2.0),
        hall("leeds", latitude=None, longitude=None),
    )
    place = Place.objects.get()
    assert place.point == Point(50.5, -1.5)
    assert place.weight == 3


def test_a_town_without_coordinates_is_known_by_name_only() -> None:
    known(hall("Leeds", latitude=None, longitude=None))
    assert gazetteer.find("leeds")[0].point is None


def test_towns_of_one_name_in_two_states_are_two() -> None:
    known(hall("Springfield", "IL"), hall("Springfield", "MA"))
    assert Place.objects.count() == 2


def test_gathering_anew_forgets_what_is_gone_and_keeps_other_sources() -> None:
    Place.objects.create(name="Oslo", folded="oslo", kind="town", source="geonames")
    known(hall("Leeds"))
    known(hall("York"))
    assert sorted(Place.objects.values_list("name", flat=True)) == ["Oslo", "York"]


def test_gathering_counts_an_edition_and_gives_its_size() -> None:
    before, _ = editions.current(gazetteer.EDITION)
    assert gazetteer.rebuild([(hall("Leeds", "", "", postal_code="LS1"), 1)]) == 2
    assert editions.current(gazetteer.EDITION)[0] == before + 1


def test_guesses_know_what_was_gathered_since() -> None:
    known(hall("Leeds"))
    assert found("Sprignfield") == []
    known(hall("Springfield"))
    assert found("Sprignfield") == ["Springfield"]


def test_learning_adds_new_names_once() -> None:
    known(hall("Leeds", "", "UK"))
    gazetteer.learn(hall("Leeds", "", "UK", postal_code="LS1"))
    gazetteer.learn(hall("Leeds", "", "UK", postal_code="LS1"))
    assert sorted(Place.objects.values_list("name", "kind")) == [
        ("LS1", "postcode"),
        ("Leeds", "town"),
    ]


def test_learning_a_name_lets_typing_errors_find_it() -> None:
    known(hall("Leeds"))
    assert found("Sprignfield") == []
    gazetteer.learn(hall("Springfield"))
    assert found("Sprignfield") == ["Springfield"]


def test_learning_a_venue_without_names_adds_nothing() -> None:
    gazetteer.learn(hall(""))
    assert not Place.objects.exists()


def test_learning_a_very_long_address_twice_adds_it_once() -> None:
    for _ in range(2):
        gazetteer.learn(hall("Leeds", "s" * 120, "c" * 80))
    assert Place.objects.count() == 1
