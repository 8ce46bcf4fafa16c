"""What opens an account is never carried along or kept with a form."""

import pytest
from django.test import Client
from tests.accounts.people import key_of, make_member, sign_in

from homegroup.accounts import keeping

pytestmark = pytest.mark.django_db
TYPED = {"text": "what I wrote", "passphrase": "very secret words", "old": "old secret words",
         "card": "ten secret words", "code": "123456"}  # fmt: skip


def test_the_sign_in_page_carries_no_secret_along(client: Client) -> None:
    page = client.post("/me/card/", TYPED).content.decode()
    assert "what I wrote" in page
    assert "secret words" not in page
    assert "123456" not in page


def test_no_secret_is_kept_while_locked(client: Client) -> None:
    user = make_member()
    sign_in(client, user, locked=True)
    client.post("/me/card/", TYPED)
    [(_row, kept)] = keeping.kept_forms(key_of(user))
    assert kept["fields"] == [("text", "what I wrote")]
