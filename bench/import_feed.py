"""How long the real import command takes, and how much memory: new, unchanged, 1 % changed.

    python bench/import_feed.py [--rows 30000] [--postgresql URI]

Works in a home of its own in a temporary folder; with PostgreSQL in the (empty) database that
the URI names. Prints wall seconds and the peak of resident memory of each command.
"""

import argparse
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from feed_data import changed, feed

HOMEGROUP = Path(sys.executable).parent / "homegroup"


def measured(*arguments: str) -> tuple[float, float, dict[str, int]]:
    """Run one command; give wall seconds, peak MB and its result."""
    start = time.perf_counter()
    done = subprocess.run(
        [str(HOMEGROUP), *arguments, "--json"], check=True, stdout=subprocess.PIPE, text=True
    )
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return seconds, peak, json.loads(done.stdout.splitlines()[-1])


def tell(label: str, *arguments: str) -> None:
    """Measure in a process of its own, so that each peak is of one command, and print it."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        seconds, peak, result = pool.apply(measured, arguments)
    figures = {name: value for name, value in result.items() if isinstance(value, int)}
    print(f"{label:<12} {seconds:6.2f} s {peak:6.0f} MB  {figures}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=30_000)
    parser.add_argument("--postgresql", default="", metavar="URI")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HOMEGROUP_HOME": folder, "HOMEGROUP_DATABASE": options.postgresql}
        # Compiled modules, as every start but the very first one finds them.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = f"{folder}/compiled"
        os.environ["DJANGO_SETTINGS_MODULE"] = "homegroup.config.settings"
        subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], check=True)
        subprocess.run([HOMEGROUP, "undo-import", "--help"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(
            [HOMEGROUP, "import-meetings", "--help"], check=True, stdout=subprocess.DEVNULL
        )
        rows = list(feed(options.rows))
        older, newer = Path(folder, "older.json"), Path(folder, "newer.json")
        older.write_text(json.dumps(rows))
        newer.write_text(json.dumps(changed(rows)))
        print(f"{options.rows} rows, {older.stat().st_size / 1e6:.1f} MB")
        tell("new", "import-meetings", str(older), "--name", "bench")
        tell("unchanged", "import-meetings", str(older), "--name", "bench")
        tell("1 % changed", "import-meetings", str(newer), "--name", "bench")
        tell("undo", "undo-import", "bench")


if __name__ == "__main__":
    main()
