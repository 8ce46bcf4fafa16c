"""Components declare what they need, and the gallery shows each of them with just that."""

import pytest
from django.test import Client
from tests.accounts.people import make_member, sign_in

from homegroup.core import gallery

COMPONENTS = {each.name: each for each in gallery.components()}


def test_every_component_stands_in_it() -> None:
    assert {"field.html", "form.html", "starts.html", "sign.svg"} <= COMPONENTS.keys()


@pytest.mark.parametrize("name", [name for name in COMPONENTS if name.endswith(".html")])
def test_a_component_tells_what_it_needs_and_is_shown_with_just_that(name: str) -> None:
    component = COMPONENTS[name]
    how = "see core/gallery.py"
    assert component.words, f"{component.template}: its comment says what it is for; {how}"
    assert component.arguments, f"{component.template}: its comment names its arguments; {how}"
    assert component.examples, f"{component.template}: nothing shows it; {how}"
    for example in component.examples:
        assert set(example.arguments()) == set(component.arguments), (name, str(example.words))


def test_declared_arguments_are_read() -> None:
    assert gallery._names("cards (of meetings.Card, made, or not).") == ("cards",)
    assert gallery._names("one (this), other. It stands in the form, below.") == ("one", "other")
    assert gallery._names("") == ()


@pytest.mark.django_db
def test_the_gallery_shows_all_of_them(client: Client) -> None:
    sign_in(client, make_member(operator=True), strong=True)
    page = client.get("/dev/components/")
    assert page.status_code == 200
    html = page.content.decode()
    for component in COMPONENTS.values():
        assert f">{component.name}</h2>" in html
        for example in component.examples:
            assert f"<h3>{example.words}</h3>" in html
    assert "Lamp and Kettle" in html
    assert client.post("/dev/components/").status_code == 405
