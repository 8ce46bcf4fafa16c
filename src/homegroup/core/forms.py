"""The form of all forms: it carries its once-key, keeps what was typed, and looks the same.

    class NameForm(HouseForm):
        name = forms.CharField(...)

    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():            # a HouseError becomes the form's own message
            actions.rename(..., key=form.key)
            return HttpResponseRedirect(...)
    return render(request, "...", {"form": form}, status=form.status)

In the template: `<form method="post">{% csrf_token %}{{ form }}<button>...</button></form>`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from homegroup.core import once
from homegroup.core.errors import HouseError

_REVISION = re.compile(r"[0-9]{1,9}")


class HouseForm(forms.Form):
    """A form with a hidden once-key (unless `needs_once` is False) and the house's layout.

    `key` is the once-key of a valid form, `refusal` why an action said no, if one did. `help`
    stands above the fields where the person may not be safe (moderation.weighing). A broken key
    is not the person's fault: it is replaced, and the form says so.
    """

    needs_once = True
    template_name = "components/form.html"
    use_required_attribute = True

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.label_suffix = ""
        self._refused_with = 0
        self.refusal: HouseError | None = None
        self.help: object = None
        if self.needs_once:
            self.fields[once.FIELD] = forms.UUIDField(
                widget=forms.HiddenInput, initial=once.new_key
            )

    @property
    def key(self) -> UUID:
        """The once-key, of a form that is valid."""
        key: UUID = self.cleaned_data[once.FIELD]
        return key

    @property
    def status(self) -> int:
        """The HTTP status of a page that shows this form: 422 when it was refused."""
        if self._refused_with:
            return self._refused_with
        return 422 if self.is_bound and self.errors else 200

    def clean(self) -> dict[str, Any]:
        if self.needs_once and once.FIELD in self.errors:
            renewed = self.data.copy()  # type: ignore[attr-defined]
            renewed[self.add_prefix(once.FIELD)] = once.new_key()
            self.data = renewed
            del self.errors[once.FIELD]
            self.add_error(None, _("This form was not whole. Please send it once more."))
        return self.cleaned_data

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn a HouseError raised within into a message of this form; the page is shown again."""
        try:
            yield
        except HouseError as refusal:
            self.refuse(refusal)

    def refuse(self, refusal: HouseError) -> None:
        """Show why the house said no, at the field that it is about."""
        self.refusal = refusal
        self._refused_with = 422 if refusal.status < 500 else refusal.status
        self.add_error(
            refusal.field if refusal.field in self.fields else None, str(refusal.message)
        )


class OnceForm(HouseForm):
    """A form of buttons only: it carries its once-key."""


class Revisable(HouseForm):
    """A form that changes what another device may have changed meanwhile.

    Its hidden fields are nobody's to mend: one that cannot be read counts as 0 or as fresh, and
    the action then shows what is there.
    """

    revision = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_revision(self) -> int:
        told = self.cleaned_data["revision"]
        return int(told) if _REVISION.fullmatch(told) else 0

    def show_again(self, **hidden: object) -> None:
        """Let the form that was refused go on from these hidden values."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        for name, value in hidden.items():
            self.data[name] = str(value)  # type: ignore[index]
