"""Search by words: typing errors, beginnings, any script, and nothing that breaks a database."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests import factories as make
from tests.factories import NOW

from homegroup.core.text import words
from homegroup.meetings import actions, wording
from homegroup.meetings.listing import GroupSpec
from homegroup.meetings.models import Meeting, SearchWord
from homegroup.meetings.queries import Search, find

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]


def found(query: str) -> list[str]:
    starts = find(Search(words=query), now=NOW, zone=make.ZONE).starts
    return sorted({start.meeting.name for start in starts})


def has(meeting: Meeting, terms: list[list[str]]) -> bool:
    return Meeting.objects.filter(pk=meeting.pk, pk__in=wording.TEXTS.matching(terms)).exists()


def test_every_part_of_a_listing_is_found() -> None:
    make.add(
        "Lamp Light",
        notes="ring the bell",
        group=GroupSpec(name="Harbour Group", district="District 9"),
        venue=make.venue("Alder Falls", postal_code="13799", notes="green door",
                         regions=("Finger Lakes", "Mill Side")),
        types=("wheelchair",),
    )  # fmt: skip
    make.add("Other", venue=make.venue("Birch Ferry"))
    for query in ("lamp", "bell", "harbour", "district", "13799", "green door", "finger lakes",
                  "mill side", "wheelchair", "falls lamp bell"):  # fmt: skip
        assert found(query) == ["Lamp Light"], query
    assert found("alcoholics anonymous") == ["Lamp Light", "Other"]
    assert found("AA") == ["Lamp Light", "Other"]


def test_all_words_must_fit() -> None:
    make.add("Lamp Light")
    assert found("lamp candle") == []


def test_the_beginning_of_a_word_is_enough() -> None:
    make.add("Serenity Seekers")
    assert found("sere") == ["Serenity Seekers"]
    assert found("se") == ["Serenity Seekers"]
    assert found("seek ser") == ["Serenity Seekers"]
    assert found("eekers serenity") == ["Serenity Seekers"]  # one letter short: a guess


@pytest.mark.parametrize("typed", ["serentiy", "sereniti", "sernity", "serenitty", "zerenity"])
def test_typing_errors_do_no_harm(typed: str) -> None:
    make.add("Serenity Seekers")
    make.add("Lamp Light")
    assert found(typed) == ["Serenity Seekers"]


def test_short_words_and_numbers_are_not_guessed() -> None:
    make.add("Tea at Nine", notes="Room 1234")
    assert found("tee") == []
    assert found("1235") == []
    assert found("12") == ["Tea at Nine"]
    assert found("1234") == ["Tea at Nine"]


def test_a_word_that_is_known_is_not_guessed() -> None:
    make.add("Light")
    make.add("Night")
    assert found("light") == ["Light"]


def test_accents_and_case_do_not_matter() -> None:
    make.add("Fellowship of Łódź", notes="Café SÃO João Straße")
    for query in ("lodz", "ŁÓDŹ", "cafe", "CAFÉ", "sao joao", "strasse", "STRASSE"):
        assert found(query) == ["Fellowship of Łódź"], query


@pytest.mark.parametrize(
    "name", ["Надежда", "أمل اليوم", "תקווה", "Ελπίδα", "आशा की किरण", "희망 모임", "希望の灯",
             "ความหวัง", "Nadě\u0301je", "ℌope ①"],
)  # fmt: skip
def test_other_scripts_are_found(name: str) -> None:
    make.add(name)
    assert found(name) == [name]


@pytest.mark.parametrize("query", ["!!!", "\"'", "-", "_", "()", "🙂", "  \t", "*", "&|!", "<->"])
def test_a_query_without_words_finds_everything_or_nothing(query: str) -> None:
    make.add("Lamp Light")
    assert found(query) == ([] if query.strip() else ["Lamp Light"])


@pytest.mark.parametrize(
    "query",
    ["lamp OR light", "lamp AND light", "lamp NOT light", "NEAR(lamp light)", "lamp*", '"lamp',
     "lamp'", "body:lamp", "lamp & light", "lamp | light", "!lamp", "lamp:*", "lamp <-> light",
     "lamp -light", "^lamp", "lamp + light", "{body}: lamp", "lamp\\", "lamp;--", "%lamp%"],
)  # fmt: skip
def test_operators_are_only_words(query: str) -> None:
    make.add("Lamp Light", notes="or and not near body")
    make.add("Candle")
    assert found(query) == ["Lamp Light"]


def test_only_the_first_words_of_a_long_query_count() -> None:
    make.add("Lamp Light")
    assert found("lamp " * 12 + "candle") == ["Lamp Light"]
    assert found("lamp " * 11 + "candle") == []


@pytest.mark.parametrize("query", ["lamp " * 2_000, "x" * 10_000, "é" * 10_000, "1" * 10_000])
def test_very_long_queries_do_no_harm(query: str) -> None:
    make.add("Lamp Light")
    assert found(query) == (["Lamp Light"] if query.startswith("lamp") else [])


def test_words_of_a_closed_meeting_are_forgotten() -> None:
    meeting = make.add("Lamp Light")
    actions.close_meeting(meeting=meeting, reason="", by=None)
    assert not has(meeting, [["lamp"]])


def test_long_words_and_numbers_are_not_kept_for_guessing() -> None:
    make.add("ab abc 12345 " + "x" * 41)
    kept = set(SearchWord.objects.values_list("word", flat=True))
    assert "abc" in kept
    assert not kept & {"ab", "12345", "x" * 41}


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts)
@example('"')
@example("a\u0600b")
@example("𞤀𞤁 𐞁 𖹀")
def test_no_query_breaks_the_search(text: str) -> None:
    if not Meeting.objects.exists():
        make.add("Lamp Light")
    found(text)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts)
def test_what_was_stored_is_found_by_each_of_its_words(text: str) -> None:
    meeting = Meeting.objects.first() or make.add("Lamp Light")
    wording.TEXTS.put([(meeting.pk, text)])
    for word in words(text):
        assert has(meeting, [[word]]), word
        assert has(meeting, [[word[:1]]]), word
    assert not has(meeting, [["notthere"]])
