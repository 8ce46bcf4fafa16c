"""How long two people wait for their conversation: its newest page, an older one, sending, a list.

    .venv/bin/python bench/threads.py [--messages 5000] [--talks 50] [--database URL]

Works in a home of its own in a temporary folder (SQLite), or in the empty PostgreSQL database that
is told. Prints p50 and p95 in milliseconds through the whole site in process (views, templates,
middleware) and of the vault alone, and how long the processor was busy.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

ROUNDS = 40
TEXT = "I walked along the river on Sunday, as we said. It took an hour and it was fine. "


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=5_000)
    parser.add_argument("--talks", type=int, default=50)
    parser.add_argument("--database", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOMEGROUP_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "homegroup.config.settings"
        if options.database:
            os.environ["HOMEGROUP_DATABASE"] = options.database
        from homegroup.config import home as homes

        homes.prepare(Path(home))
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure(options.messages, options.talks)


def measure(messages: int, talks: int) -> None:
    from homegroup.vault.vaults import Vault

    key, talk = fill(messages, talks)
    client, address = signed_in(key), f"/messages/{talk.pk}/"
    older = f"?before={messages // 2}-0"

    def get(path: str) -> None:
        assert client.get(path).status_code == 200, path

    def send() -> None:
        answer = client.post(address, {"text": TEXT, "once": str(uuid4())})
        assert answer.status_code == 302, answer.status_code

    def vault() -> Any:
        return Vault(key).threads

    works: list[tuple[str, Callable[[], object]]] = [
        (f"page: newest 50 of {messages}", lambda: get(address)),
        ("page: 50 in the middle", lambda: get(address + older)),
        ("sending, until the redirect", send),
        (f"page: list of {talks + 1} conversations", lambda: get("/messages/")),
        ("vault: newest 50", lambda: vault().read(talk.thread_id)),
        ("vault: 50 in the middle", lambda: vault().read(talk.thread_id, before=older[8:])),
        ("vault: one message written", lambda: vault().write(talk.thread_id, {"text": TEXT})),
    ]
    for name, work in works:
        work()
        waited, worked = zip(*(milliseconds(work) for _ in range(ROUNDS)), strict=True)
        late = sorted(waited)[int(len(waited) * 0.95)]
        print(
            f"{name:<34} p50 {statistics.median(waited):7.1f}  p95 {late:7.1f}"
            f"  processor {statistics.median(worked):7.1f}"
        )


def fill(messages: int, talks: int) -> tuple[Any, Any]:
    """Make a member with one long conversation and many short ones; give their key and the long."""
    from django.db import transaction

    from homegroup.accounts.models import User
    from homegroup.groups.models import Group, Membership
    from homegroup.messages import access
    from homegroup.messages.actions import talks as actions
    from homegroup.vault.vaults import Vault

    opened = [sign_up(number) for number in range(talks + 2)]
    User.objects.update(created_on=date(2020, 1, 1))
    group = Group.objects.create(slug="bench", name="Bench")
    members = [
        Membership.objects.create(
            user=User.objects.get(pk=each.user.pk), group=group, name=f"Person {number}",
            name_key=f"person{number}", joined_on=date(2020, 1, 1),
        )
        for number, each in enumerate(opened)
    ]  # fmt: skip
    me, vaults, made = members[0], [Vault(each.key) for each in opened], []
    with transaction.atomic():
        for number, person in enumerate(members[1:], start=1):
            talk = actions.ask(vault=vaults[number], me=person, person=me, text=TEXT, key=uuid4())
            actions.accept(mine=access.my_talk(me.user, talk.pk), key=uuid4())
            made.append(talk)
        threads = (vaults[0].threads, vaults[1].threads)
        for number in range(messages - 1):
            threads[number % 2].write(made[0].thread_id, {"text": TEXT * (1 + number % 4)})
    return opened[0].key, made[0]


def sign_up(number: int) -> Any:
    from homegroup.accounts import actions as accounts

    made = accounts.sign_up(
        name=f"bench-person-{number}", passphrase="lantern pebble orchard quilt", key=uuid4()
    )
    assert made
    return made


def signed_in(key: Any) -> Any:
    """Give a browser of that member with open private pages."""
    from django.http import HttpResponse
    from django.test import Client
    from django.test.utils import override_settings

    from homegroup.accounts import visits
    from homegroup.accounts.models import User

    override_settings(ALLOWED_HOSTS=["*"]).enable()
    client, answer = Client(), HttpResponse()
    visit = visits.begin(User.objects.get(pk=key.owner), key, is_shared=False, waiting=False)
    visits.remember(answer, visit)
    for name, morsel in answer.cookies.items():
        client.cookies[name] = morsel.value
    return client


def milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """Give how long it took, and how long the processor worked on it."""
    started, busy = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - started) * 1000, (time.process_time() - busy) * 1000


if __name__ == "__main__":
    main()
