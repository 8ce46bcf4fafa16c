"""Static files: fingerprinted names, compressed beforehand, kept by browsers for a year."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HouseStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Gives the plain name for a file that nobody collected yet (tests, a first import)."""

    manifest_strict = False

    def hashed_name(self, name: str, *args: Any, **kwargs: Any) -> str:
        try:
            hashed: str = super().hashed_name(name, *args, **kwargs)
        except ValueError:
            return name
        return hashed
