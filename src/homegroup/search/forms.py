"""The search in an address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homegroup.groups.models import Group
from homegroup.search.access import Circles
from homegroup.search.asking import LONGEST
from homegroup.search.looking import Search
from homegroup.search.registry import sources


class SearchForm(forms.Form):
    """What to look for. What an address asks beyond the reader's choices finds nothing."""

    q = forms.CharField(required=False, label=_("Words"))
    kind = forms.CharField(required=False, max_length=20)
    group = forms.CharField(required=False, max_length=12)
    after = forms.CharField(required=False, max_length=24)

    def __init__(self, data: Any, *, circles: Circles) -> None:
        super().__init__(data)
        self._circles = circles
        self.is_valid()

    def _told(self, name: str) -> str:
        return str(self.cleaned_data.get(name, ""))

    @property
    def typed(self) -> str:
        """What was typed, as far as it counts."""
        return self._told("q")[:LONGEST]

    @property
    def is_wide(self) -> bool:
        """Whether something is looked for everywhere, and this is the first page of it."""
        return bool(self.typed) and not any(map(self._told, ("kind", "group", "after")))

    @property
    def chosen_group(self) -> Group | None:
        """The reader's group that the search is narrowed to."""
        groups = self._circles.groups.values()
        return next((group for group in groups if group.key == self._told("group")), None)

    @property
    def search(self) -> Search:
        """The search; an address that names another's group asks for a group that is not."""
        wanted = self._told("group")
        return Search(
            typed=self.typed,
            kind=self._told("kind"),
            group_id=(self.chosen_group.pk if self.chosen_group else 0) if wanted else None,
            after=self._told("after"),
        )

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """What a search can be narrowed to: (kind, words)."""
        return [(source.kind, str(source.plural or source.words)) for source in sources()]

    @property
    def groups(self) -> list[Group]:
        """The groups that a search can be narrowed to: the reader's own."""
        return list(self._circles.groups.values())
