"""The log."""

from typing import Any, NoReturn

from django.db import models


class EntryQuerySet(models.QuerySet["Entry"]):
    """Reads and adds; nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("The audit log is append-only.")

    def delete(self) -> NoReturn:
        raise TypeError("The audit log is append-only.")


class Entry(models.Model):
    """One thing that was done. Ids are bare, so that erasing a member and the log agree."""

    at = models.DateTimeField(db_index=True)
    actor = models.UUIDField(null=True, blank=True, help_text="None: the house or a visitor.")
    action = models.CharField(max_length=64, help_text="room.verb_noun, as the action is called")
    subject = models.CharField(max_length=64, help_text="kind:id of what it was done to")
    data = models.JSONField(default=dict, blank=True, help_text="Facts, never private text.")

    objects = EntryQuerySet.as_manager()

    class Meta:
        db_table = "audit_entry"
        indexes = [models.Index(fields=["subject", "at"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("The audit log is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The audit log is append-only.")
