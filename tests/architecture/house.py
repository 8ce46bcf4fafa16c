"""The house as the tests of its rules see it: rooms, tiers, source files."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "homegroup"

# From the top down; rooms on one line are siblings. `.importlinter` has the same order.
TIERS = [
    {"config"},
    {"home", "console", "exchange"},
    {"attendance"},
    {"live"},
    {"meetings", "recovery", "support", "stories", "messages", "wisdom"},
    {"moderation", "search"},
    {"groups"},
    {"notices"},
    {"privacy"},
    {"vault"},
    {"accounts"},
    {"packs"},
    {"audit"},
    {"places", "helplines"},
    {"core"},
]


def tier_of(room: str) -> int:
    """Give the height of a room; 0 is the lowest."""
    for height, rooms in enumerate(reversed(TIERS)):
        if room in rooms:
            return height
    raise AssertionError(f"The room {room!r} stands in no tier of tests/architecture/house.py.")


def sources(*, tests: bool = False) -> list[Path]:
    """Give our Python files, without migrations."""
    folders = [PACKAGE, ROOT / "tests", ROOT / "bench"] if tests else [PACKAGE]
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob("*.py"))
        if "migrations" not in path.parts
    ]


@cache
def tree(path: Path) -> ast.Module:
    """Give the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give every function of a file, nested ones too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def called_names(path: Path) -> Iterator[tuple[int, str]]:
    """Give (line, dotted name) of every call that is spelled with names only."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node.lineno, _dotted(node.func)


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def where(path: Path, line: int | None = None) -> str:
    """Give a place to click on."""
    return f"{path.relative_to(ROOT)}{f':{line}' if line else ''}"
