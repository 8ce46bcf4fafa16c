// The voice of a room. Signs go through our own pages; only the sound goes to the media server.
// One joins to listen, without a microphone. It is asked for when one has the word and presses.
// Loaded by voice_start.js for who wants to hear.
(() => {
  "use strict";
  const panel = document.querySelector("[data-voice]");
  if (!panel) return;
  const room = document.querySelector("[data-room]");
  const one = (name) => panel.querySelector(`[data-voice-${name}]`);
  const words = (name, n = "") => panel.dataset[`words${name}`].replace("%n", n);
  const fill = (name, text) => { if (one(name).textContent !== text) one(name).textContent = text; };
  const show = (name, on) => { one(name).hidden = !on; };

  const TAP = 350; // milliseconds: who presses shorter than this need not hold
  const BITS = 24000;
  const TRIES = 5;
  const KEPT = `voice ${location.pathname}`;
  const kept = {
    get() { try { return sessionStorage.getItem(KEPT); } catch { return null; } },
    set(value) { try { if (value === null) sessionStorage.removeItem(KEPT); else sessionStorage.setItem(KEPT, value); } catch { /* it is only for going on after a reload */ } },
  };
  const sound = one("sound");
  const s = {
    wanted: false, peer: null, sender: null, beat: 0, tries: 0, used: Number(kept.get()) || 0, counted: 0,
    mic: null, asking: false, held: false, latched: false, since: 0,
    paused: room.dataset.paused === "1", muted: room.dataset.muted === "1", quiet: 0,
  };
  const turn = room.querySelector("[data-when='mine']");
  const isMine = () => Boolean(turn && !turn.hidden);
  const isStill = () => s.paused || s.muted || Date.now() < s.quiet;
  const problem = (text) => { fill("problem", text); show("problem", Boolean(text)); };

  const draw = () => {
    const isOn = s.wanted && Boolean(s.peer);
    show("off", !s.wanted);
    show("on", s.wanted);
    if (one("turn").hidden === (isOn && isMine())) {
      show("turn", isOn && isMine());
      document.querySelector("[data-composer] button")?.classList.toggle("plain", isOn && isMine());
      if (isOn && isMine()) one("talk").scrollIntoView({ block: "center" });
    }
    const speaks = s.mic && (s.held || s.latched);
    one("talk").setAttribute("aria-pressed", speaks ? "true" : "false");
    if (!s.wanted) return;
    const isJoined = isOn && s.peer.connectionState === "connected";
    let said = isJoined ? words("Listening") : words("Joining");
    if (isJoined && isMine()) {
      if (isStill()) said = words("Still");
      else if (s.asking) said = words("Asks");
      else if (speaks) said = words(s.latched ? "Latched" : "Talking");
      else if (s.mic) said = words("Ready");
    }
    fill("said", said);
  };

  // -- joining ----------------------------------------------------------------------------------
  const ask = async (told) => {
    const body = new URLSearchParams(new FormData(one("form")));
    Object.entries(told).forEach(([name, value]) => body.set(name, value));
    const answer = await fetch(one("form").action, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
    return { status: answer.status, ...await answer.json().catch(() => ({})) };
  };
  const hangUp = () => {
    clearInterval(s.beat);
    if (s.peer) { s.peer.onconnectionstatechange = null; s.peer.close(); }
    Object.assign(s, { peer: null, sender: null, counted: 0 });
    dropMic();
  };
  const stop = (text) => {
    s.wanted = false;
    kept.set(null);
    hangUp();
    problem(text);
    draw();
  };
  const again = () => {
    hangUp();
    if (!s.wanted) return;
    if (s.tries >= TRIES) { stop(words("Gone")); return; }
    problem(words("Again"));
    setTimeout(join, 1000 * 2 ** s.tries);
    s.tries += 1;
    draw();
  };
  const changed = (peer) => {
    if (peer !== s.peer) return;
    if (peer.connectionState === "connected") { s.tries = 0; problem(""); count(); }
    if (peer.connectionState === "disconnected") stay(peer);
    if (peer.connectionState === "failed" || peer.connectionState === "closed") again();
    draw();
  };
  async function join() {
    if (!s.wanted || s.peer) return;
    const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    s.peer = peer;
    s.sender = peer.addTransceiver("audio", { direction: "sendrecv" }).sender;
    peer.ontrack = ({ track }) => {
      sound.srcObject = new MediaStream([track]);
      // Another refusal only says that something newer is played.
      sound.play().catch(({ name }) => { if (peer === s.peer && name === "NotAllowedError") stop(words("Blocked")); });
    };
    peer.onconnectionstatechange = () => changed(peer);
    draw();
    try {
      await peer.setLocalDescription(await peer.createOffer());
      const told = await ask({ do: "join", offer: peer.localDescription.sdp });
      if (peer !== s.peer) return;
      if (!told.answer) {
        if (told.status === 503) again(); else stop(told.said || words("Gone"));
        return;
      }
      await peer.setRemoteDescription({ type: "answer", sdp: told.answer });
      s.beat = setInterval(() => stay(peer), told.beat * 1000);
      await lessData();
    } catch { if (peer === s.peer) again(); }
  }
  const lessData = async () => {
    const told = s.sender.getParameters();
    if (!told.encodings?.length) return;
    told.encodings[0].maxBitrate = BITS;
    await s.sender.setParameters(told).catch(() => { /* it talks with more, then */ });
  };
  const stay = async (peer) => {
    try {
      const told = await ask({ do: "stay" });
      if (peer === s.peer && (told.in === false || told.status === 503)) again();
    } catch { /* no network for a moment: the next sign comes */ }
  };

  // -- talking ----------------------------------------------------------------------------------
  function dropMic() {
    Object.assign(s, { held: false, latched: false });
    s.sender?.replaceTrack(null).catch(() => { /* the connection is gone */ });
    s.mic?.getTracks().forEach((track) => track.stop());
    s.mic = null;
  }
  const send = async () => {
    const on = s.mic && (s.held || s.latched) && isMine();
    draw();
    await s.sender?.replaceTrack(on ? s.mic.getAudioTracks()[0] : null).catch(() => { /* gone */ });
  };
  const openMic = async () => {
    if (s.mic || s.asking) return;
    s.asking = true;
    draw();
    if (s.peer) stay(s.peer); // so that the media server knows whose word it is, whatever it missed
    try {
      const mic = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } });
      if (isMine() && s.peer) s.mic = mic; else mic.getTracks().forEach((track) => track.stop());
      problem("");
    } catch { problem(words("Nomic")); Object.assign(s, { held: false, latched: false }); }
    s.asking = false;
  };
  const press = async () => {
    if (s.latched) { s.latched = false; await send(); return; }
    Object.assign(s, { held: true, since: Date.now() });
    await openMic();
    await send();
  };
  const release = () => {
    if (!s.held) return;
    s.held = false;
    if (s.mic && Date.now() - s.since < TAP) s.latched = true;
    send();
  };
  const button = one("talk");
  button.addEventListener("pointerdown", (event) => { if (event.button === 0) { button.setPointerCapture(event.pointerId); press(); } });
  ["pointerup", "pointercancel"].forEach((name) => button.addEventListener(name, release));
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  button.addEventListener("keydown", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    if (!event.repeat) press();
  });
  button.addEventListener("keyup", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    release();
  });
  // Screen readers and switches press without holding.
  button.addEventListener("click", (event) => { if (event.detail === 0) { press().then(() => { s.since = Date.now(); release(); }); } });

  // -- what is shown, and what the room tells ---------------------------------------------------
  const count = async () => {
    if (!s.peer) return;
    let bytes = 0;
    (await s.peer.getStats()).forEach((each) => {
      if (each.type !== "transport") return;
      const packets = (each.packetsSent || 0) + (each.packetsReceived || 0);
      bytes += each.bytesSent + each.bytesReceived + packets * 28; // with the headers of UDP and IP
    });
    s.used += Math.max(0, bytes - s.counted);
    s.counted = bytes;
    kept.set(String(s.used));
    fill("data", words("Data", (s.used / 1e6).toLocaleString(document.documentElement.lang || undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 })));
  };
  setInterval(count, 5000);
  if (turn) {
    new MutationObserver(() => { if (!isMine()) dropMic(); draw(); }).observe(turn, { attributes: true, attributeFilter: ["hidden"] });
  }
  room.addEventListener("stream:line", ({ detail: { data } }) => {
    if (data.k === "pause") s.paused = data.on === 1;
    if (data.k === "mute") s.muted = data.on === 1;
    if (data.k === "quiet") {
      s.quiet = data.u * 1000;
      setTimeout(() => { if (s.peer) stay(s.peer); draw(); }, Math.max(0, s.quiet - Date.now()) + 1000);
    }
    draw();
  });
  one("listen").addEventListener("click", () => {
    Object.assign(s, { wanted: true, tries: 0 });
    kept.set(String(s.used));
    problem("");
    join();
  });
  one("stop").addEventListener("click", () => {
    ask({ do: "leave" }).catch(() => { /* it ends by itself within a minute */ });
    stop("");
  });
  if (panel.dataset.pressed || kept.get() !== null) { s.wanted = true; join(); }
  draw();
})();
