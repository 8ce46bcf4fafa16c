"""The database of a run on SQLite, copied from one that was migrated before.

Migrating takes seconds, in every run and every worker. The migrated file is kept in pytest's
cache under a digest of all that made it; another digest, another file. `python tests/database.py`
makes it beforehand, so that several workers need not.
"""

import hashlib
import os
import shutil
import sqlite3
import sys
from pathlib import Path

import django

ROOT = Path(__file__).parents[1]
# Besides the migrations, what they call.
_MAKERS = ("src/homegroup/*/migrations/*.py", "src/homegroup/core/fulltext.py")


def kept_file() -> Path:
    """Give where the migrated database of this state of the code is, or would be, kept."""
    digest = hashlib.sha256(django.get_version().encode())
    for pattern in _MAKERS:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return ROOT / ".pytest_cache" / f"migrated-{digest.hexdigest()[:16]}.sqlite3"


def lay(database: Path) -> bool:
    """Put the kept database where this run wants it; False where none is kept yet."""
    kept = kept_file()
    if not kept.exists():
        return False
    shutil.copyfile(kept, database)
    return True


def keep(database: Path) -> None:
    """Keep a freshly migrated database for the next run; the last of several at once wins."""
    kept = kept_file()
    kept.parent.mkdir(exist_ok=True)
    for old in kept.parent.glob("migrated-*.sqlite3"):
        old.unlink(missing_ok=True)
    mine = kept.with_suffix(f".{database.parent.name}")
    with sqlite3.connect(database) as source:
        source.execute("VACUUM INTO ?", (str(mine),))
    source.close()
    mine.replace(kept)


def main() -> None:
    """Migrate a database and keep it, unless one is kept."""
    if kept_file().exists():
        return
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    connection.close()
    keep(Path(connection.settings_dict["NAME"]))


if __name__ == "__main__":
    main()
