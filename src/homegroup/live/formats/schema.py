"""What a format is: an ordered agenda, who does what, what is said, and how people share."""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from homegroup.groups.choices import Crosstalk, Way
from homegroup.packs.head import Head, Part, Slug, Told

Minutes = Annotated[int, Field(ge=0, le=240)]
Line = Annotated[str, Field(min_length=1, max_length=80)]
Sentence = Annotated[str, Field(max_length=300)]
Spoken = Annotated[str, Field(max_length=4_000)]
MOST_ITEMS = 40


class Who(TextChoices):
    """Who does a part of a meeting."""

    CHAIR = "chair", gettext_lazy("Chair")
    RESERVE = "reserve", gettext_lazy("Reserve chair")
    READER = "reader", gettext_lazy("Reader")
    TIMEKEEPER = "timekeeper", gettext_lazy("Timekeeper")
    GREETER = "greeter", gettext_lazy("Greeter")
    NEWCOMER_CONTACT = "newcomer-contact", gettext_lazy("Newcomer contact")
    SPEAKER = "speaker", gettext_lazy("Speaker")
    GUIDE = "guide", gettext_lazy("Guide of the quiet time")
    SECRETARY = "secretary", gettext_lazy("Secretary")
    TREASURER = "treasurer", gettext_lazy("Treasurer")
    REPRESENTATIVE = "representative", gettext_lazy("Representative")
    TOKENS = "tokens", gettext_lazy("Token keeper")
    HOST = "host", gettext_lazy("Online host")
    ALL = "all", gettext_lazy("Everyone")


class Order(TextChoices):
    """How the next person to share is found."""

    QUEUE = "queue", gettext_lazy("People raise a hand and are called in that order.")
    ROUND = "round", gettext_lazy("Each in turn. Anyone may pass.")
    TAG = "tag", gettext_lazy("Who has shared asks the next person.")
    CALL = "call", gettext_lazy("The chair calls people by name. Anyone may pass.")
    FREE = "free", gettext_lazy("Whoever likes begins to speak.")
    DRAW = "draw", gettext_lazy("Names are drawn. Anyone may pass.")


class Attend(TextChoices):
    """For whom a meeting is, told kindly; people say it of themselves, nobody proves anything."""

    EVERYONE = "everyone", gettext_lazy("For everyone. Visitors may listen.")
    CONCERNED = "concerned", gettext_lazy("For people who want help with this for themselves.")
    FAMILY = "family", gettext_lazy("For family and friends of somebody with the problem.")
    WOMEN = "women", gettext_lazy("For women.")
    MEMBERS = "members", gettext_lazy("For members of the group.")


class Reading(Part):
    """A place for a text that the group chooses itself, if it has the right to use it.

    `text` is the group's own; it leaves the site in a file only where `pass_on` says so.
    """

    what: Told[Annotated[str, Field(min_length=1, max_length=200)]]
    text: Annotated[str, Field(max_length=8_000)] = ""
    source: Sentence = ""
    permission: Sentence = ""
    pass_on: bool = False


class Item(Part):
    """One part of a meeting. `words` are said or shown to all, `note` is for who does it.

    `crosstalk` and `share_minutes` say what differs from the whole format in this part. `day` is
    for meetings in writing: on which day the part begins.
    """

    id: Slug
    title: Told[Line]
    who: Who
    minutes: Minutes
    day: Annotated[int, Field(ge=1, le=14)] = 1
    words: Told[Spoken] = ""
    note: Told[Annotated[str, Field(max_length=1_500)]] = ""
    reading: Reading | None = None
    sharing: bool = False
    crosstalk: Crosstalk | None = None
    share_minutes: Annotated[int, Field(ge=1, le=60)] | None = None
    optional: bool = False


class Role(Part):
    """A task at the meeting, and what it is in one line; `needed`: not without it."""

    id: Who
    does: Told[Sentence] = ""
    needed: bool = False


class Situation(Part):
    """A difficult moment: what to do, and words that can be said as they stand."""

    id: Slug
    title: Told[Line]
    do: Told[Annotated[str, Field(min_length=1, max_length=1_000)]]
    say: Told[Annotated[str, Field(max_length=600)]] = ""
    urgent: bool = False


class Format(Head):
    """The format of a meeting. The Markdown below the head is advice for the chair.

    `minutes` is how long the meeting is; `wind_down` are the last ones, which the chair keeps
    free for the end. In writing (`days` over 0) the minutes are those that the host needs.
    """

    ways: Annotated[tuple[Way, ...], Field(max_length=9)] = ()
    minutes: Annotated[int, Field(ge=5, le=240)]
    days: Annotated[int, Field(ge=0, le=14)] = 0
    wind_down: Annotated[int, Field(ge=0, le=30)] = 5
    attend: Attend = Attend.EVERYONE
    order: Order = Order.QUEUE
    quiet_first: bool = True
    crosstalk: Crosstalk = Crosstalk.NONE
    share_minutes: Annotated[int, Field(ge=1, le=60)] = 4
    share_words: Annotated[int, Field(ge=0, le=1_000)] = 0
    roles: Annotated[tuple[Role, ...], Field(max_length=14)] = ()
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=MOST_ITEMS)]
    difficult: Annotated[tuple[Situation, ...], Field(max_length=20)] = ()

    @property
    def planned(self) -> int:
        """How many minutes the parts take together."""
        return sum(item.minutes for item in self.items)

    @property
    def fits(self) -> bool:
        """Whether the parts take as long as the meeting is."""
        return self.planned == self.minutes

    def crosstalk_in(self, item: Item) -> Crosstalk:
        """Give the rule of answering each other in a part."""
        return item.crosstalk or self.crosstalk

    def share_minutes_in(self, item: Item) -> int:
        """Give how long one share is in a part."""
        return item.share_minutes or self.share_minutes


class Guidance(Head):
    """What helps when it gets difficult."""

    situations: Annotated[tuple[Situation, ...], Field(min_length=1, max_length=30)]


Finding = tuple[tuple[str | int, ...], str]


def rules_of_format(content: Head) -> Iterator[Finding]:
    """Tell what does not fit together in a format, with the path of each."""
    if not isinstance(content, Format):
        return
    for name in ("items", "roles", "difficult"):
        yield from _told_twice(name, [part.id for part in getattr(content, name)])
    for number, item in enumerate(content.items):
        reading = item.reading
        if item.id == "new":
            yield ("items", number, "id"), _("Choose another id than “new”.")
        if reading and reading.text.strip() and not reading.source.strip():
            told = _("Write where this text is from: source: ...")
            yield ("items", number, "reading", "text"), told
        if content.days and item.day > content.days:
            yield ("items", number, "day"), _("The meeting has only %d days.") % content.days
    if not any(item.sharing for item in content.items):
        yield ("items",), _("In one part at least people should share: sharing: yes")


def rules_of_guidance(content: Head) -> Iterator[Finding]:
    """Tell what does not fit together in guidance, with the path of each."""
    if isinstance(content, Guidance):
        yield from _told_twice("situations", [part.id for part in content.situations])


def _told_twice(name: str, ids: list[str]) -> Iterator[Finding]:
    often = Counter(ids)
    for number, each in enumerate(ids):
        if often[each] > 1 and each in ids[:number]:
            yield (name, number, "id"), _("There is another “%s” above. Choose a new id.") % each
