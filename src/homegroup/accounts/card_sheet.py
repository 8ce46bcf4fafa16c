"""The recovery card on paper."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from homegroup.core.typesetting import typeset


def pdf_of(words: Sequence[str], *, at: datetime) -> bytes:
    """Give the sheet as PDF; it names neither the house nor the member. Raises NotPrinted."""
    data = {
        "title": _("Card"),
        "about": _("Keep this where only you look. With it you can set a new passphrase."),
        "words": list(words),
        "last": _("It works once. Afterwards you get a new one."),
    }
    return typeset(Path(__file__).with_name("card.typ"), data, at=at)
