"""HTTP input of the room."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homegroup.core.forms import HouseForm
from homegroup.core.writing import PlainField, WrittenField
from homegroup.groups.models import Group
from homegroup.packs.shipped import language_name
from homegroup.search.choices import Audience
from homegroup.wisdom.choices import (
    LONGEST,
    LONGEST_INTRODUCTION,
    LONGEST_LABEL,
    MOST_SITUATIONS,
)
from homegroup.wisdom.places import Where
from homegroup.wisdom.situations import Situation, by_part, languages

Choices = list[tuple[str, Any]]


class SituationsForm(HouseForm):
    """Up to three situations, each chosen from one list: quicker to reach than many boxes."""

    def offer_situations(self, known: Mapping[str, Situation], chosen: Iterable[str] = ()) -> None:
        """Put the lists into the form; `chosen` are keys that are chosen at first."""
        begun = [*chosen][:MOST_SITUATIONS]
        offered: Choices = [
            (part, [(each.key, each.label) for each in situations])
            for part, situations in by_part(known.values()).items()
        ]
        labels = (_("What does it help with?"), _("And with (if you like)"), _("And with"))
        for number, label in enumerate(labels):
            self.fields[self._name(number)] = forms.ChoiceField(
                label=label,
                required=number == 0,
                choices=[("", _("Choose …") if number == 0 else _("Nothing else")), *offered],
                initial=begun[number] if number < len(begun) else "",
            )

    @staticmethod
    def _name(number: int) -> str:
        return "situation" if number == 0 else f"situation_{number + 1}"

    @property
    def situations(self) -> list[str]:
        """The chosen keys, of a form that is valid."""
        names = [self._name(number) for number in range(MOST_SITUATIONS)]
        return [self.cleaned_data[name] for name in names if self.cleaned_data[name]]


class WhereForm(SituationsForm):
    """Who may read the words."""

    def offer_places(self, groups: Iterable[Group]) -> None:
        """Put the choice into the form: the members of these groups, all members, everybody."""
        self._groups = {f"group-{group.key}": group for group in groups}
        choices: Choices = [
            *((value, _("Only members of %s") % group.name)
              for value, group in self._groups.items()),
            ("home", _("All members here")),
            ("public", _("Everybody, also people without an account")),
        ]  # fmt: skip
        self.fields["where"] = forms.ChoiceField(
            label=_("Who may read it?"),
            choices=choices,
            initial=choices[0][0],
            widget=forms.RadioSelect,
        )

    @property
    def where(self) -> Where:
        """The chosen readers, of a form that is valid."""
        chosen = self.cleaned_data["where"]
        if chosen in self._groups:
            return Where(Audience.GROUP, self._groups[chosen])
        return Where(Audience.PUBLIC if chosen == "public" else Audience.HOME)


def _passage() -> WrittenField:
    """The words of a text that are to be kept."""
    return WrittenField(
        most=LONGEST,
        label=_("Which words?"),
        rows=7,
        help_text=_("Delete what is not needed before and after them."),
    )


class AskForm(SituationsForm):
    """Which words of somebody may help others, and with what."""

    passage = _passage()


class OwnWordsForm(WhereForm):
    """Words of one's own that stand in a text already."""

    passage = _passage()


class OfferForm(WhereForm):
    """An answer of one's own."""

    text = WrittenField(
        most=LONGEST,
        label=_("What helped you?"),
        rows=4,
        help_text=_("A few sentences, from your own life. No names, no places."),
    )


class AnswerForm(WhereForm):
    """An author's yes."""

    text = WrittenField(
        most=LONGEST,
        label=_("Your words"),
        rows=5,
        help_text=_("You may change them. Leave out what tells who you are."),
    )


class LanguageForm(HouseForm):
    """In which language words are."""

    language = forms.ChoiceField(label=_("Language"), required=False)

    def offer_languages(self, present: str) -> None:
        """Put the choice of languages into the form."""
        codes = [*languages(), *([present] if present and present not in languages() else [])]
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Not known")), *((code, language_name(code)) for code in codes)]
        field.initial = present


class EditForm(SituationsForm, LanguageForm):
    """An editor's work on a statement."""

    text = WrittenField(
        most=LONGEST,
        label=_("Words"),
        rows=5,
        help_text=_("If you change them, the author is asked first."),
    )
    field_order = ("text", "language")


class IntroductionForm(LanguageForm):
    """What stands above the statements of a page."""

    text = WrittenField(
        most=LONGEST_INTRODUCTION,
        label=_("Introduction"),
        rows=8,
        required=False,
        help_text=_("A few lines in plain words: what is hard here, and that it gets easier. No "
                    "names. To have none, delete all of it."),
    )  # fmt: skip
    field_order = ("text", "language")


class PointForm(HouseForm):
    """A page of this site that a statement points to."""

    address = forms.CharField(
        label=_("Address of a share or a story"),
        max_length=300,
        help_text=_("Only who may open it sees the link."),
    )


class SituationForm(HouseForm):
    """A situation of a group's own."""

    label = PlainField(label=_("A situation of your own"), max_length=LONGEST_LABEL)


class SureForm(HouseForm):
    """Nothing but its once-key: for pages that ask "are you sure?"."""
