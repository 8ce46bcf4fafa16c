"""Pages of formats: looked at by members, made one's own and changed by those who lead meetings."""

from dataclasses import replace
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.accounts.people import make_member, sign_in
from tests.exchange.printed import in_order, read, text_of
from tests.factories import add
from tests.groups.making import make_group, make_membership

from homegroup.groups.models import Group, Membership
from homegroup.live import formats
from homegroup.live.formats.schema import Format
from homegroup.meetings.models import Meeting
from homegroup.packs import actions, queries, registry
from homegroup.packs.models import Copy, Use

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> Group:
    return make_group("Lamp Group")


@pytest.fixture
def chair(group: Group) -> Membership:
    return make_membership(make_member("tall-pine"), group, "Ana", ["chair"])


@pytest.fixture
def client(chair: Membership) -> Client:
    """The browser of somebody who leads meetings."""
    return entered(chair)


@pytest.fixture
def member(group: Group) -> Client:
    """The browser of a member without a position."""
    return entered(make_membership(make_member("grey-heron"), group, "Robin"))


@pytest.fixture
def copy(group: Group, chair: Membership) -> Copy:
    made = actions.copy_pack(
        kind=formats.KIND, slug="open-discussion", language="en", owner=formats.owner(group),
        title="Our Tuesday", by=chair.user_id, key=uuid4(),
    )  # fmt: skip
    assert made
    return made


def entered(membership: Membership) -> Client:
    browser = Client()
    sign_in(browser, membership.user)
    return browser


def page(group: Group, *more: object) -> str:
    return "/".join([f"/groups/{group.key}/formats", *map(str, more), ""])


def send(client: Client, path: str, **data: Any) -> Any:
    return client.post(path, {"once": str(uuid4())} | data)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def held(copy: Copy) -> Format:
    copy.refresh_from_db()
    return cast(Format, queries.content_of(copy))


def fields(client: Client, path: str) -> dict[str, Any]:
    """Give what the form on a page holds, ready to be sent."""
    form = client.get(path).context["form"]
    return {
        name: value
        for name, field in form.fields.items()
        if (value := form[name].value()) not in {None, False, ""}
    }


# -- looking --------------------------------------------------------------------------------------


def test_members_see_what_is_there_and_those_who_lead_may_change_it(
    group: Group, copy: Copy, client: Client, member: Client
) -> None:
    for browser, may in ((client, True), (member, False)):
        seen = text(browser.get(page(group)))
        assert "Open discussion" in seen
        assert "Our Tuesday" in seen
        assert ("Take in a format" in seen) is may
        seen = text(browser.get(page(group, copy.pk)))
        assert "Who would like to begin?" in seen
        assert "Somebody speaks for very long" in seen
        assert ("Change it" in seen) is may
        seen = text(browser.get(page(group, "ready", "open-discussion")))
        assert "60 minutes" in seen
        assert ("Make it our own" in seen) is may


def test_others_see_nothing_of_a_groups_formats(group: Group, copy: Copy) -> None:
    other = make_group("River Group")
    outsider = entered(make_membership(make_member("slow-otter"), other, "Olive", ["secretary"]))
    assert outsider.get(page(group, copy.pk)).status_code == 404
    assert outsider.get(page(group, copy.pk, "text")).status_code == 403
    assert outsider.get(page(other, copy.pk)).status_code == 404
    assert outsider.get(page(other, copy.pk, "text")).status_code == 404
    assert Client().get(page(group)).status_code == 302


def test_a_members_post_changes_nothing(group: Group, copy: Copy, member: Client) -> None:
    for more in (("parts",), ("parts", "new"), ("parts", "welcome"), ("text",), ("remove",)):
        assert send(member, page(group, copy.pk, *more)).status_code == 403
    assert send(member, page(group, "ready", "open-discussion", "copy")).status_code == 403
    assert Copy.objects.count() == 1


def test_the_list_takes_as_many_queries_for_three_as_for_one(
    group: Group, copy: Copy, client: Client
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(page(group)).status_code == 200
        return len(caught)

    for name in ("Lamp Light", "Lamp Noon", "Lamp Dawn"):
        Meeting.objects.filter(pk=add(name).pk).update(group=group)
        if name == "Lamp Light":
            client.get(page(group))
            one = asked()
        else:
            actions.duplicate(copy=copy, title=name, by=uuid4(), key=uuid4())
    assert asked() == one


# -- making one's own -----------------------------------------------------------------------------


def test_a_copy_is_made_once(group: Group, client: Client) -> None:
    path, key = page(group, "ready", "open-discussion", "copy"), str(uuid4())
    for _time in range(3):
        answer = client.post(path, {"once": key, "title": "Our Tuesday"})
        assert answer.status_code == 302
    made = Copy.objects.get()
    assert (made.owner, made.title) == (formats.owner(group), "Our Tuesday")
    assert client.get(page(group, "ready", "no-such", "copy")).status_code == 404


def test_a_file_goes_out_and_comes_in_again(group: Group, copy: Copy, client: Client) -> None:
    sent = client.get(page(group, copy.pk, "file"))
    assert 'filename="format.md"' in sent["Content-Disposition"]
    file = SimpleUploadedFile("a.md", sent.content)
    answer = send(client, page(group, "file"), file=file)
    assert answer.status_code == 302
    taken = Copy.objects.exclude(pk=copy.pk).get()
    assert held(taken) == held(copy)
    assert (taken.origin, taken.origin_version) == ("open-discussion", copy.origin_version)


def test_a_wrong_file_is_told_line_by_line_and_its_text_is_kept(
    group: Group, copy: Copy, client: Client
) -> None:
    wrong = copy.text.replace("who: chair", "who: chaire", 1).replace("items:", "itmes:")
    file = SimpleUploadedFile("a.md", wrong.encode())
    answer = send(client, page(group, "file"), file=file)
    assert answer.status_code == 422
    seen = text(answer)
    assert "Did you mean “items”" in seen
    assert "who: chaire" in seen
    for broken in (b"\xff\xfe", b"x" * 500_000, b"x" * 1_600_000):
        answer = send(client, page(group, "file"), file=SimpleUploadedFile("a.md", broken))
        assert answer.status_code == 422
    assert send(client, page(group, "file")).status_code == 422
    assert Copy.objects.count() == 1


# -- parts ----------------------------------------------------------------------------------------


def test_a_part_moves_up_and_down(group: Group, copy: Copy, client: Client) -> None:
    before = [item.id for item in held(copy).items]
    answer = send(client, page(group, copy.pk, "parts"), number=1, down="welcome")
    assert answer["Location"].endswith("#part-welcome")
    assert [item.id for item in held(copy).items][:2] == [before[1], "welcome"]
    send(client, page(group, copy.pk, "parts"), number=2, up="welcome")
    assert [item.id for item in held(copy).items] == before
    send(client, page(group, copy.pk, "parts"), number=3, up="welcome")  # it is the first
    assert held(copy) == held(copy)
    assert copy.number == 3


def test_a_part_is_changed(group: Group, copy: Copy, client: Client) -> None:
    path = page(group, copy.pk, "parts", "shares")
    data = fields(client, path) | {"minutes": "0", "words": "Who begins?\n\nYou may pass."}
    assert client.post(path, data | {"crosstalk": "open", "share_minutes": "6"}).status_code == 302
    changed = next(item for item in held(copy).items if item.id == "shares")
    assert (changed.minutes, changed.words) == (0, "Who begins?\n\nYou may pass.")
    assert (changed.crosstalk, changed.share_minutes, changed.sharing) == ("open", 6, True)
    assert not held(copy).fits
    assert "26 minutes" in text(client.get(page(group, copy.pk, "parts")))
    revision = copy.revisions.first()
    assert revision
    assert revision.note == "Changed “Shares”"


def test_a_part_is_added_after_another_and_taken_out(
    group: Group, copy: Copy, client: Client
) -> None:
    path = page(group, copy.pk, "parts", "new")
    data = fields(client, path) | {"title": "New", "who": "all", "minutes": "3"}
    assert client.post(f"{path}?after=quiet", data).status_code == 302
    ids = [item.id for item in held(copy).items]
    assert ids[1:3] == ["quiet", "new-2"]  # "new" is an address
    assert client.post(f"{path}?after=quiet", data).status_code == 302  # pressed twice
    assert len(held(copy).items) == len(ids)
    gone = page(group, copy.pk, "parts", "new-2", "remove")
    assert send(client, gone, number=2).status_code == 302
    assert "new-2" not in [item.id for item in held(copy).items]
    assert send(client, gone, number=3).status_code == 302
    assert copy.number == 3


def test_what_is_wrong_with_a_part_stands_at_its_field(
    group: Group, copy: Copy, client: Client
) -> None:
    path = page(group, copy.pk, "parts", "reading")
    data = fields(client, path) | {"reading_text": "Words of somebody.", "title": "Ours"}
    answer = client.post(path, data)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert form.errors == {"reading_text": ["Write where this text is from: source: ..."]}
    assert form["title"].value() == "Ours"
    answer = client.post(path, data | {"reading_source": "Our own", "once": str(uuid4())})
    assert answer.status_code == 302
    assert held(copy).items[2].reading.text == "Words of somebody."  # type: ignore[union-attr]


def test_a_text_that_may_not_be_passed_on_stays_here(
    group: Group, copy: Copy, client: Client, member: Client
) -> None:
    path = page(group, copy.pk, "parts", "reading")
    words = {"reading_text": "Words of somebody.", "reading_source": "A book"}
    client.post(path, fields(client, path) | words)
    assert "Words of somebody." in text(member.get(page(group, copy.pk)))
    assert "Words of somebody." not in text(client.get(page(group, copy.pk, "file")))
    client.post(path, fields(client, path) | {"reading_pass_on": "on"})
    assert "Words of somebody." in text(client.get(page(group, copy.pk, "file")))


def test_who_began_from_an_older_version_loses_nothing(
    group: Group, copy: Copy, client: Client
) -> None:
    path = page(group, copy.pk, "parts", "welcome")
    mine = fields(client, path) | {"words": "My words."}
    send(client, page(group, copy.pk, "parts"), number=1, down="welcome")
    answer = client.post(path, mine)
    assert answer.status_code == 422
    seen = text(answer)
    assert "Somebody else has saved" in seen
    assert "My words." in seen
    assert "My words." not in copy.text


def test_the_whole_meeting_is_changed(group: Group, copy: Copy, client: Client) -> None:
    path = page(group, copy.pk, "whole")
    data = fields(client, path) | {"title": "Late", "minutes": "75", "order": "tag", "body": "Hm."}
    data.pop("quiet_first")
    assert client.post(path, data).status_code == 302
    now = held(copy)
    assert (now.title, now.minutes, now.order, now.body) == ("Late", 75, "tag", "Hm.")
    assert now.quiet_first is False
    assert len(now.roles) == 5
    assert copy.title == "Late"


# -- as text --------------------------------------------------------------------------------------


def test_the_text_is_saved_or_its_lines_are_told(group: Group, copy: Copy, client: Client) -> None:
    path = page(group, copy.pk, "text")
    wrong = copy.text.replace("minutes: 34", "minutes: many")
    answer = send(client, path, number=1, text=wrong)
    assert answer.status_code == 422
    line = wrong.split("\n").index("    minutes: many") + 1
    seen = text(answer)
    assert f"Line {line}, place 14: Here must stand a whole number" in seen
    assert f"<mark><b>{line}</b> minutes: many</mark>" in seen
    assert answer.context["form"]["text"].value() == wrong
    assert copy.revisions.count() == 1
    right = copy.text.replace("minutes: 34", "minutes: 30").replace("\n", "\r\n")
    assert send(client, path, number=1, text=right).status_code == 302
    assert held(copy).planned == 56


def test_markup_in_a_wrong_line_is_only_text(group: Group, copy: Copy, client: Client) -> None:
    wrong = copy.text.replace("minutes: 34", "minutes: <script>alert(1)</script>")
    answer = send(client, page(group, copy.pk, "text"), number=1, text=wrong)
    assert "<script>alert" not in answer.content.decode()


def test_three_at_once_leave_one_revision(group: Group, copy: Copy, client: Client) -> None:
    key, changed = str(uuid4()), copy.text.replace("minutes: 34", "minutes: 30")
    for _time in range(3):
        data = {"once": key, "number": 1, "text": changed}
        assert client.post(page(group, copy.pk, "text"), data).status_code == 302
    assert copy.revisions.count() == 2


def test_a_text_that_a_newer_house_refuses_is_mended_as_text(
    group: Group, copy: Copy, client: Client, member: Client
) -> None:
    Copy.objects.update(text=copy.text.replace("sharing: yes", "sharing: perhaps"))
    for more in ((), ("parts",), ("whole",), ("script.pdf",)):
        path = page(group, copy.pk, *more)
        answer = client.get(path.rstrip("/") if more == ("script.pdf",) else path)
        assert answer.status_code == 302, more
        assert answer["Location"].endswith("/text/")
    assert member.get(page(group, copy.pk)).status_code == 409
    seen = text(client.get(page(group, copy.pk, "text")))
    assert "Write yes or no here." in seen


# -- history, newer texts -------------------------------------------------------------------------


def test_one_can_look_at_what_was_and_go_back(group: Group, copy: Copy, client: Client) -> None:
    changed = copy.text.replace("Who would like to begin?", "Who begins?")
    send(client, page(group, copy.pk, "text"), number=1, text=changed)
    assert "Changed the text" in text(client.get(page(group, copy.pk, "history")))
    seen = text(client.get(page(group, copy.pk, "history", 1)))
    assert "Who begins?" in seen
    assert "Who would like to begin?" in seen
    assert send(client, page(group, copy.pk, "history", 1), number=2).status_code == 302
    assert "Who would like to begin?" in held(copy).items[6].words
    assert client.get(page(group, copy.pk, "history", 9)).status_code == 404


@pytest.fixture
def newer(copy: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the ready-made format have changed since the copy was made."""
    kind = registry.kind(formats.KIND)
    now = (kind.folder / "open-discussion" / "en.md").read_text(encoding="utf-8")
    version = f"version: {copy.origin_version}"
    later = now.replace(version, f"version: {copy.origin_version + 1}", 1)
    later = later.replace("Who would like to begin?", "Who likes to begin?")
    (tmp_path / "open-discussion.md").write_text(later, encoding="utf-8")
    monkeypatch.setitem(registry._kinds, formats.KIND, replace(kind, folder=tmp_path))


@pytest.mark.usefixtures("newer")
@pytest.mark.parametrize(("take", "words"), [("", "Our words."), ("yes", "Who likes to begin?")])
def test_a_newer_ready_made_text_is_told_and_decided_on(
    group: Group, copy: Copy, client: Client, take: str, words: str
) -> None:
    own = copy.text.replace("Who would like to begin?", "Our words.")
    send(client, page(group, copy.pk, "text"), number=1, text=own)
    assert "There is a newer text" in text(client.get(page(group)))
    assert "newer version" in text(client.get(page(group, copy.pk)))
    seen = text(client.get(page(group, copy.pk, "newer")))
    assert "Who would like to begin?" in seen  # as it was copied
    assert "Who likes to begin?" in seen
    assert "Our words." not in seen
    answer = send(client, page(group, copy.pk, "newer"), number=2, take=take)
    assert answer.status_code == 302
    assert words in held(copy).items[6].words
    assert held(copy).title == "Our Tuesday"
    assert "There is a newer text" not in text(client.get(page(group)))
    assert client.get(page(group, copy.pk, "newer")).status_code == 302


# -- used, thrown away ----------------------------------------------------------------------------


def test_a_meeting_gets_the_format_that_is_chosen(group: Group, copy: Copy, client: Client) -> None:
    meeting = add("Lamp Light")
    Meeting.objects.filter(pk=meeting.pk).update(group=group)
    assert formats.format_of(meeting).slug == "open-discussion"
    path = page(group, "for", meeting.slug)
    assert "The usual one" in text(client.get(path))
    assert send(client, path, format=str(copy.pk)).status_code == 302
    assert formats.format_of(meeting).title == "Our Tuesday"
    assert "Our Tuesday" in text(client.get(page(group)))
    assert send(client, page(group, copy.pk, "remove"), number=1).status_code == 422
    assert send(client, path, format="no-such").status_code == 422
    assert send(client, path, format="").status_code == 302
    assert not Use.objects.exists()
    assert send(client, page(group, copy.pk, "remove"), number=1).status_code == 302
    assert not Copy.objects.exists()


def test_a_home_without_a_ways_own_format_gets_the_usual_one(
    group: Group, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = add("Lamp Light")
    Meeting.objects.filter(pk=meeting.pk).update(group=group)
    kind = registry.kind(formats.KIND)
    text_now = (kind.folder / formats.USUAL / "en.md").read_text(encoding="utf-8")
    (tmp_path / f"{formats.USUAL}.md").write_text(text_now, encoding="utf-8")
    monkeypatch.setitem(registry._kinds, formats.KIND, replace(kind, folder=tmp_path))
    monkeypatch.setattr(formats, "usual_slug", lambda meeting: "tools-60")
    assert "Open discussion" in text(client.get(page(group)))
    assert "The usual one: Open discussion" in text(client.get(page(group, "for", meeting.slug)))


def test_a_meeting_of_another_group_has_no_page_here(group: Group, client: Client) -> None:
    meeting = add("River Walk")
    assert client.get(page(group, "for", meeting.slug)).status_code == 404


# -- on paper -------------------------------------------------------------------------------------


def test_the_script_is_printed_in_normal_and_large_print(
    group: Group, copy: Copy, member: Client
) -> None:
    path = page(group, copy.pk, "script.pdf").rstrip("/")
    small, large = member.get(path), member.get(f"{path}?size=large&paper=letter")
    assert small["Content-Type"] == "application/pdf"
    assert 'filename="script.pdf"' in small["Content-Disposition"]
    words = text_of(small.content)
    assert in_order(
        words, "Our Tuesday", "60 minutes", "Timekeeper", "Welcome", "0–4", "Shares",
        "Each share: up to 4 minutes.", "Close", "When it gets difficult", "speaks for very long",
    )  # fmt: skip
    assert "Your group's reading" in words
    assert len(read(large.content).pages) > len(read(small.content).pages)
    assert float(read(large.content).pages[0].mediabox.width) == pytest.approx(612, abs=1)


def test_a_ready_made_script_is_printed_too(group: Group, member: Client) -> None:
    path = page(group, "ready", "open-discussion", "script.pdf").rstrip("/")
    assert "Open discussion" in text_of(member.get(path).content)
    assert member.get(path.replace("open-discussion", "no-such")).status_code == 404
