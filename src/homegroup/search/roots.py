"""The root of a word: what "sleep", "sleeps", "sleeping" and "slept" share.

Endings of English, Spanish, German and French are taken off alike, whatever the language of a
text: both sides of a search are cut in the same way, so that a cut which no grammar knows does
little harm. Words that this would mistake, or could not join, stand in `ROOTS`.
"""

_SHORT = 3  # words up to this long are their own roots
_LEAST = 4  # letters that stay when a vowel is taken off
# Endings by how many letters of the word they leave at least.
_ENDINGS = {
    3: "ing",
    4: "ed er ers est ly liness ness ment ful less ar ir ando iendo ado ada ido ida aba aron ieron "
    "mente cion ez ee ait aient ais ions ement aux",
    5: "en ern em es ung heit keit lich ant ent",
}
_LEAST_BEFORE = {ending: least for least, all_ in _ENDINGS.items() for ending in all_.split()}
_LENGTHS = sorted({len(ending) for ending in _LEAST_BEFORE}, reverse=True)
_VOWELS = frozenset("aeiouy")
_DOUBLED = frozenset("bdgmnprt")

# Words that would share a root with another word, and forms that no ending explains.
_WHOLE = "evening wedding nothing during every better letter matter number party bottle listen"
_FORMS = {
    "party": "parties",
    "famil": "family",
    "sleep": "slept",
    "drink": "drank drunk",
    "trink": "trank trinkst trinkt getrunken",
    "feel": "felt",
    "tell": "told",
    "pay": "paid",
    "child": "children",
    "kind": "kinder kindern",
    "schlaf": "schlief schlaft schliefen geschlafen",
    "dorm": "duermo duerme duermes durmiendo dors dort dormi",
}
ROOTS = {word: word for word in _WHOLE.split()}
ROOTS |= {f"{word}s": word for word in _WHOLE.split()}
ROOTS |= {form: word for word, forms in _FORMS.items() for form in forms.split()}


def forms_of(wanted: str) -> list[str]:
    """Give the words that have this root by exception."""
    return [form for form, found in ROOTS.items() if found == wanted]


def root(word: str) -> str:
    """Give the root of a folded word."""
    if len(word) <= _SHORT or not (word.isascii() and word.isalpha()):
        return word
    cut, before = word, ""
    while cut != before and cut not in ROOTS:
        before = cut
        cut = _without_vowels(_without_ending(_without_plural(cut)))
    return ROOTS.get(cut, cut)


def _without_plural(word: str) -> str:
    if len(word) > _SHORT and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _without_ending(word: str) -> str:
    for length in _LENGTHS:
        ending, rest = word[-length:], word[:-length]
        least = _LEAST_BEFORE.get(ending)
        if least and len(rest) >= least and not _VOWELS.isdisjoint(rest):
            return _undoubled(rest) if ending in {"ing", "ed"} else rest
    return word


def _undoubled(word: str) -> str:
    """Give "stop" for "stopp" and "travel" for "travell", but leave "fall" and "miss"."""
    is_double = len(word) > _SHORT and word[-1] == word[-2]
    if is_double and (word[-1] in _DOUBLED or (word[-1] == "l" and len(word) > 5)):
        return word[:-1]
    return word


def _without_vowels(word: str) -> str:
    while len(word) > _LEAST and word[-1] in _VOWELS:
        word = word[:-1]
    return word
