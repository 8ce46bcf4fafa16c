"""The commands: names, bad files, exit status, real lists, and a second import at once."""

import io
import json
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from tests.exchange.importing import bring, row, state

from homegroup.core.errors import Conflict
from homegroup.exchange.importing import actions, files, naming
from homegroup.exchange.models import Source
from homegroup.meetings.models import Meeting

pytestmark = pytest.mark.django_db
REAL = Path(__file__).parents[2].parent / "shared" / "data" / "meeting-guide"


@pytest.fixture
def run():
    """Run a command with --json; give its result (or its reason) and exit status."""

    def command(name, *arguments):
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command(name, *map(str, arguments), "--json", stdout=out, stderr=err)
        except SystemExit as end:
            return json.loads(out.getvalue())["error"], end.code
        return json.loads(out.getvalue().splitlines()[-1]), 0

    return command


@pytest.fixture
def listed(tmp_path):
    """Write a list and give its path."""

    def write(*rows, name="county-list.json"):
        path = tmp_path / name
        path.write_text(json.dumps(rows))
        return path

    return write


def test_the_summary(run, listed):
    result, status = run("import_meetings", listed(row("a"), row("b", day=9)))
    assert status == 0
    problems = result.pop("problems")
    run_id = result.pop("run")
    assert result == {
        "source": "county-list", "dry_run": False, "created": 1, "updated": 0, "unchanged": 0,
        "removed": 0, "rejected": 1,
    }  # fmt: skip
    assert isinstance(run_id, int)
    assert problems == [
        {"row": 2, "slug": "b", "field": "day", "message": '"9" is no day of the week.',
         "severity": "error"}
    ]  # fmt: skip
    again, _ = run("import_meetings", listed(row("a")), "--name", "county-list")
    assert again["unchanged"] == 1
    back, status = run("undo_import", "county-list")
    assert (back["deleted"], status) == (1, 0)
    reason, status = run("undo_import", "county-list")
    assert (status, reason) == (1, "There is no import of county-list left to take back.")


def test_for_people_it_prints_a_table_and_the_problems(listed, capsys):
    rows = [row(str(number), day=number) for number in range(9, 40)]
    call_command("import_meetings", str(listed(row("a"), *rows, row("b", types=["??"]))))
    out = capsys.readouterr().out
    assert "created" in out
    assert 'error: row 2 9: day: "9" is no day of the week. (and 30 more like it)' in out
    assert 'warning: row 33 b: types: Nobody here knows the type "??"; left out.' in out


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "valid JSON"),
        (b"[{", "valid JSON"),
        (b"[{}] and more", "valid JSON"),
        (b"[]", "empty"),
        (b"{}", "must be one JSON list"),
        (b'{"meetings": [{}]}', "must be one JSON list"),
        (b'"text"', "must be one JSON list"),
        (b"null", "must be one JSON list"),
        (b'[{"slug": "\xff"}]', "not UTF-8"),
        (b"<!doctype html><title>Just a moment</title>", "web page"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
        (b"[" * 100_000, "nested too deeply"),
        (b'[{"slug": "a", "name": ' + b"[" * 5_000 + b"]" * 5_000 + b"}]", "nested too deeply"),
    ],
)
def test_a_bad_file_changes_nothing(run, tmp_path, content, reason):
    bring(row("a"), name="bad")
    before = state()
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    told, status = run("import_meetings", path)
    assert status == 1
    assert reason in told
    assert told.count("\n") == 0
    assert state() == before


def test_limits_of_size(run, listed, monkeypatch):
    path = listed(row("a"), row("b"), row("c"))
    monkeypatch.setattr(files, "MOST_ROWS", 2)
    assert run("import_meetings", path) == ("The list has more than 2 rows.", 1)
    monkeypatch.setattr(files, "MOST_BYTES", 20)
    assert run("import_meetings", path)[1] == 1


def test_files_that_cannot_be_read(run, tmp_path):
    told, status = run("import_meetings", tmp_path / "none.json")
    assert (status, "No such file" in told) == (1, True)
    assert run("import_meetings", tmp_path)[1] == 1


def test_odd_but_valid_json(run, tmp_path):
    path = tmp_path / "odd.json"
    path.write_bytes(
        b'\xef\xbb\xbf\n [{"slug": "a", "name": "\\ud83d x", "day": 1, "time": "19:00", '
        b'"latitude": 1e999, "notes": 123456789012345678901234567890, "slug": "b"}]\n'
    )
    result, status = run("import_meetings", path)
    assert (status, result["created"]) == (0, 1)
    assert Meeting.objects.get().name == "x"


def test_wrong_usage(listed):
    path = str(listed(row("a")))
    for wrong in (["--time-zone", "Mars"], ["--keep-fresh", "0"], ["--keep-fresh", "x"], ["--no"]):
        with pytest.raises(CommandError):
            call_command("import_meetings", path, *wrong)
    with pytest.raises(CommandError):
        call_command("import_meetings")


def test_fellowships_by_slug_abbreviation_or_name(run, listed):
    path = listed(row("a"))
    for told in ("aa", "AA", "alcoholics anonymous"):
        assert run("import_meetings", path, "--fellowship", told)[1] == 0
    assert Meeting.objects.get().fellowship.slug == "aa"
    told, status = run("import_meetings", path, "--fellowship", "alanon")
    assert (status, "Did you mean al-anon" in told) == (1, True)


def test_names(run, listed):
    address = "https://County.example.org/wp/feed.json?key=secret"
    assert naming.name_of(address) == "county-example-org-wp-feed"
    assert naming.name_of("/tmp/Nördliche Liste.json") == "nordliche-liste"
    assert run("import_meetings", listed(row("a")), "--name", "  The   County ")[0]["source"] == (
        "The County"
    )
    for name in (" ", "x" * 81, "a\nb\x07"):
        assert run("import_meetings", listed(row("a")), "--name", name)[1] == 1
    assert run("import_meetings", listed(row("a")), "--keep-fresh", "5")[1] == 1
    assert Source.objects.count() == 1


def test_a_time_zone_for_the_whole_list(run, listed):
    path = listed(row("a", timezone=None))
    assert run("import_meetings", path, "--time-zone", "Auckland")[1] == 0
    assert Meeting.objects.get().time_zone == "Pacific/Auckland"


@pytest.mark.django_db(transaction=True)
def test_a_second_import_at_the_same_time_is_refused():
    bring(row("a"))
    other = connections.create_connection("default")
    try:
        if connection.vendor == "postgresql":
            _hold_row(other)
        else:
            connection.cursor().execute("PRAGMA busy_timeout = 1")
            other.cursor().execute("BEGIN IMMEDIATE")
        with pytest.raises(Conflict, match="Try again later"):
            bring(row("a", name="Anew"))
        with pytest.raises(Conflict):
            actions.undo_import(name="county", by=None)
    finally:
        other.close()
        connection.close()
    assert Meeting.objects.get().name == "Lamp Light"


def _hold_row(other):
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SELECT id FROM exchange_source FOR UPDATE")


# -- real lists -------------------------------------------------------------------------------


def real(name):
    path = REAL / name
    if not path.exists():
        pytest.skip("the shared development data is not here")
    return path


def counted(path):
    """Count independently: one meeting for each distinct slug that is not empty."""
    rows = json.loads(path.read_text())
    slugs = Counter(str(each["slug"]) for each in rows if each.get("slug"))
    return rows, slugs


@pytest.mark.sqlite_is_enough
@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "fellowship"),
    [("philadelphia", "aa"), ("orange-county", "aa"), ("edmonton", "aa"), ("sussex", "aa"),
     ("al-anon", "al-anon"), ("times", "aa"), ("timezones", "aa"), ("appointment", "aa")],
)  # fmt: skip
def test_real_lists(run, name, fellowship):
    path = real(f"{name}.json")
    rows, slugs = counted(path)
    told = ("--fellowship", fellowship, "--time-zone", "America/New_York")
    first, status = run("import_meetings", path, *told)
    assert (status, first["created"], first["rejected"]) == (0, len(slugs), 0)
    assert Meeting.objects.listed().count() == len(slugs)
    assert_times_agree(rows)
    before = state()
    again, _ = run("import_meetings", path, *told)
    assert (again["unchanged"], again["created"], again["updated"]) == (len(slugs), 0, 0)
    assert again["problems"] == first["problems"]
    assert state() == before
    back, _ = run("undo_import", name)
    assert back["deleted"] == len(slugs)
    assert not Meeting.objects.exists()


def assert_times_agree(rows):
    """Compare day and start of each row, read here in another way, with what was stored."""
    stored = {
        (meeting.source_slug, schedule.weekdays, schedule.starts_at and str(schedule.starts_at)[:5])
        for meeting in Meeting.objects.prefetch_related("schedules")
        for schedule in meeting.schedules.all()
    }
    expected = set()
    for each in rows:
        day = each.get("day")
        day = day[0] if isinstance(day, list) else day
        weekday = "" if day is None else str(int(day) or 7)
        expected.add((str(each["slug"]), weekday, plain_time(each.get("time"))))
    assert stored == expected


def plain_time(told):
    if not told:
        return None
    clock, _, half = told.partition(" ")
    hour, minute = (int(part) for part in clock.split(":"))
    hour += 12 if half == "PM" and hour < 12 else -12 if half == "AM" and hour == 12 else 0
    return f"{hour:02}:{minute:02}"


@pytest.mark.realdata
def test_the_real_invalid_list(run):
    bring(row("a"), name="invalid")
    told, status = run("import_meetings", real("invalid.json"))
    assert (status, "valid JSON" in told) == (1, True)
    assert Meeting.objects.count() == 1


@pytest.mark.realdata
def test_a_newer_real_list(run, tmp_path):
    rows, _ = counted(real("sussex.json"))
    run("import_meetings", real("sussex.json"), "--name", "s")
    before = state()
    newer = [dict(each) for each in rows]
    for each in newer[:10]:
        each["name"] += " (new name)"
    newer[10:15] = []
    newer += [dict(each, slug=f"{each['slug']}-two") for each in newer[:3]]
    path = tmp_path / "newer.json"
    path.write_text(json.dumps(newer))
    result, _ = run("import_meetings", path, "--name", "s")
    figures = {name: result[name] for name in actions.FIGURES}
    assert figures == {
        "created": 3, "updated": 10, "unchanged": len(rows) - 15, "removed": 5, "rejected": 0,
    }  # fmt: skip
    back, _ = run("undo_import", "s")
    assert (back["deleted"], back["restored"], back["listed"]) == (3, 10, 5)
    assert state() == before
