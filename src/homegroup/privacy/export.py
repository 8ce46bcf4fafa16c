"""Taking everything along: one ZIP with data.json (for programs) and index.html (for people).

The form of data.json stands in docs/my-data.md. What others have opened to the member is theirs
to read here and not theirs to carry away: the export tells only that it exists.
"""

import io
import json
import zipfile
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from homegroup.accounts.keys import AccountKey
from homegroup.core import clock
from homegroup.core.errors import HouseError
from homegroup.privacy import queries, showing
from homegroup.privacy.queries import Held
from homegroup.privacy.showing import Pages
from homegroup.vault.vaults import Opened, Vault

FILE_NAME = "my-data.zip"
FORMAT, VERSION = "my-data", 1
MOST_BYTES = 50_000_000  # of all pages together: the file is made in memory, never on disk


def packed(key: AccountKey) -> bytes:
    """Give the ZIP of a member whose private pages are open.

    Raises HouseError where the pages are more than `MOST_BYTES` together.
    """
    vault = Vault(key)
    if showing.sealed_size(vault) > MOST_BYTES:
        limit = MOST_BYTES // 1_000_000
        raise HouseError(
            _(
                "Your pages are more than %d MB together, which is too much for one file. "
                "Copy some of them yourself and delete them here, then try again."
            )
            % limit
        )
    held = queries.held_of(key.owner)
    pages = showing.pages_of(vault)
    forms = showing.waiting_forms(key)
    return _zip(
        {
            "index.html": _readable(held, pages, forms),
            "data.json": json.dumps(_data(held, pages, forms), ensure_ascii=False, indent=1),
        }
    )


def _data(held: list[Held], pages: Pages, forms: list[Any]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": clock.now().isoformat(timespec="seconds"),
        "held": [
            {"kind": each.holding.kind, "tells": str(each.holding.tells), "rows": each.rows}
            for each in held
        ],
        "pages": [_page(each) for each in pages.opened],
        "unreadable_pages": pages.unreadable,
        "waiting_forms": [[list(field) for field in fields] for fields in forms],
    }


def _page(entry: Opened) -> dict[str, Any]:
    return {
        "id": str(entry.id),
        "kind": entry.kind,
        "header": entry.header,
        "body": entry.body,
        "changes": entry.revision,
    }


def _readable(held: list[Held], pages: Pages, forms: list[Any]) -> str:
    context = {
        "chapters": showing.chapters_of(pages.opened),
        "unreadable": pages.unreadable,
        "held": [showing.told(each) for each in held if each.rows],
        "forms": forms,
        "made_at": clock.now(),
    }
    return render_to_string("privacy/export.html", context)


def _zip(files: dict[str, str]) -> bytes:
    made = clock.now().timetuple()[:6]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, date_time=made)
            entry.external_attr = 0o600 << 16  # for its owner's eyes where it is unpacked
            archive.writestr(entry, text.encode(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
