"""`homegroup check-packs`: exit status, words for people, JSON for programs."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from tests.packs.conftest import IN_SPANISH, WALK


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = 0
    try:
        call_command("check_packs", *arguments)
    except SystemExit as ended:
        status = int(ended.code or 0)
    said = capsys.readouterr()
    return status, said.out, said.err


def test_all_is_well(river: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _err = run(capsys)
    assert status == 0
    assert "0 problems" in out


def test_a_wrong_line_is_told_with_its_place_and_the_status_is_1(
    river: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (river / "en.md").write_text(WALK.replace("version: 2", "version: two"), encoding="utf-8")
    status, out, _err = run(capsys)
    assert status == 1
    assert "river/en.md:4:10: Here must stand a whole number, as 5." in out


@pytest.mark.parametrize("path", ["river/en.md", "river", "."])
def test_a_path_is_a_file_a_pack_or_a_folder_of_packs(
    river: Path, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    old = IN_SPANISH.replace("translates: 2", "translates: 1")
    (river / "es.md").write_text(old, encoding="utf-8")
    status, out, _err = run(capsys, str(river.parent / path), "--json")
    told = json.loads(out.splitlines()[-1])
    assert status == 0
    assert told["well"] is True
    assert told["problems"] == []
    if path == "river/en.md":
        assert (told["packs"], told["translations"]) == (1, [])
    else:
        assert told["packs"] == 2
        assert [each["language"] for each in told["translations"]] == ["es"]


def test_json_tells_every_problem(river: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = WALK.replace("version: 2", "version: 0").replace("minutes: 10", "minuts: 10")
    (river / "en.md").write_text(text, encoding="utf-8")
    status, out, _err = run(capsys, str(river / "en.md"), "--json")
    assert status == 1
    assert json.loads(out.splitlines()[-1])["problems"] == [
        {"file": "en.md", "line": 4, "column": 10, "message": "This must be 1 or more."},
        {
            "file": "en.md",
            "line": 14,
            "column": 5,
            "message": "There is no field “minuts”. Did you mean “minutes”?",
        },
    ]


def test_nothing_at_a_path_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _out, err = run(capsys, str(tmp_path / "nowhere"))
    assert status == 1
    assert "There is nothing at" in err


def test_a_kind_that_nobody_knows_is_told(river: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (river / "en.md").write_text(WALK.replace("kind: walk", "kind: wlk"), encoding="utf-8")
    status, out, _err = run(capsys, str(river / "en.md"))
    assert status == 1
    assert "en.md:2:7: There is no such kind." in out
    assert "Did you mean “walk”?" in out


def test_a_file_that_is_no_text_is_told(river: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (river / "en.md").write_bytes(b"\xff\xfe\x00")
    status, out, _err = run(capsys, str(river / "en.md"))
    assert status == 1
    assert "no readable text" in out
