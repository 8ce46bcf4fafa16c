"""Reads: what waits on which desk, what was decided before, the log of a group."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from homegroup.accounts.models import User
from homegroup.audit.models import Entry
from homegroup.core import clock
from homegroup.groups.choices import Power
from homegroup.groups.models import Group, Membership
from homegroup.groups.positions import kinds_with
from homegroup.moderation import access, urgency
from homegroup.moderation.choices import Verdict
from homegroup.moderation.models import Ban, Concern, Decision, Hold, Pause, Report

LOG_ENTRIES = 1_000  # of the newest, that the log of a group tells of
DECIDED = ("moderation.decide", "moderation.decide_report")
_HELD, _SLOW = "moderation.hold", "moderation.slow_down"
MOST_CASES = 200  # on a desk at once
_TOLD = {
    _HELD: gettext_lazy("A moderator read it before others did"),
    _SLOW: gettext_lazy("All wrote slowly for a time"),
}
_LOOK_BACK = timedelta(days=365)
Row = Report | Hold | Concern


@dataclass
class Case:
    """All that waits on one thing: reports (oldest first), a hold, a quiet card."""

    kind: str
    subject: str
    group: Group | None
    about: UUID | None
    reports: list[Report] = field(default_factory=list)
    hold: Hold | None = None
    concern: Concern | None = None

    def add(self, row: Row) -> None:
        """Add what waits on it."""
        if isinstance(row, Report):
            self.reports.append(row)
        elif isinstance(row, Hold):
            self.hold = row
        else:
            self.concern = row

    @property
    def rows(self) -> list[Row]:
        """All that waits on it."""
        return [*self.reports, *(row for row in (self.hold, self.concern) if row)]

    @property
    def since(self) -> datetime:
        """Since when it waits."""
        return min(row.made_at for row in self.rows)

    @property
    def rank(self) -> int:
        """How urgent it is: 0 is looked at first."""
        return urgency.rank(self.reports, self.hold, self.concern)

    @property
    def has_evidence(self) -> bool:
        """Whether something was sealed to the desk with a report."""
        return any(hasattr(row, "evidence") for row in self.reports)


@dataclass(frozen=True)
class LogLine:
    """What was decided in a month: of what kind, what, and how often."""

    month: date
    kind: str
    verdict: str
    times: int


def group_cases(group: Group, reader: User) -> list[Case]:
    """Give what waits in a group for this moderator, the most urgent first, then the oldest."""
    return cases_for(reader, Q(group=group))


def cases_for(reader: User, where: Q) -> list[Case]:
    """Give those cases that concern the reader in no way, the most urgent first."""
    cases = _cases(where)
    return [case for case in cases if reader.pk not in access.concerned_by(case.rows)]


def house_cases(reader: User) -> list[Case]:
    """Give what waits for who runs the home, the most urgent first.

    That is what belongs to no group, and what nobody in its group may decide: a report about the
    only moderator must not lie on their own desk.
    """
    holders = Membership.objects.holding(*kinds_with(frozenset({Power.MODERATE})))
    of_holders = Q(about__in=holders.values("user"))
    alone = Q(group__isnull=True) | ~Q(group__in=holders.values("group"))
    cases = _cases(alone | of_holders, reports=alone | of_holders | _by(holders))
    moderators = access.moderators_of({case.group.pk for case in cases if case.group})
    found = []
    for case in cases:
        concerned = access.concerned_by(case.rows)
        there = moderators.get(case.group.pk, set()) if case.group else set()
        if reader.pk not in concerned and not there - concerned:
            found.append(case)
    return found


def _by(holders: QuerySet[Membership]) -> Q:
    return Q(reporter__in=holders.values("user"))


def case_on(kind: str, subject: str, group: Group | None, reader: User) -> Case | None:
    """Give one case of a desk (of the home where `group` is None) for this reader, else None."""
    found = next(iter(_cases(Q(kind=kind, subject=subject))), None)
    if found is None or reader.pk in access.concerned_by(found.rows):
        return None
    if group is not None:
        return found if found.group == group else None
    if found.group and not access.house_acts_for(found.group, access.concerned_by(found.rows)):
        return None
    return found


def _cases(where: Q, reports: Q | None = None) -> list[Case]:
    gathered: dict[tuple[str, str], Case] = {}
    told = Report.objects.waiting().select_related("evidence")
    for rows in (
        told.filter(reports or where),
        Hold.objects.waiting().filter(where),
        Concern.objects.waiting().filter(where),
    ):
        for row in rows.select_related("group")[:MOST_CASES]:
            new = Case(row.kind, row.subject, row.group, row.about_id)
            gathered.setdefault((row.kind, row.subject), new).add(row)
    return sorted(gathered.values(), key=lambda case: (case.rank, case.since))[:MOST_CASES]


def earlier(case: Case) -> list[Decision]:
    """Give what was decided on a thing before, newest first."""
    return list(Decision.objects.filter(kind=case.kind, subject=case.subject)[:20])


def counts_of(person: UUID | None, group: Group | None) -> list[tuple[str, int]]:
    """Give how often what was decided on somebody in a group within a year, in words."""
    if person is None:
        return []
    since = clock.now() - _LOOK_BACK
    rows = Decision.objects.filter(about=person, group=group, at__gt=since)
    counted = Counter(rows.values_list("verdict", flat=True))
    return [(verdict_words(verdict), times) for verdict, times in sorted(counted.items())]


def names_in(cases: Iterable[Case]) -> dict[tuple[int, UUID], Membership]:
    """Give who wrote things, as their groups know them, by group and account."""
    pairs = {(case.group.pk, case.about) for case in cases if case.group and case.about}
    rows = Membership.objects.members().filter(
        group__in={group for group, _user in pairs}, user__in={user for _group, user in pairs}
    )
    found = {(row.group_id, row.user_id): row for row in rows}
    return {pair: found[pair] for pair in pairs if pair in found}


def bans_waiting(group: Group, reader: User) -> list[Ban]:
    """Give the proposals and appeals in a group that this moderator may decide on."""
    rows = list(_open_bans().filter(group=group))
    may = access.deciders(rows)
    return [row for row in rows if reader.pk in may[row.pk]]


def house_bans(reader: User) -> list[Ban]:
    """Give those for who runs the home: for the whole home, or nobody in their group may."""
    rows = list(_open_bans())
    may, there = access.deciders(rows), access.moderators_of({row.group_id for row in rows})
    return [
        row
        for row in rows
        if reader.pk in may[row.pk]
        and (row.everywhere or not there[row.group_id] - access.apart_from(row))
    ]


def _open_bans() -> QuerySet[Ban]:
    appealed = Ban.objects.appealed().values("pk")
    rows = Ban.objects.proposed() | Ban.objects.filter(pk__in=appealed)
    return rows.select_related("group")


def paused_in(group: Group) -> list[tuple[Membership, Pause]]:
    """Give who cannot write in a group just now, whose time ends soonest first."""
    rows = list(Pause.objects.running().filter(group=group))
    people = group.memberships.members().filter(user__in={row.user_id for row in rows})
    found = {person.user_id: person for person in people}
    return [(found[row.user_id], row) for row in rows if row.user_id in found]


def my_reports(user: User) -> list[Report]:
    """Give what somebody has reported, newest first."""
    return list(Report.objects.filter(reporter=user).order_by("-made_at", "id")[:200])


def told_to(user: User) -> list[Decision]:
    """Give what moderators have told somebody about what is theirs, newest first."""
    quiet = (Verdict.KEEP, Verdict.SEEN)
    rows = Decision.objects.filter(about=user).exclude(verdict__in=quiet)
    return list(rows.select_related("group")[:100])


def why_held(kind: str, things: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Give the names of the rules for which things wait, by id; `rules.book.why` has the words."""
    rows = Hold.objects.waiting().filter(kind=kind, subject__in=things)
    return {row.subject: tuple(row.rules) or (row.rule,) for row in rows}


def decisions_in(group: Group) -> list[LogLine]:
    """Give what was decided in a group, newest month first, without names or words.

    With what waited for a moderator first, and how often all wrote slowly.
    """
    actions = (*DECIDED, _HELD, _SLOW)
    rows = Entry.objects.filter(subject=f"group:{group.pk}", action__in=actions).order_by("-at")
    told = rows.values_list("at", "action", "data")[:LOG_ENTRIES]
    counted = Counter((_month(at), *_logged(action, data)) for at, action, data in told)
    lines = [LogLine(*each, times) for each, times in counted.items()]
    return sorted(lines, key=lambda line: (line.month, line.kind, line.verdict), reverse=True)


def _logged(action: str, data: dict[str, str]) -> tuple[str, str]:
    """Give of what kind of thing an entry tells, and what became of it."""
    if action == _SLOW:
        return "", _SLOW
    return data["kind"], _HELD if action == _HELD else data["verdict"]


def _month(at: datetime) -> date:
    return at.date().replace(day=1)


def verdict_words(verdict: str) -> str:
    """Give a decision in words, or what else the log tells of."""
    if verdict in _TOLD:
        return str(_TOLD[verdict])
    return str(Verdict(verdict).label) if verdict in Verdict.values else verdict
