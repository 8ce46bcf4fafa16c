"""What is put can be found by its words; what is dropped leaves nothing behind."""

from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from tests.groups.making import make_group

from homegroup.core import clock
from homegroup.groups.models import Group
from homegroup.search import sweeping
from homegroup.search.actions import drop, put
from homegroup.search.choices import Audience
from homegroup.search.models import TEXTS, Document, Word
from homegroup.search.roots import root
from homegroup.search.tokens import HOME, PUBLIC, kind_token, mark, scope_of_group

NEVER = 2**62
AT = datetime.fromisoformat("2026-03-04T12:00+00:00")


def put_share(thing: str, text: str, **more: Any) -> None:
    values: dict[str, Any] = {"title": "", "audience": Audience.HOME, "at": AT} | more
    put(kind="share", thing=thing, text=text, **values)


def found(word: str, scope: int = HOME) -> list[str]:
    ids = TEXTS.newest([[mark(scope) + root(word)]], before=NEVER, limit=100)
    things = {row.pk: row.thing for row in Document.objects.filter(pk__in=ids)}
    return [things[each] for each in ids]


def known(scope: int = HOME) -> set[str]:
    return set(Word.objects.filter(scope=scope).values_list("word", flat=True))


@pytest.fixture
def group(db: None) -> Group:
    return make_group()


def test_a_thing_is_found_by_its_title_and_text_newest_first(group: Group) -> None:
    put_share("old", "I sleep badly", at=AT - timedelta(days=1))
    put_share("new", "x", title="Sleeping")
    assert found("slept") == ["new", "old"]
    assert found("badly") == ["old"]
    assert known() == {"sleep", "sleeping", "badly"}


def test_a_thing_is_found_only_within_its_circle(group: Group) -> None:
    put_share("theirs", "rain", audience=Audience.GROUP, group=group)
    put_share("ours", "rain")
    put_share("open", "rain", audience=Audience.PUBLIC, group=group)
    assert found("rain") == ["ours"]
    assert found("rain", PUBLIC) == ["open"]
    assert found("rain", scope_of_group(group.pk)) == ["open", "theirs"]
    assert found("rain", scope_of_group(group.pk + 1)) == []
    assert known(PUBLIC) == known(HOME) == {"rain"}


def test_what_a_group_has_for_others_goes_from_its_own_circle_too(group: Group) -> None:
    put_share("open", "rain", audience=Audience.HOME, group=group)
    put_share("inside", "snow", audience=Audience.GROUP, group=group)
    put_share("open", "tea", audience=Audience.GROUP, group=group)
    scope = scope_of_group(group.pk)
    assert found("rain", HOME) == found("rain", scope) == found("tea", HOME) == []
    assert found("tea", scope) == ["open"]
    assert (known(HOME), known(scope)) == (set(), {"snow"})
    drop(kind="share", things=["open", "inside"])
    assert known(scope) == set()


def test_an_index_of_before_is_brought_up_to_date(group: Group) -> None:
    put_share("open", "sleeping rain", audience=Audience.HOME, group=group)
    put_share("inside", "snowing", audience=Audience.GROUP, group=group)
    put_share("other", "mountains")
    scope = scope_of_group(group.pk)
    for row in Document.objects.filter(thing="open"):
        now = TEXTS.tokens_of(row.pk)
        before = {each for each in now if not each.startswith(mark(scope))} | {"\uf8f11"}
        TEXTS.put_words([(row.pk, sorted(before))])
    Word.objects.filter(scope=scope).exclude(word="snowing").delete()
    migration = import_module("homegroup.search.migrations.0003_within_a_group")
    migration.put_into_groups(apps, None)
    assert found("slept", scope) == found("rain", scope) == ["open"]
    assert found("snow", scope) == ["inside"]
    assert known(scope) == {"sleeping", "rain", "snowing"}


def test_what_only_a_group_may_find_needs_its_group(db: None) -> None:
    with pytest.raises(ValueError, match="needs its group"), transaction.atomic():
        put_share("1", "rain", audience=Audience.GROUP)
    assert not Document.objects.exists()


def test_putting_again_takes_the_place_of_what_was_there(group: Group) -> None:
    put_share("1", "thunder and lightning", audience=Audience.GROUP, group=group)
    put_share("2", "lightning", audience=Audience.GROUP, group=group)
    put_share("1", "sunshine", audience=Audience.PUBLIC, language="en")
    scope = scope_of_group(group.pk)
    assert found("sunshine", PUBLIC) == ["1"]
    assert found("thunder", scope) == []
    assert found("lightning", scope) == ["2"]
    assert known(scope) == {"lightning"}
    row = Document.objects.get(thing="1")
    assert (row.audience, row.group, row.language) == (Audience.PUBLIC, None, "en")


def test_what_is_dropped_is_found_no_more_and_its_words_are_forgotten(db: None) -> None:
    put_share("1", "thunder slept")
    put_share("2", "lightning sleeping")
    drop(kind="share", things=["1", "never there"])
    assert found("thunder") == []
    assert found("sleep") == ["2"]
    assert "thunder" not in known()
    drop(kind="share", things=["2"])
    assert known() == set()
    assert TEXTS.unused([kind_token("share")]) != []


def test_kinds_have_their_own_ids(db: None) -> None:
    put_share("1", "rain")
    put(kind="reply", thing="1", title="", text="rain", audience=Audience.HOME, at=AT)
    drop(kind="reply", things=["1"])
    assert found("rain") == ["1"]


def test_a_thing_that_could_not_be_saved_is_not_found(db: None) -> None:
    with transaction.atomic():
        put_share("1", "rain")
        transaction.set_rollback(True)
    assert found("rain") == []
    assert known() == set()


def test_many_things_of_one_moment_are_all_kept(db: None) -> None:
    for number in range(60):
        put_share(str(number), "rain")
    assert len(set(found("rain"))) == 60


def test_words_that_look_like_our_own_signs_reach_no_other_circle(group: Group) -> None:
    sign = mark(scope_of_group(group.pk))
    put_share("forged", f"{sign}rain {kind_token('reply')} \uf8f0reply")
    assert found("rain", scope_of_group(group.pk)) == []
    assert found("rain") == ["forged"]
    ids = TEXTS.newest([[kind_token("reply")]], before=NEVER, limit=9)
    assert ids == []


def test_very_long_words_and_texts_are_taken(db: None) -> None:
    put_share("1", "a" * 5_000 + " " + " ".join(f"word{n}" for n in range(4_000)))
    assert found("word3999") == ["1"]
    drop(kind="share", things=["1"])
    assert known() == set()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL: its vacuum (commands.md)")
def test_no_byte_of_a_dropped_text_is_left_in_the_file() -> None:
    for number in range(300):  # enough neighbours for segments to be merged
        put_share(f"other {number}", f"rain sun wind number{number} and more of it")
    put_share("1", "zqsecretword and rain")
    for number in range(300, 400):
        put_share(f"other {number}", f"rain sun wind number{number} and more of it")
    assert b"zqsecretword" in _file()
    drop(kind="share", things=["1"])
    assert b"zqsecretword" not in _file()
    assert b"number399" in _file()


def _file() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(connection.settings_dict["NAME"]).read_bytes()


def test_the_time_of_a_thing_orders_it(db: None) -> None:
    now = clock.now()
    put_share("first put, later thing", "rain", at=now)
    put_share("last put, earlier thing", "rain", at=now - timedelta(hours=1))
    assert found("rain") == ["first put, later thing", "last put, earlier thing"]


def test_what_a_deleted_group_leaves_is_swept_out(group: Group) -> None:
    scope = scope_of_group(group.pk)
    put_share("1", "thunder", audience=Audience.GROUP, group=group)
    put_share("2", "lightning")
    group.delete()
    assert TEXTS.unused([mark(scope) + root("thunder")]) == []
    assert sweeping.sweep() == 2
    assert TEXTS.unused([mark(scope) + root("thunder")]) != []
    assert known(scope) == set()
    assert found("lightning") == ["2"]
    assert sweeping.sweep() == 0
