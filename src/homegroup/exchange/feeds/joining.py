"""Join links and dial-in numbers: what readers of the field recognise, and what they do not."""

import re
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

# TSML UI and TSML take a meeting for online only at these (interop.md 1.3), by their names.
PROVIDERS = {
    "bluejeans.com": "Bluejeans",
    "discord.gg": "Discord",
    "freeconference.com": "Free Conference",
    "freeconferencecall.com": "FreeConferenceCall",
    "goto.com": "GoTo",
    "gotomeet.me": "GoTo Meeting",
    "gotomeeting.com": "GoTo Meeting",
    "horizon.meta.com": "Meta Horizon",
    "maps.secondlife.com": "Second Life",
    "meet.google.com": "Google Meet",
    "meet.jit.si": "Jitsi",
    "meetings.dialpad.com": "Dialpad",
    "signal.group": "Signal",
    "skype.com": "Skype",
    "slurl.com": "Second Life",
    "teams.live.com": "Microsoft Teams",
    "teams.microsoft.com": "Microsoft Teams",
    "vrchat.com": "VRChat",
    "webex.com": "Webex",
    "zoho.com": "Zoho",
    "zoom.us": "Zoom",
}
_PHONE_SIGNS = re.compile(r"[\d+,*#\s().\-–]+")
_SHORTEST_PHONE, _LONGEST_NUMBER = 10, 15


@lru_cache(maxsize=4_000)
def web_address(text: str) -> str:
    """Give an absolute web address with its host in small letters, "" if it is none."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        return ""
    host = parts.hostname
    if parts.scheme.lower() not in {"http", "https"} or not host or re.search(r"\s", text.strip()):
        return ""
    if port and port != {"http": 80, "https": 443}[parts.scheme.lower()]:
        host = f"{host}:{port}"
    user = parts.netloc.rpartition("@")[0]
    where = f"{user}@{host}" if user else host
    return urlunsplit((parts.scheme.lower(), where, parts.path, parts.query, parts.fragment))


@lru_cache(maxsize=4_000)
def provider_of(url: str) -> str:
    """Give the name of the provider of a join link (as `web_address` gives it), "" if unknown."""
    place = urlsplit(url).netloc
    for host, name in PROVIDERS.items():
        if place == host or place.endswith(f".{host}"):
            return name
    return ""


@lru_cache(maxsize=4_000)
def dialled(text: str) -> str:
    """Give a dial-in number as digits and `+ , * #`, "" where that would not be one number.

    Words ("ext.", two numbers with "or") do not go through, nor too few or too many digits.
    """
    if not _PHONE_SIGNS.fullmatch(text):
        return ""
    bare = re.sub(r"[^\d+,*#]", "", text)
    number = re.sub(r"\D", "", bare.split(",")[0])
    enough = len(bare.replace("*", "")) >= _SHORTEST_PHONE
    one_number = len(number) <= _LONGEST_NUMBER and "+" not in bare[1:]
    return bare if enough and one_number and len(number) >= 6 else ""
