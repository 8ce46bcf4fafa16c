"""Tags for every template."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from homegroup.core import once

register = template.Library()
_ICONS = Path(__file__).parent.parent / "icons"


@cache
def _icon(name: str) -> SafeString:
    drawn = (_ICONS / f"{name}.svg").read_text(encoding="utf-8")
    parts = re.search(r"<svg[^>]*>(.*)</svg>", drawn, re.DOTALL)
    inner = " ".join((parts[1] if parts else "").split())
    return mark_safe(  # noqa: S308 - our own files
        '<svg class="icon" aria-hidden="true" viewBox="0 0 24 24" width="20" height="20" '
        'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" '
        f'stroke-linejoin="round">{inner}</svg>'
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw the icon of that name; words always stand beside it, so readers skip it."""
    return _icon(name)


def icon_names() -> list[str]:
    """Give the names of all icons."""
    return sorted(path.stem for path in _ICONS.glob("*.svg"))


@register.simple_tag
def once_key() -> SafeString:
    """The hidden field that makes pressing twice leave one row (`core.once`)."""
    return format_html('<input type="hidden" name="{}" value="{}">', once.FIELD, once.new_key())


@register.simple_tag(takes_context=True)
def address_with(context: dict[str, Any], **changes: Any) -> str:
    """Give the query of this page with some parameters changed (None removes one)."""
    query: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        elif isinstance(value, Iterable) and not isinstance(value, str):
            query.setlist(name, [str(part) for part in value])
        else:
            query[name] = str(value)
    return "?" + query.urlencode() if query else "?"


@register.simple_tag
def options(field: BoundField) -> SafeString:
    """Give the options of a choice field, the present one selected.

    Django's own widget renders one template for each option, which a long list cannot afford.
    """
    chosen = str(field.value() or "")
    offered = [(str(value), label) for value, label in field.field.choices]  # type: ignore[attr-defined]
    if chosen and chosen not in dict(offered):
        offered.append((chosen, chosen))
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (value, mark_safe(" selected") if value == chosen else "", label)
            for value, label in offered
        ),
    )


@register.filter
def web(address: str) -> str:
    """Give an address only if it leads to the web: nothing that runs becomes a link."""
    return address if address.lower().startswith(("https://", "http://")) else ""
