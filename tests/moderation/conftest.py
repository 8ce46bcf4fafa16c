"""What the tests of moderation share: a group with its people."""

from dataclasses import dataclass, field

import pytest
from tests.accounts.people import make_member
from tests.factories import forget_what_was_read
from tests.groups.making import make_group, make_membership

from homegroup.groups.models import Group, Membership
from homegroup.moderation import actions, subjects
from homegroup.moderation.subjects import Around, Shown, Subject


@dataclass
class People:
    """Who is there: moderators Ana and Bo, Robin, and Kim whose name is reported."""

    group: Group
    ana: Membership
    bo: Membership
    robin: Membership
    kim: Membership


@pytest.fixture
def people() -> People:
    forget_what_was_read()
    group = make_group("Lamp Group")
    return People(
        group,
        make_membership(make_member("tall-pine"), group, "Ana", ["moderator"]),
        make_membership(make_member("calm-stone"), group, "Bo", ["moderator"]),
        make_membership(make_member("quiet-river"), group, "Robin"),
        make_membership(make_member("green-hill"), group, "Kim"),
    )


@dataclass
class Paper:
    """A thing of a kind that only the tests have."""

    text: str
    author: Membership
    state: str = "shown"
    note: str = ""
    label: str = ""


@dataclass
class Papers:
    """All papers by id; what the desk decides is written onto them."""

    rows: dict[str, Paper] = field(default_factory=dict)
    fails: bool = False

    def write(self, text: str, author: Membership, *, urgent: bool = False) -> str:
        """Write one as a room would: weigh it, and hold it where the rules say so."""
        subject = f"paper-{len(self.rows) + 1}"
        self.rows[subject] = Paper(text, author)
        held = actions.screen(
            kind="paper", subject=subject, text=text, author=author.user, group=author.group,
            urgent=urgent,
        )  # fmt: skip
        self.rows[subject].state = "held" if held else "shown"
        return subject

    def _set(self, subject: str, **told: str) -> None:
        if self.fails:
            raise RuntimeError
        for name, value in told.items():
            setattr(self.rows[subject], name, value)

    def subject(self) -> Subject:
        """Give what the desk is told of papers."""
        return Subject(
            kind="paper",
            words="A paper",
            group_of=lambda each: self.rows[each].author.group if each in self.rows else None,
            about=lambda each: self.rows[each].author.user_id if each in self.rows else None,
            shown=lambda ids, reader: {
                each: Shown(self.rows[each].text, f"/papers/{each}/")
                for each in ids
                if each in self.rows
            },
            remove=lambda each, by, reason: self._set(each, state="removed", note=reason),
            release=lambda each, by: self._set(each, state="shown"),
            refuse=lambda each, by, note: self._set(each, state="refused", note=note),
            edit=lambda each, by, text, note: self._set(each, text=text, note=note),
            fold=lambda each, by, label: self._set(each, label=label),
            context=lambda each: [
                Around("Robin", "What was written before."),
                Around(self.rows[each].author.name, self.rows[each].text, is_it=True),
            ],
        )


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> Papers:
    """Let there be a kind of things that can do everything."""
    made = Papers()
    monkeypatch.setitem(subjects._subjects, "paper", made.subject())
    return made
