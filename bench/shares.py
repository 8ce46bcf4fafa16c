"""Times of shares in a large home, on the database that the environment names.

    HOMEGROUP_HOME=/tmp/bench-shares .venv/bin/python bench/shares.py [--shares 1000000]

Fills the home once: a tenth of the shares in one group, four tenths in the group for everyone, the
rest in fifty groups; half as many answers. Then prints p50 and p95 in milliseconds of whole pages
through the application, for a member who muted and blocked people, and of forms that are sent:
with the weighing of the text, the search's index and the log. The index of the search holds what
is sent here only; `bench/text_search.py` measures it when it is full.
"""

import argparse
import os
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid4

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homegroup.config.settings")

import django

if "HOMEGROUP_HOME" in os.environ:
    from homegroup.config import home

    home.prepare(Path(os.environ["HOMEGROUP_HOME"]))
django.setup()
# ruff: noqa: E402

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from homegroup.accounts import visits
from homegroup.accounts.actions import prove_again, sign_up
from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.core.names import likeness
from homegroup.groups.actions.everyone import open_to_everyone
from homegroup.groups.actions.joining import agree_to_guidelines
from homegroup.groups.models import Group, Membership
from homegroup.groups.queries import newest_guidelines
from homegroup.moderation.models import Block, Hold
from homegroup.support.models import Mute, Reply, Share
from homegroup.support.queries import Point

BATCH = 5_000
GROUPS = 50
PEOPLE = 2_000
POSTERS = 12  # each may write twenty shares in an hour
ROUNDS = 150
PHRASE = "lantern pebble orchard quilt"
WORDS = (  # noqa: SIM905
    "the a of and to in it was I my we you not that with for on at is as but so they this had when "
    "then there day night evening morning kitchen tea walk rain phone sister brother work bus door "
    "quiet tired angry glad afraid small long first last again slowly almost nobody somebody said "
    "sat came went called waited slept opened listened remembered stayed tried noticed thought"
).split()


def text_of(dice: random.Random) -> str:
    """A text of realistic length: half below 260 signs, a few of 3,000 and more."""
    length = min(8_000, int(dice.lognormvariate(5.55, 0.9)) + 20)
    words, size = list[str](), 0
    while size < length:
        word = dice.choice(WORDS)
        words.append(f"{word}.\n\n" if dice.random() < 0.02 else word)
        size += len(word) + 1
    return " ".join(words)


def fill(count: int) -> None:
    """Make people, groups, shares and answers."""
    operator = sign_up(
        name="tall-caretaking-birch", passphrase=PHRASE, key=uuid4(), is_operator=True
    )
    assert operator
    everyone = open_to_everyone(secretary=operator.user)
    groups = [Group(name=f"Group {n}", slug=f"group-{n}", key=f"bench{n}") for n in range(GROUPS)]
    Group.objects.bulk_create(groups)
    members = people(list(Group.objects.filter(key__startswith="bench")), everyone)
    sizes = dict.fromkeys(members, count // 2 // (GROUPS + 1))
    sizes[next(iter(members))] += count // 10
    sizes[everyone.pk] = count * 4 // 10
    save(shares(sizes, members))
    save(answers(count // 2))


def people(groups: list[Group], everyone: Group) -> dict[int, list[UUID]]:
    """Make people: all in the group for everyone, forty in each other, five hundred in one."""
    since = clock.now().date() - timedelta(days=400)
    users = [
        User(username=f"bench-{n}", name_key=f"bench-{n}", created_on=since, password="!")
        for n in range(PEOPLE)
    ]
    User.objects.bulk_create(users)
    found: dict[int, list[UUID]] = {}
    for group in [*groups, everyone]:
        chosen = users if group == everyone else users[: 500 if group == groups[0] else 40]
        rows = [
            Membership(user=user, group=group, name=f"Robin {n}", name_key=likeness(f"Robin {n}"),
                       joined_on=since)
            for n, user in enumerate(chosen)
        ]  # fmt: skip
        Membership.objects.bulk_create(rows)
        found[group.pk] = [row.pk for row in rows]
    return found


def shares(sizes: dict[int, int], members: dict[int, list[UUID]]) -> Iterator[Share]:
    """Give shares of four years, most of them answered, the oldest first."""
    dice, now = random.Random(1), clock.now()
    left = [group for group, size in sizes.items() for _ in range(size)]
    dice.shuffle(left)
    step = timedelta(days=1_400) / len(left)
    for number, group in enumerate(left):
        at = now - step * (len(left) - number)
        answered = dice.random() < 0.99
        yield Share(
            group_id=group, author_id=dice.choice(members[group]), text=text_of(dice),
            written_at=at, came_at=at, answered_at=at if answered else None,
            waits_since=None if answered else at,
        )  # fmt: skip


def answers(count: int) -> Iterator[Reply]:
    """Give answers to shares here and there."""
    dice = random.Random(2)
    every = Share.objects.order_by("id").values_list("pk", "came_at", "author").iterator(BATCH)
    for share, at, author in islice(every, count):
        yield Reply(share_id=share, author_id=author, text=text_of(dice), written_at=at)


def save(rows: Iterator[Model]) -> None:
    """Save rows in batches."""
    while batch := list(islice(rows, BATCH)):
        with transaction.atomic():
            type(batch[0])._default_manager.bulk_create(batch)


def member(name: str, groups: list[Group]) -> tuple[Client, list[Membership]]:
    """Make somebody in these groups whom a moderator has read before; sign them in."""
    there = User.objects.filter(username=name).first()
    made = None if there else sign_up(name=name, passphrase=PHRASE, key=uuid4())
    user = there or (made.user if made else User.objects.get(username=name))
    since = clock.now().date() - timedelta(days=400)
    User.objects.filter(pk=user.pk).update(created_on=since)
    mine = []
    for group in groups:
        me, _made = Membership.objects.get_or_create(
            user=user, group=group,
            defaults={"name": name, "name_key": likeness(name), "joined_on": since},
        )  # fmt: skip
        mine.append(me)
        newest = newest_guidelines(group)
        if newest is not None:
            agree_to_guidelines(membership=me, agreed=newest.number)
        for _ in range(2):
            Hold.objects.create(kind="share", subject=str(uuid4()), group=group, about=user,
                                rule="first", made_at=clock.now(), state="released",
                                decided_at=clock.now())  # fmt: skip
    return signed_in(user), mine


def signed_in(user: User) -> Client:
    """Give a browser of somebody."""
    key = prove_again(user=user, passphrase=PHRASE).key
    visit = visits.begin(user, key, is_shared=False, waiting=False)
    answer, client = HttpResponse(), Client(headers={"host": "localhost"})
    visits.remember(answer, visit)
    for name, morsel in answer.cookies.items():
        client.cookies[name] = morsel.value
    return client


def look_away(me: Membership) -> None:
    """Let a member have muted five people and want no contact with five."""
    others = list(Membership.objects.filter(group=me.group).exclude(pk=me.pk)[:10])
    for other in others[:5]:
        Mute.objects.get_or_create(muter=me, muted=other)
    for other in others[5:]:
        Block.objects.get_or_create(
            blocker=me.user, person=other.pk,
            defaults={"blocked": other.user, "name": other.name, "made_on": clock.now().date()},
        )  # fmt: skip


def milliseconds(work: Callable[[], object]) -> float:
    """Give how long a piece of work took."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def said(label: str, times: list[float], more: str = "") -> None:
    """Print p50 and p95."""
    times.sort()
    p95 = times[int(len(times) * 0.95)]
    print(f"{label:<52} p50 {statistics.median(times):7.2f}  p95 {p95:7.2f}  n {len(times)} {more}",
          flush=True)  # fmt: skip


def pages(client: Client, group: Group, label: str) -> None:
    """Time the pages of a group."""
    dice, now = random.Random(3), clock.now()
    base = f"/groups/{group.key}/"
    points = [Point(now - timedelta(days=dice.uniform(0, 1_390)), uuid4()) for _ in range(ROUNDS)]
    rows = list(Share.objects.filter(group=group).order_by("-came_at").values_list("pk")[:ROUNDS])
    kinds = {
        "the newest": [f"{base}shares/"] * ROUNDS,
        "from anywhere on": [f"{base}shares/?after={point}" for point in points],
        "one share": [f"{base}shares/{pk}/" for (pk,) in rows],
        "who waits": [f"{base}waiting/"] * ROUNDS,
        "what is new": [f"{base}shares/newer/?after={Point(now, uuid4())}"] * ROUNDS,
    }
    for name, addresses in kinds.items():
        answer = client.get(addresses[0])
        assert answer.status_code == 200, (name, answer.status_code)
        with CaptureQueriesContext(connection) as seen:
            client.get(addresses[-1])
        count = len(seen)
        times = [milliseconds(lambda a=address: client.get(a)) for address in addresses]
        said(f"{label}: {name}", times, f"queries {count}, {len(answer.content) / 1000:.0f} kB")


def posts(group: Group, label: str) -> None:
    """Time shares and answers that are sent by several people in turn."""
    dice = random.Random(4)
    writers = [member(f"Wren {n} of {time.time():.0f}", [group])[0] for n in range(POSTERS)]
    rows = list(Share.objects.filter(group=group).order_by("-came_at")[:ROUNDS])
    for kind in ("share", "answer"):
        times, seen = list[float](), 0
        for number in range(ROUNDS):
            client = writers[number % POSTERS]
            rest = "new" if kind == "share" else rows[number].pk
            told = {"once": str(uuid4()), "text": text_of(dice), "kind": "share", "nudge_seen": "1"}

            def send(path: str = f"/groups/{group.key}/shares/{rest}/", sent: object = told,
                     who: Client = client) -> None:  # fmt: skip
                answer = who.post(path, sent)
                assert answer.status_code == 302, re.findall(
                    r'role="alert"[^<]*<', answer.content.decode()
                )

            if number == ROUNDS - 1:
                with CaptureQueriesContext(connection) as caught:
                    send()
                seen = len(caught)
            else:
                times.append(milliseconds(send))
        said(f"{label}: sending {'a share' if kind == 'share' else 'an answer'}", times,
             f"queries {seen}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shares", type=int, default=1_000_000)
    count = parser.parse_args().shares
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    if Share.objects.count() < count * 9 // 10:
        print(f"filling: {milliseconds(lambda: fill(count)) / 1000:.0f} s", flush=True)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    large = Group.objects.get(key="bench0")
    everyone = Group.objects.get(for_everyone=True)
    held = {group: Share.objects.filter(group=group).count() for group in (large, everyone)}
    load = os.getloadavg()[0]
    print(f"{connection.vendor}, {Share.objects.count()} shares, {Reply.objects.count()} answers, "
          f"load {load:.1f}, {datetime.now().astimezone():%H:%M}")  # fmt: skip
    client, mine = member("Heron of the bench", [large, everyone])
    for me in mine:
        look_away(me)
    for group, label in ((large, f"group of {held[large]}"), (everyone, f"all: {held[everyone]}")):
        pages(client, group, label)
        posts(group, label)
    print(f"load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
