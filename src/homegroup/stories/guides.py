"""Guides for those who do not know how to begin: chapters with a question each, or none."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    Words = str | StrPromise


@dataclass(frozen=True)
class Ask:
    """One chapter of a guide: its heading, and what it asks."""

    heading: "Words"
    question: "Words"


@dataclass(frozen=True)
class Guide:
    """A way through a story: its name in forms, its words, for whom it is, its chapters."""

    slug: str
    words: "Words"
    about: "Words"
    asks: tuple[Ask, ...]


GUIDES: tuple[Guide, ...] = (
    Guide(
        "then-now",
        _("How it was, what happened, how it is now"),
        _("The way most people tell it. Three chapters."),
        (
            Ask(
                _("How it was"),
                _("What were your days like? Say what you felt and what you tried. "
                  "You need not tell how much or in which way."),
            ),
            Ask(
                _("What happened"),
                _("Was there a day, a word or a person that changed something? "
                  "It may have been small."),
            ),
            Ask(
                _("How it is now"),
                _("What is different today? What is still hard, and what do you do then?"),
            ),
        ),
    ),
    Guide(
        "one-day",
        _("A day that changed something"),
        _("One day only, from morning to night."),
        (
            Ask(_("How the day began"), _("Where were you, and what was on your mind?")),
            Ask(_("What happened"), _("Tell it as if somebody sat beside you and listened.")),
            Ask(_("What came after"), _("The next morning, the next week. What stayed with you?")),
        ),
    ),
    Guide(
        "what-i-do",
        _("What I do now"),
        _("One thing that helps you, told so that others can try it."),
        (
            Ask(_("What used to be hard"), _("A time of day, a place, a feeling, a person?")),
            Ask(_("What I do now"), _("Step by step, with the small things that make it work.")),
            Ask(
                _("If you want to try it"),
                _("What would you have liked to know at the start? When does it not work?"),
            ),
        ),
    ),
    Guide(
        "again",
        _("I used again, and went on"),
        _("For others who sit where you sat."),
        (
            Ask(_("The time before"), _("What had been good? What had become quiet or thin?")),
            Ask(_("The day after"), _("Whom did you tell, and what did they say? What helped?")),
            Ask(_("What I know now"), _("What do you look out for, and what do you do early?")),
        ),
    ),
    Guide(
        "my-line",
        _("A goal of my own"),
        _("For those who want less, or to stay with a limit."),
        (
            Ask(_("Why I drew a line"), _("What did you want back in your life?")),
            Ask(_("How I keep to it"), _("Your rules, who knows of them, the days that are hard.")),
            Ask(_("When I go over it"), _("What do you do then? Has your goal changed?")),
        ),
    ),
    Guide(
        "family",
        _("Somebody I love"),
        _("For partners, parents, children and friends."),
        (
            Ask(
                _("How it was at home"),
                _("What did you carry? Tell of yourself more than of the other person."),
            ),
            Ask(_("What I did for myself"), _("Was there a first step that was only yours?")),
            Ask(
                _("How I live with it now"),
                _("Whether they are well or not: what is better for you, and what do you need?"),
            ),
        ),
    ),
    Guide("free", _("My own way"), _("Empty pages, as many as you like."), (Ask("", ""),)),
)  # fmt: skip


def find(slug: str) -> Guide:
    """Give a guide by its name; the free one where there is none of that name."""
    return next((guide for guide in GUIDES if guide.slug == slug), GUIDES[-1])
