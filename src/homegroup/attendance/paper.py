"""The proof on paper: plain, with the QR code by which it can be checked."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from homegroup.attendance import codes, showing
from homegroup.core import qr, site
from homegroup.core.typesetting import typeset

_SHEETS = {"km": (210.0, 297.0), "mi": (215.9, 279.4)}  # A4 and Letter, in mm


def of_code(code: bytes, *, page: str, wording: str, at: datetime) -> bytes:
    """Give the PDF of a proof; `page` is the address of the check. Raises NotPrinted."""
    data = data_of(code, page=page, wording=wording)
    return typeset(Path(__file__).with_name("paper.typ"), data, at=at)


def data_of(code: bytes, *, page: str, wording: str) -> dict[str, Any]:
    """Give what `paper.typ` reads."""
    packed = codes.text(code)
    said = codes.read(packed).said
    link = f"{page}?c={packed}"
    return {
        "page": _SHEETS.get(settings.DISTANCE_UNIT, _SHEETS["km"]),
        "title": _("Proof of attendance"),
        "lead": _("The person named here took part in this meeting."),
        "facts": [{"label": fact.label, "words": fact.words} for fact in showing.facts(said)],
        "wording": wording,
        "courtesy": _(
            "Given as a favour, because the person asked for it. The name is as they gave it. "
            "Nothing of what was said in the meeting stands here. The group belongs to no court, "
            "clinic or authority, and reports to none."
        ),
        "how": _("To check it"),
        "check": _(
            "Scan the code, or open %(page)s and paste the link behind it. You see what was "
            "signed: compare it with this paper. This works until %(until)s."
        )
        % {"page": page, "until": showing.last_day(said)},
        "link": link,
        "qr": qr.file(link, error="l"),
        "qr_said": _("QR code for checking this proof"),
        "site": site.current().name,
    }
