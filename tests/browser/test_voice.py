"""Voice with a real Janus: who is called is heard, others are not. The microphone is Chromium's
false one, which beeps."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import chromium, people
from tests.browser.conftest import OpenPage
from tests.browser.pages import Watch, axe, faults
from tests.live import real_janus

BEEPS = [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",  # a reload by the test is nobody's gesture
]
# What a page hears: energy of the sound that came in, and packets, over all its connections.
_HEARD = """async () => {
    const found = {energy: 0, packets: 0, sent: 0};
    for (const peer of window.peers) (await peer.getStats()).forEach((each) => {
        if (each.type === "inbound-rtp") {
            found.energy += each.totalAudioEnergy || 0;
            found.packets += each.packetsReceived;
        }
        if (each.type === "outbound-rtp") found.sent += each.packetsSent;
    });
    return found;
}"""
_KEEP_PEERS = """window.peers = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...told) { super(...told); window.peers.push(this); }
};
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
window.asked = 0;
navigator.mediaDevices.getUserMedia = (told) => { window.asked += 1; return ask(told); };"""


@pytest.fixture
def janus(tmp_path: Path, voice_port: int) -> Iterator[real_janus.Running]:
    with real_janus.running(tmp_path / "janus", voice_port) as found:
        yield found


@pytest.fixture(scope="module")
def browser(browser: Browser) -> Iterator[Browser]:
    """A Chromium whose microphone beeps."""
    with chromium.started(browser.browser_type, *BEEPS, whole=True) as beeping:
        yield beeping


def heard(page: Page) -> dict[str, Any]:
    return dict(page.evaluate(_HEARD))


def is_loud(page: Page, before: float) -> bool:
    """Tell whether something is heard that was not before; waits for a while."""
    for _ in range(40):
        if heard(page)["energy"] > before + 0.001:
            return True
        page.wait_for_timeout(100)
    return False


def energy_when_quiet(page: Page) -> float:
    """Give the energy once nothing is heard any more: what was on its way has come."""
    before = heard(page)["energy"]
    for _ in range(40):
        page.wait_for_timeout(200)
        now = heard(page)["energy"]
        if now - before < 0.00001:
            return float(now)
        before = now
    raise AssertionError("It does not become quiet")


def listen(page: Page) -> None:
    page.get_by_role("button", name="Listen", exact=True).click()
    expect(page.get_by_text("You are listening.")).to_be_visible()


def come_in(page: Page, address: str, name: str) -> None:
    page.add_init_script(_KEEP_PEERS)
    page.goto(f"{address}door/")
    page.get_by_label("Your name for this meeting").fill(name)
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(re.compile(r"/rooms/\w+/$"))


@pytest.fixture
def chair(janus: real_janus.Running, open_page: OpenPage) -> Page:
    """The chair, in a room with voice that is at its shares."""
    page = open_page()
    page.add_init_script(_KEEP_PEERS)
    people.come_in(page, "demo-chair")
    page.goto("/groups/spool-mill/rooms/")
    page.get_by_label("By voice, on this page").check()
    page.get_by_label("Come in at once").check()
    page.get_by_role("button", name="Open it").click()
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(re.compile(r"/rooms/\w+/$"))
    page.get_by_role("button", name="Begin the meeting").click()
    expect(page.get_by_role("button", name="Next line")).to_be_visible()
    return page


def test_who_is_called_is_heard_and_others_are_not(
    chair: Page, open_page: OpenPage, janus: real_janus.Running, watch: Watch
) -> None:
    watch.expected.append("403")
    kim, ann = open_page(), open_page()
    come_in(kim, chair.url, "Kim")
    come_in(ann, chair.url, "Ann")
    assert axe(ann) == []
    expect(ann.get_by_text("you need a newer browser, with scripts")).to_be_hidden()
    expect(ann.locator("script[src*='live/voice.']")).to_have_count(0)
    listen(ann)
    listen(kim)
    assert kim.evaluate("window.asked") == 0
    kim.get_by_role("button", name="Raise my hand").click()
    chair.get_by_role("button", name="Call Kim").click()
    talk = kim.get_by_role("button", name="Hold to talk")
    expect(talk).to_be_visible()
    quiet = heard(ann)["energy"]
    talk.hover()
    kim.mouse.down()
    expect(kim.get_by_text("You are heard.")).to_be_visible()
    assert is_loud(ann, quiet)
    kim.mouse.up()
    _talk_without_holding(kim)
    chair.get_by_role("button", name="Thank you, Kim").click()
    expect(talk).to_be_hidden()
    expect(ann.get_by_text(re.compile(r"\d\.\d MB so far"))).to_be_visible()
    _shout_without_the_word(kim, ann)
    assert "candidate" not in janus.log
    plain = open_page(javascript=False)
    come_in(plain, chair.url, "Wren")
    expect(plain.get_by_text("you need a newer browser, with scripts")).to_be_visible()
    expect(plain.get_by_role("button", name="Listen")).to_have_count(0)


def test_when_the_sound_is_gone_the_meeting_goes_on(
    chair: Page, janus: real_janus.Running, tmp_path: Path, voice_port: int, watch: Watch
) -> None:
    watch.expected.append("503")
    listen(chair)
    chair.reload()
    expect(chair.get_by_text("You are listening.")).to_be_visible()
    janus.process.kill()
    expect(chair.get_by_text("The sound is gone. We try again.")).to_be_visible()
    chair.get_by_role("button", name="Next line").click()
    expect(chair.get_by_text("We are people who want to stop")).to_be_visible()
    janus.process.wait(timeout=10)
    with real_janus.running(tmp_path / "again", voice_port):
        expect(chair.get_by_text("You are listening.")).to_be_visible()
        chair.get_by_role("button", name="Stop listening").click()
        expect(chair.get_by_role("button", name="Listen", exact=True)).to_be_visible()


def _talk_without_holding(kim: Page) -> None:
    """One press talks until the next one; and a key can be held."""
    talk = kim.get_by_role("button", name="Hold to talk")
    ready = kim.get_by_text("Your microphone is ready.")
    expect(ready).to_be_visible()
    talk.click()
    expect(kim.get_by_text("Press again when you stop.")).to_be_visible()
    expect(talk).to_have_attribute("aria-pressed", "true")
    assert faults(kim) == []
    talk.click()
    expect(ready).to_be_visible()
    talk.press("Space", delay=600)
    expect(ready).to_be_visible()
    assert kim.evaluate("window.asked") == 1


def _wait_for_packets(page: Page, way: str, count: int) -> None:
    for _ in range(100):
        if heard(page)[way] >= count:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"Too few packets are {way}")


def _shout_without_the_word(kim: Page, ann: Page) -> None:
    """A changed page sends sound all the same: it goes no further than the media server."""
    quiet = energy_when_quiet(ann)
    kim.evaluate("""async () => {
        const mic = await navigator.mediaDevices.getUserMedia({audio: true});
        await window.peers[0].getSenders()[0].replaceTrack(mic.getAudioTracks()[0]);
    }""")
    sent, packets = heard(kim)["sent"], heard(ann)["packets"]
    _wait_for_packets(kim, "sent", sent + 75)  # a second and a half, on a machine that has time
    _wait_for_packets(ann, "packets", packets + 20)
    assert heard(ann)["energy"] < quiet + 0.0001
