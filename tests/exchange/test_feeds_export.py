import json

import pytest
from django.core.management import call_command
from tests.exchange.feed_making import made

from homegroup.exchange.management.commands import export_meetings

pytestmark = pytest.mark.django_db


def test_to_a_file(tmp_path, capsys, settings):
    settings.SITE_URL = "https://recovery.example"
    made()
    target = tmp_path / "feed.json"
    call_command("export_meetings", output=str(target), json=True)
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    size = target.stat().st_size
    assert result == {"format": "meeting-guide", "output": str(target), "bytes": size}
    (row,) = json.loads(target.read_bytes())
    assert row["url"] == "https://recovery.example/meetings/harbour-lights/"
    assert list(tmp_path.iterdir()) == [target]


def test_to_standard_output(capfdbinary):
    made()
    call_command("export_meetings")
    (row,) = json.loads(capfdbinary.readouterr().out)
    assert row["slug"] == "harbour-lights"


@pytest.mark.parametrize(("name", "begin"), [("csv", b"\xef\xbb\xbfSch"), ("ics", b"BEGIN:VCAL")])
def test_other_formats(tmp_path, name, begin):
    made()
    target = tmp_path / "list"
    call_command("export_meetings", format=name, output=str(target))
    assert target.read_bytes().startswith(begin)


def test_filters(tmp_path):
    made(fellowship="aa")
    made(fellowship="na", name="Other")
    target = tmp_path / "feed.json"
    call_command("export_meetings", output=str(target), fellowship="na")
    assert [row["slug"] for row in json.loads(target.read_bytes())] == ["other"]


@pytest.mark.parametrize(
    "options",
    [{"region": "nowhere"}, {"output": "/nowhere/at/all/feed.json"}, {"output": "-", "json": True}],
    ids=str,
)
def test_nothing_is_done_and_why(options, capsys, tmp_path):
    made()
    with pytest.raises(SystemExit) as status:
        call_command("export_meetings", **{"output": str(tmp_path / "f"), **options})
    assert status.value.code == 1
    assert capsys.readouterr().err.strip()
    assert not (tmp_path / "f").exists()


def test_the_site_has_an_address_even_where_none_is_set():
    assert export_meetings.DEFAULT_SITE.startswith("http")
