"""Prompts of the day: the same for all, each once before one comes again, changed by the site."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.stories.conftest import Somebody, said

from homegroup.core.errors import HouseError
from homegroup.stories import prompts, queries
from homegroup.stories.actions import prompts as actions
from homegroup.stories.models import Prompt

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 4)


@pytest.mark.parametrize(("language", "least"), [("en", 60), ("es", 30), ("de", 30), ("fr", 30)])
def test_there_are_many_and_each_comes_once(language: str, least: int) -> None:
    texts = [text for _origin, text in prompts.shipped_in(language)]
    assert len(set(texts)) == len(texts) >= least
    start = date.fromordinal(DAY.toordinal() // len(texts) * len(texts))
    lap = [prompts.of_day(start + timedelta(days=n), language) for n in range(len(texts))]
    assert sorted(lap) == sorted(texts)
    following = [
        prompts.of_day(start + timedelta(days=len(texts) + n), language) for n in range(len(texts))
    ]
    assert following != lap


def test_who_reads_another_language_gets_english() -> None:
    assert prompts.of_day(DAY, "sv") == prompts.of_day(DAY, "en")
    assert prompts.of_day(DAY, "es-mx") == prompts.of_day(DAY, "es") != prompts.of_day(DAY, "en")


def test_the_prompt_stands_on_the_day_s_page_and_begins_a_story(me: Somebody) -> None:
    told = prompts.of_day(DAY)
    assert told in me.get("/today/").replace("&#x27;", "'")
    assert told in me.get("/stories/write/").replace("&#x27;", "'")
    me.post("/stories/write/", guide="free", language="en", prompt="1")
    [work] = queries.drafts(me.vault)
    assert work.id
    assert me.draft(work.id).chapters[0].question == told


def test_the_home_s_editors_add_change_and_leave_out(editor: Somebody, me: Somebody) -> None:
    page = "/stories/prompts/?language=en"
    me.get(page, 403)
    editor.post(page, text="What did the river look like today?")
    own = Prompt.objects.get()
    assert (own.language, own.origin) == ("en", "")
    origin, text = prompts.shipped_in("en")[0]
    editor.post(page, prompt=origin, text="A question of our own?")
    assert "A question of our own?" in editor.get(page)
    assert text not in [each.text for each in prompts.all_in("en")]
    editor.post(page, prompt=origin, text="")  # ours again
    assert text in [each.text for each in prompts.all_in("en")]
    editor.post(page, prompt=origin, text=text, off="on")
    usable = [each.text for each in prompts.all_in("en") if not each.is_off]
    assert text not in usable
    editor.post(page, prompt=str(own.pk), text="")
    assert not Prompt.objects.filter(origin="").exists()


def test_a_language_of_the_site_s_own(editor: Somebody) -> None:
    editor.post("/stories/prompts/?language=pl", text="Co dziś było dobre?")
    assert prompts.of_day(DAY, "pl") == "Co dziś było dobre?"
    assert "pl" in prompts.languages()


def test_what_says_nothing_or_is_there_is_refused(editor: Somebody) -> None:
    answer = editor.post("/stories/prompts/", 422, text=" ")
    assert "Write at least one word." in said(answer)
    editor.post("/stories/prompts/", text="What now?")
    answer = editor.post("/stories/prompts/", 422, text="What now?")
    assert "This prompt is there already." in said(answer)
    key = uuid4()
    assert actions.add_prompt(language="en", text="And then?", by=editor.user.pk, key=key)
    assert actions.add_prompt(language="en", text="And so?", by=editor.user.pk, key=key) is None
    with pytest.raises(HouseError, match="not there any more"):
        actions.change_prompt(language="en", key_of_prompt=str(uuid4()), text="x", is_off=False,
                              by=editor.user.pk, key=uuid4())  # fmt: skip
    editor.post("/stories/prompts/", 422, prompt="no-such-thing", text="x")
