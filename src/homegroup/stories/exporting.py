"""What a sealed draft says, in words, for the export of an opened vault."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homegroup.stories.choices import KIND
from homegroup.stories.works import work_of
from homegroup.vault import kinds
from homegroup.vault.kinds import Kind, Readable
from homegroup.vault.vaults import Opened


def draft(opened: Opened) -> Readable:
    """Give a story as it stands in the vault."""
    work = work_of(opened)
    paragraphs: list[str] = []
    for chapter in work.chapters:
        paragraphs += [chapter.heading] if chapter.heading else []
        paragraphs += [each for each in chapter.text.split("\n\n") if each.strip()]
    return Readable(work.name or _("A story that you began"), None, paragraphs)


def register() -> None:
    """Let the export know what this room seals."""
    kinds.register(Kind(KIND, gettext_lazy("Stories that you write"), draft))
