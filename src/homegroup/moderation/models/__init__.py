"""What the room keeps: things that wait, people, keys of desks."""

from homegroup.moderation.models.keys import DeskKey, DeskKeyShare, Evidence
from homegroup.moderation.models.people import Ban, Block, LastWritten, Pause, Rest, SlowMode
from homegroup.moderation.models.things import Concern, Decision, Hold, Report

__all__ = [
    "Ban", "Block", "Concern", "Decision", "DeskKey", "DeskKeyShare", "Evidence", "Hold",
    "LastWritten", "Pause", "Report", "Rest", "SlowMode",
]  # fmt: skip
