"""Homegroup: a self-hosted home for self-help groups in addiction recovery.

Python's own SQLite is often one with the WAL-reset bug (ADR 2), so the one that
`pysqlite3` carries takes its place before anything opens a database.
"""

import sys
import zoneinfo

zoneinfo.reset_tzpath(to=())  # the rules of the pinned tzdata, whatever the machine has

try:
    import pysqlite3
    import pysqlite3.dbapi2
except ImportError:  # no wheel for this platform: settings then choose a safe journal mode
    pass
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

__version__ = "0.1.0"
