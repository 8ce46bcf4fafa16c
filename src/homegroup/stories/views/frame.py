"""What the pages of this room share: a story as it is read, and who is signed in."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.core.zones import viewer_zone
from homegroup.stories.folding import Passage, passages
from homegroup.stories.models import Recording, Told
from homegroup.stories.sound.converting import MEDIA_TYPES


@dataclass(frozen=True)
class Part:
    """A chapter as it is read."""

    number: int
    heading: str
    passages: list[Passage]


@dataclass(frozen=True)
class Player:
    """A recording as a page plays it: (address, media type) of each file, and minutes:seconds."""

    sources: list[tuple[str, str]]
    lasts: str


def member_of(request: HttpRequest) -> User:
    """Give who is signed in; only behind a decision that asks for it."""
    assert isinstance(request.user, User)
    return request.user


def today_of(request: HttpRequest) -> date:
    """Give the date where the reader is."""
    return clock.today(viewer_zone(request))


def parts_of(story: Told) -> list[Part]:
    """Give the chapters of a story with their folded passages."""
    return [
        Part(number, str(each["heading"]), passages(str(each["text"])))
        for number, each in enumerate(story.parts)
    ]


def player(recording: Recording | None, name: str, *args: Any) -> Player | None:
    """Give what plays a recording; its files are answered by the view of that name."""
    if recording is None:
        return None
    return played(recording.forms.split(), recording.seconds, name, *args)


def played(forms: list[str] | tuple[str, ...], seconds: int, name: str, *args: Any) -> Player:
    """Give what plays these files."""
    sources = [(reverse(name, args=[*args, form]), MEDIA_TYPES[form]) for form in forms]
    return Player(sources, f"{seconds // 60}:{seconds % 60:02}")
