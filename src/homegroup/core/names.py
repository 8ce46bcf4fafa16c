"""Names that people choose: cleaned, compared, and refused where they imitate."""

import re
import unicodedata
from functools import cache

from confusable_homoglyphs import confusables
from django.utils.translation import gettext_lazy as _

from homegroup.core.errors import HouseError
from homegroup.core.text import fold

# A name that sounds as if it spoke for the house would make people trust it.
_OFFICIAL = frozenset(
    {
        "admin",
        "administrator",
        "moderator",
        "mod",
        "operator",
        "owner",
        "root",
        "system",
        "staff",
        "support",
        "helpdesk",
        "help",
        "official",
        "security",
        "webmaster",
        "homegroup",
        "house",
        "team",
        "service",
        "anonymous",
        "deleted",
        "everyone",
    }
)
_LEET = str.maketrans("013457@$!|", "oieastasil")
_GAPS = re.compile(r"[\W_]+")


def clean_name(
    typed: str,
    *,
    least: int = 2,
    most: int = 40,
    field: str = "name",
    may_sound_official: bool = False,
) -> str:
    """Give a name in its one written form (NFC, single spaces).

    Raises HouseError with the reason for one that is too short or long, holds invisible signs,
    mixes alphabets within a word, or (unless it names no person, as "Oxford House") imitates the
    house's own servants.
    """
    name = unicodedata.normalize("NFC", " ".join(typed.split()))
    if len(name) < least or len(name) > most:
        raise HouseError(
            _("A name has %(least)d to %(most)d letters.") % {"least": least, "most": most},
            field=field,
        )
    if any(_is_invisible(sign) for sign in name):
        raise HouseError(
            _("This name holds signs that cannot be seen. Type it by hand."), field=field
        )
    if not any(sign.isalnum() for sign in name):
        raise HouseError(_("A name needs at least one letter or number."), field=field)
    if any(confusables.is_mixed_script(word, allowed_aliases=["COMMON", "INHERITED"])
           for word in name.split()):  # fmt: skip
        raise HouseError(_("Please use letters of one alphabet in a word."), field=field)
    if not may_sound_official and _parts(name) & _OFFICIAL:
        raise HouseError(
            _("This name looks like a servant of the house. Choose another."), field=field
        )
    return name


def likeness(name: str) -> str:
    """Give the form under which two names look alike: what must be unique compares by this."""
    return "".join(_plain_letter(sign) for sign in fold(name)).translate(_LEET).replace("rn", "m")


def _is_invisible(sign: str) -> bool:
    kind = unicodedata.category(sign)
    return kind in {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"} or (kind == "Zs" and sign != " ")


def _parts(name: str) -> set[str]:
    """Give the words of a name as they look, and the whole without gaps."""
    like = likeness(name)
    words = {word for word in _GAPS.split(like) if word}
    return words | {_GAPS.sub("", like)}


@cache
def _plain_letter(sign: str) -> str:
    """Give the Latin small letter that a sign can be taken for, else the sign."""
    if sign.isascii():
        return sign
    found = confusables.is_confusable(sign, greedy=False, preferred_aliases=["latin"])
    for match in found or ():
        for twin in match["homoglyphs"]:
            if len(twin["c"]) == 1 and twin["c"].isascii() and twin["c"].isalnum():
                return str(twin["c"]).lower()
    return sign
