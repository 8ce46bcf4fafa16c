"""HTTP input of the room."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from homegroup.core import clock
from homegroup.core.forms import HouseForm
from homegroup.core.writing import MOST, PlainField, WrittenField
from homegroup.moderation.choices import Reason

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def _words(
    label: "str | StrPromise", *, rows: int = 2, most: int = 500, required: bool = True
) -> forms.CharField:
    return PlainField(
        label=label,
        max_length=most,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ReportForm(HouseForm):
    """What is wrong, and a few words if wanted."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=Reason.choices, widget=forms.RadioSelect
    )
    words = _words(_("Do you want to add something?"), rows=3, most=1000, required=False)


class KeepForm(HouseForm):
    """It may stay: one press."""


class RemoveForm(HouseForm):
    """It is taken away, or not let through."""

    note = _words(_("Why? The author reads this."))
    reason = _words(_("For the other moderators, if you like"), required=False)


class EditForm(HouseForm):
    """How it shall read."""

    text = WrittenField(label=_("How it shall read"), most=MOST)
    note = _words(_("What you changed, and why. The author reads this."))


class FoldForm(HouseForm):
    """What it is folded under."""

    label = PlainField(
        label=_("Label"),
        max_length=80,
        help_text=_("What it is about, in a few calm words, as: about self-harm."),
    )
    note = _words(_("A word to the author, if you like"), required=False)


class WarnForm(HouseForm):
    """A private word."""

    note = _words(_("Your words. Only this person reads them."), rows=3)


LENGTHS = ((1, _("1 hour")), (6, _("6 hours")), (24, _("1 day")), (72, _("3 days")),
           (168, _("7 days")), (336, _("14 days")))  # fmt: skip


class PauseForm(HouseForm):
    """A pause from writing."""

    hours = forms.TypedChoiceField(label=_("For how long?"), choices=LENGTHS, coerce=int)
    note = _words(_("Why? The person reads this."))

    @property
    def length(self) -> timedelta:
        """How long, of a form that is valid."""
        return timedelta(hours=self.cleaned_data["hours"])


class BanForm(HouseForm):
    """A longer time away."""

    until_on = forms.DateField(
        label=_("Until which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = _words(_("Why? The person reads this."))
    everywhere = forms.BooleanField(
        label=_("From all groups here, not only from this one"),
        required=False,
        help_text=_("For somebody who is a danger to others. Who runs this site decides with you."),
    )

    @staticmethod
    def proposed() -> dict[str, object]:
        """Give what the form shows at first: a month."""
        return {"until_on": clock.now().date() + timedelta(days=30)}


class SecondForm(HouseForm):
    """Agreeing, or not: which button was pressed stands beside the form."""


class AnswerForm(HouseForm):
    """What comes of an appeal."""

    answer = _words(_("Why? The person reads this."))


class AppealForm(HouseForm):
    """Asking that somebody else looks again."""

    words = _words(_("What should they know?"), rows=4, most=1000)


class SlowForm(HouseForm):
    """Slow writing."""

    minutes = forms.TypedChoiceField(
        label=_("Each person can write once in"),
        choices=((5, _("5 minutes")), (15, _("15 minutes")), (60, _("an hour")),
                 (240, _("4 hours")), (1440, _("a day"))),
        coerce=int,
    )  # fmt: skip
    hours = forms.TypedChoiceField(label=_("For"), choices=LENGTHS[:5], coerce=int, initial=24)


class RestForm(HouseForm):
    """Who has the desk while one rests."""

    to = forms.ChoiceField(label=_("Who has the desk meanwhile?"))

    def __init__(self, data: object = None, *, others: list[tuple[str, str]], **more: object):
        super().__init__(data, **more)
        self.fields["to"].choices = others  # type: ignore[attr-defined]
