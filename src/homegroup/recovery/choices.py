"""The kinds of sealed things that this room keeps, and how much of each."""

from enum import StrEnum


class Kind(StrEnum):
    """What an entry of the vault is; the word stands only in its sealed header."""

    PAGE = "journal"
    DRAFT = "draft"
    PEOPLE = "people"
    CHECK_IN = "check-in"
    SHOWN = "shown"  # which page is open to whom, under which names; both can read it


LONGEST_TEXT = 60_000  # letters of one page: fits into one form even where each takes 12 bytes
LONGEST_LINE = 300
LONGEST_NOTE = 10_000
LONGEST_FIRST = 120  # of a page's first line, as lists show it
MOST_TAGS, LONGEST_TAG = 10, 40
MOST_DRAFTS = 20
MOST_PEOPLE, MOST_NUMBERS = 20, 3
