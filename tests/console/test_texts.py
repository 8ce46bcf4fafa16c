"""The home's own texts: the list, taking one in line by line, saving, taking out."""

import shutil
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import Client
from tests.accounts.people import make_member, sign_in
from tests.live.rooms import said

from homegroup.audit.models import Entry
from homegroup.live import formats
from homegroup.packs import homefiles, shipped

pytestmark = pytest.mark.django_db
FOLDER = "console/texts"


@pytest.fixture(autouse=True)
def _files() -> Iterator[None]:
    yield
    shutil.rmtree(shipped.homes_folder(formats.KIND).parent, ignore_errors=True)


@pytest.fixture
def operator(client: Client) -> Client:
    sign_in(client, make_member(operator=True), strong=True)
    return client


def text_of(slug: str = "tea-hour", title: str = "Tea hour") -> str:
    """Give a format as another one with a name of its own."""
    text = homefiles.text_of(formats.KIND, formats.USUAL, "en")
    assert text
    return text.replace("slug: open-discussion", f"slug: {slug}").replace(
        "title: Open discussion", f"title: {title}"
    )


def take_in(client: Client, text: str, *, status: int = 302, key: str = "") -> str:
    answer = client.post(f"/{FOLDER}/add/", {"once": key or str(uuid4()), "text": text})
    assert answer.status_code == status
    return said(answer)


def test_a_file_of_the_home_is_for_all_groups(operator: Client) -> None:
    file = SimpleUploadedFile("any.md", text_of().encode())
    answer = operator.post(f"/{FOLDER}/add/", {"once": str(uuid4()), "file": file})
    assert answer.status_code == 302
    assert formats.ready_format("tea-hour")
    page = said(operator.get(f"/{FOLDER}/"))
    assert "Tea hour" in page
    saved = operator.get(f"/{FOLDER}/format/tea-hour/en/")
    assert saved.content.decode() == text_of()
    assert saved.headers["Content-Disposition"] == 'attachment; filename="text.md"'


def test_pressed_twice_it_is_kept_once(operator: Client) -> None:
    key = str(uuid4())
    for _ in range(2):
        take_in(operator, text_of(), key=key)
    assert Entry.objects.filter(action="packs.keep_file").count() == 1


def test_each_wrong_line_is_told_and_nothing_is_lost(operator: Client) -> None:
    text = text_of().replace("minutes: 60", "minutes: many", 1).replace("order: queue", "oder: q")
    lines = text.split("\n")
    page = take_in(operator, text, status=422)
    for words in ("minutes: many", "oder: q"):
        assert f"Line {lines.index(words) + 1}, column" in page
    assert "oder: q" in page
    assert not shipped.homes_folder(formats.KIND).joinpath("tea-hour").exists()


@pytest.mark.parametrize("slug", ["../../evil", "/etc", "", "Tea", "a" * 61, "."])
def test_a_name_leads_nowhere_else(operator: Client, slug: str) -> None:
    take_in(operator, text_of(slug), status=422)
    assert list(shipped.homes_folder(formats.KIND).parent.rglob("*.md")) == []


def test_under_the_same_name_it_takes_the_place_of_ours_until_it_is_taken_out(
    operator: Client,
) -> None:
    take_in(operator, text_of(formats.USUAL, "Our discussion"))
    found = formats.ready_format(formats.USUAL, "en")
    assert found
    assert found.title == "Our discussion"
    operator.post(f"/{FOLDER}/format/{formats.USUAL}/en/remove/")
    back = formats.ready_format(formats.USUAL, "en")
    assert back
    assert back.title == "Open discussion"
    again = operator.post(f"/{FOLDER}/format/{formats.USUAL}/en/remove/")
    assert again.status_code == 409
    assert "There is no such file." in said(again)


def test_rolled_back_there_is_no_file(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(homefiles, "_write", broken)
    with pytest.raises(DatabaseError):
        homefiles.keep_file(text=text_of(), by=uuid4(), key=uuid4())
    assert not Entry.objects.filter(action="packs.keep_file").exists()


@pytest.mark.parametrize("path", ["", "add/", "format/open-discussion/en/"])
def test_only_operators(client: Client, path: str) -> None:
    sign_in(client, make_member("somebody-else"))
    assert client.get(f"/{FOLDER}/{path}").status_code == 403


def test_what_is_not_there(operator: Client) -> None:
    for path in ("format/none/en/", "format/open-discussion/xx/", "none/open-discussion/en/"):
        assert operator.get(f"/{FOLDER}/{path}").status_code == 404
    assert operator.post(f"/{FOLDER}/none/x/en/remove/").status_code == 404
