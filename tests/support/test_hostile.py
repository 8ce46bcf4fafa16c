"""Whatever somebody types is shown safely or refused with a reason, and never breaks a page."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.conftest import People, browser, share

from homegroup.core.writing import MOST
from homegroup.support import showing
from homegroup.support.models import Share

pytestmark = pytest.mark.django_db

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "hr", "code", "pre", "a",
        "h3", "h4"}  # fmt: skip
HOSTILE = [
    ">" * 10_000 + " hello",
    "> " * 9_000 + "hello",
    "- " * 9_000 + "hello",
    "[" * MOST,
    "*a _b " * 3_000,
    "`" * 9_999 + "a",
    "<script>alert(1)</script>" * 500,
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1)) [y](data:text/html,x)",
    "![p](https://example.org/p.png)",
    "</div></article></main><form action=/exit/>",
    "{% load x %}{{ request }}",
    "\u05e9\u05dc\u05d5\u05dd " * 3_000,
    "👩‍👩‍👧" * 2_000,
    "a\u0301" * 9_000,
    "&lt;b&gt; &amp; &#x202e; &#0;",
    "\n" * 9_000 + "x",
    "| a | b |\n|---|---|\n" * 500,
    "x" * MOST,
    "https://" + "a" * 9_000 + ".example",
]


def _is_safe(html: str) -> bool:
    tags = re.findall(r"<(/?)([a-z0-9]+)([^>]*)>", html)
    names = {name for _slash, name, _rest in tags}
    links = [rest for _slash, name, rest in tags if name == "a" and rest]
    plain = all(not rest.strip(" /") for _s, name, rest in tags if name != "a")
    return (
        names <= TAGS
        and plain
        and all(
            re.fullmatch(r' href="(https?:|mailto:)[^"]*" rel="[a-z ]+"', each) for each in links
        )
    )


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_shown_safely_or_refused(people: People, text: str) -> None:
    robin, kim = browser(people.robin), browser(people.kim)
    answer = robin.client.post(
        robin.at("shares/new/"), {"once": str(uuid4()), "text": text, "kind": "share"}
    )
    if answer.status_code == 422:
        assert text.strip()[:200] in unescape(answer.content.decode())
        assert not Share.objects.exists()
        return
    assert answer.status_code == 302
    row = Share.objects.get()
    for address in (kim.at(), kim.at(f"shares/{row.pk}/")):
        page = kim.get(address) if row.is_shown else robin.get(address)
        body = page.split('class="written" dir="auto">')[1].split("</div>")[0]
        assert _is_safe(body)
        assert "</html>" in page


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        st.text(max_size=400),
        st.text(alphabet="<>[]()*_`#-+!&;:/\\\"' \n\tahrefjs1.|", max_size=400),
        st.lists(st.sampled_from([*HOSTILE[6:12], "> ", "- ", "1. ", "\n\n", "**", "word"]),
                 max_size=12).map("".join),
    )
)  # fmt: skip
def test_any_text_and_any_beginning_of_it_is_safe(text: str) -> None:
    assert _is_safe(showing.html_of(text))
    cut = showing.excerpt(text, 50)
    assert len(cut) <= 65
    assert _is_safe(showing.html_of(cut))
    assert "\n" not in showing.plain(text)


def test_words_of_another_direction_stay_in_their_place(people: People) -> None:
    share(people.robin, "اليوم كان جيدا")
    kim = browser(people.kim)
    assert '<div class="written" dir="auto"><p>اليوم' in kim.get(kim.at())


def test_a_form_without_fields_is_no_mishap(people: People) -> None:
    client: Client = browser(people.robin).client
    told: dict[str, Any] = {}
    for rest in ("shares/new/", "today/", "duty/"):
        assert client.post(f"/groups/{people.group.key}/{rest}", told).status_code in {200, 422}
