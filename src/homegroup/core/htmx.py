"""One helper that answers with a page or with one fragment of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    partial: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render `template`, or only its partial of that name when HTMX asks for `#<partial>`.

    A history restore gets the whole page, as a plain request does.
    """
    htmx = getattr(request, "htmx", None)
    wants_part = bool(
        partial and htmx and not htmx.history_restore_request and htmx.target == partial
    )
    name = f"{template}#{partial}" if wants_part else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target", "Cookie"])
    return response
