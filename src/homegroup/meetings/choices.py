"""Enumerations of meetings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Attendance(models.TextChoices):
    """How one takes part."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("In person and online")


class Status(models.TextChoices):
    """Whether a meeting takes place. `PAUSED` is never stored: an open pause makes it."""

    LISTED = "listed", _("Listed")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")


class Repeats(models.TextChoices):
    """How a schedule repeats. The first four are `places.recurrence.Kind`."""

    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnightly", _("every second week")
    MONTHLY = "monthly", _("every month")
    ONCE = "once", _("once")
    APPOINTMENT = "appointment", _("by appointment")


class Category(models.TextChoices):
    """What a type tells about a meeting."""

    ATTENDANCE = "attendance", _("Who may come")
    FORMAT = "format", _("Format")
    READING = "reading", _("What is read")
    AUDIENCE = "audience", _("Who it is for")
    ACCESS = "access", _("Access")
    CUSTOM = "custom", _("Good to know")
    LANGUAGE = "language", _("Language")


class CorrectionState(models.TextChoices):
    """Where a report stands in the secretary's queue."""

    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    DECLINED = "declined", _("declined")
