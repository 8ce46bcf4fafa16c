"""The link against a real server, when several send its form in the same moment."""

import re
import sqlite3
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from tests.browser.site import starting
from tests.browser.test_first_run import link_of

pytestmark = pytest.mark.sqlite_is_enough  # a server and a home of its own
PHRASE = "lantern pebble orchard quilt"


def opened(address: str) -> dict[str, str]:
    """Open the page as somebody new; give the form's token and the cookie that belongs to it."""
    page = httpx.get(address)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token
    return {"token": token[1], "cookie": page.headers["Set-Cookie"].split(";")[0]}


def sent(address: str, page: dict[str, str], name: str, key: str) -> tuple[int, str]:
    """Send the form; give status and where it leads."""
    form = {
        "csrfmiddlewaretoken": page["token"],
        "once": key,
        "name": name,
        "passphrase": PHRASE,
        "offered": "six words that are not used",
    }
    headers = {"Cookie": page["cookie"], "Origin": address.split("/first-run")[0]}
    answer = httpx.post(address, data=form, headers=headers, timeout=60)
    return answer.status_code, answer.headers.get("Location", "")


@pytest.mark.parametrize("alike", [True, False], ids=["one-person", "three-people"])
def test_three_at_once_make_one_operator(tmp_path: Path, alike: bool) -> None:
    same = str(uuid.uuid4())
    names = ["tall-birch"] * 3 if alike else ["tall-birch", "grey-heron", "slow-otter"]
    keys = [same if alike else str(uuid.uuid4()) for _ in names]
    with starting(tmp_path / "home") as process:
        site, path = link_of(process)
        address = f"{site}{path}account/"
        pages = [opened(address) for _ in names]
        with ThreadPoolExecutor(3) as pool:
            told = list(
                pool.map(lambda one: sent(address, *one), zip(pages, names, keys, strict=True))
            )
    entered = [to for _status, to in told if to.startswith("/me/card/")]
    assert len(entered) == (3 if alike else 1), told
    assert {status for status, _to in told} <= {302, 404}
    with sqlite3.connect(tmp_path / "home" / "homegroup.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM accounts_user").fetchone() == (1,)
