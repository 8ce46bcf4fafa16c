"""Markdown becomes safe HTML, whatever somebody types."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homegroup.core.markdown import safe_html


def test_plain_marks() -> None:
    assert safe_html("**We** take *turns*.\nEach.") == (
        "<p><strong>We</strong> take <em>turns</em>.<br>\nEach.</p>\n"
    )
    assert safe_html("- one\n- two") == "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"


@pytest.mark.parametrize(("typed", "tag"), [("# A", "h3"), ("## A", "h3"), ("### A", "h4")])
def test_headings_stand_below_those_of_the_page(typed: str, tag: str) -> None:
    assert safe_html(typed) == f"<{tag}>A</{tag}>\n"


def test_headings_can_stand_right_below_the_title() -> None:
    assert safe_html("## A\n#### B", top=2) == "<h2>A</h2>\n<h3>B</h3>\n"


def test_links_tell_nothing_of_where_one_was() -> None:
    html = safe_html("[list](https://example.org/a) and [mail](mailto:a@example.org)")
    assert 'href="https://example.org/a" rel="noopener noreferrer nofollow ugc"' in html
    assert 'href="mailto:a@example.org"' in html


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![picture](https://example.org/p.png)",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<a href='javascript:alert(1)'>x</a>",
        "[x](JaVaScRiPt:alert(1))",
        "[x](vbscript:x)",
        "<svg/onload=alert(1)>",
        '[x](https://example.org "a\\" onmouseover=alert(1)")',
        "<style>body{display:none}</style>",
        "[ref]: javascript:alert(1)\n\n[ref]",
        "<javascript:alert(1)>",
        "`<b>` and\n\n    <i>\n",
    ],
)
def test_nothing_runs_and_nothing_is_loaded(typed: str) -> None:
    html = safe_html(typed)
    tags = re.findall(r"<(/?[a-z0-9]+)([^>]*)>", html)
    assert {name.strip("/") for name, _ in tags} <= {"p", "code", "pre", "a", "br"}
    for _name, attributes in tags:
        assert re.fullmatch(r'( (href="(https?:|mailto:)[^"]*"|rel="[a-z ]+"))*', attributes)


def test_html_is_shown_as_typed() -> None:
    assert safe_html("a <b>c</b>") == "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n"


def test_deep_nesting_is_no_trouble() -> None:
    assert len(safe_html("> " * 5_000 + "a")) < 200_000
    assert "a" in safe_html("> " * 3 + "a")


@given(st.text(max_size=300))
def test_any_text_gives_only_allowed_tags(typed: str) -> None:
    html = safe_html(typed)
    allowed = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "hr", "code", "pre",
               "a", "h2", "h3", "h4"}  # fmt: skip
    assert set(re.findall(r"</?([A-Za-z0-9]+)", html)) <= allowed


@pytest.mark.parametrize("marks", ["> ", "- ", ">", "1. "])
def test_nothing_that_is_nested_deep_gets_lost(marks: str) -> None:
    for depth in (*range(1, 15), 1_000):
        assert "<em>hello</em>" in (html := safe_html(marks * depth + "*hello*")) or (
            f"{marks * depth}*hello*".replace(">", "&gt;") in html
        )
    assert "hello" in safe_html(">" * 10_000 + "hello")
