"""Enumerations and limits of rooms."""

from django.db import models
from django.utils.translation import gettext_lazy as _

OPENS_BEFORE = 15  # minutes before the beginning, unless the group chose otherwise
STAYS_AFTER = 15  # minutes after the end, for who wants to talk on
LONGEST = 240  # minutes after which a room ends in any case
CALM = 180  # seconds for which a chair may fill in a page that does not refresh itself
QUIET = 60  # seconds of quiet when the chair asks for it
MOST_SEATS = 600
MOST_HANDS = 100
MOST_LETTERS = 4_000  # of what is sent at once
MOST_LINES, WITHIN = 12, 10  # of one person, within so many seconds
MOST_TALK = 400  # lines that a room remembers for those who come late
LONGEST_WIRE = 390  # bytes of one line on the wire
SMALL = 8  # a count below it is not kept
ROUND_TO = 5


class Way(models.TextChoices):
    """Where people speak."""

    TYPED = "typed", _("In writing, on this page")
    VOICE = "voice", _("By voice, on this page; who likes writes")
    SPOKEN = "spoken", _("In one room, or by the meeting's own call. Here are script, queue, clock")


class Guests(models.TextChoices):
    """Whether people come in who are not members of the group."""

    OPEN = "open", _("Come in at once")
    WAIT = "wait", _("Wait until somebody lets them in")
    INVITED = "invited", _("Only with a personal invitation")
    NONE = "none", _("Not here: members only")


class Phase(models.TextChoices):
    """Where a meeting stands."""

    GATHERING = "gathering", _("People are arriving")
    RUNNING = "running", _("The meeting is on")
    OVER = "over", _("The meeting has ended")


class Task(models.TextChoices):
    """What somebody does at this meeting."""

    CHAIR = "chair", _("Chair")
    RESERVE = "reserve", _("Reserve chair")
    TIMEKEEPER = "timekeeper", _("Timekeeper")
    GREETER = "greeter", _("Greeter")
    READER = "reader", _("Reader")
    NEWCOMER_CONTACT = "newcomer-contact", _("Newcomer contact")


ONE_ONLY = frozenset({Task.CHAIR, Task.RESERVE})
LOOKING_AFTER = (Task.GREETER, Task.NEWCOMER_CONTACT, Task.RESERVE, Task.CHAIR)
