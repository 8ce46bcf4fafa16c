"""Reporting and deciding: works, refused, rolled back, told."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.accounts.people import make_member
from tests.groups.making import make_group
from tests.moderation.conftest import People

from homegroup.audit.models import Entry
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.models import Group, Membership, Position
from homegroup.moderation import actions, queries, subjects
from homegroup.moderation.actions import deciding, reporting
from homegroup.moderation.models import Report
from homegroup.notices import kinds
from homegroup.notices.models import Notice
from homegroup.privacy import actions as leaving

pytestmark = pytest.mark.django_db


def report(
    by: Membership, on: Membership, *, reason: str = "unsafe", words: str = ""
) -> Report | None:
    return actions.report(
        reporter=by.user, kind="name", subject=str(on.pk), reason=reason, words=words, key=uuid4()
    )


def decide(row: Report | None, by: Membership, verdict: str = "removed") -> bool:
    assert row
    return actions.decide_report(
        report=row, verdict=verdict, reason="As we agreed", by=by.user_id, key=uuid4()
    )


def told(row: Membership) -> list[str]:
    """Give what the notices of a person say now."""
    notices = Notice.objects.filter(user=row.user_id)
    lines = [kinds.lines(each.kind, [each.subject.split(":")[1]], row.user_id) for each in notices]
    return [str(line.text) for found in lines for line in found.values()]


def test_a_report_goes_to_the_moderators_once(people: People) -> None:
    first = report(people.robin, people.kim, words=" Not nice ")
    again = report(people.robin, people.kim, reason="other")
    assert first == again
    row = Report.objects.get()
    assert (row.group, row.about, row.as_reported) == (people.group, people.kim.user, "Kim")
    assert (row.reason, row.words) == ("unsafe", "Not nice")
    assert told(people.ana) == told(people.bo) == ["Something waits on the desk of Lamp Group."]
    assert told(people.kim) == []
    entry = Entry.objects.get(action="moderation.report")
    assert (entry.actor, entry.data) == (None, {"kind": "name", "reason": "unsafe"})


def test_three_equal_reports_are_one(people: People) -> None:
    key = uuid4()
    for _ in range(3):
        actions.report(
            reporter=people.robin.user,
            kind="name",
            subject=str(people.kim.pk),
            reason="other",
            words="",
            key=key,
        )
    assert Report.objects.count() == 1
    assert Entry.objects.filter(action="moderation.report").count() == 1


@pytest.mark.parametrize(
    ("kind", "reason"), [("name", "because"), ("name", ""), ("nothing", "unsafe")]
)
def test_what_is_refused_leaves_nothing(people: People, kind: str, reason: str) -> None:
    with pytest.raises(HouseError):
        actions.report(
            reporter=people.robin.user,
            kind=kind,
            subject=str(people.kim.pk),
            reason=reason,
            words="",
            key=uuid4(),
        )
    assert not Report.objects.exists()
    assert not Entry.objects.filter(action="moderation.report").exists()


def test_only_what_one_sees_and_what_is_not_ones_own(people: People) -> None:
    with pytest.raises(NotAllowed):
        report(people.robin, people.robin)
    outsider = make_member("far-away")
    for subject in (str(people.kim.pk), people.kim.pk.hex, str(people.kim.pk).upper(), "x"):
        with pytest.raises(HouseError):
            actions.report(
                reporter=outsider, kind="name", subject=subject, reason="other", words="",
                key=uuid4(),
            )  # fmt: skip


def test_one_spelling_of_an_id_only(people: People) -> None:
    name = subjects.find("name")
    assert name
    assert name.shown_one(str(people.kim.pk), people.robin.user)
    assert name.shown_one(people.kim.pk.hex, people.robin.user) is None


def test_too_many_that_wait(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "MOST_WAITING", 1)
    report(people.robin, people.kim)
    with pytest.raises(Conflict):
        report(people.robin, people.ana)
    assert Report.objects.count() == 1


def test_removing_takes_the_name_and_tells_all(people: People) -> None:
    rows = [report(people.robin, people.kim), report(people.bo, people.kim)]
    assert decide(rows[0], people.ana)
    people.kim.refresh_from_db()
    assert people.kim.name == "Member 1"
    assert told(people.kim) == [
        "A moderator took your name in Lamp Group away. Please choose another one."
    ]
    assert told(people.robin) == [
        "You told us of something. We have looked at it. It is not there any more."
    ]
    for row in Report.objects.all():
        assert (row.state, row.decided_by, row.as_reported) == ("removed", people.ana.user, "")
    entry = Entry.objects.get(action="moderation.decide")
    assert entry.actor == people.ana.user_id
    assert entry.data == {"kind": "name", "verdict": "removed"}
    assert Entry.objects.filter(action="groups.take_name").count() == 1
    assert told(people.bo) == told(people.robin)


def test_keeping_changes_nothing_and_it_can_be_reported_anew(people: People) -> None:
    decide(report(people.robin, people.kim), people.ana, "kept")
    people.kim.refresh_from_db()
    assert people.kim.name == "Kim"
    second = report(people.robin, people.kim)
    case = queries.group_cases(people.group, people.bo.user)[0]
    assert (case.reports, len(queries.earlier(case))) == ([second], 1)


def test_only_one_decides(people: People) -> None:
    row = report(people.robin, people.kim)
    decide(row, people.ana, "kept")
    with pytest.raises(Conflict):
        decide(row, people.bo, "removed")
    people.kim.refresh_from_db()
    assert people.kim.name == "Kim"


def test_nobody_decides_about_themself_or_what_they_reported(people: People) -> None:
    about_ana = report(people.robin, people.ana)
    by_ana = report(people.ana, people.kim)
    report(people.robin, people.kim)
    for row in (about_ana, by_ana):
        with pytest.raises(NotAllowed):
            decide(row, people.ana)
    assert queries.group_cases(people.group, people.ana.user) == []
    assert len(queries.group_cases(people.group, people.bo.user)) == 2
    assert Report.objects.waiting().count() == 3


def test_a_report_about_the_only_moderator_goes_to_who_runs_the_home(people: People) -> None:
    operator = make_member("caretaker", operator=True)
    Position.objects.filter(membership=people.bo).delete()
    row = report(people.robin, people.ana)
    assert [case.reports for case in queries.house_cases(operator)] == [[row]]
    assert told(people.ana) == []
    assert Notice.objects.filter(user=operator, subject="home:reports").count() == 1


def test_a_reason_must_be_given_and_a_failure_rolls_back(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = report(people.robin, people.kim)
    assert row
    with pytest.raises(HouseError):
        actions.decide_report(
            report=row, verdict="removed", reason=" ", by=people.ana.user_id, key=uuid4()
        )

    def fail(**_more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(deciding, "tell", fail)
    with pytest.raises(RuntimeError):
        decide(row, people.ana)
    row.refresh_from_db()
    people.kim.refresh_from_db()
    assert (row.state, people.kim.name) == ("waiting", "Kim")


def test_a_groups_page_goes_to_who_runs_the_home(people: People) -> None:
    operator = make_member("caretaker", operator=True)
    row = actions.report(
        reporter=people.robin.user, kind="group", subject=people.group.key, reason="selling",
        words="", key=uuid4(),
    )  # fmt: skip
    assert row
    assert row.group is None
    assert queries.group_cases(people.group, people.ana.user) == []
    assert len(queries.house_cases(operator)) == 1
    actions.decide_report(
        report=row, verdict="removed", reason="Sells", by=operator.pk, key=uuid4()
    )
    group = Group.objects.get()
    assert (group.visibility, group.slug) == ("unlisted", group.key)


def test_what_is_gone_can_be_closed(people: People) -> None:
    row = report(people.robin, people.kim)
    people.kim.delete()
    decide(row, people.ana)
    assert Report.objects.get().state == "removed"


def test_neutral_names_are_unique(people: People) -> None:
    decide(report(people.robin, people.kim), people.ana)
    decide(report(people.kim, people.robin), people.ana)
    names = Membership.objects.filter(name__startswith="Member").values_list("name", flat=True)
    assert sorted(names) == ["Member 1", "Member 2"]


def test_the_log_names_nobody(people: People) -> None:
    decide(report(people.robin, people.kim), people.ana, "kept")
    decide(report(people.robin, people.kim), people.ana, "kept")
    lines = queries.decisions_in(people.group)
    assert [(line.kind, line.verdict, line.times) for line in lines] == [("name", "kept", 2)]
    assert queries.decisions_in(make_group("Other")) == []


def test_leaving_takes_the_name_off_reports(people: People) -> None:
    report(people.robin, people.kim, words="my own words")
    decide(report(people.robin, people.bo), people.ana, "kept")
    for person in (people.robin, people.kim, people.ana):
        leaving.leave(user=person.user, keeps=[], key=uuid4(), by=person.user_id)
    waiting, decided = Report.objects.order_by("state", "pk").reverse()
    assert (waiting.reporter, waiting.words, waiting.about) == (None, "", None)
    assert (waiting.as_reported, waiting.reason) == ("", "unsafe")
    assert (decided.decided_by, decided.outcome, decided.state) == (None, "", "kept")


def test_the_database_keeps_the_rules(people: People) -> None:
    row = report(people.robin, people.kim)
    assert row
    for change in ({"state": "kept"}, {"reason": "because"}, {"state": "other"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.filter(pk=row.pk).update(**change)
