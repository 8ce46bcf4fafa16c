"""Short texts that others read hold no sign that hides or turns letters around."""

import pytest
from django import forms

from homegroup.console.forms import NameForm
from homegroup.core.writing import PlainField
from homegroup.meetings.forms.correction import CorrectionForm
from homegroup.meetings.forms.details import MeetingForm


class _Form(forms.Form):
    name = PlainField(max_length=12, required=False)


@pytest.mark.parametrize("typed", ["x\u202eyx", "a\x07b"])
def test_what_turns_or_hides_is_refused_and_kept(typed: str) -> None:
    form = _Form({"name": typed})
    assert not form.is_valid()
    assert "Delete it" in form.errors["name"][0]
    assert form["name"].value() == typed


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        (" Lamp ", "Lamp"),
        ("", ""),
        ("Zoe\u0308", "Zoë"),
        ("so\u00adber", "sober"),
        ("آرام", "آرام"),
    ],
)
def test_what_comes_along_is_put_right(typed: str, given: str) -> None:
    form = _Form({"name": typed})
    assert form.is_valid()
    assert form.cleaned_data["name"] == given


def test_what_is_too_long_is_refused() -> None:
    assert not _Form({"name": "x" * 13}).is_valid()


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (NameForm, "name"),
        (MeetingForm, "name"),
        (MeetingForm, "notes"),
        (CorrectionForm, "message"),
    ],
)
def test_names_and_notes_that_everybody_reads_are_such_fields(
    form: type[forms.Form], field: str
) -> None:
    assert isinstance(form.base_fields[field], PlainField)
