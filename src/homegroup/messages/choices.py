"""Enumerations of the room, and how much of everything."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LONGEST_MESSAGE = 5_000
LONGEST_FIRST = 500
REQUEST_DAYS = timedelta(days=30)  # an unanswered request is forgotten then
FIRST_A_DAY = 5
FIRST_A_DAY_NEW = 2
FIRST_A_DAY_WELCOMING = 20  # for those whose task is to welcome people
REACH_DAYS = timedelta(days=30)  # so long moderators see how many people somebody wrote to first

CALL_DAYS = timedelta(days=7)  # an unanswered question for a number is forgotten then
CALLS_A_DAY = 10
OFFER_DAYS = timedelta(days=90)
LIST_DAYS = timedelta(days=90)
REMIND_DAYS = timedelta(days=7)
LONGEST_WHEN = 120


class TalkState(TextChoices):
    """Where two people stand who write to each other."""

    ASKED = "asked", _("One has asked")
    DECLINED = "declined", _("Not now; who asked is not told")
    OPEN = "open", _("Both write")
    ENDED = "ended", _("One of the two has ended it")


class Standing(TextChoices):
    """How one of the two sees it; whoever was declined or is not wanted goes on waiting."""

    WAITING = "waiting", _("Sent. They can answer when they like.")
    REQUEST = "request", _("Somebody would like to write with you.")
    OPEN = "open", _("You write to each other.")
    ENDED = "ended", _("This conversation has ended.")


class OpenTo(TextChoices):
    """Who may write to somebody first, in one group."""

    NOBODY = "nobody", _("Nobody")
    WELCOMING = "welcoming", _("Only people whose task is to welcome others")
    EVERYONE = "everyone", _("Everyone in this group")


class CallState(TextChoices):
    """Where a question for a number stands."""

    ASKED = "asked", _("asked")
    DECLINED = "declined", _("not now; who asked is not told")
    SHOWN = "shown", _("shown")
    ENDED = "ended", _("over, or taken back")


class Until(TextChoices):
    """For how long a number is shown to one person."""

    HOUR = "1", _("One hour")
    DAY = "24", _("One day")
    THREE_DAYS = "72", _("Three days")
    WEEK = "168", _("A week")
    MONTH = "720", _("30 days")
