"""Handing in, editing, publishing, taking back: works, refused, rolled back, pressed twice."""

import re
import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.accounts.people import make_member, sign_in
from tests.groups.making import make_group, make_membership
from tests.stories.conftest import TEXT, Somebody, make_somebody, said

from homegroup.audit.models import Entry
from homegroup.core import clock
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.models import Group
from homegroup.moderation.models import Concern, Pause
from homegroup.notices.models import Notice
from homegroup.search.models import Document
from homegroup.stories import access, queries
from homegroup.stories.actions import editing, offering
from homegroup.stories.choices import LEAST_WORDS, MOST_OFFERS
from homegroup.stories.models import Note, Offer, Story, Suggestion

pytestmark = pytest.mark.django_db


def notices(user: Any) -> list[str]:
    return sorted(Notice.objects.filter(user=user).values_list("kind", flat=True))


def found(words: str, client: Client) -> str:
    """Give what the search says to somebody."""
    html = re.sub(r"</?mark>", "", client.get(f"/search/?q={words}").content.decode())
    return said(html)


def test_what_is_handed_in_waits_and_its_editors_are_told(me: Somebody, editor: Somebody) -> None:
    offer = me.hand_in(topics=("evenings", "work"))
    assert (offer.title, offer.pen_name, offer.stage) == ("Quiet evenings", "Wren", "waiting")
    assert offer.chapters == [{"heading": "Part 1", "text": TEXT}]
    assert offer.topics == " evenings work "
    assert offer.words == len(TEXT.split())
    assert notices(editor.user) == ["stories.offered"]
    entry = Entry.objects.get(action="stories.hand_in")
    assert entry.actor is None  # the log would link a pen name to an account
    assert me.draft(queries.drafts(me.vault)[0].id).story == offer.pk  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        ({"audience": ""}, "Choose who may read it"),
        ({"audience": "moon"}, "Choose who may read it"),
        ({"audience": "group", "group": ""}, "Choose one of your groups"),
        ({"pen_name": "Admin"}, "looks like a servant"),
        ({"pen_name": "M0derator"}, "looks like a servant"),
        ({"pen_name": "x"}, "2 to 40 letters"),
        ({"pen_name": "Ro\u200bbin"}, "cannot be seen"),
    ],
)
def test_what_is_not_whole_is_refused(me: Somebody, plan: dict[str, str], message: str) -> None:
    work = me.write(**plan)
    with pytest.raises(HouseError, match=message):
        me.hand_in(work)
    assert not Offer.objects.exists()
    assert me.draft(work).story is None


def test_too_few_words_are_refused(me: Somebody) -> None:
    with pytest.raises(HouseError, match="has 40 words at least"):
        me.hand_in(me.write("word " * (LEAST_WORDS - 1)))


def test_a_group_of_others_is_none_to_choose(me: Somebody, group: Group) -> None:
    other = make_group("River Group")
    with pytest.raises(HouseError, match="Choose one of your groups"):
        me.hand_in(audience="group", group=other.key)
    assert me.hand_in(audience="group", group=group.key).group == group


def test_a_pen_name_imitates_nobody_of_its_circle(me: Somebody, group: Group) -> None:
    with pytest.raises(HouseError, match="Somebody here has this name"):
        me.hand_in(audience="group", group=group.key, pen_name="K1m")
    assert me.hand_in(audience="group", group=group.key, pen_name="Robin")  # one's own name may be
    assert me.hand_in(audience="public", pen_name="Kim")  # another circle


def test_pressed_twice_hands_in_once_and_again_in_place(me: Somebody) -> None:
    work, key = me.write(), uuid4()
    first = me.hand_in(work, key=key)
    again = offering.hand_in(vault=me.vault, author=me.user, work=work, help_seen=False, key=key)
    assert again is None
    second = me.hand_in(work)
    assert (second.pk, second.round) == (first.pk, 2)
    assert Offer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_three_at_once_leave_one(me: Somebody) -> None:
    work, key = me.write(), uuid4()

    def press() -> None:
        offering.hand_in(vault=me.vault, author=me.user, work=work, help_seen=False, key=key)
        connection.close()

    presses = [threading.Thread(target=press) for _ in range(3)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert Offer.objects.count() == 1


def test_too_many_that_wait_are_refused(me: Somebody) -> None:
    for number in range(MOST_OFFERS):
        me.hand_in(me.write(title=f"Number {number}"))
    with pytest.raises(Conflict, match="still wait"):
        me.hand_in()


def test_what_fails_on_the_way_leaves_nothing(
    me: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_told: Any) -> None:
        raise ValueError

    work = me.write()
    monkeypatch.setattr(offering, "tell_many", fail)
    with pytest.raises(ValueError):  # noqa: PT011
        me.hand_in(work)
    assert not Offer.objects.exists()
    assert me.draft(work).story is None


def test_who_is_paused_hands_nothing_in(me: Somebody, group: Group) -> None:
    now = clock.now()
    Pause.objects.create(
        user=me.user, group=group, from_at=now, until_at=now + timedelta(days=1), note="Rest."
    )
    with pytest.raises(NotAllowed):
        me.hand_in(audience="group", group=group.key)
    assert me.hand_in(audience="home")


def test_help_comes_first_and_the_desk_gets_a_quiet_card(me: Somebody, editor: Somebody) -> None:
    work = me.write(f"{TEXT} I want to kill myself tonight.")
    address = f"/stories/write/{work}/hand-in/"
    typed: dict[str, Any] = {"audience": "home", "pen_name": "Wren", "yes": "on"}
    answer = me.post(address, 422, **typed)
    assert "You matter. Please reach one person now." in said(answer)
    assert not Offer.objects.exists()
    me.post(address, **typed, help_seen="1")
    offer = Offer.objects.get()
    card = Concern.objects.get()
    assert (card.kind, card.subject, card.about_id) == ("story", str(offer.pk), me.user.pk)


# -- who edits ---------------------------------------------------------------------------------


def test_editors_of_a_group_are_those_who_look_after_texts(me: Somebody, group: Group) -> None:
    offer = me.hand_in(audience="group", group=group.key)
    operator = make_member("caretaking-person", operator=True)
    assert access.editors_of(offer) == {operator.pk}  # nobody in the group does
    make_membership(make_member("blue-cup"), group, "Ola", ["greeter"])
    assert access.editors_of(offer) == {operator.pk}
    keeper = make_member("grey-pot")
    make_membership(keeper, group, "Pim", ["literature"])
    assert access.editors_of(offer) == {keeper.pk}
    assert [row.pk for row in access.offers_for(keeper)] == [offer.pk]
    assert access.offers_for(operator) == []


def test_nobody_edits_their_own(me: Somebody, group: Group) -> None:
    ines = make_somebody("tall-tree", strong=True)
    make_membership(ines.user, group, "Ines", ["secretary"])
    offer = ines.hand_in(audience="group", group=group.key)
    assert access.editors_of(offer) == set()
    assert access.offers_for(ines.user) == []
    ines.get(f"/stories/desk/{offer.pk}/", 404)
    with pytest.raises(NotAllowed):
        editing.publish(offer=offer, by=ines.user, round_=1, key=uuid4())
    assert not Story.objects.exists()


def test_an_operator_s_own_story_waits_for_another(editor: Somebody) -> None:
    offer = editor.hand_in(audience="public")
    assert access.editors_of(offer) == set()
    other = make_member("caretaking-person", operator=True)
    assert access.editors_of(offer) == {other.pk}


# -- editing -----------------------------------------------------------------------------------


def test_sent_back_with_notes_answered_changed_and_published(
    me: Somebody, editor: Somebody
) -> None:
    work = me.write()
    offer = me.hand_in(work)
    here = f"/stories/desk/{offer.pk}/"
    editor.post(f"{here}back/", whole="Thank you for this.", chapter_0="Is that street yours?")
    assert "stories.back" in notices(me.user)
    page = said(me.get(f"/stories/{offer.pk}/mine/"))
    assert "Is that street yours?" in page
    assert "Came back to you with notes" in page
    me.post(f"/stories/{offer.pk}/mine/answer/", text="It was. I have changed it.")
    assert "stories.answered" in notices(editor.user)
    assert "I have changed it." in editor.get(here)
    with pytest.raises(Conflict, match="does not wait"):
        editor.publish(offer)
    me.hand_in(work)
    assert Note.objects.count() == 3
    editor.publish(offer)
    assert not Note.objects.exists()
    assert not Offer.objects.exists()
    assert notices(me.user) == ["stories.published"]
    assert "stories.offered" not in notices(editor.user)


def test_a_story_is_not_sent_back_without_a_word(me: Somebody, editor: Somebody) -> None:
    offer = me.hand_in()
    answer = editor.post(f"/stories/desk/{offer.pk}/back/", 422, whole=" ")
    assert "Write to the author" in said(answer)
    assert Offer.objects.get().stage == "waiting"


def test_other_words_change_nothing_until_the_author_says_yes(
    me: Somebody, editor: Somebody
) -> None:
    text = f"One two three.\n\n{TEXT.strip()}\n\nThe end of it."
    work = me.write(text)
    offer = me.hand_in(work)
    new = text.replace("One two three.", "One, two, three.").replace("The end of it.", "The end.")
    editor.post(f"/stories/desk/{offer.pk}/words/0/", text=new)
    assert [(each.before, each.after) for each in Suggestion.objects.all()] == [
        ("One two three.", "One, two, three."),
        ("The end of it.", "The end."),
    ]
    assert Offer.objects.get().chapters[0]["text"] == text
    with pytest.raises(Conflict, match="wait for the author"):
        editor.publish(offer)
    first, second = Suggestion.objects.all()
    here = f"/stories/{offer.pk}/mine/"
    assert "One, two, three." in me.get(here)
    me.post(f"{here}words/", says=f"yes:{first.pk}")
    me.post(f"{here}words/", says=f"no:{second.pk}")
    agreed = text.replace("One two three.", "One, two, three.")
    assert Offer.objects.get().chapters[0]["text"] == agreed
    assert me.draft(work).chapters[0].text == agreed
    assert editor.publish(offer).chapters[0]["text"] == agreed


def test_all_other_words_can_be_taken_at_once(me: Somebody, editor: Somebody) -> None:
    offer = me.hand_in(me.write(f"One.\n\n{TEXT.strip()}\n\nTwo."))
    text = offer.chapters[0]["text"].replace("One.", "First.").replace("Two.", "Second.")
    editing.suggest(offer=offer, by=editor.user, chapter=0, text=text, key=uuid4())
    me.post(f"/stories/{offer.pk}/mine/words/", says="yes:all")
    assert Offer.objects.get().chapters[0]["text"] == text
    assert not Suggestion.objects.exists()


def test_somebody_else_says_neither_yes_nor_no(
    me: Somebody, editor: Somebody, kim: Somebody
) -> None:
    offer = me.hand_in()
    editing.suggest(offer=offer, by=editor.user, chapter=0, text="Other.", key=uuid4())
    kim.post(f"/stories/{offer.pk}/mine/words/", 404, says="yes:all")
    with pytest.raises(NotAllowed):
        offering.accept(vault=kim.vault, author=kim.user, offer=offer,
                        suggestions=list(Suggestion.objects.values_list("pk", flat=True)),
                        key=uuid4())  # fmt: skip
    assert Suggestion.objects.count() == 1


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("a\n\nb", "a\n\nb", []),
        ("a\n\nb", "a\n\nc", [("b", "c")]),
        ("a\n\nb", "a", [("b", "")]),
        ("a\n\nb", "a\n\nnew\n\nb", [("a", "a\n\nnew")]),
        ("a\n\nb", "new\n\na\n\nb", [("a", "new\n\na")]),
        ("a", "b\n\nc", [("a", "b\n\nc")]),
    ],
)
def test_differences_by_paragraph(old: str, new: str, changes: list[tuple[str, str]]) -> None:
    assert editing.differences(old, new) == changes
    made = old
    for before, after in changes:
        made = made.replace(before, after, 1)
    assert made.strip() == new


def test_only_words_that_the_editor_has_read_are_published(me: Somebody, editor: Somebody) -> None:
    work = me.write()
    offer = me.hand_in(work)
    page = editor.get(f"/stories/desk/{offer.pk}/")
    assert 'name="round" value="1"' in page
    me.hand_in(work)
    answer = editor.post(f"/stories/desk/{offer.pk}/publish/", 422, round="1")
    assert "The author has changed it since you read it" in said(answer)
    assert not Story.objects.exists()
    editor.post(f"/stories/desk/{offer.pk}/publish/", round="2")
    assert Story.objects.exists()


def test_pressed_twice_publishes_once(me: Somebody, editor: Somebody) -> None:
    offer, key = me.hand_in(), uuid4()
    assert editing.publish(offer=offer, by=editor.user, round_=1, key=key)
    assert editing.publish(offer=offer, by=editor.user, round_=1, key=key) is None
    assert Story.objects.count() == 1
    assert Entry.objects.filter(action="stories.publish", actor=editor.user.pk).count() == 1


def test_a_published_story_stays_while_newer_words_wait(me: Somebody, editor: Somebody) -> None:
    work = me.write()
    story = editor.publish(me.hand_in(work))
    me.post(f"/stories/write/{work}/", title="Newer evenings", language="en")
    newer = me.hand_in(work)
    assert newer.pk == story.pk
    assert "Quiet evenings" in me.get(f"/stories/{story.pk}/")
    assert editor.publish(newer).published_on == story.published_on
    assert "Newer evenings" in me.get(f"/stories/{story.pk}/")
    assert Story.objects.count() == 1


def test_what_the_rules_notice_is_shown_to_the_editor(me: Somebody, editor: Somebody) -> None:
    offer = me.hand_in(me.write(f"{TEXT} Message me, I sell oxy pills cheap, call 555 010 0199."))
    assert "Our rules noticed:" in editor.get(f"/stories/desk/{offer.pk}/")


# -- taking back -------------------------------------------------------------------------------


def test_taken_back_it_is_gone_everywhere(me: Somebody, editor: Somebody, kim: Somebody) -> None:
    work = me.write(title="A kettle on the sill", audience="public")
    story = editor.publish(me.hand_in(work))
    visitor = Client()
    assert "A kettle on the sill" in found("kettle", visitor)
    kim.post(f"/stories/{story.pk}/helped/", reason="hope", words="The sill.")
    me.hand_in(work)  # and newer words wait
    answer = me.post(f"/stories/{story.pk}/mine/take-back/")
    assert answer.headers["Location"] == "/stories/"
    for who in (visitor, me.client, kim.client, editor.client):
        assert who.get(f"/stories/{story.pk}/").status_code == 404
    assert "on the sill" not in found("kettle", visitor)
    assert not Document.objects.filter(kind="story").exists()
    assert not Story.objects.exists()
    assert not Offer.objects.exists()
    assert not Notice.objects.filter(subject=f"story:{story.pk}").exists()
    assert me.draft(work).title == "A kettle on the sill"
    assert Entry.objects.get(action="stories.take_back").actor is None


def test_taking_back_needs_no_passphrase(me: Somebody, editor: Somebody) -> None:
    story = editor.publish(me.hand_in())
    sign_in(me.client, me.user, locked=True)
    assert "gone at once" in me.get(f"/stories/{story.pk}/mine/take-back/")
    me.post(f"/stories/{story.pk}/mine/take-back/")
    assert not Story.objects.exists()


def test_only_its_author_takes_a_story_back(me: Somebody, editor: Somebody, kim: Somebody) -> None:
    story = editor.publish(me.hand_in())
    for who in (kim, editor):
        who.get(f"/stories/{story.pk}/mine/take-back/", 404)
        who.post(f"/stories/{story.pk}/mine/take-back/", 404)
    assert not offering.take_back(author=kim.user, story=story.pk, key=uuid4())
    assert Story.objects.exists()


def test_taken_back_it_can_be_handed_in_again_as_another(me: Somebody, editor: Somebody) -> None:
    work = me.write()
    story = editor.publish(me.hand_in(work))
    key = uuid4()
    assert offering.take_back(author=me.user, story=story.pk, key=key)
    assert not offering.take_back(author=me.user, story=story.pk, key=key)
    assert me.hand_in(work).pk != story.pk  # no old link leads to it


def test_the_desk_takes_the_same_number_of_queries(
    me: Somebody, editor: Somebody, django_assert_num_queries: Any
) -> None:
    me.hand_in()
    with CaptureQueriesContext(connection) as one:
        editor.get("/stories/desk/")
    for number in range(2):
        me.hand_in(me.write(title=f"Number {number}"))
    with django_assert_num_queries(len(one)):
        editor.get("/stories/desk/")
