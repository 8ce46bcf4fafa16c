"""What is stored of a text: its roots, each under the circle of people who may find it.

A token is two signs for private use, which no text yields, and a root. The signs name the circle
(*scope*): everybody, all members, or one group. So a search reads only what was put for circles
that its reader is in: what others wrote adds neither results, nor counts, nor time. What a group
has for more than its members stands in its circle, too: a search within the group reads that
alone, however large the home is. A further sign marks a thing's kind, to narrow by.
"""

from collections.abc import Iterable

from homegroup.core.text import words_once
from homegroup.groups.models import Group
from homegroup.search.choices import Audience
from homegroup.search.roots import root

LONGEST_WORD = 40  # letters of a word that count
PUBLIC, HOME = 0, 1
FIRST_GROUP = 2
_BASE, _SPAN = 0xE000, 6_000
_KIND = "\uf8f0"


def scope_of_group(group_id: int) -> int:
    """Give the scope of what only members of a group may find."""
    return group_id + FIRST_GROUP


def scopes_of(audience: str, group: Group | None) -> tuple[int, ...]:
    """Give the scopes of a thing: that of its readers, and its group's.

    Raises ValueError for a group's thing without its group.
    """
    of_group = (scope_of_group(group.pk),) if group else ()
    if audience == Audience.PUBLIC:
        return (PUBLIC, *of_group)
    if audience == Audience.HOME:
        return (HOME, *of_group)
    if not of_group:
        raise ValueError("What only a group may find needs its group.")
    return of_group


def mark(scope: int) -> str:
    """Give the two signs of a scope."""
    return chr(_BASE + scope // _SPAN) + chr(_BASE + scope % _SPAN)


def kind_token(kind: str) -> str:
    """Give the token that things of a kind carry."""
    return _KIND + kind.replace("-", "")


def words_of(text: str) -> list[str]:
    """Give the folded words of a text, each cut where it is longer than any word."""
    return [word[:LONGEST_WORD] for word in words_once(text)]


def tokens_for(words: Iterable[str], scopes: Iterable[int], *, kind: str) -> list[str]:
    """Give the tokens of a thing with these words."""
    roots = {root(word) for word in set(words)}
    found = {mark(scope) + each for scope in scopes for each in roots}
    return sorted(found | {kind_token(kind)})
