"""A room with voice: one person talks, many listen. What it costs the media server and a phone.

    .venv/bin/python -m bench.voice [--listeners 10 40] [--seconds 15]

A Janus set up as docs/voice.md says, and one Chromium that holds all connections, on the same two
processors. Its false microphone hears noise in syllables: no speech costs more data. Joining goes
the way of the house (`live.voice.bridge`). Prints Janus's processor time and memory, the data of a
listener and of who talks, with the headers of UDP and IP, and how long joining took.
"""

import argparse
import os
import random
import secrets
import shutil
import tempfile
import time
import wave
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

import django

django.setup()
# ruff: noqa: E402
import psutil
from playwright.sync_api import Page, sync_playwright
from tests.browser.test_voice import BEEPS
from tests.live import real_janus

from homegroup.live.voice import bridge
from homegroup.live.voice.halls import Hall
from homegroup.live.voice.janus import Janus

_CONNECT = """async ({count, bits}) => {
    window.peers ??= [];
    for (let i = 0; i < count; i += 1) {
        const peer = new RTCPeerConnection({bundlePolicy: "max-bundle"});
        const {sender} = peer.addTransceiver("audio", {direction: "sendrecv"});
        await peer.setLocalDescription(await peer.createOffer());
        const sdp = await window.join(peer.localDescription.sdp);
        await peer.setRemoteDescription({type: "answer", sdp});
        if (bits) {
            const mic = await navigator.mediaDevices.getUserMedia({audio: true});
            await sender.replaceTrack(mic.getAudioTracks()[0]);
            const told = sender.getParameters();
            told.encodings[0].maxBitrate = bits;
            await sender.setParameters(told);
        }
        window.peers.push(peer);
    }
}"""
_USED = """async () => Promise.all(window.peers.map(async (peer) => {
    let bytes = 0;
    (await peer.getStats()).forEach((each) => {
        if (each.type !== "transport") return;
        const packets = each.packetsSent + each.packetsReceived;
        bytes += each.bytesSent + each.bytesReceived + packets * 28;
    });
    return peer.connectionState === "connected" ? bytes : -1;
}))"""


def write_noise(path: Path, rate: int = 16_000, seconds: int = 5) -> None:
    """Write a sound of noise that swells and fades four times a second."""
    chance = random.Random(1)
    swell = [abs((each * 8 / rate) % 2 - 1) for each in range(rate)]
    samples = array("h", (int(chance.uniform(-9000, 9000) * swell[each % rate])
                          for each in range(rate * seconds)))  # fmt: skip
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(samples.tobytes())


@dataclass
class Bench:
    """A place at Janus, and the page that holds its people."""

    page: Page
    janus: Janus
    process: psutil.Process
    hall: Hall
    joined: int = 0
    took: list[float] = field(default_factory=list)

    def join(self, offer: str) -> str:
        """Join as the house does it; called by the page."""
        self.joined += 1
        since = time.perf_counter()
        offer = bridge._without_addresses(offer)
        answer = bridge._join(self.janus, self.hall, self.joined, offer)
        self.took.append((time.perf_counter() - since) * 1000)
        return answer

    def measure(self, seconds: float) -> None:
        """Wait, and print what it cost meanwhile."""
        used, times = self.page.evaluate(_USED), self.process.cpu_times()
        since = time.monotonic()
        self.page.wait_for_timeout(seconds * 1000)
        now, after = self.page.evaluate(_USED), self.process.cpu_times()
        passed = time.monotonic() - since
        cost = (after.user + after.system - times.user - times.system) / passed
        rates = [(b - a) / passed * 3600 / 1e6 for a, b in zip(used, now, strict=True)]
        took = sorted(self.took)
        print(
            f"{len(now) - 1} listeners, {sum(each >= 0 for each in now) - 1} connected: "
            f"Janus {cost:.0%} of one processor, {self.process.memory_info().rss / 1e6:.0f} MB; "
            f"an hour is {sorted(rates[1:])[len(rates) // 2 - 1]:.1f} MB to listen, "
            f"{rates[0]:.1f} MB to talk; joining {took[len(took) // 2]:.0f} ms, "
            f"at most {took[-1]:.0f} ms; load {os.getloadavg()[0]:.1f}"
        )


def run(page: Page, found: real_janus.Running, counts: list[int], seconds: float) -> None:
    """Let one talk and more and more listen."""
    janus, hall = Janus(found.url, real_janus.SECRET), Hall(secrets.token_bytes(32))
    bench = Bench(page, janus, psutil.Process(found.process.pid), hall)
    page.route("**/*", lambda route: route.fulfill(body="<p>", content_type="text/html"))
    page.goto("http://localhost/")
    page.expose_function("join", bench.join)
    bridge._people(janus, hall)
    page.evaluate(_CONNECT, {"count": 1, "bits": bridge.BITS_A_SECOND})
    rule: dict[str, Any] = {"room": hall.number, "secret": hall.secret}
    janus.ask({**rule, "request": "unmute", "id": hall.person(1)})
    for count in counts:
        page.evaluate(_CONNECT, {"count": count + 1 - bench.joined, "bits": 0})
        page.wait_for_timeout(2000)
        bench.measure(seconds)
    janus.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--listeners", type=int, nargs="+", default=[10, 40])
    parser.add_argument("--seconds", type=float, default=15)
    chosen = parser.parse_args()
    flags = [*BEEPS, "--no-sandbox"] if os.getuid() == 0 else BEEPS
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        noise = Path(folder) / "noise.wav"
        write_noise(noise)
        flags = [*flags, f"--use-file-for-fake-audio-capture={noise}"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        with real_janus.running(Path(folder) / "janus") as found:
            run(browser.new_page(), found, sorted(chosen.listeners), chosen.seconds)
        browser.close()


if __name__ == "__main__":
    main()
