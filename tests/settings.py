"""The settings, in a home that is made for this run and thrown away after it.

Whatever the environment says, tests touch no real home: only HOMEGROUP_DATABASE is kept (the
PostgreSQL that ./test starts; pytest makes databases of its own in it).
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

for _name in [name for name in os.environ if name.startswith("HOMEGROUP_")]:
    if _name != "HOMEGROUP_DATABASE":
        del os.environ[_name]
_home = Path(tempfile.mkdtemp(prefix="homegroup-tests-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["HOMEGROUP_HOME"] = str(_home)

from homegroup.config.settings import *  # noqa: E402, F403
from homegroup.config.settings import DATABASE_URL, DATABASES  # noqa: E402

if not DATABASE_URL:
    # A file, as in real use: a shared database in memory locks in other ways.
    DATABASES["default"]["TEST"] = {"NAME": str(_home / "tests.sqlite3")}

STRETCH = (1, 8, 1)  # passphrases in tests need no patience; one test runs the real cost
