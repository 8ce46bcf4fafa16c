"""Languages that a site can name, each as its own speakers call it."""

from functools import cache

from django.conf.locale import LANG_INFO

from homegroup.core.text import fold

_CODES = (
    "af", "ar", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr",
    "ga", "he", "hi", "hr", "hu", "id", "is", "it", "ja", "ko", "lt", "lv", "nb", "nl", "pl", "pt",
    "ro", "ru", "sk", "sl", "sr", "sv", "sw", "ta", "te", "th", "tr", "uk", "ur", "vi", "zh-hans",
    "zh-hant",
)  # fmt: skip


@cache
def languages() -> list[tuple[str, str]]:
    """Give (code, own name) of the languages offered, in order of their names."""
    named = [(code, str(LANG_INFO[code]["name_local"])) for code in _CODES]
    capital = [(code, name[:1].upper() + name[1:]) for code, name in named]
    return sorted(capital, key=lambda pair: fold(pair[1]))
