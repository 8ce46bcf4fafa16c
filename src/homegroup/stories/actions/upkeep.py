"""What the house does by itself: files that a crash has left are deleted."""

from datetime import timedelta

from homegroup.core import clock
from homegroup.stories.models import Recording
from homegroup.stories.sound import shelf

_GRACE = timedelta(hours=1)  # what is being made just now has no row yet


def drop_stray_files() -> int:
    """Delete files of recordings that there are not (any more); give how many."""
    known = {pk.hex for pk in Recording.objects.values_list("pk", flat=True)}
    before = (clock.now() - _GRACE).timestamp()
    gone = [path for path in shelf.stray(known) if path.stat().st_mtime < before]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)
