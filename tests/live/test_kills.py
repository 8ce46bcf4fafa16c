"""Killed in the middle of a line: what was acknowledged is there once. 200 kills: bench/."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_what_was_acknowledged_is_there_once_after_kills(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.live_kills", "--kills", "6", "--served", "0"]
    surroundings = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "TMPDIR": str(tmp_path)}
    surroundings.pop("HOMEGROUP_DATABASE", None)
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True,
                          timeout=300, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "writers killed 6," in done.stdout
    assert "not there once and in order 0" in done.stdout
