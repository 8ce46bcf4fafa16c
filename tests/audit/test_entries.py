"""The log only grows: through the ORM, and against raw SQL."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from homegroup.audit.actions import record
from homegroup.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> Entry:
    return record(action="meetings.pause", subject="meeting:1", by=None, data={"reason": "holiday"})


def test_an_entry_tells_who_what_and_when() -> None:
    actor, moment = uuid4(), datetime(2026, 3, 4, 12, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        made = record(action="meetings.pause", subject="meeting:1", by=actor, data={"n": 1})
    stored = Entry.objects.get(pk=made.pk)
    assert (stored.at, stored.actor, stored.action) == (moment, actor, "meetings.pause")
    assert (stored.subject, stored.data) == ("meeting:1", {"n": 1})
    assert str(stored) == "2026-03-04 12:00 meetings.pause meeting:1"


def test_an_entry_goes_with_the_transaction_that_it_tells_of() -> None:
    with transaction.atomic():
        record(action="meetings.pause", subject="meeting:1", by=None, data={})
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


def _save(entry: Entry) -> None:
    entry.action = "other"
    entry.save()


REFUSED: dict[str, Callable[[Entry], object]] = {
    "save": _save,
    "delete": lambda entry: entry.delete(),
    "update of all": lambda entry: Entry.objects.update(action="other"),
    "update of some": lambda entry: Entry.objects.filter(pk=entry.pk).update(action="other"),
    "update of many": lambda entry: Entry.objects.bulk_update([entry], ["action"]),
    "delete of all": lambda entry: Entry.objects.all().delete(),
}


@pytest.mark.parametrize("attempt", REFUSED.values(), ids=REFUSED)
def test_the_orm_refuses_to_change_it(entry: Entry, attempt: Callable[[Entry], object]) -> None:
    with pytest.raises(TypeError, match="append-only"), transaction.atomic():
        attempt(entry)
    assert Entry.objects.get().action == "meetings.pause"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET action = 'other'",
        "UPDATE audit_entry SET actor = NULL, data = '{}' WHERE subject = 'meeting:1'",
    ],
)
def test_the_database_itself_refuses_an_update(entry: Entry, sql: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert Entry.objects.get().action == "meetings.pause"


def test_an_insert_that_would_overwrite_is_refused(entry: Entry) -> None:
    twin = Entry(pk=entry.pk, at=entry.at, action="other", subject="meeting:1")
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.bulk_create(
            [twin], update_conflicts=True, unique_fields=["id"], update_fields=["action"]
        )
    assert Entry.objects.get().action == "meetings.pause"
