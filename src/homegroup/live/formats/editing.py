"""Changing a format's data: parts moved, changed, added, taken out. Nothing is saved here.

Each takes the data of a head as it was read (texts, lists, names) and gives a changed one.
"""

from typing import Any

from homegroup.core.text import unique_slug
from homegroup.live.formats.schema import Format, Item
from homegroup.packs.reading import Value

Data = dict[str, Value]
_ORDER = (
    "id", "title", "who", "minutes", "day", "words", "note", "reading", "sharing", "crosstalk",
    "share_minutes", "optional",
)  # fmt: skip


def place_of(data: Data, part: str) -> int | None:
    """Give the number of a part in the agenda, None where there is none of that id."""
    return next((n for n, item in enumerate(data["items"]) if item["id"] == part), None)


def moved(data: Data, part: str, by: int) -> Data:
    """Give the data with a part further up (-1) or down (1); the same at either end."""
    items, here = list(data["items"]), place_of(data, part)
    if here is None or not 0 <= here + by < len(items):
        return data
    items[here], items[here + by] = items[here + by], items[here]
    return {**data, "items": items}


def without(data: Data, part: str) -> Data:
    """Give the data without a part."""
    return {**data, "items": [item for item in data["items"] if item["id"] != part]}


def changed(data: Data, part: str, values: dict[str, Any]) -> Data:
    """Give the data with a part whose fields are these now; the reading's text is among them."""
    items = [
        _in_order({**item, **values}) if item["id"] == part else item for item in data["items"]
    ]
    return {**data, "items": items}


def added(data: Data, values: dict[str, Any], *, after: str = "") -> Data:
    """Give the data with a new part after another one, at the end where there is none."""
    items = list(data["items"])
    taken = {"new", *(item["id"] for item in items)}
    new = unique_slug(values["title"], taken, fallback="part", length=40)
    here = place_of(data, after)
    items.insert(len(items) if here is None else here + 1, _in_order({"id": new, **values}))
    return {**data, "items": items}


def _in_order(item: dict[str, Any]) -> dict[str, Value]:
    """Give a part as files write it: in the usual order, without empty fields and "no"."""
    return {name: written(item[name]) for name in _ORDER if _is_told(item.get(name))}


def _is_told(value: Any) -> bool:
    return value is not None and value is not False and value != ""


def written(value: Any) -> Value:
    """Give a value as files write it: texts."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return {name: written(each) for name, each in value.items() if _is_told(each)}
    return value if isinstance(value, list) else str(value)


def with_basics(data: Data, values: dict[str, Any]) -> Data:
    """Give the data with what is told of the whole meeting; parts stay as they are."""
    told = {name: written(value) for name, value in values.items()}
    head = {name: value for name, value in data.items() if name not in {"roles", "items"}}
    rest = {name: value for name, value in data.items() if name not in head}
    return {**head, **told, **rest}


def fields_of(item: Item) -> dict[str, Any]:
    """Give what the form of a part begins with."""
    reading = item.reading
    return {
        "title": item.title,
        "who": item.who,
        "minutes": item.minutes,
        "words": item.words,
        "note": item.note,
        "sharing": item.sharing,
        "crosstalk": item.crosstalk or "",
        "share_minutes": item.share_minutes,
        "optional": item.optional,
        "has_reading": reading is not None,
        "reading_what": reading.what if reading else "",
        "reading_text": reading.text if reading else "",
        "reading_source": reading.source if reading else "",
        "reading_permission": reading.permission if reading else "",
        "reading_pass_on": reading.pass_on if reading else False,
    }


def basics_of(agenda: Format, body: str) -> dict[str, Any]:
    """Give what the form of the whole meeting begins with."""
    names = (
        "title", "about", "minutes", "wind_down", "attend", "order", "quiet_first", "crosstalk",
        "share_minutes",
    )  # fmt: skip
    return {**{name: getattr(agenda, name) for name in names}, "body": body}


def for_passing_on(data: Data) -> Data:
    """Give the data without readings that the group may not pass on."""
    items = []
    for item in data["items"]:
        reading = item.get("reading")
        if isinstance(reading, dict) and reading.get("text") and not _may_pass(reading):
            item = {**item, "reading": {"what": reading["what"]}}
        items.append(item)
    return {**data, "items": items}


def _may_pass(reading: dict[str, Value]) -> bool:
    return str(reading.get("pass_on", "")).lower() in {"yes", "true", "on", "1", "y", "t"}
