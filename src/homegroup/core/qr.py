"""QR codes as SVG, drawn here."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def drawn(text: str) -> SafeString:
    """Give the QR code of a text as inline SVG (error correction M, quiet zone of 2)."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, border=2, omitsize=True, svgclass=None,
        lineclass=None,
    )  # fmt: skip
    return mark_safe(out.getvalue().decode())  # noqa: S308 - drawn from modules, holds no text


def file(text: str, *, error: str = "m") -> str:
    """Give the QR code of a text as an SVG file; the paper is its margin."""
    out = io.BytesIO()
    segno.make(text, error=error, micro=False).save(out, kind="svg", xmldecl=False, border=0)
    return out.getvalue().decode()
