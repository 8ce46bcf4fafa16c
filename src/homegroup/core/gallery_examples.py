"""What the gallery shows of the components whose arguments core knows."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homegroup.core import clock, gallery
from homegroup.core.forms import HouseForm


class _Sample(HouseForm):
    """A field of each sort; nothing is ever sent."""

    needs_once = False

    name = forms.CharField(label=_("A word"), help_text=_("What helps to fill it in."))
    text = forms.CharField(label=_("A text"), widget=forms.Textarea({"rows": 3}), required=False)
    day = forms.DateField(
        label=_("A date"), widget=forms.DateInput({"type": "date"}), required=False
    )
    one = forms.ChoiceField(label=_("One of a list"), choices=[("a", _("This")), ("b", _("That"))])
    few = forms.ChoiceField(
        label=_("One of a few"),
        choices=[("a", _("This")), ("b", _("That"))],
        widget=forms.RadioSelect({"class": "choices"}),
    )
    yes = forms.BooleanField(label=_("Yes or no"), required=False)


def _sample(prefix: str, data: dict[str, str] | None = None) -> _Sample:
    sent = None if data is None else {f"{prefix}-{name}": value for name, value in data.items()}
    return _Sample(sent, prefix=prefix)


def _field(name: str) -> dict[str, Any]:
    return {"field": _sample(f"only-{name}")[name]}


def _refused() -> _Sample:
    form = _sample("refused", {"name": "", "one": "a", "few": "b", "text": str(_("Typed before."))})
    form.is_valid()
    form.add_error(None, _("Why the house said no. What was typed stays."))
    return form


def register() -> None:
    """Fill the gallery."""
    for name, words in (
        ("name", _("One line, with help")),
        ("few", _("A few choices")),
        ("yes", _("Yes or no")),
    ):
        gallery.register("field.html", words, partial(_field, name))
    gallery.register("form.html", _("To fill in"), lambda: {"form": _sample("new")})
    gallery.register("form.html", _("Sent back"), lambda: {"form": _refused()})
    _register_drafts()


def _draft(state: str) -> dict[str, Any]:
    nothing = {
        "is_signed_out": False, "is_locked": False, "kept_form": "", "is_kept": False,
        "at": clock.now(), "form": None,
    }  # fmt: skip
    return nothing | {state: _refused() if state == "form" else True}


def _register_drafts() -> None:
    for words, state in (
        (_("Kept"), "is_kept"),
        (_("Locked meanwhile"), "is_locked"),
        (_("Signed out meanwhile"), "is_signed_out"),
        (_("Refused"), "form"),
    ):
        gallery.register("draft_said.html", words, partial(_draft, state))
