"""Reads of statements: a page of a situation, an author's own, an editor's desk."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from homegroup.accounts.models import User
from homegroup.search.registry import Reader
from homegroup.wisdom import access, things
from homegroup.wisdom.choices import A_PAGE, Stage
from homegroup.wisdom.models import Helped, Introduction, OwnSituation, Placed, Statement
from homegroup.wisdom.situations import Situation, by_part
from homegroup.wisdom.things import Pointed


@dataclass(frozen=True)
class Entry:
    """A statement on the page of a situation, as one reader sees it."""

    placed: Placed
    see: list[Pointed]
    helped_me: bool = False

    @property
    def statement(self) -> Statement:
        """The statement itself."""
        return self.placed.statement


def entries(
    reader: Reader, situation: Situation, *, day: date, first: int = 0, most: int = A_PAGE
) -> list[Entry]:
    """Give what helped with a situation, as far as the reader may read it: `most`, from `first` on.

    What a group wrote for itself comes first, and there what its editors put first. Within that the
    order is another every day, and has nothing to do with whom it helped.
    """
    wanted = _in_order(reader, situation, day)[first : first + most]
    rows = Placed.objects.select_related("statement__group").prefetch_related("statement__see")
    by_pk = rows.in_bulk(wanted)
    found = [by_pk[pk] for pk in wanted if pk in by_pk]
    pairs = {(see.kind, see.thing) for row in found for see in row.statement.see.all()}
    opened = things.opened(pairs, reader) if pairs else {}
    mine = _pressed(reader, found)
    return [
        Entry(
            row,
            see=[opened[pair] for each in row.statement.see.all()
                 if (pair := (each.kind, each.thing)) in opened],
            helped_me=row.pk in mine,
        )
        for row in found
    ]  # fmt: skip


def _in_order(reader: Reader, situation: Situation, day: date) -> list[int]:
    readable = access.readable(reader).values("pk")
    rows = Placed.objects.filter(situation=situation.key, statement__in=readable)
    told = rows.values_list("pk", "statement_id", "statement__group_id", "is_first")
    return [
        pk
        for pk, *_rest in sorted(
            told, key=lambda row: (row[2] is None, not row[3], _turn(row[1], day))
        )
    ]


def _turn(statement: UUID, day: date) -> bytes:
    return hashlib.sha256(f"{day}|{statement}".encode()).digest()


def _pressed(reader: Reader, rows: Sequence[Placed]) -> set[int]:
    if not isinstance(reader, User):
        return set()
    pressed = Helped.objects.filter(member=reader, placed__in=[row.pk for row in rows])
    return set(pressed.values_list("placed", flat=True))


def introductions(reader: Reader, situation: Situation) -> list[Introduction]:
    """Give what stands above the statements of a page: the groups' own words, then the home's."""
    rows = access.introductions(reader).filter(situation=situation.key).select_related("group")
    return sorted(rows, key=lambda row: (row.group is None, row.group.name if row.group else ""))


def introduction(desk: access.Desk, key: str) -> Introduction | None:
    """Give the introduction of a page as its editors have it, None where there is none."""
    return Introduction.objects.filter(group=desk.group, situation=key).first()


@dataclass(frozen=True)
class Overview:
    """Situations with words that the reader may read, and those that still wait for some."""

    filled: dict[str, list[Situation]]
    empty: dict[str, list[Situation]]


def overview(reader: Reader) -> Overview:
    """Give all situations of a reader under their headings."""
    rows = Placed.objects.filter(statement__in=access.readable(reader).values("pk"))
    counted = Counter(rows.values_list("situation", flat=True))
    counted.update(access.introductions(reader).values_list("situation", flat=True))
    known = access.situations_for(reader).values()
    return Overview(
        by_part(each for each in known if counted[each.key]),
        by_part(each for each in known if not counted[each.key]),
    )


def one_of_day(reader: Reader, keys: Sequence[str], *, day: date) -> Entry | None:
    """Give one statement for a day, of the first of these situations that has any."""
    known = access.situations_for(reader)
    for key in keys:
        found = entries(reader, known[key], day=day, most=1) if key in known else []
        if found:
            return found[0]
    return None


def own(user: User) -> list[Statement]:
    """Give what a member is asked about or has offered, and what a moderator took away."""
    rows = Statement.objects.filter(author=user).exclude(stage=Stage.NO).whole()
    order = [Stage.ASKED, Stage.AGREED, Stage.SHOWN, Stage.REMOVED]
    return sorted(rows, key=lambda row: (not row.proposed, order.index(Stage(row.stage))))


def waits_for(user: User) -> int:
    """Count what waits for this member's own answer."""
    rows = Statement.objects.open().filter(author=user)
    return rows.filter(stage=Stage.ASKED).count() + rows.exclude(proposed="").count()


@dataclass(frozen=True)
class OnDesk:
    """What an editor sees: what waits, what waits for its author, the newest, own situations.

    And the introductions of pages.
    """

    waiting: list[Statement]
    with_author: list[Statement]
    shown: list[Statement]
    situations: list[OwnSituation]
    introductions: list[Introduction]


def on_desk(desk: access.Desk) -> OnDesk:
    """Give all that lies on a desk."""
    waiting = list(desk.statements.on_desk().whole().order_by("made_at"))
    return OnDesk(
        waiting=[row for row in waiting if not row.proposed],
        with_author=[row for row in waiting if row.proposed],
        shown=list(desk.statements.shown().whole().order_by("-shown_on", "pk")[:A_PAGE]),
        situations=list(OwnSituation.objects.filter(group=desk.group)),
        introductions=list(Introduction.objects.filter(group=desk.group)),
    )


def waiting_on(desk: access.Desk) -> int:
    """Count what waits for an editor."""
    return desk.statements.on_desk().filter(proposed="").count()
