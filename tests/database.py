"""The database of a run on SQLite, copied from one that was migrated before.

Migrating takes seconds, in every run and every worker. The migrated file is kept in pytest's
cache under a digest of all that made it; another digest, another file.
"""

import hashlib
import shutil
import sqlite3
from pathlib import Path

import django

ROOT = Path(__file__).parents[1]
# Besides the migrations, what they call.
_MAKERS = ("src/homegroup/*/migrations/*.py", "src/homegroup/core/fulltext.py")


def kept_file() -> Path:
    """Give where the migrated database of this state of the code is, or would be, kept."""
    digest = hashlib.sha256(f"{django.get_version()} {sqlite3.sqlite_version}".encode())
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
