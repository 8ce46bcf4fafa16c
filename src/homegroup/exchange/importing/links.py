"""Links: only http and https, out of the wrappings that mail programs put around them."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

_USUAL = re.compile(r"https?://(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#][^\s\\]*)?", re.ASCII)
_BARE_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#:].*)?", re.IGNORECASE)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_IN_TEXT = re.compile(r"https?://[^\s<>\"')\]]+", re.IGNORECASE)
_DEFENSE_3 = re.compile(r"https://urldefense\.com/v3/__(.+?)__;")
# Host (or its end) of a wrapper, and the parameter that holds the link.
_WRAPPERS = (
    ("safelinks.protection.outlook.com", "url"), ("www.google.com", "q"), ("l.facebook.com", "u"),
    ("slack-redir.net", "url"), ("linkprotect.cudasvc.com", "a"),
    ("urldefense.proofpoint.com", "u"),
)  # fmt: skip
_WRAPPING_HOSTS = (*(host for host, _ in _WRAPPERS), "urldefense.com")
_DEEPEST = 3


def clean_link(text: str) -> str:
    """Give the http(s) link that a text is, its scheme added where it clearly lacks; "" if none."""
    link = text.strip().replace("&amp;", "&")
    if _USUAL.fullmatch(link):
        return link
    if "://" not in link and _BARE_HOST.fullmatch(link) and "@" not in link:
        link = f"https://{link}"
    if len(link.split()) != 1:
        return ""
    try:
        parts = urlsplit(link)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        return ""
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(host) or not port_is_fine:
        return ""
    return "" if parts.username or parts.password else link


def unwrapped(link: str) -> str:
    """Give the link inside a mail program's "safe link"; the link itself if it is none."""
    host = link.partition("://")[2].partition("/")[0]
    if not host.lower().endswith(_WRAPPING_HOSTS):
        return link
    for _ in range(_DEEPEST):
        inner = _one_layer_off(link)
        if not inner:
            return link
        link = inner
    return link


def _one_layer_off(link: str) -> str:
    if match := _DEFENSE_3.match(link):
        return clean_link(match[1])
    parts = urlsplit(link)
    host = parts.hostname or ""
    for wrapper, name in _WRAPPERS:
        if host == wrapper or host.endswith(f".{wrapper}"):
            if host == "www.google.com" and parts.path != "/url":
                return ""
            value = parse_qs(parts.query).get(name, [""])[0]
            if host.startswith("urldefense"):
                value = unquote(value.replace("-", "%").replace("_", "/"))
            return clean_link(value)
    return ""


def only_link_in(text: str) -> str:
    """Give the one link that stands among words; "" if there is none or more than one."""
    found = {clean_link(match.rstrip(".,;")) for match in _IN_TEXT.findall(text)} - {""}
    return found.pop() if len(found) == 1 else ""
