"""Enumerations of the room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    """Why somebody reports a thing, in plain words."""

    UNSAFE = "unsafe", _("It makes me feel unsafe")
    PRIVATE = "private", _("It tells private things about somebody")
    SELLING = "selling", _("Somebody sells something, or says where to get it")
    ADVERTISING = "advertising", _("It advertises a treatment or a place")
    PRETENDS = "pretends", _("It pretends to be somebody else")
    OTHER = "other", _("Something else")


class ReportState(TextChoices):
    """Where a report stands."""

    WAITING = "waiting", _("Somebody will look at it.")
    KEPT = "kept", _("We have looked at it. It can stay.")
    CHANGED = "changed", _("We have looked at it. It reads differently now.")
    REMOVED = "removed", _("We have looked at it. It is not there any more.")


class Verdict(TextChoices):
    """What a moderator decides, on a thing or on its author."""

    KEEP = "kept", _("It stays")
    PASS = "passed", _("It was let through")
    SEEN = "seen", _("Somebody is with them")
    EDIT = "edited", _("It was changed")
    FOLD = "folded", _("It stands folded, under a label")
    REMOVE = "removed", _("It was taken away")
    REFUSE = "refused", _("It was not let through")
    WARN = "warned", _("A private word to the author")
    PAUSE = "paused", _("A pause from writing")
    LIFT = "lifted", _("A pause was ended early")
    BAN = "banned", _("Two agreed on a longer time away")
    ALONE = "alone", _("One decided alone on a longer time away: nobody else there may")
    APPEAL = "appealed", _("A time away was looked at again")


ON_THINGS = (
    Verdict.KEEP, Verdict.PASS, Verdict.SEEN, Verdict.EDIT, Verdict.FOLD, Verdict.REMOVE,
    Verdict.REFUSE,
)  # fmt: skip
# After which others see what was held; the rest keeps it to its author.
LETS_THROUGH = frozenset({Verdict.KEEP, Verdict.PASS, Verdict.SEEN, Verdict.EDIT, Verdict.FOLD})
WITH_NOTE = frozenset({Verdict.EDIT, Verdict.REMOVE, Verdict.REFUSE})  # the author must learn why


class HoldState(TextChoices):
    """Where a thing stands that others do not see yet."""

    WAITING = "waiting", _("Waits for a moderator")
    RELEASED = "released", _("Let through")
    REFUSED = "refused", _("Not let through")


class ConcernState(TextChoices):
    """Where a quiet card stands: somebody may not be safe."""

    WAITING = "waiting", _("Waits for a moderator")
    SEEN = "seen", _("Somebody is with them")


class BanState(TextChoices):
    """Where a proposal to keep somebody away stands."""

    PROPOSED = "proposed", _("Waits for a second moderator")
    RUNNING = "running", _("Two have agreed")
    DECLINED = "declined", _("The second did not agree")
    LIFTED = "lifted", _("It was ended early")


class AppealState(TextChoices):
    """Where the wish of a person stands that somebody else looks at it again."""

    NONE = "none", _("Not asked for")
    WAITING = "waiting", _("Somebody else looks at it again")
    GRANTED = "granted", _("They may come back")
    REFUSED = "refused", _("It stays as it is")
