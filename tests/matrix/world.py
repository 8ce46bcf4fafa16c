"""A small world with everybody in it, and an example of every address of the site."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.accounts.people import key_of, make_member
from tests.factories import add
from tests.groups.making import make_group, make_guidelines, make_membership
from tests.live import rooms

from homegroup.accounts import visits
from homegroup.accounts.models import User
from homegroup.attendance.actions import set_policy
from homegroup.core import clock
from homegroup.groups.choices import Visibility
from homegroup.groups.models import Group, Membership
from homegroup.live import formats
from homegroup.live.actions.caring import ask_for_help
from homegroup.live.actions.chairing import begin
from homegroup.meetings.models import Meeting
from homegroup.messages import access
from homegroup.messages.actions import calls, talks
from homegroup.messages.models import Call, Talk
from homegroup.packs.actions import copy_pack
from homegroup.stories.actions import drafts as stories
from homegroup.stories.models import Offer, Story
from homegroup.support.models import Reply, Share
from homegroup.vault.vaults import Vault
from homegroup.wisdom.models import Placed, Statement

# A person of each kind: positions in Lamp Group, and how they are signed in.
POSITIONS = {
    "member": [],
    "chair": ["chair"],
    "greeter": ["greeter"],
    "treasurer": ["treasurer"],
    "moderator": ["moderator"],
    "secretary": ["secretary"],
}
ROLES = (
    "visitor", "outsider", "member", "locked", "chair", "greeter", "treasurer", "moderator",
    "secretary", "weak-secretary", "operator", "weak-operator",
)  # fmt: skip
NOBODY = "00000000-0000-4000-8000-000000000000"


@dataclass
class World:
    """Who is there, their browsers' cookies, and what stands in for the parts of addresses."""

    users: dict[str, User] = field(default_factory=dict)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)

    def browser(self, role: str) -> Client:
        """Give a fresh browser of that role."""
        client = Client(raise_request_exception=True)
        for name, value in self.cookies[role].items():
            client.cookies[name] = value
        return client


def make_world() -> World:
    """Make it through the house's own actions and makers."""
    world = World()
    group = make_group("Lamp Group")
    other = make_group("River Group")
    hidden = make_group("Hidden Group", visibility=Visibility.UNLISTED)
    make_guidelines(group)
    meeting = add("Lamp Light")
    Meeting.objects.filter(pk=meeting.pk).update(group=group)
    for number, (role, positions) in enumerate(POSITIONS.items()):
        user = make_member(f"person-{number}")
        world.users[role] = user
        make_membership(user, group, name=f"Robin {number}", positions=positions)
    world.users["outsider"] = make_member("person-elsewhere")
    make_membership(world.users["outsider"], other, name="Olive", positions=["secretary"])
    make_membership(world.users["member"], hidden, name="Hazel", positions=["secretary"])
    world.users["operator"] = make_member("caretaking-person", operator=True)
    _sign_everybody_in(world)
    person = Membership.objects.get(user=world.users["chair"], group=group)
    page = Vault(key_of(world.users["member"])).seal(
        "journal", {"text": "mine"}, header={"on": "2026-03-04", "tags": []}
    )
    assert page
    row, reply = _written(Membership.objects.get(user=world.users["member"], group=group))
    talk, call = _write_together(world, group)
    world.parts = {
        "talk": str(talk.pk), "call": str(call.pk),
        "slug": group.slug, "hidden": hidden.slug, "meeting": meeting.slug,
        "person": str(person.pk), "page": str(page.id), "rest": "no-such-thing",
        "share": str(row.pk), "reply": str(reply.pk),
        **_story(world.users["member"], group),
        **_statement(world.users["member"], group),
        **_room(world, group),
        **_format(world.users["secretary"], group),
    }  # fmt: skip
    return world


def _statement(author: User, group: Group) -> dict[str, str]:
    """Let words of a member stand on a page of their group."""
    now = clock.now()
    row = Statement.objects.create(
        author=author, group=group, text="Tea, and the radio.", audience="group",
        stage="shown", made_at=now, shown_on=now.date(),
    )  # fmt: skip
    Placed.objects.create(statement=row, situation="evenings")
    return {"statement": str(row.pk)}


def _written(me: Membership) -> tuple[Share, Reply]:
    """Let a member have shared something and answered it."""
    now = clock.now()
    row = Share.objects.create(
        group=me.group, author=me, text="Tea.", written_at=now, came_at=now, waits_since=now
    )
    return row, Reply.objects.create(share=row, author=me, text="And soup.", written_at=now)


def _write_together(world: World, group: Group) -> tuple[Talk, Call]:
    """Let the member write with the chair, who asks for the member's number."""
    mine, theirs = (
        group.memberships.select_related("user").get(user=world.users[role])
        for role in ("member", "chair")
    )
    vault = Vault(key_of(world.users["member"]))
    talk = talks.ask(vault=vault, me=mine, person=theirs, text="Hello", key=uuid4())
    talks.accept(mine=access.my_talk(theirs.user, talk.pk), key=uuid4())
    hours = calls.Hours("1234567", 0, 0, "Europe/Berlin", "", for_newcomers=True)
    calls.offer(me=mine, hours=hours)
    return talk, calls.ask(me=theirs, person=mine, key=uuid4())


def _story(author: User, group: Group) -> dict[str, str]:
    """Let the member have a draft, and a story of the group, which also waits in newer words."""
    told: dict[str, Any] = {
        "author": author, "audience": "group", "group": group, "title": "Evenings",
        "pen_name": "Wren", "language": "en", "chapters": [{"heading": "", "text": "Tea."}],
    }  # fmt: skip
    story = Story.objects.create(published_on=clock.now().date(), **told)
    Offer.objects.create(pk=story.pk, handed_in_at=clock.now(), **told)
    vault = Vault(key_of(author))
    work = stories.begin(vault=vault, guide="free", language="en", prompt="", key=uuid4())
    part = vault.open(work).body["chapters"][0]["id"] if work else ""
    return {"story": str(story.pk), "work": str(work), "part": part}


def _room(world: World, group: Group) -> dict[str, str]:
    """Let a room be open, led by the chair; the greeter is told that the member is not OK."""
    set_policy(group=group, is_on=True, wording="", days=92, by=uuid4(), key=uuid4())
    room = rooms.open_room(group)
    seats = {}
    for role in ("chair", "greeter", "member"):
        me = Membership.objects.whole().get(user=world.users[role], group=group)
        seats[role] = rooms.enter(room, me.name, user=me.user, me=me).number
    begin(room=room, by=seats["chair"], token=uuid4())
    ask_for_help(room=room, seat=seats["member"], user=None, token=uuid4())
    return {"room": room.code, "seat": str(seats["member"])}


def _format(secretary: User, group: Group) -> dict[str, str]:
    """Let the group have made a ready-made format its own."""
    copy = copy_pack(
        kind=formats.KIND, slug=formats.USUAL, language="en", owner=formats.owner(group),
        by=secretary.pk, key=uuid4(),
    )  # fmt: skip
    return {"format": str(copy.pk) if copy else ""}


def _sign_everybody_in(world: World) -> None:
    weak = {"weak-secretary": "secretary", "weak-operator": "operator", "locked": "member"}
    for role in ROLES:
        world.cookies[role] = {}
        user = world.users.get(weak.get(role, role))
        if user is None:
            continue
        strong = role in {"secretary", "moderator", "operator", "treasurer", "greeter", "outsider"}
        visit = visits.begin(user, key_of(user), is_shared=False, waiting=False, strong=strong)
        if role == "locked":
            visits.lock(visit)
        visit.row.ends_at = clock.now() + timedelta(days=1)
        answer = HttpResponse()
        visits.remember(answer, visit)
        world.cookies[role] = {name: morsel.value for name, morsel in answer.cookies.items()}


def patterns() -> list[str]:
    """Give every address of the site as its pattern, as "/groups/<slug:slug>/"."""
    return sorted(set(_walk(get_resolver(), "/")))


def _walk(resolver: URLResolver, before: str) -> Any:
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, path)
        else:
            assert isinstance(pattern, URLPattern)
            yield path


def address(pattern: str, world: World, *, group: str = "slug") -> str:
    """Give an address of that pattern; what stands for a person or a page is the member's."""
    path = pattern
    for part, value in {
        "<slug:slug>": world.parts["meeting" if pattern.startswith("/meetings/") else group],
        "<slug>": world.parts["meeting" if "/meetings/" in pattern else group],
        "<slug:meeting>": world.parts["meeting"],
        "<uuid:person>": world.parts["person"],
        "<uuid:page>": world.parts["page"],
        "<uuid:share>": world.parts["share"],
        "<uuid:reply>": world.parts["reply"],
        "<uuid:talk>": world.parts["talk"],
        "<uuid:call>": world.parts["call"],
        "keep/<slug:kind>/<slug:thing>": f"keep/share/{world.parts['share']}",
        "texts/<slug:kind>/": "texts/format/",
        "<slug:language>": "en",
        "<slug:kind>/<slug:thing>": f"name/{world.parts['person']}",
        "<uuid:copy>": world.parts["format"],
        "<slug:pack>": "open-discussion",
        "<slug:item>": "welcome",
        "<int:number>": "1",
        "<slug:situation>": "evenings",
        "<uuid:statement>": world.parts["statement"],
        "<path:rest>": world.parts["rest"],
        "<uuid:story>": world.parts["story"],
        "<uuid:work>": world.parts["work"],
        "<slug:part>": world.parts["part"],
        "<int:chapter>": "0",
        "<slug:form>": "opus",
        "<slug:room>": world.parts["room"],
        "<int:seat>": world.parts["seat"],
        "<str:token>": "no-such-token",
        "<str:code>": "no-such-code",
    }.items():
        path = path.replace(part, value)
    for name in ("row", "pause", "draft", "notice", "entry"):
        path = path.replace(f"<uuid:{name}>", NOBODY)
    assert "<" not in path, f"{pattern}: tests/matrix/world.py knows no example for a part of it"
    return path


def outcome(answer: HttpResponse) -> str:
    """Give what an answer means for who asked, as the table writes it."""
    status, to = answer.status_code, answer.headers.get("Location", "")
    if status in {301, 302, 303}:
        for door, word in (("/sign-in/?", "door"), ("/unlock/?", "lock"), ("/me/steps/?", "step")):
            if to.startswith(door):
                return word
        if to.startswith("/rooms/") and to.endswith("/door/"):
            return "enter"
        return "ok"
    if status == 403:
        return "door" if b'name="kept"' in answer.content else "no"
    words = {404: "none", 405: "405", 409: "ok", 422: "ok", 304: "ok"}
    return "ok" if 200 <= status < 300 else words.get(status, str(status))


def ask(world: World, role: str, method: str, path: str) -> str:
    """Let somebody ask; give what came of it."""
    browser = world.browser(role)
    data = {"once": str(uuid4())} if method == "POST" else {}
    answer = getattr(browser, method.lower())(path, data)
    return outcome(answer)
