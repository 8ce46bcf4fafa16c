"""Rows of a marked member in every registered model, and a search for what is left of them.

What accounts and the vault hold is planted through their own actions. For other rooms a row is
made field by field, so that a new model is covered on the day it is registered; where a model
needs more than that, give it a planter of its own in `PLANTERS`.
"""

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, cast
from uuid import uuid4

from django.db import connection, models
from django.db.models import Model
from tests.accounts.people import key_of, make_member, sign_in
from tests.groups.making import make_group, make_membership

from homegroup.accounts import keeping
from homegroup.accounts.models import SecondStep, User
from homegroup.core import clock
from homegroup.core.models import UsedKey
from homegroup.groups.models import Group, Membership
from homegroup.messages import access
from homegroup.messages.actions import calls, lists, talks
from homegroup.messages.queries import calls as call_queries
from homegroup.moderation.models import Ban, Block, Concern, Hold, Pause, Report
from homegroup.privacy import registry
from homegroup.stories.models import Offer, Story
from homegroup.support.models import Mute, Reply, Share, Space
from homegroup.vault.vaults import Vault
from homegroup.wisdom.models import Helped, Placed, Statement


def _report(user: User, mark: str) -> None:
    """Make a report by the member, one about them, and one that they decided."""
    common = {"kind": "name", "reason": "other", "made_at": clock.now()}
    Report.objects.create(subject="by", reporter=user, words=mark, **common)
    Report.objects.create(subject="about", about=user, as_reported=mark, **common)
    decided = {"state": "kept", "decided_at": clock.now(), "decided_by": user, "outcome": mark}
    Report.objects.create(subject="decided", **common, **decided)


def _hold(user: User, mark: str) -> None:
    Hold.objects.create(
        kind="name", subject=str(uuid4()), about=user, rule="test", made_at=clock.now()
    )


def _concern(user: User, mark: str) -> None:
    Concern.objects.create(kind="name", subject=str(uuid4()), about=user, made_at=clock.now())


def _ban(user: User, mark: str) -> None:
    """Keep the member away from a group, and let them propose, agree with and answer others."""
    group, now = make_group(f"Group {uuid4().hex[:6]}"), clock.now()
    common = {"group": group, "name": "Robin", "until_on": now.date() + timedelta(days=30),
              "proposed_at": now, "state": "running", "decided_at": now}  # fmt: skip
    Ban.objects.create(user=user, reason=mark, appeal=mark, answer=mark, **common)
    for more in ({"proposed_by": user, "reason": mark}, {"decided_by": user},
                 {"answered_by": user, "answer": mark}):  # fmt: skip
        other = make_member(f"saucer-{uuid4().hex[:8]}")
        Ban.objects.create(user=other, **common, **more)


def _block(user: User, mark: str) -> None:
    """Let the member and a third person block each other, under a name."""
    other = make_member(f"kettle-{uuid4().hex[:8]}")
    today = clock.now().date()
    for blocker, blocked, name in ((user, other, "Robin"), (other, user, mark)):
        Block.objects.create(
            blocker=blocker, blocked=blocked, person=uuid4(), name=name, made_on=today
        )


def _story(user: User, mark: str) -> None:
    """Publish a story by the member, with their words, and let another wait."""
    told = {"title": mark, "pen_name": mark, "language": "en", "audience": "home",
            "chapters": [{"heading": mark, "text": mark}]}  # fmt: skip
    Story.objects.create(author=user, published_on=clock.now().date(), **told)


def _offer(user: User, mark: str) -> None:
    told = {"title": mark, "pen_name": mark, "language": "en", "audience": "home",
            "chapters": [{"heading": mark, "text": mark}]}  # fmt: skip
    Offer.objects.create(author=user, handed_in_at=clock.now(), **told)


def _in_a_group(user: User, mark: str) -> Membership:
    return Membership.objects.filter(user=user).first() or cast(
        Membership, made(Membership, user, mark)
    )


def _share(user: User, mark: str) -> None:
    """Let the member have shared something, and somebody else have answered it, and open a day."""
    me, now = _in_a_group(user, mark), clock.now()
    common = {"group": me.group, "author": me, "text": mark, "written_at": now}
    row = Share.objects.create(**common, came_at=now)
    Reply.objects.create(share=row, author=None, text="I hear you.", written_at=now)
    Share.objects.create(**common, state="held", note=mark)
    day = date.fromordinal(700_000 + uuid4().int % 10_000)
    Share.objects.create(**common, kind="day", day=day)


def _reply(user: User, mark: str) -> None:
    me, now = _in_a_group(user, mark), clock.now()
    row = Share.objects.create(group=me.group, text="Of another.", written_at=now, came_at=now)
    for state in ("shown", "refused"):
        Reply.objects.create(share=row, author=me, text=mark, written_at=now, state=state)


def _mute(user: User, mark: str) -> None:
    """Let the member and somebody else of the group mute each other."""
    me = _in_a_group(user, mark)
    told = {"name": "Robin", "name_key": uuid4().hex, "joined_on": clock.now().date()}
    other = Membership.objects.create(
        user=make_member(f"kettle-{uuid4().hex[:8]}"), group=me.group, **told
    )
    Mute.objects.create(muter=me, muted=other)
    Mute.objects.create(muter=other, muted=me)


def _space(user: User, mark: str) -> None:
    me, today = _in_a_group(user, mark), clock.now().date()
    place = uuid4().hex[:12]
    other = Group.objects.create(name="Place", slug=place, key=place)
    Space.objects.create(group=other, host=me, host_since=today)


def _pause(user: User, mark: str) -> None:
    """Let a pause of the member be over: they write again."""
    now = clock.now()
    Pause.objects.create(user=user, note=mark, from_at=now - timedelta(2), until_at=now)


def _talks_and_calls(user: User, mark: str) -> None:
    """Let the member write with a third person, ask for their number, and show their own."""
    other = make_member(f"kettle-{uuid4().hex[:8]}")
    group = make_group(f"Kettle {uuid4().hex[:8]}")
    mine = make_membership(user, group, mark, ["greeter"])
    theirs = make_membership(other, group, "Robin", ["greeter"])
    vaults = {each.pk: Vault(key_of(each.user)) for each in (mine, theirs)}
    talk = talks.ask(vault=vaults[mine.pk], me=mine, person=theirs, text=mark, key=uuid4())
    talks.accept(mine=access.my_talk(other, talk.pk), key=uuid4())
    for one, two in ((mine, theirs), (theirs, mine)):
        calls.offer(
            me=one, hours=calls.Hours("17", 8, 20, "Europe/Berlin", mark, for_newcomers=True)
        )
        call = calls.ask(me=two, person=one, key=uuid4())
        seen = call_queries.my_call(one.user, call.pk)
        assert seen
        calls.show_number(
            vault=vaults[one.pk], mine=seen, number=mark, words=mark, until="24", key=uuid4()
        )
    lists.stand_on_list(me=mine, number=mark, hours=mark, for_newcomers=True, agreed=True)
    talks.open_door(membership=mine, open_to="nobody")


def _statement(user: User, mark: str) -> None:
    """Let words of the member stand on a page, and let them be asked about others."""
    now = clock.now()
    values = {"author": user, "text": mark, "audience": "home", "made_at": now}
    Statement.objects.create(stage="shown", shown_on=now.date(), **values)
    Statement.objects.create(kind="share", thing=str(uuid4()), proposed=mark, **values)


def _helped(user: User, mark: str) -> None:
    """Let words of somebody else have helped the member."""
    now = clock.now()
    row = Statement.objects.create(
        text="Tea.", audience="home", stage="shown", made_at=now, shown_on=now.date()
    )
    Helped.objects.create(placed=Placed.objects.create(statement=row, situation="sleep"),
                          member=user)  # fmt: skip


PLANTERS: dict[str, Callable[[User, str], object]] = {
    "wisdom.statement": _statement,
    "wisdom.helped": _helped,
    "messages.talk": _talks_and_calls,
    "moderation.report": _report,
    "moderation.hold": _hold,
    "moderation.pause": _pause,
    "moderation.concern": _concern,
    "moderation.ban": _ban,
    "moderation.block": _block,
    "support.share": _share,
    "support.reply": _reply,
    "support.mute": _mute,
    "support.space": _space,
    "stories.story": _story,
    "stories.offer": _offer,
}
_OUR_OWN = {"accounts", "vault"}
# A bare id of who acted may stay in these tables, as the registry says; nothing else may.
_BARE = "bare id"


def plant(user: User, mark: str, friend: User, client: Any) -> None:
    """Give a member marked rows of every kind; the friend has opened a page to them."""
    _plant_below(user, mark, friend, client)
    for holding in registry.holdings():
        if holding.model._meta.app_label not in _OUR_OWN:
            planter = PLANTERS.get(holding.kind)
            if planter:
                planter(user, mark)
            elif not _rows_of(holding.model, user).exists():
                made(holding.model, user, mark)


def _plant_below(user: User, mark: str, friend: User, client: Any) -> None:
    sign_in(client, user, locked=True)
    client.post("/me/data/export/", {"note": mark})
    sign_in(client, user)
    mine, theirs = Vault(key_of(user)), Vault(key_of(friend))
    own = mine.seal("journal", {"text": mark}, header={"on": "2026-03-04"})
    other = theirs.seal("journal", {"text": "words of a friend"})
    assert own
    assert other
    thread = mine.threads.start(with_=friend, header={"names": [mark]})
    mine.threads.write(thread, {"text": mark})
    theirs.threads.write(thread, {"text": "words of a friend"})
    mine.share(own.id, with_=friend)
    theirs.share(other.id, with_=user)
    SecondStep.objects.create(
        user=user, kind="code", name=mark, secret=mark.encode(), added_on=clock.now().date()
    )
    assert keeping.kept_forms(key_of(user))


def made(model: type[Model], user: User, mark: str) -> Model:
    """Make one row of a model, each field filled by its type, its texts marked."""
    values = {
        field.attname: value
        for field in model._meta.concrete_fields
        if (value := _value(field, user, mark)) is not None
    }
    return model._default_manager.create(**values)


def _value(field: Any, user: User, mark: str) -> Any:
    if field.is_relation:
        return _related(field, user, mark)
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.UUIDField):
        return None if field.has_default() else user.pk
    if isinstance(field, models.CharField | models.TextField):
        return mark[: field.max_length]
    if field.null or field.has_default() or field.primary_key:
        return None
    return _by_type(field, mark)


def _related(field: Any, user: User, mark: str) -> Any:
    target = field.related_model
    if target is User:
        return user.pk
    if field.null:
        return None
    if target in registry._holdings:
        row = _rows_of(target, user).first() or made(target, user, mark)
    else:
        row = target.objects.first() or made(target, user, f"a{uuid4().hex[:8]}")
    return row.pk


def _by_type(field: Any, mark: str) -> Any:
    later = timedelta(days=field.creation_counter % 10_000)  # "until" stands below "from"
    if isinstance(field, models.DateTimeField):
        return clock.now() + later
    if isinstance(field, models.DateField):
        return clock.now().date() + later
    if isinstance(field, models.BinaryField):
        return mark.encode()
    return 1


def _rows_of(model: type[Model], user: User) -> "models.QuerySet[Any]":
    """Give the rows that point at the member, themselves or through one other model."""
    ways = models.Q(pk__in=[])
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model is User:
            ways |= models.Q(**{field.name: user})
        elif field.is_relation and isinstance(field.related_model, type):
            for beyond in field.related_model._meta.concrete_fields:
                if beyond.is_relation and beyond.related_model is User:
                    ways |= models.Q(**{f"{field.name}__{beyond.name}": user})
        elif isinstance(field, models.UUIDField):
            ways |= models.Q(**{field.name: user.pk})
    return model._default_manager.filter(ways)


def unplanted(user: User) -> list[str]:
    """Give the registered models without a row of the member."""
    return [
        holding.kind
        for holding in registry.holdings()
        if holding.model is not User and not _rows_of(holding.model, user).exists()
    ]


def traces(user: User, *marks: str) -> dict[str, bytes]:
    """Give all the forms in which a member could have stayed: by name, the bytes to look for."""
    plain: dict[str, bytes] = {"id": str(user.pk).encode(), "id bytes": user.pk.bytes}
    plain["id hex"] = user.pk.hex.encode()
    plain |= {word: word.encode() for word in (user.username, *marks)}
    found = dict(plain)
    for name, value in plain.items():
        found[f"{name}, in hex"] = value.hex().encode()
        for shift in range(3):  # base64 looks different by where in a text it begins
            inner = (b"\0" * shift + value)[: (len(value) + shift) // 3 * 3]
            skip = -(-shift * 4 // 3)
            found[f"{name}, base64 {shift}"] = b64encode(inner)[skip:]
            found[f"{name}, base64url {shift}"] = urlsafe_b64encode(inner)[skip:]
    return found


def left_in_tables(wanted: dict[str, bytes]) -> list[str]:
    """Search every column of every table; give where something was found."""
    ids = {name for name in wanted if name.startswith("id")}
    return [
        f"{table}: {name}"
        for table, cells in _cells()
        for name, bytes_ in wanted.items()
        if not (name in ids and table in _tables_of_bare_ids())
        if any(bytes_ in cell for cell in cells)
    ]


def _tables_of_bare_ids() -> set[str]:
    return {model._meta.db_table for model, why in registry._exempt.items() if _BARE in why.lower()}


def _cells() -> Iterator[tuple[str, list[bytes]]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table == UsedKey._meta.db_table:
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield table, [_bytes(value) for row in cursor.fetchall() for value in row if value]


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
