"""Whom to ask and how to give: group, service body, contacts, contributions."""

import re

from homegroup.exchange.importing import links
from homegroup.exchange.importing.problems import quoted
from homegroup.exchange.importing.rows import Row
from homegroup.meetings.listing import BodySpec, GroupSpec

_MAIL = re.compile(r"[^@\s<>,;:\"()\[\]]{1,64}@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}")
_BETWEEN_MAILS = re.compile(r"[,;\s]+")
_HANDLES = {
    "venmo": re.compile(r"@[\w.-]{1,40}"),
    "square": re.compile(r"\$[\w.-]{1,40}"),
    "paypal": re.compile(r"[A-Za-z0-9]{1,20}"),
    "homegroup_online": re.compile(r"[A-Za-z0-9_-]{1,60}"),
}
_CONTACTS = frozenset(
    f"contact_{number}_{part}" for number in (1, 2, 3) for part in ("name", "email", "phone")
)
_HANDLE_LINKS = {
    "venmo": (re.compile(r"https?://(?:www\.)?venmo\.com/(?:u/)?@?([\w.-]+)/?"), "@"),
    "square": (re.compile(r"https?://(?:www\.)?cash\.(?:app|me)/\$?([\w.-]+)/?"), "$"),
    "paypal": (re.compile(r"https?://(?:www\.)?paypal\.(?:me|com/paypalme)/([A-Za-z0-9]+)/?"), ""),
}


def group_of(row: Row) -> GroupSpec | None:
    """Give the group that a row names. Its contact details stay with the meeting as well."""
    name = row.line("group", 255)
    if not name:
        return None
    return GroupSpec(
        name=name, district=row.line("district", 120), notes=row.text("group_notes")
    )  # fmt: skip


def body_of(row: Row) -> BodySpec | None:
    """Give the service body that publishes the row."""
    name = row.line("entity", 160)
    if not name:
        return None
    return BodySpec(
        name=name,
        website=link(row, "entity_url", 500),
        email=mail(row, "entity_email"),
        phone=phone(row, "entity_phone"),
        location=row.line("entity_location", 200),
    )


def link(row: Row, field: str, most: int) -> str:
    """Read an http(s) link; anything else is dropped with a warning."""
    text = row.line(field, 2 * most)
    if not text:
        return ""
    found = links.unwrapped(links.clean_link(text))
    if not found or len(found) > most:
        row.warn(field, f"{quoted(text)} is no web address; left out.")
        return ""
    return found


def mail(row: Row, field: str) -> str:
    """Read an e-mail address; of several the first."""
    text = row.line(field, 1_000)
    if not text:
        return ""
    parts = [part.removeprefix("mailto:") for part in _BETWEEN_MAILS.split(text) if part]
    found = [part for part in parts if _MAIL.fullmatch(part) and len(part) <= 254]
    if not found:
        row.warn(field, "This is no e-mail address; left out.")
        return ""
    if len(parts) > 1:
        row.warn(field, "More than one e-mail address stands here; the first was taken.")
    return found[0]


def phone(row: Row, field: str) -> str:
    """Read a phone number as people write it."""
    text = row.line(field, 60)
    if text and sum(sign.isdigit() for sign in text) < 3:
        row.warn(field, "This is no phone number; left out.")
        return ""
    return text


def contacts_of(row: Row) -> tuple[dict[str, str], ...]:
    """Give the public contacts. One without a name is not shown by readers, and not kept here."""
    if _CONTACTS.isdisjoint(row.values):
        return ()
    found = []
    for number in (1, 2, 3):
        prefix = f"contact_{number}_"
        contact = {
            "name": row.line(f"{prefix}name", 80),
            "email": mail(row, f"{prefix}email"),
            "phone": phone(row, f"{prefix}phone"),
        }
        if contact["name"]:
            found.append({key: value for key, value in contact.items() if value})
        elif any(contact.values()):
            row.note(f"{prefix}name", "A contact without a name is not public; left out.")
    return tuple(found)


def contributions_of(row: Row) -> dict[str, str]:
    """Give the ways to contribute in the forms that readers accept."""
    if _HANDLES.keys().isdisjoint(row.values):
        return {}
    found = {}
    for field, shape in _HANDLES.items():
        text = row.line(field, 200)
        if not text:
            continue
        if field in _HANDLE_LINKS and (match := _HANDLE_LINKS[field][0].fullmatch(text)):
            text = _HANDLE_LINKS[field][1] + match[1]
        if shape.fullmatch(text):
            found[field] = text
        else:
            row.warn(field, "This is not a name there that a reader could use; left out.")
    return found
