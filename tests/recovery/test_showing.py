"""What this room shows on pages of others, and how it reads in the export."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import RequestFactory
from tests.accounts.people import sign_in
from tests.groups.making import make_group, make_membership
from tests.recovery.conftest import Somebody, said

from homegroup.core import today_panels
from homegroup.core.navigation import entries_for
from homegroup.recovery import actions, showing
from homegroup.recovery.companions import companions_of
from homegroup.vault import kinds
from homegroup.vault.kinds import Readable
from homegroup.vault.vaults import Opened

pytestmark = pytest.mark.django_db


def request_of(me: Somebody, *, locked: bool = False):
    request = RequestFactory().get("/today/")
    request.user = me.user
    request.visit = sign_in(me.client, me.user, locked=locked)  # type: ignore[attr-defined]
    return request


def test_today_tells_what_was_noted_and_begun(me: Somebody) -> None:
    panel = showing.today_panel(request_of(me))
    assert panel
    assert "Note what you mean to do today" in said(panel.body)
    actions.keep_check_in(vault=me.vault, on=date(2026, 3, 4), morning="call Kim", evening="x",
                          revision=0, key=uuid4())  # fmt: skip
    typed = {"text": "I was about", "on": "", "tags": "", "revision": 0}
    actions.keep_draft(vault=me.vault, slot=uuid4(), page=None, typed=typed)
    panel = showing.today_panel(request_of(me))
    assert panel
    shown = said(panel.body)
    assert "Today I … call Kim" in shown
    assert "You had begun: I was about" in shown


def test_today_tells_nothing_of_it_while_locked(me: Somebody) -> None:
    me.write()
    assert showing.today_panel(request_of(me, locked=True)) is None
    panels = today_panels.panels_for(request_of(me, locked=True), is_locked=True)
    (panel,) = [each for each in panels if each.heading == showing.TODAY]
    assert panel.is_locked
    assert panel.body == ""


def test_the_today_page_opens_with_it(me: Somebody) -> None:
    assert "What I noted" in me.get("/today/")


def test_the_header_leads_to_the_journal(me: Somebody) -> None:
    assert "/journal/" in [entry.path for entry in entries_for(request_of(me))]


def test_every_kind_reads_in_words(me: Somebody, kim: Somebody) -> None:
    group = make_group()
    make_membership(me.user, group, "Robin")
    make_membership(kim.user, group, "Kim")
    page = me.write("First line\n\nsecond", tags=["rain"])
    actions.open_page_to(vault=me.vault, page=page, companion=companions_of(me.user.pk)[0],
                         key=uuid4())  # fmt: skip
    typed = {"text": "begun", "on": "", "tags": "", "revision": 0}
    actions.keep_draft(vault=me.vault, slot=uuid4(), page=None, typed=typed)
    actions.add_person(vault=me.vault, name="Sam", numbers=["555 01", "555 02"], when="late",
                       key=uuid4())  # fmt: skip
    actions.keep_check_in(vault=me.vault, on=date(2026, 3, 4), morning="walk", evening="rain",
                          revision=0, key=uuid4())  # fmt: skip
    entries = {each.kind: kinds.readable(each) for each in me.vault.entries(bodies=True)}
    assert entries == {
        "journal": Readable("First line", date(2026, 3, 4), ["First line", "second", "Tags: rain"]),
        "draft": Readable("You had begun", None, ["begun"]),
        "people": Readable("People to call", None, ["Sam · 555 01, 555 02 · late"]),
        "check-in": Readable("Check-in", date(2026, 3, 4),
                             ["This morning: today I … walk", "rain"]),
        "shown": Readable("Opened to Kim (Lamp Group)"),
    }  # fmt: skip
    assert {each.name for each in kinds.known()} >= entries.keys()


def test_a_kind_that_nobody_knows_is_told_as_it_is() -> None:
    opened = Opened(uuid4(), uuid4(), "plan", {"on": "2026-03-04"}, {"text": "walk"}, 1)
    assert kinds.readable(opened) == Readable("plan", None, ["on: 2026-03-04", "text: walk"])
