"""The API keeps what its OpenAPI description says, whatever is asked (schemathesis)."""

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from tests.exchange.feed_making import made


@pytest.fixture
def web_api(db):
    made()
    finished = (signals.request_started, signals.request_finished)
    for signal in finished:  # as Django's own test client: the connection is the test's
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in finished:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=str)
def test_the_api_is_as_described(web_api, mode):
    operations = [found.ok() for found in web_api.get_all_operations()]
    assert len(operations) == 6
    for operation in operations:
        if mode.is_negative and not (operation.query or operation.path_parameters):
            continue  # nothing that could be wrong

        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def check(case):
            case.call_and_validate(headers={"Accept-Encoding": "identity"})

        check()
