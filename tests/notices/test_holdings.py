"""What a member is given and what is erased."""

import json

import pytest
from tests.accounts.people import make_member
from tests.notices.posts import CANARY, PushHost, mail_on
from tests.notices.test_outlets import push_on, set_preferences

from homegroup.accounts.models import User
from homegroup.notices.actions import tell
from homegroup.notices.choices import Channel, Rhythm
from homegroup.notices.models import (
    Choice,
    Delivery,
    MailAddress,
    Notice,
    Preferences,
    PushDevice,
)
from homegroup.privacy import registry

pytestmark = pytest.mark.django_db
MODELS = [Notice, Preferences, Choice, MailAddress, PushDevice, Delivery]


def fill(user: User, push_host: PushHost, name: str) -> None:
    mail_on(user, f"{name}@mail.example")
    push_on(user, push_host, name)
    set_preferences(user, rhythms={(Channel.MAIL, "groups"): Rhythm.WEEKLY})
    tell(user=user.pk, kind="things.soon", subject="thing:7")


def test_all_is_exported_and_erased_and_nothing_of_others(
    member: User, push_host: PushHost
) -> None:
    other = make_member("calm-lake")
    fill(member, push_host, "river")
    fill(other, push_host, "lake")
    held = {holding.model: holding for holding in registry.holdings()}
    told = json.dumps({model.__name__: list(held[model].export(member.pk)) for model in MODELS})
    for part in ("river@mail.example", "127.0.0.1", f"{CANARY} 7", "weekly", "thing:7"):
        assert part in told
    assert "lake@mail.example" not in told
    before = [model.objects.filter(user=other).count() for model in MODELS]
    assert all(before)
    for model in MODELS:
        held[model].erase(member.pk)
        assert not model.objects.filter(user=member).exists()
    assert [model.objects.filter(user=other).count() for model in MODELS] == before
