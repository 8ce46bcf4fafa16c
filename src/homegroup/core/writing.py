"""Text that people write for others: how long it may be, and what signs it may hold.

    text = WrittenField(label=_("What would you like to say?"))

Show it with `core.markdown.safe_html`, in an element with `dir="auto"`.

What comes along when people copy (a mark for breaking words, one around a name in letters that run
the other way, other ends of line) is put right without a word. What would hide a part of the text
or turn its letters around is refused: readers and moderators must see the same. Joiners that
scripts and emoji need stay.
"""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homegroup.core.errors import HouseError

MOST = 20_000
_MOST_MARKS = 8  # on one letter; scripts that are read aloud with signs for singing need six

_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_CARRIED = re.compile("[\u00ad\u180e\u200b\u2060\u2066-\u2069\ufeff]")
_REFUSED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls
    "\u202a-\u202e"  # letters run the other way
    "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2061-\u2065\u206a-\u206f\ufff0-\ufffb"  # unseen
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0080-\U000e0fff]"  # no letters at all
    "|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]"  # tags, but in a flag
    "|[\u200c\u200d\u200e\u200f\u061c]{3}|[\ufe00-\ufe0f]{2}"  # one after another
)
_UNSEEN = re.compile("[\\s\u200c\u200d\u200e\u200f\u061c\ufe00-\ufe0f]+")
_BEFORE = 20  # letters that are told of, so that people find the place


def clean_text(typed: str, *, most: int = MOST, field: str = "text") -> str:
    """Give a text in its one written form (NFC, plain ends of line), "" if nothing is to be seen.

    Raises HouseError with the reason for one that is longer than `most` signs or holds what hides
    or turns around.
    """
    text = _CARRIED.sub("", _ENDS.sub("\n", typed)).strip()
    if len(text) > most:
        told = {"most": number_format(most, force_grouping=True),
                "over": number_format(len(text) - most, force_grouping=True)}  # fmt: skip
        message = _("Please use at most %(most)s letters: these are %(over)s too many.")
        raise HouseError(message % told, field=field)
    found = _hidden_at(text)
    if found is not None:
        raise HouseError(_where(text[:found]), field=field)
    text = unicodedata.normalize("NFC", text)
    return text if _UNSEEN.sub("", text) else ""


def _hidden_at(text: str) -> int | None:
    """Give where the first sign stands that hides or turns around, None if there is none."""
    found = _REFUSED.search(text)
    if found:
        return found.start()
    return None if text.isascii() else _pile_at(text)


def _pile_at(text: str) -> int | None:
    """Give where the marks on a letter begin that are more than any script needs.

    They would cover the lines above and below.
    """
    marks = 0
    for place, sign in enumerate(text):
        marks = marks + 1 if unicodedata.category(sign) in {"Mn", "Me"} else 0
        if marks > _MOST_MARKS:
            return place - marks + 1
    return None


def _where(before: str) -> str:
    seen = " ".join(_UNSEEN.sub(" ", before[-200:]).split())[-_BEFORE:]
    if not seen:
        return _(
            "The text begins with a sign that nobody can see. Please type its first words again."
        )
    told = _(
        "After “%s” comes a sign that nobody can see, or that turns letters around. Delete it and "
        "type that part again."
    )
    return told % seen


def _count_words(most: int) -> str:
    """Give the words of the count; a small script puts the number in place of %n."""
    return _("%%n of %s letters") % number_format(most, force_grouping=True)


_count_words_lazy = lazy(_count_words, str)


class WrittenField(forms.CharField):
    """A text that somebody writes for others; gives it in its one written form.

    What is refused stays in the field as it was typed. No `maxlength`: it would cut off what
    somebody pastes, without a word.
    """

    def __init__(self, *, most: int = MOST, rows: int = 6, **more: Any) -> None:
        attrs = {"rows": rows, "dir": "auto", "data-most": most,
                 "data-count": _count_words_lazy(most)}  # fmt: skip
        more.setdefault("widget", forms.Textarea(attrs=attrs))
        more.setdefault("error_messages", {"required": gettext_lazy("Write at least one word.")})
        super().__init__(strip=False, **more)
        self.most = most

    def to_python(self, value: Any) -> str:
        """Give the cleaned text, "" if there is none."""
        if value in self.empty_values:
            return ""
        try:
            return clean_text(str(value), most=self.most)
        except HouseError as refusal:
            raise ValidationError(str(refusal.message)) from refusal


class PlainField(forms.CharField):
    """A short text that others read, as a name or an address, in its one written form."""

    def to_python(self, value: Any) -> str:
        """Give the cleaned text, "" if there is none."""
        try:
            return clean_text(super().to_python(value) or "")
        except HouseError as refusal:
            raise ValidationError(str(refusal.message)) from refusal
