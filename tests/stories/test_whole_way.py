"""The whole way of a story through the pages: begun, written, looked through, read, taken back."""

import re
from uuid import UUID

import pytest
from django.test import Client
from tests.stories.conftest import TEXT, Somebody, said

from homegroup.stories import queries
from homegroup.stories.models import Offer, Story

pytestmark = pytest.mark.django_db


def test_a_story_goes_all_the_way(me: Somebody, editor: Somebody, kim: Somebody) -> None:
    assert "How it was, what happened, how it is now" in me.get("/stories/write/")
    first = me.post("/stories/write/", guide="then-now", language="en").headers["Location"]
    page = me.get(first)
    assert "What were your days like?" in page
    slot = re.search(r'name="slot" value="([0-9a-f]+)"', page)
    assert slot
    second = me.post(first, text=f"Anna sat with me. {TEXT}", heading="How it was", revision="1",
                     slot=slot[1], go="on").headers["Location"]  # fmt: skip
    assert second != first
    me.post(second, text="Then I rang somebody.", heading="What happened", revision="1")
    work = UUID(first.split("/")[3])
    assert [each.words for each in me.draft(work).chapters] == [70, 4, 0]
    here = f"/stories/write/{work}/"
    assert "Quiet evenings" in me.get(
        me.post(here, title="Quiet evenings", language="en").headers["Location"]
    )
    page = me.get(f"{here}check/")
    assert "<mark" in page
    assert "Anna" in page
    answer = me.post(f"{here}check/", key_1="name|anna", what_1="change", instead_1="a friend")
    assert answer.headers["Location"] == f"{here}hand-in/"
    assert me.draft(work).chapters[0].text.startswith("A friend sat with me.")
    me.post(f"{here}hand-in/", audience="public", pen_name="Wren", topics=["evenings"], yes="on")
    offer = Offer.objects.get()
    assert said(me.get("/stories/mine/")).count("Waits for an editor") == 1
    assert "Quiet evenings" in editor.get("/stories/desk/")
    read = editor.get(f"/stories/desk/{offer.pk}/")
    assert "A friend sat with me." in read
    editor.post(f"/stories/desk/{offer.pk}/publish/", round=str(offer.round))
    visitor = Client()
    address = f"/stories/{offer.pk}/"
    assert "A friend sat with me." in visitor.get(address).content.decode()
    assert "Quiet evenings" in visitor.get("/stories/").content.decode()
    kim.post(f"{address}helped/", reason="hope", chapter="0", words="The ringing.")
    assert "The ringing." in me.get(address)
    assert "The ringing." not in visitor.get(address).content.decode()
    me.post(f"{address}mine/take-back/")
    assert visitor.get(address).status_code == 404
    assert kim.client.get(address).status_code == 404
    assert not Story.objects.exists()
    assert queries.draft(me.vault, work).title == "Quiet evenings"
