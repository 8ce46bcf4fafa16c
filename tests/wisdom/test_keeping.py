"""Words are kept with their author's consent: asked, agreed, edited, shown, and taken back."""

from uuid import uuid4

import pytest
from django.db import transaction
from tests.groups.making import make_guidelines, make_membership
from tests.wisdom.conftest import (
    WORDS,
    People,
    asked,
    browser,
    found,
    membership,
    offered,
    reply,
    share,
    shown,
    thing,
)  # fmt: skip

from homegroup.accounts.models import User
from homegroup.audit.models import Entry
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.models import Membership
from homegroup.moderation import actions as moderation
from homegroup.moderation.models import Hold
from homegroup.moderation.weighing import HelpFirst
from homegroup.notices.models import Notice
from homegroup.search.choices import Audience
from homegroup.support.actions import sharing
from homegroup.support.models import Share
from homegroup.wisdom import access, things
from homegroup.wisdom.actions import answering, asking, editing
from homegroup.wisdom.actions.editing import Edit
from homegroup.wisdom.actions.keeping import Said
from homegroup.wisdom.choices import MOST_A_DAY, MOST_ASKED_OF, Stage
from homegroup.wisdom.models import Placed, Statement
from homegroup.wisdom.places import Where

HOME = Where(Audience.HOME)


def agree(row: Statement, user: User, text: str = "", where: Where | None = None) -> Statement:
    said = Said(text or row.text, where or Where(Audience.GROUP, row.group), "en")
    assert answering.agree(statement=row, user=user, said=said, key=uuid4())
    row.refresh_from_db()
    return row


def put(
    row: Statement, editor: User, text: str = "", situations: tuple[str, ...] = ()
) -> Statement:
    edit = Edit(text or row.text, situations or ["evenings"], "en")
    known = list(access.situations_for(editor))
    assert editing.put_on_page(statement=row, edit=edit, known=known, by=editor, key=uuid4())
    row.refresh_from_db()
    return row


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("at").values_list("kind", flat=True))


# -- asking ------------------------------------------------------------------------------------


def test_a_member_asks_and_the_author_is_told(people: People) -> None:
    row = asked(people)
    assert (row.stage, row.text) == (Stage.ASKED, "I go for a walk before six.")
    assert (row.author, row.group, row.audience) == (people.robin, people.group, Audience.GROUP)
    assert told(people.robin) == ["wisdom.asked"]
    assert access.readable(people.robin).count() == 0
    entry = Entry.objects.get(action="wisdom.ask")
    assert (entry.actor, entry.data) == (None, {})


def test_asking_twice_by_the_same_form_leaves_one(people: People) -> None:
    first = share(people, people.robin)
    key = uuid4()
    for _ in range(2):
        asking.ask(user=people.kim, thing=thing("share", first, people.kim), passage=WORDS,
                   situations=["evenings"], key=key)  # fmt: skip
    assert Statement.objects.count() == 1


@pytest.mark.parametrize(
    "passage",
    ["I go for a run.", "I go before six.", "", "  ", WORDS + " And more."],
)
def test_only_words_that_stand_in_the_text_can_be_asked_for(people: People, passage: str) -> None:
    row = share(people, people.robin)
    with pytest.raises(HouseError):
        asking.ask(user=people.kim, thing=thing("share", row, people.kim), passage=passage,
                   situations=["evenings"], key=uuid4())  # fmt: skip
    assert not Statement.objects.exists()
    assert told(people.robin) == []


def test_a_passage_is_found_across_marks_and_lines(people: People) -> None:
    row = share(people, people.robin, "I **go** out,\n\n> and walk.\n\n- Then tea.")
    made = asking.ask(
        user=people.kim, thing=thing("share", row, people.kim),
        passage="I go out,\n\nand walk. Then", situations=["evenings"], key=uuid4(),
    )  # fmt: skip
    assert made
    assert made.text == "I go out, and walk. Then"


@pytest.mark.parametrize("situations", [[], ["no-such"], ["evenings", "sleep", "pain", "money"]])
def test_one_to_three_situations_are_chosen(people: People, situations: list[str]) -> None:
    row = share(people, people.robin)
    with pytest.raises(HouseError) as refused:
        asking.ask(user=people.kim, thing=thing("share", row, people.kim), passage=WORDS,
                   situations=situations, key=uuid4())  # fmt: skip
    assert refused.value.field == "situation"


def test_a_no_is_silent_and_final_for_that_text(people: People) -> None:
    row = asked(people)
    assert answering.refuse(statement=row, user=people.robin, key=uuid4())
    row.refresh_from_db()
    assert (row.stage, row.text, row.asked_by) == (Stage.NO, "", None)
    assert told(people.kim) == []
    assert told(people.robin) == []
    again = things.to_keep("share", row.thing, people.kim)
    assert again
    assert asking.ask(user=people.kim, thing=again, passage=WORDS, situations=["sleep"],
                      key=uuid4()) is None  # fmt: skip
    assert Statement.objects.count() == 1
    assert told(people.robin) == []


def test_somebody_who_is_out_of_contact_asks_in_vain_and_does_not_see_it(people: People) -> None:
    row = share(people, people.robin)
    of_it = thing("share", row, people.kim)
    moderation.block(blocker=people.robin, person=membership(people, people.kim))
    assert things.to_keep("share", str(row.pk), people.kim) is None
    made = asking.ask(user=people.kim, thing=of_it, passage=WORDS, situations=["sleep"],
                      key=uuid4())  # fmt: skip
    assert made is None
    assert not Statement.objects.exists()
    assert told(people.robin) == []


def test_nobody_is_asked_about_more_than_a_few_at_once(people: People) -> None:
    for number in range(MOST_ASKED_OF + 1):
        row = share(people, people.robin, f"A walk helped me, number {number}")
        asking.ask(user=people.kim, thing=thing("share", row, people.kim),
                   passage="A walk helped me", situations=["evenings"], key=uuid4())  # fmt: skip
    assert Statement.objects.filter(stage=Stage.ASKED).count() == MOST_ASKED_OF


def test_nobody_asks_all_day(people: People) -> None:
    for number in range(MOST_A_DAY):
        offered(people.kim, f"Number {number}")
    row = share(people, people.robin)
    with pytest.raises(Conflict):
        asking.ask(user=people.kim, thing=thing("share", row, people.kim), passage=WORDS,
                   situations=["evenings"], key=uuid4())  # fmt: skip


def test_words_of_somebody_who_left_cannot_be_asked_for(people: People) -> None:
    row = share(people, people.robin)
    row.author = None
    row.save()
    with pytest.raises(HouseError, match="has left"):
        asking.ask(user=people.kim, thing=thing("share", row, people.kim), passage=WORDS,
                   situations=["evenings"], key=uuid4())  # fmt: skip


def test_what_is_held_or_folded_or_of_another_group_is_not_there(people: People) -> None:
    row = share(people, people.robin)
    assert things.to_keep("share", str(row.pk), people.olive) is None
    assert things.to_keep("group", people.group.key, people.kim) is None
    row.fold_label = "about harm"
    row.save()
    assert things.to_keep("share", str(row.pk), people.kim) is None


def test_an_answer_can_be_asked_for_too(people: People) -> None:
    row = reply(people, people.robin, share(people, people.kim))
    made = asking.ask(user=people.lee, thing=thing("reply", row, people.lee), passage=WORDS,
                      situations=["evenings"], key=uuid4())  # fmt: skip
    assert made
    assert made.kind == "reply"


# -- yes, and the page --------------------------------------------------------------------------


def test_after_a_yes_an_editor_puts_it_on_the_page(people: People) -> None:
    row = agree(asked(people), people.robin)
    assert (row.stage, row.is_held, row.asked_by) == (Stage.AGREED, False, None)
    assert told(people.lee) == ["wisdom.offered"]
    assert found("walk six", people.kim) == [row.thing]
    row = put(row, people.lee)
    assert (row.stage, str(row.shown_on)) == (Stage.SHOWN, "2026-03-04")
    assert "wisdom.shown" in told(people.robin)
    assert str(row.pk) in found("walk six", people.kim)
    assert found("walk six", people.olive) == []
    assert access.readable(people.kim).get() == row
    assert not access.readable(people.olive).exists()


def test_an_author_may_change_the_words_and_who_reads_them(people: People) -> None:
    row = agree(asked(people), people.robin, "I walk before six.", HOME)
    assert (row.text, row.audience, row.group) == ("I walk before six.", Audience.HOME, None)
    with pytest.raises(Conflict):
        agree(row, people.robin)


def test_another_group_cannot_be_chosen(people: People) -> None:
    from tests.groups.making import make_group

    other = make_group("Kettle")
    make_membership(people.robin, other)
    row = asked(people)
    with pytest.raises(HouseError):
        agree(row, people.robin, where=Where(Audience.GROUP, other))
    row.refresh_from_db()
    assert row.stage == Stage.ASKED


def test_a_yes_comes_too_late_once_the_text_is_gone(people: People) -> None:
    row = asked(people)
    gone = Share.objects.get(pk=row.thing)
    gone.author = membership(people, people.robin)
    gone.group = people.group
    sharing.delete_share(share=gone, key=uuid4())
    with pytest.raises(Conflict):
        agree(row, people.robin)


def test_changed_words_go_back_to_the_author(people: People) -> None:
    row = agree(asked(people), people.robin)
    row = put(row, people.lee, "I go for a walk.")
    assert (row.stage, row.text, row.proposed) == (
        Stage.AGREED, "I go for a walk before six.", "I go for a walk.",
    )  # fmt: skip
    assert "wisdom.reworded" in told(people.robin)
    assert not access.readable(people.kim).exists()
    assert answering.answer_words(statement=row, user=people.robin, accepts=True, key=uuid4())
    row.refresh_from_db()
    assert (row.stage, row.text, row.proposed) == (Stage.SHOWN, "I go for a walk.", "")
    row = put(row, people.lee, "I walk.")
    assert (row.stage, row.text) == (Stage.SHOWN, "I go for a walk.")
    answering.answer_words(statement=row, user=people.robin, accepts=False, key=uuid4())
    row.refresh_from_db()
    assert (row.stage, row.text, row.proposed) == (Stage.SHOWN, "I go for a walk.", "")


def test_nobody_else_answers_for_the_author(people: People) -> None:
    row = asked(people)
    for act in (answering.refuse, answering.withdraw):
        with pytest.raises(Conflict):
            act(statement=row, user=people.kim, key=uuid4())
    with pytest.raises(Conflict):
        agree(row, people.kim)
    with pytest.raises(Conflict):
        editing.put_on_page(statement=row, edit=Edit(row.text, ["evenings"]), known=["evenings"],
                            by=people.lee, key=uuid4())  # fmt: skip


# -- taking back --------------------------------------------------------------------------------


def test_words_that_are_taken_back_are_gone_at_once(people: People) -> None:
    row = put(agree(asked(people), people.robin), people.lee)
    assert str(row.pk) in found("walk", people.kim)
    assert answering.withdraw(statement=row, user=people.robin, key=uuid4())
    assert str(row.pk) not in found("walk", people.kim)
    row.refresh_from_db()
    assert (row.stage, row.text) == (Stage.NO, "")
    assert not Placed.objects.exists()
    of_it = thing("share", Share.objects.get(), people.kim)
    assert asking.ask(user=people.kim, thing=of_it, passage=WORDS, situations=["sleep"],
                      key=uuid4()) is None  # fmt: skip


def test_an_own_answer_that_is_taken_back_leaves_nothing(people: People) -> None:
    row = shown(people.robin, people.lee, where=Where(Audience.GROUP, people.group))
    assert answering.withdraw(statement=row, user=people.robin, key=uuid4())
    assert not Statement.objects.exists()


def test_another_question_about_the_same_text_goes_with_it(people: People) -> None:
    row = agree(asked(people), people.robin)
    of_it = thing("share", Share.objects.get(), people.lee)
    assert asking.ask(user=people.lee, thing=of_it, passage="It really is.", situations=["sleep"],
                      key=uuid4())  # fmt: skip
    answering.withdraw(statement=row, user=people.robin, key=uuid4())
    assert list(Statement.objects.values_list("stage", flat=True)) == [Stage.NO]


def test_a_withdrawal_that_fails_leaves_everything(people: People) -> None:
    row = put(agree(asked(people), people.robin), people.lee)
    with transaction.atomic():
        answering.withdraw(statement=row, user=people.robin, key=uuid4())
        transaction.set_rollback(True)
    assert str(row.pk) in found("walk", people.kim)


# -- offering -----------------------------------------------------------------------------------


def test_an_own_answer_waits_for_an_editor(people: People) -> None:
    row = offered(people.robin, where=Where(Audience.GROUP, people.group))
    assert (row.stage, row.kind, row.thing) == (Stage.AGREED, "", "")
    assert told(people.lee) == ["wisdom.offered"]
    assert offered(people.olive).group is None


def test_own_words_are_offered_straight_from_a_share(people: People) -> None:
    row = share(people, people.robin)
    mine = thing("share", row, people.robin)
    where = Where(Audience.GROUP, people.group)
    said = Said("It really is.", where)
    made = asking.offer(user=people.robin, said=said, situations=["sleep"], thing=mine, key=uuid4())
    assert made
    assert (made.stage, made.kind) == (Stage.AGREED, "share")
    with pytest.raises(HouseError):
        asking.offer(user=people.robin, said=Said("Not there.", where), situations=["sleep"],
                     thing=mine, key=uuid4())  # fmt: skip
    with pytest.raises(NotAllowed):
        asking.offer(user=people.kim, said=said, situations=["sleep"], thing=mine, key=uuid4())
    with pytest.raises(NotAllowed):
        asking.ask(user=people.robin, thing=mine, passage="It really is.", situations=["sleep"],
                   key=uuid4())  # fmt: skip


def test_nobody_offers_to_a_group_that_they_are_not_in(people: People) -> None:
    with pytest.raises(NotAllowed):
        offered(people.olive, where=Where(Audience.GROUP, people.group))
    make_guidelines(people.group)
    with pytest.raises(NotAllowed, match="guidelines"):
        offered(people.robin, where=Where(Audience.GROUP, people.group))
    assert not Statement.objects.exists()


def test_help_comes_first(people: People) -> None:
    with pytest.raises(HelpFirst):
        offered(people.robin, "I want to die tonight.")
    assert not Statement.objects.exists()


def test_what_a_rule_holds_waits_for_a_moderator_first(people: People) -> None:
    row = offered(people.olive, where=HOME)  # the first words of somebody in the home
    assert row.is_held
    assert list(access.Desk(None).statements.on_desk()) == []
    held = Hold.objects.get(kind="wisdom")
    moderation.release(held=held, by=people.lee.pk)
    row.refresh_from_db()
    assert not row.is_held
    assert list(access.Desk(None).statements.on_desk()) == [row]


def test_what_a_moderator_refuses_or_removes_is_gone(people: People) -> None:
    row = offered(people.olive, where=HOME)
    held = Hold.objects.get(kind="wisdom")
    moderation.refuse(held=held, by=people.lee.pk, note="Please leave out the clinic.")
    row.refresh_from_db()
    assert (row.stage, row.text) == (Stage.REMOVED, "")
    page = browser(people.olive).get("/helped/own/").content.decode()
    assert "Please leave out the clinic." in page


# -- editors ------------------------------------------------------------------------------------


def test_an_editor_who_does_not_keep_it_tells_the_author(people: People) -> None:
    row = offered(people.robin, where=Where(Audience.GROUP, people.group))
    assert editing.take_off(statement=row, by=people.lee, key=uuid4())
    assert not Statement.objects.exists()
    assert told(people.robin) == ["wisdom.not_kept"]
    assert told(people.lee) == ["wisdom.offered"]
    page = browser(people.robin).get("/notices/").content.decode()
    assert "Thank you for giving it" in page
    page = browser(people.lee).get("/notices/").content.decode()
    assert "Words that may help" not in page


def test_words_of_somebody_who_left_stay_as_they_are(people: People) -> None:
    row = shown(people.robin, people.lee, where=Where(Audience.GROUP, people.group))
    Statement.objects.filter(pk=row.pk).update(author=None)
    with pytest.raises(Conflict):
        put(row, people.lee, "Other words")
    put(row, people.lee, row.text, ("sleep",))
    assert [each.situation for each in row.placed.all()] == ["sleep"]


def test_a_statement_points_to_what_its_readers_may_open(people: People) -> None:
    row = shown(people.robin, people.lee, where=Where(Audience.GROUP, people.group))
    pointed = share(people, people.kim)
    address = f"/groups/{people.group.key}/shares/{pointed.pk}/"
    assert (
        things.opened([("share", str(pointed.pk))], people.lee)["share", str(pointed.pk)].address
        == address
    )
    editing.point_to(statement=row, path=address, by=people.lee, key=uuid4())
    assert [(see.kind, see.thing) for see in row.see.all()] == [("share", str(pointed.pk))]
    for path in ("/", "/meetings/", f"/groups/{people.group.key}/shares/{uuid4()}/"):
        with pytest.raises(HouseError):
            editing.point_to(statement=row, path=path, by=people.lee, key=uuid4())
    editing.unpoint(see=row.see.get(), by=people.lee)
    assert not row.see.exists()


def test_a_group_adds_situations_and_takes_out_those_without_words(people: People) -> None:
    desk = access.Desk(people.group)
    made = editing.add_situation(desk=desk, label="Harvest weeks", by=people.lee, key=uuid4())
    assert made
    with pytest.raises(HouseError):
        editing.add_situation(desk=desk, label="Harvest weeks", by=people.lee, key=uuid4())
    key = str(made.pk)
    assert access.situations_for(people.kim)[key].label == "Harvest weeks"
    assert key not in access.situations_for(people.olive)
    where = Where(Audience.GROUP, people.group)
    row = shown(people.robin, people.lee, where=where, situations=(key,))
    assert found("harvest", people.kim) == [str(row.pk)]
    with pytest.raises(Conflict):
        editing.remove_situation(desk=desk, situation=made, by=people.lee)
    answering.withdraw(statement=row, user=people.robin, key=uuid4())
    editing.remove_situation(desk=desk, situation=made, by=people.lee)
    assert key not in access.situations_for(people.kim)


def test_going_from_a_group_takes_words_away_or_leaves_them_without_a_link(people: People) -> None:
    from homegroup.groups import parting

    where = Where(Audience.GROUP, people.group)
    first = shown(people.robin, people.lee, "First words", where=where)
    second = shown(people.kim, people.lee, "Second words", where=where)
    me = Membership.objects.get(user=people.robin, group=people.group)
    assert parting.has_words(me)
    parting.part(me, stays=False)
    assert not Statement.objects.filter(pk=first.pk).exists()
    parting.part(Membership.objects.get(user=people.kim, group=people.group), stays=True)
    second.refresh_from_db()
    assert (second.author, second.kind, second.thing) == (None, "", "")
    assert found("second words", people.lee) == [str(second.pk)]
