"""Reading our PDFs back, as a test sees them."""

import io

from django.test import Client
from pypdf import PdfReader

LIST = "/meetings/print.pdf"


def read(content: bytes) -> PdfReader:
    """Open a PDF."""
    return PdfReader(io.BytesIO(content))


def pages_of(content: bytes) -> list[str]:
    """Give the text of each page; the whole of it stands on one line."""
    return [" ".join(page.extract_text().split()) for page in read(content).pages]


def text_of(content: bytes) -> str:
    """Give the text of the whole PDF on one line."""
    return " ".join(pages_of(content))


def printed(client: Client, query: str = "") -> str:
    """Give the text of the list of a search."""
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    return text_of(response.content)


def in_order(text: str, *parts: str) -> bool:
    """Whether the parts stand in a text in this order."""
    at = -1
    for part in parts:
        at = text.find(part, at + 1)
        if at < 0:
            return False
    return True
