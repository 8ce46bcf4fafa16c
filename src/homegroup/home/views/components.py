"""The gallery of components, for who builds this house."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from homegroup.accounts.access import only, operator
from homegroup.core import gallery
from homegroup.core.templatetags.house import icon_names


@operator
@only("GET", "HEAD")
def components(request: HttpRequest) -> HttpResponse:
    """Each component, what it needs, and how it looks with it."""
    shown = [
        {
            "component": component,
            "examples": [
                {
                    "words": example.words,
                    "drawn": render_to_string(component.template, example.arguments(), request),
                }
                for example in component.examples
            ],
        }
        for component in gallery.components()
    ]
    return render(request, "home/components.html", {"shown": shown, "icons": icon_names()})
