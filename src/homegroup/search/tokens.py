"""What is stored of a text: its roots, each under the circle of people who may find it.

A token is two signs for private use, which no text yields, and a root. The signs name the circle
(*scope*): everybody, all members, or one group. So a search reads only what was put for circles
that its reader is in: what others wrote adds neither results, nor counts, nor time. Two further
signs mark a thing's kind and group, to narrow by.
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
_KIND, _GROUP = "\uf8f0", "\uf8f1"


def scope_of_group(group_id: int) -> int:
    """Give the scope of what only members of a group may find."""
    return group_id + FIRST_GROUP


def scope_of(audience: str, group: Group | None) -> int:
    """Give the scope of a thing. Raises ValueError for a group's thing without its group."""
    if audience == Audience.PUBLIC:
        return PUBLIC
    if audience == Audience.HOME:
        return HOME
    if group is None:
        raise ValueError("What only a group may find needs its group.")
    return scope_of_group(group.pk)


def mark(scope: int) -> str:
    """Give the two signs of a scope."""
    return chr(_BASE + scope // _SPAN) + chr(_BASE + scope % _SPAN)


def kind_token(kind: str) -> str:
    """Give the token that things of a kind carry."""
    return _KIND + kind.replace("-", "")


def group_token(group_id: int) -> str:
    """Give the token that things of a group carry, whoever may find them."""
    return f"{_GROUP}{group_id}"


def words_of(text: str) -> list[str]:
    """Give the folded words of a text, each cut where it is longer than any word."""
    return [word[:LONGEST_WORD] for word in words_once(text)]


def tokens_for(words: Iterable[str], scope: int, *, kind: str, group_id: int | None) -> list[str]:
    """Give the tokens of a thing with these words."""
    sign = mark(scope)
    found = {sign + root(word) for word in set(words)} | {kind_token(kind)}
    if group_id is not None:
        found.add(group_token(group_id))
    return sorted(found)
