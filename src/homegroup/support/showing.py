"""How shares and answers look on a page: cards, and what pages of other rooms show of them."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core import thing_links
from homegroup.core.markdown import safe_html
from homegroup.core.today_panels import Panel
from homegroup.core.waiting import Waiting
from homegroup.core.zones import viewer_zone
from homegroup.groups.models import Group, Membership
from homegroup.groups.panels import Link
from homegroup.moderation import queries as moderation
from homegroup.moderation.rules import book
from homegroup.support import queries, wording
from homegroup.support.access import is_willing
from homegroup.support.addresses import page_of
from homegroup.support.choices import CARD_WORDS, Kind, State
from homegroup.support.models import Reply, Share

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

EXCERPT = 700  # signs of a share that its card in the feed shows
_KEPT = 2_000  # longer texts are not kept in memory once they are shown
_PINNED_WORDS = 60
_WRITTEN_TO = 3
_ENDS = (re.compile(r"\n\s*\n"), re.compile(r"[.!?…]\s"), re.compile(r"\s"))


@lru_cache(maxsize=4_096)
def _kept_html(text: str) -> SafeString:
    return safe_html(text)


def html_of(text: str) -> SafeString:
    """Give a text as safe HTML; short ones are kept in memory, since feeds show them often."""
    return _kept_html(text) if len(text) <= _KEPT else safe_html(text)


def excerpt(text: str, most: int = EXCERPT) -> str:
    """Give the beginning of a text, cut where a paragraph, a sentence or a word ends."""
    if len(text) <= most * 5 // 4:
        return text
    for pattern in _ENDS:
        ends = [found.start() + 1 for found in pattern.finditer(text, most // 2, most)]
        if ends:
            return f"{text[: ends[-1]].rstrip()} …"
    return f"{text[:most]}…"


@dataclass(frozen=True)
class Card:
    """A share or an answer as its reader sees it.

    `body` is its text, or the beginning of it (`is_cut`); `links` are those of other rooms. Its
    author is told `why_held`: they go on after "because".
    """

    row: Share | Reply
    name: str
    when: str
    body: SafeString
    address: str
    is_cut: bool
    is_mine: bool
    links: tuple[thing_links.Link, ...] = ()
    why_held: tuple[str, ...] = ()

    @property
    def label(self) -> "str | StrPromise":
        """What kind of share it is, "" for a plain one and for answers."""
        return CARD_WORDS.get(Kind(self.row.kind), "") if isinstance(self.row, Share) else ""

    @property
    def state_words(self) -> "str | StrPromise":
        """What its author reads of who sees it, "" where the group does."""
        return "" if self.row.is_shown else State(self.row.state).label


def card(row: Share | Reply, me: Membership, zone: ZoneInfo, *, cut: bool = False) -> Card:
    """Give the card of a share or an answer; `cut`: only its beginning."""
    shown = excerpt(row.text) if cut else row.text
    since = row.came_at if isinstance(row, Share) and row.came_at else row.written_at
    return Card(
        row=row,
        name=row.author.name if row.author else _("Somebody who has left"),
        when=wording.age(since, zone),
        body=html_of(shown),
        address=page_of(row),
        is_cut=shown != row.text,
        is_mine=row.author_id == me.pk,
    )


def plain(text: str) -> str:
    """Give the beginning of a text in one line, without its marks."""
    return " ".join(unescape(strip_tags(html_of(excerpt(text)))).split())


def pinned(rows: list[Share], me: Membership, zone: ZoneInfo) -> list[tuple[Card, str]]:
    """Give what stands above the feed: cards, and the first words of each, for one line."""
    lines = [plain(row.text) for row in rows]
    return [
        (card(row, me, zone, cut=True), row.fold_label or excerpt(line, _PINNED_WORDS))
        for row, line in zip(rows, lines, strict=True)
    ]


def linked(request: HttpRequest, kind: str, cards: list[Card]) -> list[Card]:
    """Give cards with the links that other rooms put beside what others wrote."""
    ids = [str(each.row.pk) for each in cards if each.row.is_shown and not each.is_mine]
    links = thing_links.links_for(request, kind, ids)
    return [_with_links(each, links.get(str(each.row.pk), [])) for each in cards]


def _with_links(card: Card, links: list[thing_links.Link]) -> Card:
    return replace(card, links=tuple(links))


def explained(kind: str, cards: list[Card]) -> list[Card]:
    """Give cards with the reasons for which those of the reader wait."""
    ids = [str(each.row.pk) for each in cards if each.row.is_held and each.is_mine]
    rules = moderation.why_held(kind, ids) if ids else {}
    return [
        replace(each, why_held=tuple(book.why(rule) for rule in rules.get(str(each.row.pk), ())))
        for each in cards
    ]


def menu_link(me: Membership) -> Link:
    """Give the menu of a group the way to its shares."""
    return Link(reverse("support:feed", args=[me.group.key]), _("Shares"))


def day_link(me: Membership) -> Link:
    """Give the menu of a group the way to the check-in of today."""
    return Link(reverse("support:day", args=[me.group.key]), _("Check-in"))


def waiting_link(me: Membership) -> Link | None:
    """Give those who answer the way to who waits."""
    if not is_willing(me):
        return None
    count = queries.waiting_by_group(me.user).get(me.group_id, 0)
    return Link(reverse("support:waiting", args=[me.group.key]), _("Who waits"), count)


def mute_link(me: Membership, person: Membership) -> Link:
    """Give a member's page the way to reading no more of them."""
    address = reverse("support:mute", args=[me.group.key, person.pk])
    return Link(address, _("Read no more of them"))


def people_waiting(request: HttpRequest) -> Waiting | None:
    """Tell the day's page who waits for an answer; it leads to the group where most wait."""
    user = request.user
    counted = queries.waiting_by_group(user) if isinstance(user, User) else {}
    if not counted:
        return None
    most = Group.objects.get(pk=max(counted, key=lambda group: counted[group]))
    address = reverse("support:waiting", args=[most.key])
    return Waiting(_("People who wait for an answer"), sum(counted.values()), address)


def written_to_me(request: HttpRequest) -> Panel | None:
    """Tell the day's page what people answered to what this member shared."""
    user = request.user
    rows = queries.written_to(user, most=_WRITTEN_TO) if isinstance(user, User) else []
    if not rows:
        return None
    zone = viewer_zone(request)
    told = [
        {
            "name": row.author.name if row.author else _("Somebody who has left"),
            "group": row.share.group.name,
            "when": wording.age(row.written_at, zone),
            "words": row.fold_label or excerpt(plain(row.text), 120),
            "address": page_of(row),
        }
        for row in rows
    ]
    body = render_to_string("support/_written_to_me.html", {"rows": told}, request)
    return Panel(_("What people wrote to me"), SafeString(body))
