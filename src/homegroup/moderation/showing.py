"""What pages show of the room: a desk's cards, one case, and why a thing waits."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.groups.models import Group, Membership
from homegroup.moderation import queries, subjects
from homegroup.moderation.models import Ban, Decision
from homegroup.moderation.queries import Case
from homegroup.moderation.rules import book
from homegroup.moderation.rules.looking import look
from homegroup.moderation.subjects import Around, Shown

_EXCERPT = 220
MANY_REPORTS = 2


@dataclass(frozen=True)
class Card:
    """One case on a desk: what it is, who wrote it, how it reads now, and why it lies there."""

    case: Case
    words: str
    name: str
    shown: Shown | None
    why: list[str]
    address: str

    @property
    def age(self) -> str:
        """How long it waits, in one unit."""
        return timesince(self.case.since, clock.now(), depth=1)

    @property
    def excerpt(self) -> str:
        """How it begins."""
        text = " ".join(self.shown.text.split()) if self.shown else ""
        return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT].rsplit(' ', 1)[0]}…"


def case_address(case: Case, group: Group | None) -> str:
    """Give the page of a case, on the desk of a group or of the home."""
    thing = [case.kind, case.subject]
    if group is None:
        return reverse("moderation:house_case", args=thing)
    return reverse("moderation:case", args=[group.key, *thing])


def cards(cases: list[Case], group: Group | None) -> list[Card]:
    """Give a desk's cards. What its author has deleted is left out, unless it was reported."""
    shown, names = _shown_now(cases), queries.names_in(cases)
    found = [_card(case, group, shown.get((case.kind, case.subject)), names) for case in cases]
    return [card for card in found if card.shown or card.case.reports]


def _card(
    case: Case,
    group: Group | None,
    shown: Shown | None,
    names: dict[tuple[int, UUID], Membership],
) -> Card:
    author = names.get((case.group.pk, case.about)) if case.group and case.about else None
    return Card(
        case=case,
        words=subjects.words_for(case.kind),
        name=author.name if author else "",
        shown=shown,
        why=why(case),
        address=case_address(case, group),
    )


def why(case: Case) -> list[str]:
    """Give why a thing lies on the desk, the most urgent first, in whole words."""
    told = [_("By their own words the author may not be safe.")] if case.concern else []
    if case.hold and case.hold.urgent:
        told.append(_("The author struggles right now."))
    told += [_reported(*each) for each in Counter(_reasons(case)).items()]
    if case.hold:
        rules = case.hold.rules or [case.hold.rule]
        told += [_("It waits: %s") % (book.why(rule) or rule) for rule in rules]
    return told


def _reasons(case: Case) -> list[str]:
    return [str(row.get_reason_display()) for row in case.reports]


def _reported(reason: str, times: int) -> str:
    if times < MANY_REPORTS:
        return _("Reported: %s") % reason
    return _("Reported by %(times)d people: %(reason)s") % {"times": times, "reason": reason}


def _shown_now(cases: list[Case]) -> dict[tuple[str, str], Shown]:
    """Give how things read now, by kind and id; one question for each kind."""
    gathered: dict[str, list[str]] = {}
    for case in cases:
        gathered.setdefault(case.kind, []).append(case.subject)
    return {
        (kind, each): shown
        for kind, ids in gathered.items()
        if (subject := subjects.find(kind))
        for each, shown in subject.shown(ids, None).items()
    }


@dataclass(frozen=True)
class CaseShown:
    """One case as its page shows it. `hits` are the words for which rules hold it."""

    card: Card
    author: Membership | None
    around: list[Around]
    hits: list[str]
    earlier: list[Decision]
    counts: list[tuple[str, int]]
    may_edit: bool
    may_fold: bool
    may_remove: bool

    @property
    def is_keeping_usual(self) -> bool:
        """Whether letting it stand is what is mostly done: the page's main button, then."""
        case = self.card.case
        rules = set(case.hold.rules or [case.hold.rule]) if case.hold else set()
        return not case.concern and rules <= {book.FIRST}

    @property
    def decides_on_more(self) -> bool:
        """Whether a quiet card is not all that waits on it."""
        return bool(self.card.case.hold or self.card.case.reports)

    @property
    def keep_words(self) -> str:
        """What the main button says."""
        case = self.card.case
        if case.hold:
            return _("Let it through")
        return _("It can stay") if case.reports else _("Somebody is with them")

    @property
    def remove_words(self) -> str:
        """What taking it away is called here."""
        return _("Do not let it through") if self.card.case.hold else _("Take it away")


def case_shown(case: Case, group: Group | None) -> CaseShown:
    """Give all that the page of one case shows."""
    subject = subjects.find(case.kind)
    names = queries.names_in([case])
    card = _card(case, group, _shown_now([case]).get((case.kind, case.subject)), names)
    author = names.get((case.group.pk, case.about)) if case.group and case.about else None
    there = subject is not None and card.shown is not None
    around = list(subject.context(case.subject)) if subject and there and subject.context else []
    held = case.hold is not None
    return CaseShown(
        card=card,
        author=author,
        around=around if len(around) > 1 else [],
        hits=_hits(case, card.shown),
        earlier=queries.earlier(case),
        counts=queries.counts_of(case.about, case.group),
        may_edit=bool(there and subject and subject.edit),
        may_fold=bool(there and subject and subject.fold),
        may_remove=bool(subject and (subject.refuse if held else subject.remove)),
    )


def _hits(case: Case, shown: Shown | None) -> list[str]:
    """Give the words that the rules have found, for a moderator to judge them by."""
    if case.hold is None or shown is None:
        return []
    rules = {*case.hold.rules, case.hold.rule}
    return [hit.words for rule, hit in look(shown.text).items() if rule in rules]


@dataclass(frozen=True)
class BanCard:
    """A proposal or an appeal on a desk."""

    ban: Ban
    words: str
    address: str


def ban_cards(bans: list[Ban], group: Group | None) -> list[BanCard]:
    """Give what of bans waits on a desk."""
    appealed = _("%s asks that somebody else looks again")
    proposed = _("A second moderator is needed: %s")
    return [
        BanCard(
            ban=row,
            words=(appealed if row.decided_at else proposed) % row.name,
            address=reverse("moderation:ban", args=[group.key, row.pk])
            if group
            else reverse("moderation:house_ban", args=[row.pk]),
        )
        for row in bans
    ]


def waiting_in(group: Group, user: User) -> int:
    """Give how much waits on a desk for this moderator."""
    return len(queries.group_cases(group, user)) + len(queries.bans_waiting(group, user))
