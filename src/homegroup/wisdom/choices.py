"""Enumerations and limits of the room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

KIND = "wisdom"
PAGE_KIND = "wisdom-page"  # an introduction, for moderators and the search
LONGEST = 500  # letters of a statement
LONGEST_LABEL = 60  # of a situation that a group adds
LONGEST_INTRODUCTION = 1_000  # letters above the statements of a page
MOST_SITUATIONS = 3
MOST_FIRST = 3  # statements that editors put first on a page
MOST_OWN = 60  # situations of a group
MOST_SEE = 6  # things that a statement points to
MOST_A_DAY = 10  # that one person asks for, or offers
MOST_ASKED_OF = 5  # that wait for an answer of one person
LEAST_TOLD = 8  # members, before a number is told
A_PAGE = 30  # statements of a page; also on an editor's desk
STEP = 5  # to which numbers are rounded


class Stage(TextChoices):
    """Where a statement stands."""

    ASKED = "asked", _("You are asked about it")
    AGREED = "agreed", _("Waits for somebody to put it on the page")
    SHOWN = "shown", _("On the page")
    NO = "no", _("Not kept")
    REMOVED = "removed", _("Taken away by a moderator")


CLOSED = (Stage.NO, Stage.REMOVED)
