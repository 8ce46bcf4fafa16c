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
    REMOVED = "removed", _("We have looked at it. It is not there any more.")


class Verdict(TextChoices):
    """What a moderator decides."""

    KEEP = "kept", _("It stays")
    REMOVE = "removed", _("It was taken away")


class HoldState(TextChoices):
    """Where a thing stands that others do not see yet."""

    WAITING = "waiting", _("Waits for a moderator")
    RELEASED = "released", _("Let through")
    REFUSED = "refused", _("Not let through")


class ConcernState(TextChoices):
    """Where a quiet card stands: somebody may not be safe."""

    WAITING = "waiting", _("Waits for a moderator")
    SEEN = "seen", _("Somebody is with them")
