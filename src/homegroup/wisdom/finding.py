"""What the search knows of statements: put when they stand on a page, dropped before anything."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, time
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homegroup.moderation.subjects import read_id
from homegroup.search import actions, registry
from homegroup.search.registry import Reader, Shown, Source
from homegroup.wisdom import access
from homegroup.wisdom.choices import KIND, Stage
from homegroup.wisdom.models import OwnSituation, Statement
from homegroup.wisdom.situations import languages, shipped_ones


def put(row: Statement) -> None:
    """Let a statement be found by its words and its situations."""
    if row.stage != Stage.SHOWN:
        drop([row.pk])
        return
    assert row.shown_on
    actions.put(
        kind=KIND,
        thing=str(row.pk),
        title=" ".join(_labels(row)),
        text=row.text,
        audience=row.audience,
        group=row.group,
        at=datetime.combine(row.shown_on, time(12), UTC),
        language=row.language,
    )


def _labels(row: Statement) -> list[str]:
    """Give the names of its situations in every language that has them: readers use their own."""
    keys = list(row.placed.values_list("situation", flat=True))
    known = [shipped_ones(code) for code in languages()]
    labels = {each[key].label: None for key in keys for each in known if key in each}
    ids = [pk for key in keys if (pk := read_id(key))]
    own = OwnSituation.objects.filter(pk__in=ids).values_list("label", flat=True)
    return [*labels, *own]


def drop(statements: Iterable[UUID]) -> None:
    """Let these statements be found no longer."""
    actions.drop(kind=KIND, things=[str(each) for each in statements])


def shown(ids: Collection[str], reader: Reader) -> dict[str, Shown]:
    """Give the statements that somebody may read, by id."""
    wanted = [pk for pk in map(read_id, ids) if pk and str(pk) in ids]
    rows = access.readable(reader).filter(pk__in=wanted).prefetch_related("placed")
    known = access.situations_for(reader)
    found = {}
    for row in rows:
        places = [known[each.situation] for each in row.placed.all() if each.situation in known]
        if places:
            found[str(row.pk)] = Shown(
                text=row.text,
                address=reverse("wisdom:situation", args=[places[0].key]) + f"#s-{row.pk}",
                title=" · ".join(each.label for each in places),
            )
    return found


def register() -> None:
    """Let statements be found."""
    words, plural = _("What helped somebody"), _("What helped others")
    source = Source(kind=KIND, words=words, plural=plural, shown=shown, is_dated=False)
    registry.register(source)
