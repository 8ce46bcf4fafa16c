"""A story while it is written: what its entry in the vault holds, as values that code can use."""

import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from uuid import UUID

from homegroup.core.text import first_line
from homegroup.stories.folding import plain
from homegroup.vault.vaults import Opened

_LONGEST_FIRST = 80


@dataclass(frozen=True)
class Chapter:
    """One chapter. `rev` rises with each change, `by` is the form that changed it last."""

    id: str
    heading: str = ""
    question: str = ""
    text: str = ""
    rev: int = 1
    by: str = ""

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(plain(self.text).split())


@dataclass(frozen=True)
class Spoken:
    """The recording of a draft: its row's id, and the key that opens its files."""

    id: UUID
    key: bytes
    forms: tuple[str, ...]
    seconds: int


@dataclass(frozen=True)
class Plan:
    """How a story should be published. `group` is a group's key."""

    audience: str = ""
    group: str = ""
    pen_name: str = ""
    topics: tuple[str, ...] = ()
    hard: tuple[str, ...] = ()


@dataclass(frozen=True)
class Work:
    """A draft. `story` is the id under which it was handed in.

    `stand` holds what the checker marked and the author wants to leave.
    """

    id: UUID | None
    title: str = ""
    language: str = "en"
    guide: str = "free"
    chapters: tuple[Chapter, ...] = ()
    plan: Plan = field(default_factory=Plan)
    stand: tuple[str, ...] = ()
    spoken: Spoken | None = None
    story: UUID | None = None
    made: str = ""
    first: str = ""

    @property
    def words(self) -> int:
        """How many words all chapters have."""
        return sum(chapter.words for chapter in self.chapters)

    @property
    def name(self) -> str:
        """The title, or how it begins."""
        return self.title or self.first or first_line(
            "\n".join(each.text for each in self.chapters), _LONGEST_FIRST
        )  # fmt: skip

    def chapter(self, chapter: str) -> Chapter | None:
        """Give a chapter by its id."""
        return next((each for each in self.chapters if each.id == chapter), None)

    def with_chapter(self, changed: Chapter) -> "Work":
        """Give the work with one chapter changed."""
        rest = tuple(changed if each.id == changed.id else each for each in self.chapters)
        return replace(self, chapters=rest)

    def told(self) -> list[dict[str, Any]]:
        """Give the chapters that say something, as a published story holds them."""
        return [
            {"heading": each.heading, "text": each.text}
            for each in self.chapters
            if each.text.strip()
        ]


def new_chapter(heading: str = "", question: str = "") -> Chapter:
    """Give an empty chapter with an id of its own."""
    return Chapter(secrets.token_hex(4), heading, question)


def count_words(chapters: Iterable[dict[str, Any]]) -> int:
    """Give how many words a published story has."""
    return sum(len(plain(str(each["text"])).split()) for each in chapters)


# -- to and from the vault -------------------------------------------------------------------


def body_of(work: Work) -> dict[str, Any]:
    """Give what is sealed."""
    spoken = work.spoken
    return {
        "title": work.title,
        "language": work.language,
        "guide": work.guide,
        "chapters": [asdict(chapter) for chapter in work.chapters],
        "plan": asdict(work.plan),
        "stand": list(work.stand),
        "spoken": spoken and {"id": spoken.id.hex, "key": spoken.key.hex(),
                              "forms": list(spoken.forms), "seconds": spoken.seconds},
    }  # fmt: skip


def header_of(work: Work, made: str) -> dict[str, Any]:
    """Give the sealed header: what lists need."""
    story = work.story.hex if work.story else ""
    first = replace(work, first="").name
    return {"on": made[:10], "made": made, "first": first, "story": story}


def work_of(opened: Opened) -> Work:
    """Give an opened entry as a draft; without its chapters where only the header is open."""
    header, body = opened.header, opened.body
    told, spoken = header.get("story"), body.get("spoken")
    plan = body.get("plan", {})
    return Work(
        id=opened.id,
        title=str(body.get("title", "")),
        language=str(body.get("language", "en")),
        guide=str(body.get("guide", "free")),
        chapters=tuple(Chapter(**each) for each in body.get("chapters", ())),
        plan=Plan(**{**plan, "topics": tuple(plan.get("topics", ())),
                     "hard": tuple(plan.get("hard", ()))}),
        stand=tuple(body.get("stand", ())),
        spoken=Spoken(UUID(hex=spoken["id"]), bytes.fromhex(spoken["key"]),
                      tuple(spoken["forms"]), int(spoken["seconds"])) if spoken else None,
        story=UUID(hex=told) if told else None,
        made=str(header.get("made", "")),
        first=str(header.get("first", "")),
    )  # fmt: skip
