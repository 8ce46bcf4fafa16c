"""Limits and names that the whole room keeps to."""

MOST_COPIES = 40  # of one kind, for one owner
MOST_REVISIONS = 30  # kept of one copy; the first stays, as what it was made from
