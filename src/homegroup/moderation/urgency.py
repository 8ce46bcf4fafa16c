"""What a desk looks at first."""

from collections.abc import Collection

from homegroup.moderation.choices import Reason
from homegroup.moderation.models import Concern, Hold, Report

# The smaller, the sooner.
_CRISIS, _STRUGGLES, _FIRST, _LAST = 0, 1, 7, 8
_REASONS = {
    Reason.UNSAFE: 2, Reason.PRIVATE: 3, Reason.SELLING: 4, Reason.PRETENDS: 5,
    Reason.ADVERTISING: 5, Reason.OTHER: 6,
}  # fmt: skip
_RULES = {"selling": 4, "sourcing": 4, "abuse": 3, "brokering": 5, "spam": 6, "contact": 6}


def rank(reports: Collection[Report], hold: Hold | None, concern: Concern | None) -> int:
    """Give how urgent a thing is: a crisis, somebody who struggles, what is unsafe, the rest."""
    if concern:
        return _CRISIS
    if hold and hold.urgent:
        return _STRUGGLES
    ranks = [_REASONS.get(Reason(row.reason), _LAST) for row in reports]
    if hold:
        ranks += [_RULES.get(rule, _FIRST) for rule in hold.rules or [hold.rule]]
    return min(ranks, default=_LAST)
