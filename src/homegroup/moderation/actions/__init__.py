"""Writes: reporting, weighing what is written, deciding; people, bans, rests; no contact."""

from homegroup.moderation.actions.bans import (
    answer_appeal,
    appeal,
    end_old,
    propose_ban,
    second_ban,
)
from homegroup.moderation.actions.contact import block, unblock
from homegroup.moderation.actions.deciding import Ruling, decide, decide_report, refuse, release
from homegroup.moderation.actions.holding import concern, forget_things, hold, screen
from homegroup.moderation.actions.reporting import report
from homegroup.moderation.actions.standing import (
    be_back,
    end_slow,
    forget_slow,
    lift_pause,
    pause,
    rest,
    slow_down,
    warn,
)

__all__ = [
    "Ruling", "answer_appeal", "appeal", "be_back", "block", "concern", "decide", "decide_report",
    "end_old", "end_slow", "forget_slow", "forget_things", "hold", "lift_pause", "pause",
    "propose_ban", "refuse", "release", "report", "rest", "screen", "second_ban", "slow_down",
    "unblock", "warn",
]  # fmt: skip
