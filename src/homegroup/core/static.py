"""Static files: fingerprinted names, compressed beforehand, kept by browsers for a year."""

from pathlib import Path

from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HouseStorage(CompressedManifestStaticFilesStorage):
    """Falls back to the plain name when nothing was collected yet (tests, first import)."""

    manifest_strict = False


class HouseWhiteNoise(WhiteNoiseMiddleware):
    """WhiteNoise without Django's debug behaviour: the same files in every mode."""

    def __init__(self, get_response: object) -> None:
        Path(str(self._static_root())).mkdir(parents=True, exist_ok=True)
        super().__init__(get_response)

    @staticmethod
    def _static_root() -> object:
        from django.conf import settings

        return settings.STATIC_ROOT
