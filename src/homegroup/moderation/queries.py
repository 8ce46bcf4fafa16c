"""Reads: what waits on which desk, what was decided before, the log of a group."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from homegroup.accounts.models import User
from homegroup.audit.models import Entry
from homegroup.groups.models import Group
from homegroup.moderation import access
from homegroup.moderation.choices import Verdict
from homegroup.moderation.models import Report

LOG_ENTRIES = 1_000  # of the newest, that the log of a group tells of
DECIDED = "moderation.decide_report"


@dataclass(frozen=True)
class Case:
    """All reports that wait on one thing, oldest first, and what was decided on it before."""

    reports: list[Report]
    earlier: list[Report]

    @property
    def first(self) -> Report:
        """The oldest."""
        return self.reports[0]


@dataclass(frozen=True)
class LogLine:
    """What was decided in a month: of what kind, what, and how often."""

    month: date
    kind: str
    verdict: str
    times: int


def group_cases(group: Group, reader: User) -> list[Case]:
    """Give what waits in a group for this moderator, oldest first."""
    return cases_for(reader, Report.objects.waiting().filter(group=group))


def cases_for(reader: User, waiting: Iterable[Report]) -> list[Case]:
    """Give those cases of reports that wait which concern the reader in no way, oldest first."""
    cases = _cases(waiting)
    return [case for case in cases if reader.pk not in access.concerned_by(case.reports)]


def house_cases(reader: User) -> list[Case]:
    """Give what waits for who runs the home, oldest first.

    That is what belongs to no group, and what nobody in its group may decide: a report about the
    only moderator must not lie on their own desk.
    """
    cases = _cases(Report.objects.waiting())
    groups = {case.first.group_id for case in cases if case.first.group_id}
    moderators = access.moderators_of(groups)
    found = []
    for case in cases:
        concerned = access.concerned_by(case.reports)
        there = moderators.get(case.first.group_id or 0, set())
        if reader.pk not in concerned and not there - concerned:
            found.append(case)
    return found


def _cases(reports: Iterable[Report]) -> list[Case]:
    gathered: dict[tuple[str, str], list[Report]] = {}
    for row in reports:
        gathered.setdefault((row.kind, row.subject), []).append(row)
    earlier: dict[tuple[str, str], list[Report]] = {}
    subjects = {subject for _kind, subject in gathered}
    for row in Report.objects.decided().filter(subject__in=subjects).order_by("-decided_at"):
        earlier.setdefault((row.kind, row.subject), []).append(row)
    return [Case(rows, earlier.get(thing, [])) for thing, rows in gathered.items()]


def my_reports(user: User) -> list[Report]:
    """Give what somebody has reported, newest first."""
    return list(Report.objects.filter(reporter=user).order_by("-made_at", "id")[:200])


def decisions_in(group: Group) -> list[LogLine]:
    """Give what was decided in a group, newest month first, without names or words."""
    rows = Entry.objects.filter(subject=f"group:{group.pk}", action=DECIDED).order_by("-at")
    told = rows.values_list("at", "data")[:LOG_ENTRIES]
    counted = Counter((_month(at), data["kind"], data["verdict"]) for at, data in told)
    lines = [LogLine(*each, times) for each, times in counted.items()]
    return sorted(lines, key=lambda line: (line.month, line.kind, line.verdict), reverse=True)


def _month(at: datetime) -> date:
    return at.date().replace(day=1)


def verdict_words(verdict: str) -> str:
    """Give a decision in words."""
    return str(Verdict(verdict).label) if verdict in Verdict.values else verdict
