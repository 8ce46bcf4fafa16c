"""Who may open what: every address, method and role, against one table that people can read.

After a deliberate change: `python tests/matrix/write.py`, then look at the difference.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.template import Template
from django.utils.safestring import SafeString
from tests.matrix.world import ROLES, World, address, ask, make_world, patterns

TABLE = Path(__file__).with_name("matrix.txt")
METHODS = ("GET", "POST", "PUT")
# Who may do what is decided before a database is asked and a page is filled: only these see pages
# filled.
OF_EACH_KIND = ("visitor", "member", "secretary", "operator")
# Those who see most ask PostgreSQL, so that each page's statements run there too.
ON_POSTGRESQL = ("secretary", "operator")
Row = tuple[str, str]
pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def empty_pages(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave pages empty, which is most of the work, for all but a role of each kind."""
    if role not in OF_EACH_KIND:
        monkeypatch.setattr(Template, "_render", lambda _template, _context: SafeString(""))


def asked(world: World, role: str, methods: Sequence[str] = METHODS) -> Iterator[tuple[Row, str]]:
    """Ask for everything in one role; nothing that is done stays."""
    for pattern in patterns():
        for method in methods:
            with transaction.atomic():
                path = address(pattern, world)
                yield (pattern, method), ask(world, role, method, path)
                transaction.set_rollback(True)


def table() -> dict[Row, dict[str, str]]:
    """Read the table: {(address, method): {role: outcome}}."""
    rows: dict[Row, dict[str, str]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            pattern, method, *told = line.split()
            rows[pattern, method] = dict(zip(ROLES, told, strict=True))
    return rows


@pytest.mark.usefixtures("empty_pages")
@pytest.mark.parametrize("role", ROLES if connection.vendor == "sqlite" else ON_POSTGRESQL)
def test_everybody_gets_what_the_table_says(world: World, role: str) -> None:
    """A method that no page has is refused before anybody is asked who they are."""
    expected = table()
    every = role in OF_EACH_KIND and connection.vendor == "sqlite"
    methods = METHODS if every else METHODS[:2]
    wrong = [
        f"{method} {pattern}: {got}, the table says {told}"
        for (pattern, method), got in asked(world, role, methods)
        if got != (told := expected.get((pattern, method), {}).get(role, "nothing"))
    ]
    assert wrong == []


def test_the_table_tells_of_no_address_that_is_gone() -> None:
    assert {pattern for pattern, _method in table()} == set(patterns())


@pytest.mark.sqlite_is_enough
@pytest.mark.parametrize("role", ["visitor", "outsider", "operator"])
def test_a_hidden_group_is_not_there_for_others(world: World, role: str) -> None:
    for pattern in patterns():
        if pattern.startswith("/groups/<slug:slug>/"):
            for method in ("GET", "POST"):
                with transaction.atomic():
                    path = address(pattern, world, group="hidden")
                    nowhere = path.replace(world.parts["hidden"], "no-such-group")
                    got, expected = (
                        ask(world, role, method, path),
                        ask(world, role, method, nowhere),
                    )
                    assert got == expected, f"{method} {pattern}"
                    transaction.set_rollback(True)
