"""What a room is at one line of its log: all of it values that never change.

Times are whole seconds since 1970. A seat is a person in the room; its number is all that other
screens know of it besides the name.
"""

from dataclasses import dataclass, field

from homegroup.live.choices import Phase, Task

BY_HAND = 0  # the seat of a person who is in the hall, and was put on the list by the chair


@dataclass(frozen=True)
class Seat:
    """A person in the room. `secret`, `account` and `invitation` are digests, "" for none.

    `came` is the number of the line with which they came in, `at` the second. `is_new`: they said
    that they are new. `is_member`: of the group. `may_lead`: their position in the group lets them
    run meetings. Where presence counts, `seen_at` is the last sign of them (0 for none that goes
    on), and `seconds` how long they were there of the meeting (`presence`).
    """

    number: int
    name: str
    at: int
    came: int
    secret: str
    account: str = ""
    invitation: str = ""
    tasks: frozenset[str] = frozenset()
    is_member: bool = False
    may_lead: bool = False
    is_servant: bool = False
    is_new: bool = False
    is_waiting: bool = False
    is_gone: bool = False
    is_out: bool = False
    is_muted: bool = False
    shares: int = 0
    was_asked: bool = False
    seen_at: int = 0
    seconds: int = 0

    @property
    def is_here(self) -> bool:
        """Whether they take part now."""
        return not (self.is_waiting or self.is_gone or self.is_out)

    @property
    def leads(self) -> bool:
        """Whether they have the chair."""
        return Task.CHAIR in self.tasks

    @property
    def sees_console(self) -> bool:
        """Whether the chair's controls are theirs: chair and reserve."""
        return bool(self.tasks & {Task.CHAIR, Task.RESERVE})


@dataclass(frozen=True)
class Hand:
    """A raised hand; `number` is that of its line. In the order in which they will be called."""

    number: int
    seat: int
    name: str
    key: tuple[int, int, int, int]


@dataclass(frozen=True)
class Turn:
    """Somebody has the word: since when, and until when they are asked to speak."""

    number: int
    seat: int
    name: str
    since: int
    until: int


@dataclass(frozen=True)
class Said:
    """A line of talk. `kind` is "say", "chat" or "aside"; `to` the seat it is only for, or 0."""

    number: int
    kind: str
    seat: int
    name: str
    text: str
    at: int
    turn: int = 0
    to: int = 0
    goes_on: bool = False


@dataclass(frozen=True)
class Need:
    """Somebody is not OK: which seats were told, and who answered (0 while nobody has).

    `apart` are digests of accounts that are not told: no contact may come about.
    """

    seat: int
    at: int
    told: frozenset[int] = frozenset()
    apart: frozenset[str] = frozenset()
    seen_by: int = 0


@dataclass(frozen=True)
class Taken:
    """Somebody took a proof that they were here: how long, of how long, in seconds.

    `name` is a digest of the name that they gave for the paper.
    """

    seat: int
    seconds: int
    of: int
    name: str


@dataclass(frozen=True)
class State:
    """All that follows from the lines up to `number`. `counts`: how long people are here is
    counted; `taken` are the proofs of it, by the line with which each was taken."""

    number: int = 0
    phase: Phase = Phase.GATHERING
    seats: dict[int, Seat] = field(default_factory=dict)
    hands: tuple[Hand, ...] = ()
    turn: Turn | None = None
    step: int = 0
    part_at: int = 0
    began_at: int = 0
    over_at: int = 0
    talk: tuple[Said, ...] = ()
    shared: dict[int, tuple[str, ...]] = field(default_factory=dict)
    needs: tuple[Need, ...] = ()
    readings: dict[str, int] = field(default_factory=dict)
    invitations: frozenset[str] = frozenset()
    kept_out: frozenset[str] = frozenset()
    thanked: frozenset[tuple[int, int]] = frozenset()
    quiet_until: int = 0
    is_paused: bool = False
    is_locked: bool = False
    is_muted: bool = False
    counts: bool = False
    taken: dict[int, Taken] = field(default_factory=dict)

    @property
    def here(self) -> list[Seat]:
        """Who takes part now, in the order in which they came."""
        return [seat for seat in self.seats.values() if seat.is_here]

    @property
    def waiting(self) -> list[Seat]:
        """Who waits to be let in."""
        return [
            seat
            for seat in self.seats.values()
            if seat.is_waiting and not (seat.is_gone or seat.is_out)
        ]

    @property
    def people(self) -> int:
        """How many took part at some time; who waited in vain or was put out does not count."""
        return sum(not (seat.is_waiting or seat.is_out) for seat in self.seats.values())

    def with_task(self, task: Task) -> list[Seat]:
        """Give who does this now."""
        return [seat for seat in self.here if task in seat.tasks]

    @property
    def chair(self) -> Seat | None:
        """Who leads."""
        return next(iter(self.with_task(Task.CHAIR)), None)

    @property
    def reserve(self) -> Seat | None:
        """Who leads when the chair is gone."""
        return next(iter(self.with_task(Task.RESERVE)), None)

    def by_secret(self, digest: str) -> Seat | None:
        """Give the seat of a device."""
        return next((seat for seat in self.seats.values() if seat.secret == digest), None)

    def by_account(self, digest: str) -> Seat | None:
        """Give the seat of a member."""
        found = (seat for seat in self.seats.values() if digest and seat.account == digest)
        return next(found, None)

    def hand_of(self, seat: int) -> Hand | None:
        """Give somebody's raised hand."""
        return next((hand for hand in self.hands if hand.seat == seat and seat), None)
