"""GeoNames files, made up: both formats, bad lines, a second import, and the search by them."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests import factories as f

from homegroup.audit.models import Entry
from homegroup.core import editions
from homegroup.exchange.geonames import actions, lines, rows
from homegroup.exchange.geonames.lines import BadFile
from homegroup.places import gazetteer
from homegroup.places.distance import Point
from homegroup.places.models import Place

pytestmark = pytest.mark.django_db


def place(name="Alderby", *, others="", at=(54.5, -1.5), kind="P.PPL", land="GB", region="ENG",
          people=2_000, plain=None):  # fmt: skip
    """Give a line of 19 columns."""
    sort, code = kind.split(".")
    return "\t".join([
        "2650000", name, name if plain is None else plain, others, str(at[0]), str(at[1]), sort,
        code, land, "", region, "", "", "", str(people), "", "40", "Europe/London", "2024-01-01",
    ])  # fmt: skip


def postcode(code="AB1 2CD", town="Alderby", *, at=(54.5, -1.5), land="GB", region="England",
             region_code="ENG", accuracy="4"):  # fmt: skip
    """Give a line of 12 columns."""
    return "\t".join([land, code, town, region, region_code, "", "", "", "", str(at[0]),
                      str(at[1]), accuracy])  # fmt: skip


@pytest.fixture
def written(tmp_path):
    """Write lines as a file and give its path."""

    def write(*told, name="GB.txt"):
        path = tmp_path / name
        data = b"".join(x if isinstance(x, bytes) else f"{x}\n".encode() for x in told)
        if path.suffix == ".zip":
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("readme.txt", "words " * 10_000)
                archive.writestr(f"{path.stem}.txt", data)
        else:
            path.write_bytes(data)
        return path

    return write


def bring(path, *countries, **more):
    return actions.import_places(path=path, by=None, countries=countries, **more)


def found(text):
    return [str(each) for each in gazetteer.find(text)]


# What is read


@pytest.mark.parametrize("name", ["GB.txt", "GB.zip"])
def test_towns_are_found_near(written, name):
    tally = bring(written(place("Alderby"), place("Birchford", people=90_000), name=name))
    assert (tally.source, tally.rows, tally.places, tally.names) == ("geo:gb", 2, 2, 2)
    assert (tally.rejected, tally.passed_over, tally.replaced) == (0, 0, 0)
    (best,) = gazetteer.find("alderby")
    assert str(best) == "Alderby, ENG, United Kingdom"
    assert best.point == Point(54.5, -1.5)
    assert found("Birchfrod") == ["Birchford, ENG, United Kingdom"]  # a typing error


def test_only_places_where_people_live(written):
    tally = bring(written(
        place("Alderby"), place("Alder Hill", kind="T.HLL"), place("Old Alder", kind="P.PPLH"),
        place("Alder Side", kind="P.PPLX"), place("Alder Water", kind="H.LK"),
    ))  # fmt: skip
    assert (tally.places, tally.passed_over) == (2, 3)
    assert found("alder side") == ["Alder Side, ENG, United Kingdom"]
    assert found("old alder") == []


def test_a_state_is_told_by_its_name_from_the_file_or_the_list_of_regions(written):
    state = place("Bavaria", kind="A.ADM1", land="DE", region="02")
    town = place("Erlental", land="DE", region="02")
    bring(written(town, state, name="DE.txt"))
    assert found("erlental") == ["Erlental, Bavaria, Germany"]
    listed = written("DE.02\tBavaria\tBavaria\t2951839", name="admin1CodesASCII.txt")
    bring(written(town, name="cities500.txt"), regions=listed)
    assert set(Place.objects.values_list("source", "within")) == {
        ("geo:de", "Bavaria, Germany"), ("geo:cities500", "Bavaria, Germany"),
    }  # fmt: skip
    assert found("Erlental, Bavaria") == ["Erlental, Bavaria, Germany"]  # once


def test_what_lies_after_the_comma_may_be_code_or_name(written):
    bring(written(
        place("Springdale", land="US", region="IL", at=(39.8, -89.6), people=100),
        place("Springdale", land="US", region="OR", at=(44.0, -123.0), people=900),
        place("Illinois", kind="A.ADM1", land="US", region="IL"), name="US.txt",
    ))  # fmt: skip
    assert found("Springdale") == ["Springdale, OR, USA", "Springdale, IL, USA"]
    for said in ("IL", "illinois", "il, usa", "United States, IL"):
        assert found(f"Springdale, {said}") == ["Springdale, IL, USA"], said


def test_the_largest_comes_first(written):
    bring(written(place("Newton", people=10, at=(50, 0)), place("Newton", people=800, at=(51, 0)),
                  place("Newton", people="", at=(52, 0))))  # fmt: skip
    assert [each.weight for each in gazetteer.find("newton")] == [800, 10, 0]


def test_postcodes_are_found_however_they_are_spaced(written):
    tally = bring(written(postcode("AB1 2CD"), postcode("AB1 2CD", "Elsewhere"), name="GB.zip"))
    assert (tally.source, tally.places, tally.passed_over) == ("post:gb", 1, 1)
    for typed in ("AB1 2CD", "ab12cd", "AB1-2CD", "ab1 2c", "ab1"):
        assert found(typed) == ["AB1 2CD, Alderby, ENG, United Kingdom"], typed


def test_half_of_a_postcode_is_enough_where_the_list_has_only_that(written):
    bring(written(postcode("K1A", "Ottawa", land="CA", region="Ontario", region_code="ON"),
                  postcode("62701", "Springdale", land="US", region="Illinois", region_code="IL"),
                  name="more.txt"))  # fmt: skip
    assert found("K1A 0B1") == ["K1A, Ottawa, ON, Canada"]
    assert found("62701-1234") == ["62701, Springdale, IL, USA"]
    assert found("62701 Main Street") == []


def test_only_the_countries_asked_for(written):
    path = written(place("Alderby"), place("Erlental", land="DE", region="02"))
    tally = bring(path, "DE", "FR")
    assert (tally.places, tally.passed_over) == (1, 1)
    assert found("alderby") == []


# Other names


def test_other_names_lead_to_the_same_place_once(written):
    others = "CGN,Alderköln,Aldercologne,Alder Cologne,https://example.org/x,Алдеркёльн,アルダー,A1"
    tally = bring(written(place("Alderköln", plain="Alderkoeln", others=others, people=1_100_000)))
    assert tally.places == 1
    names = set(Place.objects.values_list("name", flat=True))
    assert names == {"Alderköln", "Alderkoeln", "Aldercologne", "Alder Cologne", "Алдеркёльн",
                     "アルダー"}  # fmt: skip
    assert found("aldercologne") == ["Aldercologne, ENG, United Kingdom"]
    assert found("алдеркельн") == ["Алдеркёльн, ENG, United Kingdom"]
    assert len(found("alder")) == 1


def test_a_village_keeps_few_other_names_of_each_script_in_turn(written):
    others = ",".join([*(f"Name {letter * 3}" for letter in "abcdefgh"), "Имя"])
    bring(written(place("Alderby", others=others, people=200)))
    assert set(Place.objects.values_list("name", flat=True)) == {"Alderby", "Name aaa", "Имя"}


# With the meetings' own places


def test_a_place_with_meetings_comes_before_a_larger_one(written):
    with f.at(f.NOW):
        f.add(venue=f.venue("Newton", state="NY"))
    bring(written(place("Newton", people=900_000)))
    assert found("newton") == ["Newton, NY, USA", "Newton, ENG, United Kingdom"]


def test_the_same_town_of_both_is_one(written):
    with f.at(f.NOW):
        f.add(venue=f.venue("Alderby", state="", country="UK", latitude=54.52, longitude=-1.5))
    bring(written(place("Alderby")))
    assert found("alderby") == ["Alderby, UK"]


def test_a_meeting_in_a_town_of_the_file_makes_the_town_one_of_ours(written):
    bring(written(place("Alder Falls", land="US", region="NY", at=(42.6, -76.3))))
    with f.at(f.NOW):
        f.add()
    assert gazetteer.find("alder falls")[0].source == Place.OWN


def test_the_search_page_goes_by_it_and_says_whose_names_these_are(client, written):
    with f.at(f.NOW):
        f.add("Lamp Light", venue=f.venue("Alder Falls", latitude=42.60, longitude=-76.30))
        bring(written(place("Birchville", land="US", region="NY", at=(42.65, -76.35))))
        page = client.get("/meetings/?near=birchville").content.decode()
        assert "near Birchville, NY, USA" in page
        assert "Lamp Light" in page
        assert "GeoNames (geonames.org), CC BY 4.0" in page
        assert "GeoNames" not in client.get("/meetings/?near=alder+falls").content.decode()


# Again, and not at all


def test_the_same_file_again_replaces_what_it_brought(written):
    bring(written(place("Alderby"), place("Birchford")))
    before = editions.number(gazetteer.EDITION)
    tally = bring(written(place("Cedarton"), name="GB.zip"))
    assert (tally.replaced, tally.names) == (2, 1)
    assert editions.number(gazetteer.EDITION) == before + 1
    bring(written(postcode(), name="GB.txt"))  # the postcodes of GB are another source
    assert sorted(Place.objects.values_list("name", flat=True)) == ["AB1 2CD", "Cedarton"]
    assert Entry.objects.filter(action="exchange.import_places").count() == 3


def test_bad_lines_are_told_and_do_no_harm(written):
    tally = bring(written(
        place("Alderby"), "short\tline", "", place("Far", at=(91, 0)), place("Nan", at=("nan", 0)),
        place(" "), b"\xff\xfe" + place("Bytes").encode() + b"\n", place("Birchford") + "\tmore",
        place("Long", others="x" * 70_000), place("Cedarton"),
    ))  # fmt: skip
    assert (tally.rows, tally.places, tally.rejected) == (9, 2, 7)
    assert tally.problems == [
        {"line": 2, "message": "It has 2 columns, not 19."},
        {"line": 4, "message": "Its coordinates cannot be read."},
        {"line": 5, "message": "Its coordinates cannot be read."},
        {"line": 6, "message": "It has no name."},
        {"line": 7, "message": "This is not UTF-8 text."},
        {"line": 8, "message": "It has 20 columns, not 19."},
        {"line": 9, "message": "It has 4 columns, not 19."},
    ]
    assert found("cedarton") == ["Cedarton, ENG, United Kingdom"]


def test_a_file_without_a_place_wanted_changes_nothing(written):
    bring(written(place("Alderby")))
    before = editions.number(gazetteer.EDITION)
    for path, countries in (
        (written(place("Alder Hill", kind="T.HLL")), ()),
        (written(place("Birchford")), ("FR",)),
        (written(place("Far", at=(91, 0))), ()),
    ):
        with pytest.raises(BadFile):
            bring(path, *countries)
    assert found("alderby") == ["Alderby, ENG, United Kingdom"]
    assert editions.number(gazetteer.EDITION) == before
    assert Entry.objects.filter(action="exchange.import_places").count() == 1


def test_an_archive_that_breaks_off_changes_nothing(written, tmp_path):
    bring(written(place("Alderby")))
    path = written(*(place(f"Town {n:05}", at=(n / 1_000, 0)) for n in range(9_000)), name="GB.zip")
    with zipfile.ZipFile(path) as archive:
        begin = archive.getinfo("GB.txt").header_offset
    data = bytearray(path.read_bytes())
    data[begin + 20_000 : begin + 20_200] = b"\xff" * 200
    path.write_bytes(data)
    with pytest.raises(BadFile, match="cannot be unpacked"):
        bring(path)
    assert list(Place.objects.values_list("name", flat=True)) == ["Alderby"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ((), "The file is empty"),
        (("a,b,c", "1\t2\t3"), "This is no GeoNames file"),
        ((b"PK\x03\x04 no archive\n",), "This is no GeoNames file"),
    ],
)
def test_what_is_no_such_file_is_refused(written, told, said):
    with pytest.raises(BadFile, match=said):
        bring(written(*told))


def test_a_file_that_is_not_there_or_has_no_text_is_refused(written, tmp_path):
    with pytest.raises(BadFile, match="cannot be read"):
        bring(tmp_path / "nowhere.txt")
    with pytest.raises(BadFile, match="cannot be read"):
        bring(tmp_path)
    path = tmp_path / "pictures.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.png", b"x")
    with pytest.raises(BadFile, match=r"no \.txt file"):
        bring(path)


def test_too_many_places_change_nothing(written, monkeypatch):
    monkeypatch.setattr(actions, "MOST_PLACES", 2)
    with pytest.raises(BadFile, match="--country"):
        bring(written(place("A town"), place("B town"), place("C town")))
    assert not Place.objects.exists()


def test_names_of_sources_are_short_and_apart():
    kind = rows.PlaceKind.TOWN
    one, other = (actions.source_of(Path(f"a-very-long-name-of-a-file-{n}.txt"), kind)
                  for n in (1, 2))  # fmt: skip
    assert len(one) <= 20
    assert one != other
    assert actions.source_of(Path("x/DE.zip"), kind) == actions.source_of(Path("de.txt"), kind)


def test_lines_are_numbered_and_long_ones_cut():
    stream = io.BytesIO(b"one\r\n\n" + b"x" * 200_000 + b"\nlast")
    told = list(lines.numbered(stream, lambda steps: None))
    assert [number for number, _line in told] == [1, 3, 4]
    assert [len(line) for _number, line in told] == [3, lines.LONGEST, 4]


# The command


@pytest.fixture
def run():
    def command(*arguments):
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("import_places", *map(str, arguments), "--json", stdout=out, stderr=err)
        except SystemExit as end:
            return json.loads(out.getvalue())["error"], end.code
        return json.loads(out.getvalue().splitlines()[-1]), 0

    return command


def test_the_command_tells_its_result(run, written):
    path = written(place("Alderby"), place("Far", at=(91, 0)), place("Elsewhere", land="FR"))
    result, status = run(path, "--country", "gb", "--country", "DE")
    assert status == 0
    assert result == {
        "source": "geo:gb", "rows": 3, "places": 1, "names": 1, "passed_over": 1, "rejected": 1,
        "replaced": 0, "problems": [{"line": 2, "message": "Its coordinates cannot be read."}],
    }  # fmt: skip
    reason, status = run(path.with_name("none.txt"))
    assert (status, "cannot be read" in reason) == (1, True)


def test_the_command_forgets(run, written):
    path = written(place("Alderby"))
    run(path)
    assert run(path, "--forget") == ({"forgotten": 1}, 0)
    assert run(path, "--forget") == ("No place here comes from this file.", 1)
    assert Entry.objects.filter(action="exchange.forget_places").count() == 1


def test_a_country_that_is_none_is_wrong_usage(written):
    with pytest.raises(CommandError, match="no country"):
        call_command("import_places", str(written(place())), "--country", "XX")


def test_for_people_it_tells_the_lines_and_the_licence(written, capsys):
    call_command("import_places", str(written(place("Alderby"), *["bad"] * 30)))
    out = capsys.readouterr().out
    assert "geo:gb: 1 places under 1 names" in out
    assert "line 2: It has 1 columns, not 19." in out
    assert "... and 10 more lines." in out
    assert "CC BY 4.0" in out
