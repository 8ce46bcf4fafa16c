"""HTTP input of the room: writing, handing in, editing, saying what helped."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homegroup.core.forms import HouseForm, Revisable
from homegroup.core.writing import WrittenField
from homegroup.groups.models import Group
from homegroup.stories import guides
from homegroup.stories.choices import (
    LANGUAGES,
    LONGEST_CHAPTER,
    LONGEST_HEADING,
    LONGEST_NOTE,
    LONGEST_PROMPT,
    LONGEST_THANKS,
    LONGEST_TITLE,
    MOST_TOPICS,
    Audience,
    Hard,
    Helped,
    Topic,
)
from homegroup.stories.models import Told
from homegroup.stories.works import Plan

_NO_HELP = {"autocomplete": "off"}


def _line(label: Any, most: int, **more: Any) -> WrittenField:
    widget = forms.TextInput(attrs={"dir": "auto", **_NO_HELP})
    return WrittenField(label=label, most=most, widget=widget, **more)


def _language() -> forms.ChoiceField:
    return forms.ChoiceField(label=gettext_lazy("Language of the story"), choices=LANGUAGES)


class BeginForm(HouseForm):
    """How a story begins: a guide and a language; `prompt` where the day's prompt is wanted."""

    guide = forms.ChoiceField(
        label=gettext_lazy("How would you like to tell it?"),
        choices=[(each.slug, each.words) for each in guides.GUIDES],
        widget=forms.RadioSelect,
        required=False,
    )
    language = _language()
    prompt = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_guide(self) -> str:
        return self.cleaned_data["guide"] or "free"


class TitleForm(HouseForm):
    """Title and language of a draft."""

    title = _line(gettext_lazy("Title"), LONGEST_TITLE)
    language = _language()


class ChapterForm(Revisable):
    """One chapter; `slot` names the form, so that what it kept before may be written over."""

    needs_once = False
    heading = _line(gettext_lazy("Heading"), LONGEST_HEADING, required=False)
    text = WrittenField(
        label=gettext_lazy("What you write"), most=LONGEST_CHAPTER, rows=14, required=False
    )
    slot = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial={"slot": uuid4().hex, **(initial or {})})

    def clean_slot(self) -> str:
        told: str = self.cleaned_data["slot"]
        try:
            return UUID(hex=told).hex
        except ValueError:
            return uuid4().hex


class PlanForm(HouseForm):
    """For whom a story is, the name under it, its labels, and the author's yes."""

    audience = forms.ChoiceField(
        label=gettext_lazy("Who may read it?"), choices=Audience.choices, widget=forms.RadioSelect
    )
    group = forms.ChoiceField(label=gettext_lazy("Which group?"), required=False)
    pen_name = forms.CharField(
        label=gettext_lazy("Name under this story"),
        max_length=80,
        help_text=gettext_lazy(
            "Any name, for this story alone. It is not linked to you, nor to your other stories."
        ),
        widget=forms.TextInput(attrs=_NO_HELP),
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
    )
    hard = forms.MultipleChoiceField(
        label=gettext_lazy("Is something in it hard to read?"),
        choices=Hard.choices,
        required=False,
        help_text=gettext_lazy("Readers see this before the story begins."),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
    )
    yes = forms.BooleanField(
        label=gettext_lazy("Yes, these words may be published. I can take them back at any time."),
        error_messages={"required": gettext_lazy("Without your yes nothing is handed in.")},
    )
    transcript = forms.BooleanField(
        label=gettext_lazy("The chapters say what I say in the recording."),
        error_messages={
            "required": gettext_lazy(
                "Write down what you say: some people cannot hear it, or not now."
            )
        },
    )

    def __init__(
        self, data: Any = None, *, groups: Sequence[Group], spoken: bool, initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        self._choice("group").choices = [("", "—"), *((each.key, each.name) for each in groups)]
        if not spoken:
            del self.fields["transcript"]
        if not groups:
            del self.fields["group"]
            self._choice("audience").choices = Audience.choices[1:]

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def clean_topics(self) -> list[str]:
        topics: list[str] = self.cleaned_data["topics"]
        if len(topics) > MOST_TOPICS:
            raise ValidationError(_("%d are the most.") % MOST_TOPICS)
        return topics

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("audience") == Audience.GROUP and not data.get("group"):
            self.add_error("group", _("Choose one of your groups."))
        return data

    @property
    def plan(self) -> Plan:
        """What was chosen, as far as it is there."""
        data = self.cleaned_data
        return Plan(
            audience=data.get("audience", ""),
            group=data.get("group", ""),
            pen_name=" ".join(data.get("pen_name", "").split()),
            topics=tuple(data.get("topics", ())),
            hard=tuple(data.get("hard", ())),
        )


class SoundForm(HouseForm):
    """A recording to add."""

    sound = forms.FileField(
        label=gettext_lazy("Recording"),
        help_text=gettext_lazy("Up to 20 minutes and 25 megabytes."),
        widget=forms.ClearableFileInput(attrs={"accept": "audio/*"}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )
    deeper = forms.BooleanField(
        label=gettext_lazy("Make my voice deeper, so that it is harder to know"), required=False
    )


class AnswerForm(HouseForm):
    """What an author writes back to the editors."""

    text = WrittenField(label=gettext_lazy("Your answer"), most=LONGEST_NOTE, rows=4)


class SendBackForm(HouseForm):
    """An editor's notes: one about the whole, and one for each chapter."""

    whole = WrittenField(
        label=gettext_lazy("A note about the whole"), most=LONGEST_NOTE, rows=4, required=False
    )

    def __init__(self, data: Any = None, *, offer: Told) -> None:
        super().__init__(data)
        self._chapters = range(len(offer.chapters))
        for number, chapter in enumerate(offer.parts):
            name = chapter["heading"] or _("Chapter %d") % (number + 1)
            self.fields[f"chapter_{number}"] = WrittenField(
                label=_("About “%s”") % name, most=LONGEST_NOTE, rows=3, required=False
            )

    @property
    def notes(self) -> dict[int | None, str]:
        """The notes by chapter; None is about the whole."""
        data = self.cleaned_data
        return {None: data["whole"], **{n: data[f"chapter_{n}"] for n in self._chapters}}


class SuggestForm(HouseForm):
    """A chapter in the words that an editor would like better."""

    text = WrittenField(label=gettext_lazy("The chapter"), most=LONGEST_CHAPTER, rows=16)


class HelpedForm(HouseForm):
    """What in a story helped a reader."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What was it?"), choices=Helped.choices, widget=forms.RadioSelect
    )
    chapter = forms.TypedChoiceField(
        label=gettext_lazy("Where?"), required=False, coerce=int, empty_value=None
    )
    words = WrittenField(
        label=gettext_lazy("In your words, if you like"),
        most=LONGEST_THANKS,
        rows=3,
        required=False,
    )

    def __init__(self, data: Any = None, *, story: Told, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["chapter"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("The whole story")), *_chapters(story)]


def _chapters(story: Told) -> Iterable[tuple[int, str]]:
    for number, each in enumerate(story.parts):
        yield number, each["heading"] or _("Chapter %d") % (number + 1)


class PromptForm(HouseForm):
    """A prompt of the site's own."""

    text = _line(gettext_lazy("A question"), LONGEST_PROMPT)


class ChangePromptForm(HouseForm):
    """Other words for a prompt; empty ones undo, `off` leaves it out."""

    prompt = forms.CharField(max_length=48, widget=forms.HiddenInput)
    text = _line(gettext_lazy("Words"), LONGEST_PROMPT, required=False)
    off = forms.BooleanField(label=gettext_lazy("Leave it out"), required=False)
