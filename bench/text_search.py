"""Times of the search over what people write, on the database that the environment names.

    HOMEGROUP_HOME=/tmp/bench-texts .venv/bin/python bench/text_search.py [--texts 1000000]

Fills the home once: a tenth of the texts in one group, half for the whole home, the rest in forty
groups. The reader is in the large group and in nine others. Prints p50 and p95 in milliseconds, by
the clock and of the processor, of one page of an answer (with its excerpts) for very common,
middling and rare words, several words, typing errors, within the group and over all of the
reader's, and of putting one more text. How a text reads comes from its number, not from a room's
table.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homegroup.config.settings")

import django

if "HOMEGROUP_HOME" in os.environ:
    from homegroup.config import home

    home.prepare(Path(os.environ["HOMEGROUP_HOME"]))
django.setup()
# ruff: noqa: E402

from django.core.management import call_command
from django.db import connection, transaction

from homegroup.accounts.models import User
from homegroup.core import bulk
from homegroup.groups.models import Group
from homegroup.search import registry, showing, vocabulary
from homegroup.search.access import Circles
from homegroup.search.actions import put
from homegroup.search.choices import Audience
from homegroup.search.looking import Search
from homegroup.search.models import TEXTS, Document, Word
from homegroup.search.queries import search_for
from homegroup.search.registry import Reader, Shown, Source
from homegroup.search.tokens import HOME, PUBLIC, scope_of_group, scopes_of, tokens_for, words_of

ROUNDS = 200
BATCH = 5_000
START = datetime.fromisoformat("2024-01-01T00:00+00:00")
SYLLABLES = [
    a + b + c for a in "bdfghklmnprstvw" for b in "aeiou" for c in ("", "l", "n", "r", "s")
]


def vocabulary_of(size: int) -> list[str]:
    dice, words = random.Random(1), dict[str, None]()
    while len(words) < size:
        words["".join(dice.choices(SYLLABLES, k=dice.choice([1, 2, 2, 3, 3, 4])))] = None
    return list(words)


WORDS = vocabulary_of(40_000)
WEIGHTS = list(accumulate(1 / (rank + 3) for rank in range(len(WORDS))))


def text_of(number: int) -> str:
    """Give the text of a thing: some fifty words, the first ones very common."""
    dice = random.Random(number)
    count = min(int(dice.lognormvariate(4, 0.6)), 600)
    return " ".join(dice.choices(WORDS, cum_weights=WEIGHTS, k=count))


def shown(ids: Collection[str], reader: Reader) -> dict[str, Shown]:
    return {each: Shown(text_of(int(each)), f"/x/{each}/") for each in ids}


class Times:
    """Milliseconds by the clock, and of the processor: what others run at once adds to the first.

    On PostgreSQL, the second leaves out what the server does.
    """

    def __init__(self) -> None:
        self.clock: list[float] = []
        self.processor: list[float] = []

    def take(self, work: Callable[[], object]) -> None:
        started, used = time.perf_counter(), time.process_time()
        work()
        self.processor.append((time.process_time() - used) * 1000)
        self.clock.append((time.perf_counter() - started) * 1000)

    def said(self, label: str, more: str = "") -> None:
        told = " ".join(f"p50 {statistics.median(each):6.1f} p95 {_p95(each):6.1f} |"
                        for each in (self.clock, self.processor))  # fmt: skip
        print(f"{label:<46} {told} {more}", flush=True)


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def groups() -> list[Group]:
    made = [Group(name=f"Bench {n:02}", slug=f"bench-{n:02}") for n in range(41)]
    if not Group.objects.filter(slug="bench-00").exists():
        Group.objects.bulk_create(made)
    return list(Group.objects.filter(slug__startswith="bench-").order_by("slug"))


def place_of(number: int, theirs: list[Group]) -> tuple[str, Group | None]:
    lot = random.Random(-number).random()
    if lot < 0.1:
        return Audience.GROUP, theirs[0]
    if lot < 0.6:
        return Audience.HOME, None
    return Audience.GROUP, theirs[1 + number % 40]


def rows(
    first: int, count: int, theirs: list[Group]
) -> Iterator[tuple[Document, tuple[int, ...], list[str]]]:
    for number in range(first, first + count):
        audience, group = place_of(number, theirs)
        at = START + timedelta(minutes=number)
        row = Document(
            id=int(at.timestamp() * 1000), kind="share", thing=str(number), audience=audience,
            group=group, at=at,
        )  # fmt: skip
        yield row, scopes_of(audience, group), words_of(text_of(number))


def fill(count: int, theirs: list[Group]) -> None:
    known: dict[int, set[str]] = {}
    stream = rows(Document.objects.count(), count - Document.objects.count(), theirs)
    done = 0
    indexes = without_indexes()
    while part := list(islice(stream, BATCH)):
        with transaction.atomic():
            bulk.insert([row for row, _, _ in part])
            _put_texts(part)
        for _row, scopes, words in part:
            for scope in scopes:
                known.setdefault(scope, set()).update(words)
        done += len(part)
        if done % 100_000 == 0:
            print(f"  {done} texts", flush=True)
    for scope, words_there in known.items():
        with transaction.atomic():
            vocabulary.add(scope, words_there)
    with connection.cursor() as cursor:
        for made in indexes:
            cursor.execute(made)
        cursor.execute("ANALYZE")


def without_indexes() -> list[str]:
    """Drop PostgreSQL's index of the texts and give how it is made: at once it is far quicker."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef, indexname FROM pg_indexes WHERE tablename = %s "
                       "AND indexdef LIKE '%%USING gin%%'", [TEXTS.table])  # fmt: skip
        found = cursor.fetchall()
        for _made, name in found:
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute("SET maintenance_work_mem = '512MB'")
    return [made for made, _name in found]


def _put_texts(part: list[tuple[Document, tuple[int, ...], list[str]]]) -> None:
    TEXTS.put_words(
        (row.pk, tokens_for(words, scopes, kind="share")) for row, scopes, words in part
    )


def with_error(word: str, dice: random.Random) -> str:
    """Swap, drop or double one letter."""
    at = dice.randrange(1, len(word) - 1)
    return dice.choice([
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
    ])  # fmt: skip


def queries() -> dict[str, list[str]]:
    dice = random.Random(5)
    long = [word for word in WORDS if len(word) >= 6]

    def some(low: int, high: int, words: list[str] = WORDS) -> list[str]:
        return dice.choices(words[low:high], k=ROUNDS)

    pairs = zip(some(0, 30), some(0, 30), strict=True)
    mixed = zip(some(0, 10), some(1_000, 5_000), strict=True)
    return {
        "very common word": some(0, 10),
        "common word": some(10, 300),
        "middling word": some(300, 3_000),
        "rare word": some(15_000, 40_000),
        "two common words": [" ".join(pair) for pair in pairs],
        "common and rarer word": [" ".join(pair) for pair in mixed],
        "three common words": [" ".join(dice.sample(WORDS[:60], 3)) for _ in range(ROUNDS)],
        "typing error in a common word": [with_error(w, dice) for w in some(0, 300, long)],
        "typing error in any word": [with_error(w, dice) for w in some(0, 8_000, long)],
        "no such word": [f"zzq{n}xx" for n in range(ROUNDS)],
    }


def time_searches(circles: Circles, group: Group) -> None:
    reader = User()
    for where, narrowed in (("all of mine", None), ("one group", group.pk)):
        for label, typed in queries().items():
            for query in typed[:5]:
                search_for(Search(typed=query, group_id=narrowed), reader, circles)
            found, times = 0, Times()
            for query in typed:
                search = Search(typed=query, group_id=narrowed)

                def work(search: Search = search) -> None:
                    nonlocal found
                    answer = search_for(search, reader, circles)
                    found += bool(showing.cards(answer, circles))

                times.take(work)
            times.said(f"{where}: {label}", f"found {found / len(typed):.0%}")


def time_puts(count: int, group: Group) -> None:
    at = START + timedelta(minutes=count)
    times = Times()
    for number in range(ROUNDS):
        text = text_of(count * 2 + number)

        def work(text: str = text, number: int = number) -> None:
            put(kind="share", thing=f"new {number}", title="", text=text,
                audience=Audience.GROUP, group=group,
                at=at + timedelta(minutes=number))  # fmt: skip

        times.take(work)
    times.said("put one more text")
    with transaction.atomic():
        rows = Document.objects.filter(thing__startswith="new ")
        TEXTS.remove(list(rows.values_list("pk", flat=True)))
        rows.delete()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=1_000_000)
    count = parser.parse_args().texts
    registry.register(Source(kind="share", words="A share", shown=shown))
    call_command("migrate", verbosity=0)
    theirs = groups()
    if Document.objects.count() < count:
        started = time.perf_counter()
        fill(count, theirs)
        print(f"filling: {time.perf_counter() - started:.0f} s", flush=True)
    mine = theirs[:10]
    scopes = (PUBLIC, HOME, *(scope_of_group(each.pk) for each in mine))
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{connection.vendor}, {Document.objects.count()} texts, "
          f"{Word.objects.count()} words, load {load}")  # fmt: skip
    time_searches(Circles(scopes, {each.pk: each for each in mine}), mine[0])
    time_puts(count, mine[0])


if __name__ == "__main__":
    main()
