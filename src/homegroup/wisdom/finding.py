"""What the search knows of statements: put when they stand on a page, dropped before anything."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, time
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homegroup.moderation.subjects import read_id
from homegroup.search import actions, registry
from homegroup.search.registry import OtherName, Reader, Shown, Source
from homegroup.wisdom import access
from homegroup.wisdom.choices import KIND, PAGE_KIND, Stage
from homegroup.wisdom.models import Introduction, OwnSituation, Statement
from homegroup.wisdom.situations import Situation, languages, shipped_ones


def put(row: Statement) -> None:
    """Let a statement be found by its words and its situations."""
    if row.stage != Stage.SHOWN:
        drop([row.pk])
        return
    assert row.shown_on
    actions.put(
        kind=KIND,
        thing=str(row.pk),
        title=" ".join(_labels(row.placed.values_list("situation", flat=True))),
        text=row.text,
        audience=row.audience,
        group=row.group,
        at=datetime.combine(row.shown_on, time(12), UTC),
        language=row.language,
    )


def put_introduction(row: Introduction) -> None:
    """Let a page be found by the words of its introduction and by its situation."""
    where = access.Desk(row.group).where
    actions.put(
        kind=PAGE_KIND,
        thing=str(row.pk),
        title=" ".join(_labels([row.situation])),
        text=row.text,
        audience=where.audience,
        group=where.group,
        at=row.written_at,
        language=row.language,
    )


def _labels(keys: Iterable[str]) -> list[str]:
    """Give the names of situations in every language that has them: readers use their own."""
    asked = list(keys)
    names = _Names()
    ids = [pk for key in asked if (pk := read_id(key))]
    own = OwnSituation.objects.filter(pk__in=ids).values_list("label", flat=True)
    return [*dict.fromkeys(name.words for key in asked for name in names.of(key)), *own]


class _Names:
    """What situations that ship are called, in all languages."""

    def __init__(self) -> None:
        self._known = {code: shipped_ones(code) for code in languages()}

    def of(self, key: str) -> list[OtherName]:
        """Give the names of one, each with its language."""
        return [
            OtherName(known[key].label, code) for code, known in self._known.items() if key in known
        ]

    def beside(self, situations: Iterable[Situation]) -> list[OtherName]:
        """Give the names of situations that their reader's own language does not have."""
        shown = list(situations)
        own = {each.label for each in shown}
        found = {name.words: name for each in shown for name in self.of(each.key)}
        return [name for words, name in found.items() if words not in own]


def drop(statements: Iterable[UUID]) -> None:
    """Let these statements be found no longer."""
    actions.drop(kind=KIND, things=[str(each) for each in statements])


def drop_introductions(ids: Iterable[UUID]) -> None:
    """Let these introductions be found no longer."""
    actions.drop(kind=PAGE_KIND, things=[str(each) for each in ids])


def shown(ids: Collection[str], reader: Reader) -> dict[str, Shown]:
    """Give the statements that somebody may read, by id."""
    rows = access.readable(reader).filter(pk__in=_read(ids)).prefetch_related("placed")
    known, names = access.situations_for(reader), _Names()
    found = {}
    for row in rows:
        places = [known[each.situation] for each in row.placed.all() if each.situation in known]
        if places:
            found[str(row.pk)] = Shown(
                text=row.text,
                address=reverse("wisdom:situation", args=[places[0].key]) + f"#s-{row.pk}",
                title=" · ".join(each.label for each in places),
                also=names.beside(places),
            )
    return found


def _read(ids: Collection[str]) -> list[UUID]:
    return [pk for pk in map(read_id, ids) if pk and str(pk) in ids]


def shown_introductions(ids: Collection[str], reader: Reader) -> dict[str, Shown]:
    """Give the introductions of pages that somebody may read, by id."""
    known, names = access.situations_for(reader), _Names()
    return {
        str(row.pk): Shown(
            text=row.text,
            address=reverse("wisdom:situation", args=[row.situation]),
            title=known[row.situation].label,
            also=names.beside([known[row.situation]]),
        )
        for row in access.introductions(reader).filter(pk__in=_read(ids))
        if row.situation in known
    }


def register() -> None:
    """Let statements be found, and the introductions of their pages."""
    words, plural = _("What helped somebody"), _("What helped others")
    source = Source(kind=KIND, words=words, plural=plural, shown=shown, is_dated=False)
    registry.register(source)
    words, plural = _("A page of what helped"), _("Pages of what helped")
    source = Source(PAGE_KIND, words, shown_introductions, plural, is_dated=False)
    registry.register(source)
