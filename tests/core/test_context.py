"""What every template may use."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_request_for_a_host_that_is_not_ours_gets_a_plain_answer() -> None:
    client = Client(headers={"host": "evil.example"}, raise_request_exception=False)
    answer = client.get("/")
    assert answer.status_code == 400
    assert b"evil.example" not in answer.content
