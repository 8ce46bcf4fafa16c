"""Reading: who sees which story, lists, one at random, folded parts, what helped, moderation."""

import gzip
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.groups.making import make_group, make_membership
from tests.stories.conftest import TEXT, Somebody, make_somebody, said

from homegroup.core.errors import HouseError, NotAllowed
from homegroup.groups.models import Group, Membership
from homegroup.moderation import actions as moderation
from homegroup.moderation import subjects
from homegroup.moderation.models import Hold
from homegroup.notices.models import Notice
from homegroup.privacy import actions as privacy
from homegroup.search.models import Document
from homegroup.stories import folding, queries
from homegroup.stories.actions import reading
from homegroup.stories.models import Offer, Story, Thanks

pytestmark = pytest.mark.django_db


def published(me: Somebody, editor: Somebody, *texts: str, **plan: Any) -> Story:
    return editor.publish(me.hand_in(me.write(*texts, **plan)))


def helped(story: Story, reader: Somebody, **more: Any) -> Thanks | None:
    told = {"chapter": 0, "reason": "hope", "words": "", "help_seen": False, "key": uuid4(), **more}
    return reading.say_helped(story=story, reader=reader.user, **told)


# -- who reads what ----------------------------------------------------------------------------


def test_each_story_has_its_circle(
    me: Somebody, editor: Somebody, kim: Somebody, group: Group
) -> None:
    other = make_somebody("far-lamp")
    stories = {
        "public": published(me, editor, audience="public"),
        "home": published(me, editor, audience="home"),
        "group": published(me, editor, audience="group", group=group.key),
    }
    sees = {"visitor": Client(), "other": other.client, "kim": kim.client, "me": me.client}
    got = {
        who: [name for name, row in stories.items()
              if client.get(f"/stories/{row.pk}/").status_code == 200]
        for who, client in sees.items()
    }  # fmt: skip
    assert got == {
        "visitor": ["public"],
        "other": ["public", "home"],
        "kim": ["public", "home", "group"],
        "me": ["public", "home", "group"],
    }
    assert (
        kim.get(f"/groups/{group.key}/stories/").count("/stories/" + str(stories["group"].pk)) == 1
    )
    other.get(f"/groups/{group.key}/stories/", 404)
    Membership.objects.get(user=kim.user).delete()
    kim.get(f"/stories/{stories['group'].pk}/", 404)


def test_who_left_the_group_still_sees_their_own(
    me: Somebody, editor: Somebody, group: Group
) -> None:
    story = published(me, editor, audience="group", group=group.key)
    Membership.objects.get(user=me.user).delete()
    assert "This is your story" in me.get(f"/stories/{story.pk}/")


def test_a_story_names_nobody(me: Somebody, editor: Somebody, kim: Somebody, group: Group) -> None:
    first = published(me, editor, audience="home", pen_name="Wren")
    second = published(me, editor, audience="home", pen_name="Tern", title="Another")
    for page in (kim.get(f"/stories/{first.pk}/"), kim.get("/stories/")):
        assert "Robin" not in page
        assert me.user.username not in page
        assert str(me.user.pk) not in page
        assert str(Membership.objects.get(user=me.user).pk) not in page
    assert "Tern" not in kim.get(f"/stories/{first.pk}/")
    assert str(second.pk) not in kim.get(f"/stories/{first.pk}/")


def test_titles_of_members_stories_say_nothing_on_a_shared_screen(
    me: Somebody, editor: Somebody, kim: Somebody
) -> None:
    home = published(me, editor, audience="home", title="Ninety days sober")
    public = published(me, editor, audience="public", title="Ninety days sober")
    assert "<title>Story ·" in kim.get(f"/stories/{home.pk}/")
    assert "<title>Ninety days sober ·" in kim.get(f"/stories/{public.pk}/")


def test_a_visitor_s_browser_asks_anew_each_time(me: Somebody, editor: Somebody) -> None:
    story = published(me, editor, audience="public")
    answer = Client().get(f"/stories/{story.pk}/")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert me.client.get(f"/stories/{story.pk}/").headers["Cache-Control"] == "no-store"


def test_hard_parts_are_told_and_folded(me: Somebody, editor: Somebody) -> None:
    text = f"{TEXT}\n\n+++ the night in hospital\nDetails <script>of</script> it.\n+++\n\nMorning."
    story = published(me, editor, text, audience="public", hard=("hospital",))
    page = Client().get(f"/stories/{story.pk}/").content.decode()
    assert "Parts of this may be hard to read: hospital." in said(page)
    fold = page.split("<details")[1].split("</details>")[0]
    assert "the night in hospital" in fold
    assert "Details &lt;script&gt;" in fold
    assert "Morning." not in fold
    assert "<script>of" not in page


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a", [("a", False, "")]),
        ("a\n+++ b\nc\n+++\nd", [("a", False, ""), ("c", True, "b"), ("d", False, "")]),
        ("+++\nc", [("c", True, "")]),
        ("+++\n+++\na", [("a", False, "")]),
        ("a +++ b", [("a +++ b", False, "")]),
        ("+++ x +++\nc\n+++", [("c", True, "x")]),
    ],
)
def test_folds(text: str, parts: list[tuple[str, bool, str]]) -> None:
    got = [(each.text, each.is_folded, each.label) for each in folding.passages(text)]
    assert got == parts


def test_ten_thousand_nested_quotes_and_folds_are_shown(me: Somebody, editor: Somebody) -> None:
    text = ">" * 10_000 + " deep\n\n" + "+++\n" * 500 + TEXT
    story = published(me, editor, text, audience="public")
    assert "I sat in the kitchen" in Client().get(f"/stories/{story.pk}/").content.decode()


# -- lists -------------------------------------------------------------------------------------


def test_lists_narrow_by_topic_language_and_circle(
    me: Somebody, editor: Somebody, kim: Somebody
) -> None:
    published(me, editor, title="Nights", topics=("evenings", "sleep"), audience="public")
    published(me, editor, title="Coins", topics=("money",), audience="home")
    assert "Nights" in kim.get("/stories/?topic=sleep")
    assert "Coins" not in kim.get("/stories/?topic=sleep")
    assert "Nights" not in kim.get("/stories/?for=home")
    assert "Coins" in kim.get("/stories/?language=en&for=home")
    assert "There is none like this yet." in kim.get("/stories/?language=fr")
    assert "Nights" in kim.get("/stories/?topic=nonsense&language=zz&for=moon&page=x")
    assert "Coins" not in Client().get("/stories/").content.decode()


def test_lists_and_pages_take_the_same_number_of_queries(
    me: Somebody, editor: Somebody, kim: Somebody, group: Group, django_assert_num_queries: Any
) -> None:
    story = published(me, editor, audience="public")
    published(me, editor, audience="group", group=group.key)
    addresses = ("/stories/", f"/stories/{story.pk}/", f"/groups/{group.key}/stories/")
    before = {}
    for address in addresses:
        with CaptureQueriesContext(connection) as seen:
            kim.get(address)
        before[address] = len(seen)
    for number in range(3):
        published(me, editor, *[TEXT] * 4, title=f"Number {number}", audience="group",
                  group=group.key)  # fmt: skip
    helped(story, kim)
    for address in addresses:
        with django_assert_num_queries(before[address]):
            kim.get(address)


def test_pages_are_light(me: Somebody, editor: Somebody) -> None:
    for number in range(20):
        Story.objects.create(
            title=f"A long title of number {number}", pen_name="Wren", language="en",
            audience="public", published_on="2026-03-01", chapters=[], words=400,
            topics=" evenings sleep work ",
        )  # fmt: skip
    long = published(me, editor, *[TEXT * 20] * 4, audience="public")
    for address in ("/stories/", f"/stories/{long.pk}/"):
        page = Client().get(address).content
        assert len(gzip.compress(page)) < 15_000, address


def test_one_at_random(me: Somebody, editor: Somebody, kim: Somebody) -> None:
    assert Client().get("/stories/any/").headers["Location"] == "/stories/"
    home = published(me, editor, audience="home")
    assert Client().get("/stories/any/").headers["Location"] == "/stories/"
    assert kim.client.get("/stories/any/").headers["Location"] == f"/stories/{home.pk}/"
    chosen = published(me, editor, audience="public", title="Helped somebody")
    helped(chosen, kim)
    assert queries.any_story(kim.user, "en") == chosen.pk
    assert queries.any_story(kim.user, "fr") in {home.pk, chosen.pk}


# -- what helped -------------------------------------------------------------------------------


def test_the_author_reads_what_helped_without_a_name(
    me: Somebody, editor: Somebody, kim: Somebody, group: Group
) -> None:
    story = published(me, editor)
    address = f"/stories/{story.pk}/"
    kim.post(f"{address}helped/", reason="idea", chapter="0", words="The first night.")
    kim.post(f"{address}helped/", reason="hope", chapter="", words="The last night.")
    assert Thanks.objects.count() == 1
    page = said(me.get(address))
    assert "The last night." in page
    assert "It gave me hope" in page
    assert "Kim" not in page
    assert "The last night." in editor.get(address)
    other = make_somebody("far-lamp")
    assert "The last night." not in other.get(address)
    assert Notice.objects.filter(user=me.user, kind="stories.helped").count() == 1
    kim.post(f"{address}helped/undo/")
    assert not Thanks.objects.exists()


def test_saying_so_is_refused_where_it_makes_no_sense(
    me: Somebody, editor: Somebody, kim: Somebody
) -> None:
    story = published(me, editor)
    with pytest.raises(NotAllowed, match="your own story"):
        helped(story, me)
    with pytest.raises(HouseError, match="Choose what it was"):
        helped(story, kim, reason="votes")
    with pytest.raises(HouseError, match="chapter of this story"):
        helped(story, kim, chapter=7)
    key = uuid4()
    assert helped(story, kim, key=key)
    assert helped(story, kim, key=key) is None
    kim.post(f"/stories/{uuid4()}/helped/", 404, reason="hope")


def test_who_is_out_of_contact_does_not_reach_the_author(
    me: Somebody, editor: Somebody, kim: Somebody, group: Group
) -> None:
    story = published(me, editor)
    person = Membership.objects.get(user=kim.user)
    moderation.block(blocker=me.user, person=person)
    kim.get(f"/stories/{story.pk}/")  # the story stays: its absence would tell who wrote it
    kim.post(f"/stories/{story.pk}/helped/", reason="hope", words="It is me again.")
    assert "It is me again." not in me.get(f"/stories/{story.pk}/")
    assert not Notice.objects.filter(user=me.user, kind="stories.helped").exists()


def test_words_that_the_rules_hold_wait_for_a_moderator(
    me: Somebody, editor: Somebody, kim: Somebody
) -> None:
    story = published(me, editor)
    said_ = helped(story, kim, words="I sell pills cheap, text me at +1 202 555 0134")
    assert said_
    assert said_.state == "held"
    assert "I sell pills" not in me.get(f"/stories/{story.pk}/")
    held = Hold.objects.get(kind="thanks")
    moderation.release(held=held, by=editor.user.pk)
    assert Thanks.objects.get().state == "shown"
    assert "I sell pills" in me.get(f"/stories/{story.pk}/")


def test_help_comes_first_for_a_reader_too(me: Somebody, editor: Somebody, kim: Somebody) -> None:
    story = published(me, editor)
    answer = kim.post(f"/stories/{story.pk}/helped/", 422, reason="seen",
                      words="I want to kill myself.")  # fmt: skip
    assert "You matter." in said(answer)
    assert not Thanks.objects.exists()


# -- moderation --------------------------------------------------------------------------------


def test_a_story_can_be_reported_and_taken_away(
    me: Somebody, editor: Somebody, kim: Somebody
) -> None:
    story = published(me, editor, audience="public", title="A kettle")
    assert f"/report/story/{story.pk}/" in kim.get(f"/stories/{story.pk}/")
    row = moderation.report(reporter=kim.user, kind="story", subject=str(story.pk),
                            reason="private", words="", key=uuid4())  # fmt: skip
    assert row
    assert row.about_id == me.user.pk
    moderation.decide_report(report=row, verdict="removed", reason="A real name.",
                             by=editor.user.pk, key=uuid4())  # fmt: skip
    assert Story.objects.get().state == "removed"
    kim.get(f"/stories/{story.pk}/", 404)
    assert not Document.objects.filter(kind="story").exists()
    assert "A moderator has taken this away." in me.get(f"/stories/{story.pk}/")
    assert "A kettle" not in Client().get("/stories/").content.decode()


def test_a_folded_story_opens_for_who_wants(me: Somebody, editor: Somebody) -> None:
    story = published(me, editor, audience="public")
    subject = subjects.find("story")
    assert subject
    assert subject.fold
    assert subject.edit is None  # nobody changes an author's words
    subject.fold(str(story.pk), by=editor.user.pk, label="about a death")
    page = Client().get(f"/stories/{story.pk}/").content.decode()
    assert "about a death" in page.split("<details")[1]
    assert "kitchen" not in said(Client().get("/search/?q=kitchen")).replace("“kitchen”", "")


def test_what_moderators_see_of_a_story(me: Somebody, editor: Somebody, group: Group) -> None:
    story = published(me, editor, audience="group", group=group.key)
    offer = me.hand_in(me.write(title="Waits"))
    subject = subjects.find("story")
    assert subject
    assert subject.group_of(str(story.pk)) == group
    assert subject.about(str(offer.pk)) == me.user.pk
    assert set(subject.shown([str(story.pk), str(offer.pk), "x"], None)) == {
        str(story.pk),
        str(offer.pk),
    }
    assert subject.shown([str(offer.pk)], me.user) == {}
    assert subject.group_of("x") is None
    assert subject.about(str(uuid4())) is None


# -- leaving -----------------------------------------------------------------------------------


@pytest.mark.parametrize("keeps", [[], ["stories.story"]])
def test_who_leaves_takes_their_stories_or_leaves_them_without_a_name(
    me: Somebody, editor: Somebody, kim: Somebody, keeps: list[str]
) -> None:
    story = published(me, editor, audience="public", pen_name="Wren")
    me.hand_in(me.write(title="Waits"))
    helped(story, kim)
    assert privacy.leave(user=me.user, keeps=keeps, key=uuid4(), by=me.user.pk)
    answer = Client().get(f"/stories/{story.pk}/")
    if keeps:
        assert answer.status_code == 200
        assert "Wren" not in answer.content.decode()
        assert Document.objects.filter(kind="story").count() == 1
        assert helped(story, kim)  # and it can still help
    else:
        assert answer.status_code == 404
        assert not Document.objects.filter(kind="story").exists()
        assert not Thanks.objects.exists()
    assert not Offer.objects.exists()


def test_a_group_s_menu_leads_to_its_stories(me: Somebody, group: Group) -> None:
    make_membership(me.user, make_group("River Group"), "Robin")
    assert f"/groups/{group.key}/stories/" in me.get(f"/groups/{group.key}/")
