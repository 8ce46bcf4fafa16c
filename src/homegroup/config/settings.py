"""One settings file, driven by the environment. Every variable stands in docs/settings.md."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from environs import Env

from homegroup.config import home as _home

env = Env()

HOME = _home.home_path()
PACKAGE = Path(__file__).resolve().parent.parent

# -- who we are ------------------------------------------------------------------------------
SITE_NAME: str = env.str("HOMEGROUP_NAME", "Homegroup")
SITE_URL: str = env.str("HOMEGROUP_URL", "").rstrip("/")
DISTANCE_UNIT: str = env.str("HOMEGROUP_UNIT", "km")
MAP_URL: str = env.str(
    "HOMEGROUP_MAP_URL",
    "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}",
)

# -- security --------------------------------------------------------------------------------
DEBUG: bool = env.bool("HOMEGROUP_DEBUG", default=False)
SECRET_KEY = _home.key(HOME, "secret.key")
# What passphrases are mixed with, and what the home seals with: outside database and backup.
PEPPER: str = env.str("HOMEGROUP_PEPPER", "") or _home.key(HOME, "pepper.key")
SEALING_KEY_FILE = _home.key_path(HOME, "sealing.key")
# New accounts from one household (one address) in an hour; a clinic may need more.
ACCOUNTS_AN_HOUR: int = env.int("HOMEGROUP_ACCOUNTS_AN_HOUR", 60)
# Streams open at once from one address: a clinic, where many share one, may need more.
STREAMS_AN_ADDRESS: int = env.int("HOMEGROUP_STREAMS_AN_ADDRESS", 100)
# Seconds without a sign of the chair of a room, until the reserve chair leads.
CHAIR_GONE: int = env.int("HOMEGROUP_CHAIR_GONE", 30)
# Argon2id for passphrases: rounds, memory in KiB, lanes (ADR 8).
STRETCH: tuple[int, int, int] = (3, 65_536, 1)
TLS: bool = SITE_URL.startswith("https://")
ALLOWED_HOSTS: list[str] = ["localhost", "127.0.0.1", "[::1]", *env.list("HOMEGROUP_HOSTS", [])]
if SITE_URL:
    ALLOWED_HOSTS.append(urlsplit(SITE_URL).hostname or "")
# Whose word about the visitor's address is taken: the program that does TLS in front.
PROXIES: list[str] = env.list("HOMEGROUP_PROXIES", ["127.0.0.1", "::1"])
CSRF_COOKIE_NAME = "__Host-form"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "homegroup.core.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if TLS else []
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "media-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_HANDLERS = [
    "homegroup.core.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# -- rooms, lowest tier last -----------------------------------------------------------------
INSTALLED_APPS = [
    "homegroup.home",
    "homegroup.console",
    "homegroup.exchange",
    "homegroup.attendance",
    "homegroup.live",
    "homegroup.meetings",
    "homegroup.recovery",
    "homegroup.support",
    "homegroup.stories",
    "homegroup.messages",
    "homegroup.wisdom",
    "homegroup.moderation",
    "homegroup.search",
    "homegroup.groups",
    "homegroup.privacy",
    "homegroup.notices",
    "homegroup.vault",
    "homegroup.accounts",
    "homegroup.packs",
    "homegroup.audit",
    "homegroup.places",
    "homegroup.helplines",
    "homegroup.core",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "template_partials",
    "csp",
]
MIDDLEWARE = [
    "homegroup.core.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "homegroup.core.zones.ViewerZone",
    "django.middleware.csrf.CsrfViewMiddleware",
    "homegroup.accounts.visits.Visits",
    "homegroup.core.flash.Flash",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
]
ROOT_URLCONF = "homegroup.config.urls"
WSGI_APPLICATION = "homegroup.config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "core" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "homegroup.core.context.house",
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "homegroup.core.templatetags.house",
            ],
        },
    }
]

# -- database --------------------------------------------------------------------------------
# SQLite before 3.51.3 (3.50.7, 3.44.6) can lose commits in WAL mode (ADR 2): such a one gets a
# rollback journal, which is slower and safe.
WAL_IS_SAFE = sqlite3.sqlite_version_info >= (3, 51, 3) or (
    sqlite3.sqlite_version_info[:2] in {(3, 50), (3, 44)}
    and sqlite3.sqlite_version_info[2] >= {50: 7, 44: 6}[sqlite3.sqlite_version_info[1]]
)
DATABASE_URL: str = env.str("HOMEGROUP_DATABASE", "")
DATABASES: dict[str, dict[str, Any]]
if DATABASE_URL:
    DATABASES = {"default": env.dj_db_url("HOMEGROUP_DATABASE")}
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    # Planned once for a connection, not each time: about a quarter off a page of shares.
    planned_once = {"server_side_binding": True, "prepare_threshold": 2}
    DATABASES["default"]["OPTIONS"] = planned_once | DATABASES["default"].get("OPTIONS", {})
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "homegroup.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 30,
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    f"PRAGMA journal_mode={'WAL' if WAL_IS_SAFE else 'TRUNCATE'};"
                    "PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;"
                    "PRAGMA cache_size=-64000;PRAGMA mmap_size=0;PRAGMA foreign_keys=ON"
                ),
            },
        }
    }

# -- passphrases ------------------------------------------------------------------------------
PASSWORD_HASHERS = ["homegroup.accounts.hashers.RootHasher"]

# -- language and time -----------------------------------------------------------------------
LANGUAGE_CODE: str = env.str("HOMEGROUP_LANGUAGE", "en")
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [PACKAGE / "core" / "locale"]
LANGUAGE_COOKIE_NAME = "__Host-language"
LANGUAGE_COOKIE_SECURE = True
USE_I18N = True
USE_TZ = True
TIME_ZONE: str = env.str("HOMEGROUP_TIME_ZONE", "UTC")

# -- files -----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "uploads"
# What converts spoken stories; empty: what is found on PATH, and without that no sound.
FFMPEG: str = env.str("HOMEGROUP_FFMPEG", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "homegroup.core.static.HouseStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# -- voice in meetings (ADR 14) ----------------------------------------------------------------
# The HTTP interface of a Janus server on this machine, and the secret of its API; empty: no voice.
JANUS_URL: str = env.str("HOMEGROUP_JANUS", "").rstrip("/")
JANUS_SECRET: str = env.str("HOMEGROUP_JANUS_SECRET", "")

# -- fetching meeting lists ------------------------------------------------------------------
# For tests and for a feed on the same machine: lets imports read from loopback addresses.
IMPORT_FROM_LOOPBACK: bool = env.bool("HOMEGROUP_IMPORT_LOOPBACK", default=False)
# For tests alone, so no variable sets it: pushes go to a server on this machine, without TLS.
PUSH_TO_LOOPBACK: bool = False

# -- logs: what went wrong, never who asked ----------------------------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
SILENCED_SYSTEM_CHECKS = ["ninja.W001"]
