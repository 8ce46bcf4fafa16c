"""Deciding on a thing: each way works, is refused, rolled back; one decides for all that waits."""

from uuid import uuid4

import pytest
from tests.accounts.people import make_member
from tests.moderation.conftest import Papers, People

from homegroup.audit.models import Entry
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.models import Membership, Position
from homegroup.moderation import actions, queries, showing
from homegroup.moderation.actions import Ruling
from homegroup.moderation.models import Concern, Decision, Hold, Report
from homegroup.notices import kinds
from homegroup.notices.models import Notice

pytestmark = pytest.mark.django_db

SOURCING = "Where can I get some coke tonight?"
CRISIS = "I want to kill myself."


def decide(subject: str, ruling: Ruling, by: Membership) -> Decision | None:
    return actions.decide(kind="paper", subject=subject, ruling=ruling, by=by.user_id, key=uuid4())


def report(papers: Papers, subject: str, by: Membership, reason: str = "unsafe") -> Report | None:
    return actions.report(
        reporter=by.user, kind="paper", subject=subject, reason=reason, words="", key=uuid4()
    )


def told(person: Membership, kind: str) -> list[str]:
    """Give what the notices of that kind say to a person now."""
    rows = Notice.objects.filter(user=person.user_id, kind=f"moderation.{kind}")
    found = [kinds.lines(row.kind, [row.subject.split(":")[1]], person.user_id) for row in rows]
    return [str(line.text) for lines in found for line in lines.values()]


@pytest.mark.parametrize(
    ("ruling", "state", "verdict", "said"),
    [
        (Ruling("kept"), "shown", "passed", "Others see it now: A paper"),
        (Ruling("edited", note="No shops", text="Better"), "shown", "edited",
         "A moderator changed this: A paper"),
        (Ruling("folded", label="about coke"), "shown", "folded",
         "This stands folded now, under a label: A paper"),
        (Ruling("removed", note="It asks where"), "refused", "refused",
         "Others do not see this: A paper"),
    ],
)  # fmt: skip
def test_what_was_held_is_decided_once(
    people: People, papers: Papers, ruling: Ruling, state: str, verdict: str, said: str
) -> None:
    subject = papers.write(SOURCING, people.kim)
    assert papers.rows[subject].state == "held"
    made = decide(subject, ruling, people.ana)
    assert made
    paper = papers.rows[subject]
    assert (paper.state, paper.note, paper.label) == (state, ruling.note, ruling.label)
    assert paper.text == (ruling.text or SOURCING)
    assert (made.verdict, made.about, made.group) == (verdict, people.kim.user, people.group)
    assert told(people.kim, "outcome") == [said]
    assert not Hold.objects.waiting().exists()
    with pytest.raises(Conflict):
        decide(subject, ruling, people.bo)
    entries = Entry.objects.filter(action="moderation.decide")
    assert [entry.data for entry in entries] == [{"kind": "paper", "verdict": verdict}]


def test_one_decision_closes_all_that_waits_on_a_thing(people: People, papers: Papers) -> None:
    subject = papers.write(f"{CRISIS} {SOURCING}", people.kim)
    report(papers, subject, people.robin)
    report(papers, subject, people.bo, "selling")
    case = queries.case_on("paper", subject, people.group, people.ana.user)
    assert case
    assert (len(case.reports), case.rank) == (2, 0)
    assert decide(subject, Ruling("folded", label="about harm"), people.ana)
    for model in (Report, Hold):
        assert not model.objects.waiting().exists()  # type: ignore[attr-defined]
    assert Concern.objects.waiting().exists()  # until somebody is with them
    assert {row.state for row in Report.objects.all()} == {"changed"}
    assert told(people.robin, "decided") == [
        "You told us of something. We have looked at it. It reads differently now."
    ]


def test_a_quiet_card_is_closed_without_a_word_to_the_author(
    people: People, papers: Papers
) -> None:
    subject = papers.write(CRISIS, people.ana)
    made = decide(subject, Ruling("kept"), people.bo)
    assert made
    assert made.verdict == "seen"
    assert Concern.objects.get().state == "seen"
    assert told(people.ana, "outcome") == []
    assert queries.told_to(people.ana.user) == []


@pytest.mark.parametrize(
    "ruling",
    [
        Ruling("edited", text="Better"),
        Ruling("edited", note="why", text=" "),
        Ruling("folded"),
        Ruling("removed", note=" "),
        Ruling("warned", note="x"),
        Ruling("nonsense"),
    ],
)
def test_what_lacks_words_is_refused_and_changes_nothing(
    people: People, papers: Papers, ruling: Ruling
) -> None:
    subject = papers.write(SOURCING, people.kim)
    with pytest.raises(HouseError):
        decide(subject, ruling, people.ana)
    assert papers.rows[subject].state == "held"
    assert Hold.objects.waiting().count() == 1
    assert not Decision.objects.exists()


def test_what_a_kind_cannot_do_is_refused(people: People) -> None:
    actions.hold(kind="name", subject=str(people.kim.pk), rule="first")
    for ruling in (Ruling("edited", note="x", text="y"), Ruling("folded", label="z")):
        with pytest.raises(HouseError):
            actions.decide(
                kind="name", subject=str(people.kim.pk), ruling=ruling, by=people.ana.user_id,
                key=uuid4(),
            )  # fmt: skip
    assert Hold.objects.waiting().count() == 1


def test_nobody_decides_on_their_own(people: People, papers: Papers) -> None:
    Position.objects.filter(membership=people.bo).delete()
    subject = papers.write(SOURCING, people.bo)
    with pytest.raises(NotAllowed):
        decide(subject, Ruling("kept"), people.bo)
    assert queries.case_on("paper", subject, people.group, people.bo.user) is None
    assert Hold.objects.waiting().count() == 1


def test_when_the_room_fails_nothing_is_decided(people: People, papers: Papers) -> None:
    subject = papers.write(SOURCING, people.kim)
    papers.fails = True
    with pytest.raises(RuntimeError):
        decide(subject, Ruling("kept"), people.ana)
    assert Hold.objects.waiting().count() == 1
    assert not Decision.objects.exists()
    assert told(people.kim, "outcome") == []


def test_pressed_three_times_it_is_decided_once(people: People, papers: Papers) -> None:
    subject, key = papers.write(SOURCING, people.kim), uuid4()
    made = [
        actions.decide(
            kind="paper", subject=subject, ruling=Ruling("kept"), by=people.ana.user_id, key=key
        )
        for _ in range(3)
    ]
    assert [bool(each) for each in made] == [True, False, False]
    assert Decision.objects.count() == 1


def test_what_its_author_deleted_leaves_the_desk_unless_it_was_reported(
    people: People, papers: Papers
) -> None:
    gone, reported = papers.write(SOURCING, people.kim), papers.write(SOURCING, people.kim)
    report(papers, reported, people.robin)
    papers.rows.clear()
    cards = showing.cards(queries.group_cases(people.group, people.ana.user), people.group)
    assert [card.case.subject for card in cards] == [reported]
    assert decide(reported, Ruling("removed", note="x"), people.ana)
    assert Report.objects.get().state == "removed"
    assert gone not in papers.rows


def test_the_desk_is_ordered_by_urgency_then_age(people: People, papers: Papers) -> None:
    first = papers.write("I slept well.", people.kim)
    sells = papers.write("I sell pills, cheap", people.kim)
    struggles = papers.write("It is bad tonight.", people.kim, urgent=True)
    crisis = papers.write(CRISIS, people.robin)
    later = papers.write("I walked.", people.robin)
    report(papers, first, people.robin, "private")
    cases = queries.group_cases(people.group, people.ana.user)
    assert [case.subject for case in cases] == [crisis, struggles, first, sells, later]


def test_what_a_moderator_is_shown_of_a_case(people: People, papers: Papers) -> None:
    before = papers.write("Hello", people.kim)
    decide(before, Ruling("kept", reason="fine"), people.ana)
    subject = papers.write(SOURCING, people.kim)
    case = queries.case_on("paper", subject, people.group, people.bo.user)
    assert case
    shown = showing.case_shown(case, people.group)
    assert shown.author == people.kim
    assert shown.hits == ["where can i get some coke"]
    assert [each.is_it for each in shown.around] == [False, True]
    assert shown.counts == [("It was let through", 1)]
    assert (shown.keep_words, shown.remove_words) == ("Let it through", "Do not let it through")
    assert queries.why_held("paper", [subject]) == {subject: ("sourcing", "first")}
    assert (
        "It waits: it may ask or tell where to get drugs, drink, medicine or a bet."
        in shown.card.why
    )


def test_where_nobody_may_decide_the_operators_do(people: People, papers: Papers) -> None:
    operator = make_member("caretaker", operator=True)
    Position.objects.all().delete()
    subject = papers.write(SOURCING, people.kim)
    assert [case.subject for case in queries.house_cases(operator)] == [subject]
    assert Notice.objects.filter(user=operator, subject="home:reports").exists()
    assert queries.case_on("paper", subject, None, operator)
    people.ana.positions.create(kind="moderator", from_on="2026-01-01")
    assert queries.house_cases(operator) == []
    assert queries.case_on("paper", subject, None, operator) is None


def test_an_author_reads_what_was_said_to_them(people: People, papers: Papers) -> None:
    subject = papers.write(SOURCING, people.kim)
    decide(subject, Ruling("removed", note="It asks where", reason="second time"), people.ana)
    (row,) = queries.told_to(people.kim.user)
    assert (row.note, row.verdict) == ("It asks where", "refused")
    verdicts = [line.verdict for line in queries.decisions_in(people.group)]
    assert verdicts == ["refused", "moderation.hold"]
