"""Enumerations of the room."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """How a notice reaches a member who is not on the site."""

    MAIL = "mail", _("E-mail")
    PUSH = "push", _("Push")


class Rhythm(TextChoices):
    """When a member wants to hear of a topic through a channel."""

    USUAL = "usual", _("At once if urgent, else daily")
    NOW = "now", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Only on this site")


class Urgency(TextChoices):
    """How much a kind of notice can wait, as long as the member has not said when."""

    SOON = "soon", _("matters today")
    DAILY = "daily", _("can wait for a day")
    SITE = "site", _("never leaves the site")


class DeliveryState(TextChoices):
    """Where a message that is to go out stands; what went out has no row any more."""

    WAITING = "waiting", _("waiting")
    FAILED = "failed", _("given up")


class Security(TextChoices):
    """How the way to the mail server is locked."""

    STARTTLS = "starttls", _("STARTTLS (often port 587)")
    TLS = "tls", _("TLS (often port 465)")
    NONE = "none", _("None (server on this machine)")


class Weekday(IntegerChoices):
    """Days as ISO counts them."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")
