"""What code alone does not show: models, templates and addresses keep to the tiers, too."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver
from tests.architecture.house import PACKAGE, TIERS, tier_of, where

from homegroup.accounts.access import decision_of
from homegroup.privacy import registry

USED = re.compile(r"""\{%\s*(?:extends|include)\s+["']([^"'#]+)""")


def _our_models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("homegroup.")
    ]


def test_every_room_stands_in_a_tier_and_is_installed() -> None:
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms == set().union(*TIERS)
    installed = {config.label for config in apps.get_app_configs()}
    assert rooms - {"config"} <= installed


def test_foreign_keys_point_down_or_sideways_within_a_room() -> None:
    wrong = [
        f"{model.__name__}.{field.name} -> {field.related_model.__name__}"
        for model in _our_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        if isinstance(field.related_model, type)
        if not _may_point(model, field.related_model)
    ]
    assert wrong == []


def _may_point(model: type[Model], target: type[Any]) -> bool:
    if not target.__module__.startswith("homegroup."):
        return True
    here, there = model._meta.app_label, target._meta.app_label
    return here == there or tier_of(there) < tier_of(here)


def test_every_model_is_registered_with_privacy_or_exempt() -> None:
    models = apps.get_models(include_auto_created=True)
    assert [model._meta.label for model in models if not registry.is_known(model)] == []


def test_the_audit_log_points_at_nobody() -> None:
    from homegroup.audit.models import Entry

    assert [field.name for field in Entry._meta.get_fields() if field.is_relation] == []


def test_templates_reach_into_no_sibling() -> None:
    wrong = [
        f"{where(path)}: {used}"
        for path in sorted(PACKAGE.rglob("templates/**/*.html"))
        for used in USED.findall(path.read_text(encoding="utf-8"))
        if not _may_use(path.relative_to(PACKAGE).parts[0], used)
    ]
    assert wrong == []


def _may_use(room: str, used: str) -> bool:
    if "/" not in used or used.startswith("components/"):
        return True  # the frame and the components of the house
    return used.split("/")[0] == room


def test_private_templates_stay_in_their_room() -> None:
    for path in PACKAGE.rglob("templates/**/*.html"):
        for used in USED.findall(path.read_text(encoding="utf-8")):
            if used.split("/")[-1].startswith("_"):
                assert used.split("/")[0] == path.relative_to(PACKAGE).parts[0], where(path)


def _views(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, object]]:
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _views(pattern, path)
        else:
            assert isinstance(pattern, URLPattern)
            yield path, pattern.callback


ADDRESSES = sorted(_views(get_resolver()), key=lambda pair: pair[0])


def test_there_are_addresses() -> None:
    assert "" in dict(ADDRESSES)


@pytest.mark.parametrize(("path", "view"), ADDRESSES, ids=[path or "/" for path, _ in ADDRESSES])
def test_every_address_has_an_access_decision(path: str, view: object) -> None:
    assert decision_of(view), f"/{path} is answered by {view!r}, which carries no decision"
