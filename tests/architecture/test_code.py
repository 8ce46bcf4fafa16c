"""Size, names, the one clock, and writes only where writes belong."""

import ast
import re

import pytest
from tests.architecture.house import PACKAGE, ROOT, called_names, functions, sources, tree, where

MOST_LINES_OF_A_FILE = 500
MOST_LINES_OF_A_FUNCTION = 50
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "services.py", "manager.py", "misc.py", "common.py"}
CLOCKS = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|timezone\.(now|localtime|localdate))$"
)
WRITES = re.compile(
    r"\.(save|create|update|delete|get_or_create|update_or_create|bulk_create|bulk_update"
    r"|acreate|asave|aupdate|adelete|executemany)$"
)
# Words that are no write to the database: dict.update, hash.update, a form's save is none of ours.
HARMLESS = re.compile(r"^(digest|hasher|context|query|params|headers|response\.headers)\.update$")


def test_files_are_short() -> None:
    counted = {path: path.read_text(encoding="utf-8").count("\n") for path in sources()}
    assert [where(path) for path, n in counted.items() if n > MOST_LINES_OF_A_FILE] == []


def test_functions_are_short() -> None:
    long = [
        f"{where(path, node.lineno)} {node.name}: {lines} lines"
        for path in sources(tests=True)
        for node in functions(path)
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [where(path) for path in sources() if path.name in FORBIDDEN_NAMES] == []


def test_there_is_one_clock() -> None:
    clock = PACKAGE / "core" / "clock.py"
    others = [
        f"{where(path, line)} {name}"
        for path in sources()
        if path != clock
        for line, name in called_names(path)
        if CLOCKS.search(name)
    ]
    assert others == []


def _faces_http(path_parts: tuple[str, ...], stem: str) -> bool:
    return stem in {"views", "forms", "urls"} or bool(
        {"views", "forms", "templatetags"} & set(path_parts)
    )


def test_views_forms_and_tags_write_nothing() -> None:
    writes = [
        f"{where(path, line)} {name}"
        for path in sources()
        if _faces_http(path.parts, path.stem)
        for line, name in called_names(path)
        if WRITES.search(name) and not HARMLESS.search(name)
    ]
    assert writes == []


def test_forms_call_no_action() -> None:
    callers = [
        where(path)
        for path in sources()
        if path.stem == "forms" or "forms" in path.parts
        if re.search(r"^\s*(from|import) .*\bactions\b", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert callers == []


def test_every_room_says_what_it_may_import() -> None:
    for room in sorted(PACKAGE.iterdir()):
        init = room / "__init__.py"
        if init.is_file() and room.name != "config":
            says = ast.get_docstring(tree(init)) or ""
            assert re.search(r"May import|Imports no other room", says), where(init)


@pytest.mark.parametrize("name", ["run.lock", "dev.lock", "tools.lock"])
def test_a_lock_file_names_no_host_and_pins_by_hash(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert re.findall(r"https?://|index-url|find-links|@ file|@ git", text) == []
    pins = re.findall(r"^[a-z0-9][^\s=]*==", text, re.MULTILINE)
    assert pins
    assert len(pins) <= text.count("--hash=sha256:")


def test_what_runs_is_part_of_what_is_tested() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        return set(re.findall(r"^([a-z0-9][^\s=]*==[^\s;]+)", text, re.MULTILINE))

    assert pins("run.lock") - pins("dev.lock") == set()
