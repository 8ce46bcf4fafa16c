"""Enumerations and measures of the room."""

from datetime import timedelta

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

LONGEST_PLEDGE = 500
MOST_PINNED = 3
MOST_DUTIES = 21  # of one member
MOST_SHARES, MOST_ANSWERS = 20, 60  # of one member within an hour
PAGE = 20  # shares of a feed
ANSWERS = 50  # of a share's page
FIRST_REMINDER, LAST_REMINDER = timedelta(hours=8), timedelta(hours=20)
KEEP_CLOSED = timedelta(days=30)  # what was refused or taken away, for its author
HOST_WEEK = timedelta(days=7)
HOST_AT_MOST = timedelta(days=10)  # then whoever likes goes on


class Kind(TextChoices):
    """What a share is. `DAY` is the check-in thread of one day, which nobody writes as a share."""

    SHARE = "share", _("Something on my mind")
    QUESTION = "question", _("A question: practical advice is welcome")
    GRATITUDE = "gratitude", _("Something I am thankful for")
    STRUGGLING = "struggling", _("I am struggling right now")
    MILESTONE = "milestone", _("A milestone")
    DAY = "day", _("Check-in of a day")


# What stands on the card of a share; nothing for the plain ones.
CARD_WORDS = {
    Kind.QUESTION: _("A question"),
    Kind.GRATITUDE: _("Thankful"),
    Kind.STRUGGLING: _("Struggling right now"),
    Kind.MILESTONE: _("A milestone"),
}


class State(TextChoices):
    """Who sees what somebody wrote."""

    SHOWN = "shown", _("The group sees it")
    HELD = "held", _("Waits for a moderator")
    REFUSED = "refused", _("Not let through")
    REMOVED = "removed", _("Taken away")


class Caring(TextChoices):
    """What one can say with one press. None is better than another, and none is counted."""

    HEAR = "hear", _("I hear you")
    ME_TOO = "me-too", _("Me too")
    THANKS = "thanks", _("Thank you for this")
    GLAD = "glad", _("I am glad for you")
    NEAR = "near", _("I am thinking of you")


class Reminded(IntegerChoices):
    """How often those on duty were told that a share waits."""

    NOT_YET = 0, _("not yet")
    ONCE = 1, _("after eight hours")
    TWICE = 2, _("after twenty hours")
