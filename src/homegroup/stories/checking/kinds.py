"""What can be marked, why, and what could stand there instead (in the language of the story)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Kind(TextChoices):
    """What a mark is about; the label is what a page calls it."""

    NAME = "name", _("A name?")
    PLACE = "place", _("A place?")
    WORK = "work", _("Work or school?")
    PHONE = "phone", _("A phone number?")
    MAIL = "mail", _("A mail address?")
    LINK = "link", _("A link or account?")
    ADDRESS = "address", _("A street?")
    BIRTH = "birth", _("A day of birth?")
    DATE = "date", _("An exact day?")
    AGE = "age", _("An exact age?")


@dataclass(frozen=True)
class Mark:
    """A part of a text, from `start` to `end`, that may tell who somebody is."""

    kind: Kind
    start: int
    end: int
    text: str
    suggestion: str


WHY: "dict[Kind, StrPromise]" = {
    Kind.NAME: _("A name can tell who you are, or who somebody else is. They did not agree to it."),
    Kind.PLACE: _("A place narrows down where you live, together with the rest."),
    Kind.WORK: _("People there would know whom this is about."),
    Kind.PHONE: _("Anybody could call this number."),
    Kind.MAIL: _("Anybody could write there, and it often holds a name."),
    Kind.LINK: _("It leads to a page or an account that can be yours."),
    Kind.ADDRESS: _("Somebody could stand at this door."),
    Kind.BIRTH: _("A day of birth finds a person in many lists."),
    Kind.DATE: _("Who was there on that day would know."),
    Kind.AGE: _("An exact age narrows down who you are, together with the rest."),
}

# What stands in the place of a mark; "" leaves it out.
_INSTEAD: dict[str, dict[Kind, str]] = {
    "en": {Kind.NAME: "a friend", Kind.PLACE: "a town", Kind.WORK: "my work",
           Kind.ADDRESS: "a street", Kind.DATE: "one day", Kind.AGE: "at that age"},
    "es": {Kind.NAME: "una persona amiga", Kind.PLACE: "una ciudad", Kind.WORK: "mi trabajo",
           Kind.ADDRESS: "una calle", Kind.DATE: "un día", Kind.AGE: "esa edad"},
    "de": {Kind.NAME: "jemand", Kind.PLACE: "eine Stadt", Kind.WORK: "meine Arbeit",
           Kind.ADDRESS: "eine Straße", Kind.DATE: "eines Tages", Kind.AGE: "in dem Alter"},
    "fr": {Kind.NAME: "quelqu’un", Kind.PLACE: "une ville", Kind.WORK: "mon travail",
           Kind.ADDRESS: "une rue", Kind.DATE: "un jour", Kind.AGE: "cet âge"},
}  # fmt: skip
_SOMEBODY = {"en": "somebody", "es": "alguien", "de": "jemand", "fr": "quelqu’un"}
_COUNTRY = {"en": "another country", "es": "otro país", "de": "ein anderes Land",
            "fr": "un autre pays"}  # fmt: skip
_SCHOOL = {"en": "my school", "es": "mi escuela", "de": "meine Schule", "fr": "mon école"}
_HOSPITAL = {"en": "a hospital", "es": "un hospital", "de": "ein Krankenhaus", "fr": "un hôpital"}
_DECADES = {
    "en": ("as a child", "in my teens", "in my twenties", "in my thirties", "in my forties",
           "in my fifties", "in my sixties", "in my seventies"),
    "es": ("de niño", "en la adolescencia", "veintitantos años", "treinta y tantos años",
           "cuarenta y tantos años", "cincuenta y tantos años", "sesenta y tantos años",
           "más de setenta años"),
    "de": ("ein Kind", "ein Teenager", "in den Zwanzigern", "in den Dreißigern",
           "in den Vierzigern", "in den Fünfzigern", "in den Sechzigern", "über siebzig"),
    "fr": ("enfant", "l’adolescence", "la vingtaine", "la trentaine", "la quarantaine",
           "la cinquantaine", "la soixantaine", "plus de soixante-dix ans"),
}  # fmt: skip


def instead(kind: Kind, language: str) -> str:
    """Give what could stand there, in the language of the story or in English."""
    return _INSTEAD.get(language, _INSTEAD["en"]).get(kind, "")


def somebody(language: str) -> str:
    """Give what could stand in the place of a name with its title."""
    return _SOMEBODY.get(language, _SOMEBODY["en"])


def instead_of_country(language: str) -> str:
    """Give what could stand in the place of a country."""
    return _COUNTRY.get(language, _COUNTRY["en"])


def instead_of_work(found: str, language: str) -> str:
    """Give what could stand in the place of a school, a hospital, or a place of work."""
    told = found.casefold()
    if any(word in told for word in ("hosp", "clinic", "klini", "clíni", "hôpi", "krankenh")):
        return _HOSPITAL.get(language, _HOSPITAL["en"])
    if any(word in told for word in ("school", "schul", "gymnas", "coll", "lycée", "école", "univ",
                                     "instit", "coleg", "escuela", "academy")):  # fmt: skip
        return _SCHOOL.get(language, _SCHOOL["en"])
    return instead(Kind.WORK, language)


def instead_of_age(years: int, language: str) -> str:
    """Give the decade of an age."""
    decades = _DECADES.get(language, _DECADES["en"])
    at = 0 if years < 13 else 1 if years < 20 else years // 10
    return decades[min(at, len(decades) - 1)]
