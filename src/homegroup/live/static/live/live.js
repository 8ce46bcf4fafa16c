// A room that goes on by itself: lines come by a stream (streams.js), else by asking now and then.
// Without this script the page refreshes itself and every button is a plain form.
(() => {
  "use strict";
  const room = document.querySelector("[data-room]");
  if (!room) return;
  const { dataset } = room;
  const one = (selector) => room.querySelector(selector);
  const all = (selector) => room.querySelectorAll(selector);
  const words = (name, n = "") => dataset[`words${name}`].replace("%n", n);
  const fill = (element, text) => { if (element && element.textContent !== text) element.textContent = text; };
  const ME = Number(dataset.seat);
  const POLL = 6000;
  const s = {
    last: Number(dataset.after), phase: dataset.phase, step: Number(dataset.step), turn: Number(dataset.turn),
    speaker: Number(dataset.speaker), until: Number(dataset.until), hand: Number(dataset.hand),
    muted: dataset.muted === "1", hush: dataset.hush === "1", paused: dataset.paused === "1",
    thanked: dataset.thanked === "1", quiet: Number(dataset.quiet),
  };
  const typed = dataset.typed === "1";
  const free = dataset.free === "1";

  // A page that would lose what is being typed waits with showing itself anew.
  let wantsReload = false;
  const typing = () => [...all("textarea")].some((area) => area.value.trim());
  const reload = () => {
    if (typing()) { wantsReload = true; return; }
    location.replace(location.pathname);
  };

  // -- what is shown --------------------------------------------------------------------------
  const part = () => one(`[data-step="${s.step}"]`)?.closest("[data-part]");
  const stands = () => s.paused || s.quiet * 1000 > Date.now(); // a pause, or a minute of quiet
  const mayChat = () => {
    if (s.hush || stands()) return false;
    if (s.phase !== "running") return true;
    const chat = part()?.dataset.chat;
    return chat === "open" || (chat === "between" && !s.turn);
  };
  const toggle = (name, on) => all(`[data-when="${name}"]`).forEach((form) => { form.hidden = !on; });
  const show = () => {
    const mine = s.turn > 0 && s.speaker === ME;
    const running = s.phase === "running";
    const mayBegin = free && running && !s.turn && part()?.dataset.sharing === "1";
    toggle("mine", mine);
    toggle("hand", !s.hand && !mine && s.phase !== "over" && !mayBegin);
    toggle("down", s.hand > 0);
    toggle("begin", mayBegin);
    toggle("thank", s.turn > 0 && s.speaker > 0 && !mine && !s.thanked);
    toggle("queue", one("[data-queue]")?.children.length > 0);
    all("[data-turn-field]").forEach((field) => { field.value = s.turn; });
    const composer = one("[data-composer]");
    if (composer) {
      const may = typed && !s.muted && (mine ? !stands() : mayChat());
      composer.hidden = !may && !typing();
      one("[data-label-say]").hidden = !mine;
      one("[data-label-chat]").hidden = mine;
    }
    one(".mine")?.classList.toggle("unstuck", mine || Boolean(one("#lead")));
    tick();
  };

  // The clock speaks to who has the word, rarely and gently; the chair sees it, too.
  const left = (until) => {
    const seconds = until - Date.now() / 1000;
    if (seconds <= 0) return words("Over");
    return seconds < 90 ? words("One") : words("Left", Math.round(seconds / 60));
  };
  const tick = () => {
    const now = s.paused ? "Pause" : stands() ? "Quiet" : "Title";
    if (s.phase === "running") fill(one("[data-state]"), words(now));
    fill(one("[data-clock]"), s.turn > 0 && s.speaker === ME ? left(s.until) : "");
    all("[data-chair-clock]").forEach((clock) => fill(clock, left(Number(clock.dataset.until))));
  };

  const atEnd = () => innerHeight + scrollY > document.documentElement.scrollHeight - 160;
  const talk = one("[data-talk]");
  const say = (kind, seat, name, text, goesOn, turn) => {
    const follow = atEnd();
    const of = `${kind}-${seat}-${turn}`;
    let block = talk.lastElementChild;
    if (!block || block.dataset.of !== of) {
      block = document.createElement("li");
      block.className = kind;
      block.dataset.of = of;
      const who = document.createElement("strong");
      who.textContent = name;
      block.append(who);
      talk.append(block);
      while (talk.children.length > 120) talk.firstElementChild.remove();
    }
    const last = block.querySelector("p:last-child");
    if (goesOn && last) last.textContent += text;
    else {
      const paragraph = document.createElement("p");
      paragraph.dir = "auto";
      paragraph.textContent = text;
      block.append(paragraph);
    }
    if (follow) scrollTo({ top: document.documentElement.scrollHeight });
  };
  const tell = (text, address) => {
    const note = document.createElement("p");
    note.className = "note";
    if (address) {
      const link = document.createElement("a");
      link.href = address;
      link.textContent = text;
      note.append(link);
    } else note.textContent = text;
    const place = one("[data-private]");
    if ([...place.children].every((each) => each.textContent !== text)) place.append(note);
  };

  // -- lines ----------------------------------------------------------------------------------
  let speakerName = one("[data-word]")?.dataset.name || "";
  const drop = (number) => one(`[data-q="${number}"]`)?.remove();
  const lines = {
    begin() { reload(); },
    over() { s.phase = "over"; reload(); },
    step({ i }) {
      const before = part();
      s.step = i;
      const now = part();
      all("[data-step]").forEach((step) => {
        const number = Number(step.dataset.step);
        step.hidden = number > i;
        if (number === i) step.setAttribute("aria-current", "step");
        else step.removeAttribute("aria-current");
      });
      all("[data-part]").forEach((each) => { each.hidden = each !== now; });
      if (before !== now && !typing()) now?.scrollIntoView({ block: "start" });
    },
    hand({ s: seat, n, p }, number) {
      const queue = one("[data-queue]");
      const hand = document.createElement("span");
      hand.dataset.q = number;
      hand.textContent = n;
      if (seat === ME) { s.hand = number; hand.className = "me"; }
      queue.insertBefore(hand, queue.children[p] || null);
    },
    down({ q, s: seat }) {
      drop(q);
      if (seat === ME) s.hand = 0;
    },
    call({ s: seat, n, q, u }, number) {
      drop(q);
      if (seat === ME) s.hand = 0;
      Object.assign(s, { turn: number, speaker: seat, until: u, thanked: false });
      speakerName = n;
      fill(one("[data-word]"), seat === ME ? words("Mine") : words("Other", n));
    },
    more({ u }) { s.until = u; },
    done() {
      s.turn = 0;
      fill(one("[data-word]"), "");
    },
    say({ s: seat, t, j }) { say("say", seat, speakerName, t, j, s.turn); },
    chat({ s: seat, n, t, j }) { say("chat", seat, n, t, j, 0); },
    pause({ on }) { s.paused = on === 1; },
    quiet({ u }) { s.quiet = u; },
    hush({ on }) { s.hush = on === 1; },
    mute({ on }) { s.muted = on === 1; },
    task({ s: seat, n, t, on }) {
      if (seat === ME || (t === "chair" && on && one("#lead"))) reload();
      else if (t === "chair" && on) tell(words("Leads", n));
    },
    let() { reload(); },
    out() { location.replace(location.pathname); },
    name() {},
    thank() { tell(words("Thanks")); },
    need({ s: seat, n }) { tell(words("Need", n), `${location.pathname}aside/${seat}/`); },
    seen({ by }) { tell(words("Seen"), `${location.pathname}aside/${by}/`); },
    aside({ s: seat, n }) { tell(words("Wrote", n), `${location.pathname}aside/${seat}/`); },
    read() { reload(); },
    come() {}, back() {}, leave() {}, lock() {}, invite() {}, open() {},
  };
  let refreshing;
  const take = (line, number) => {
    if (number <= s.last) return;
    s.last = number;
    if (dataset.waiting !== undefined) { if (line.k === "let" || line.k === "out") reload(); return; }
    lines[line.k]?.(line, number);
    show();
    const lead = one("#lead");
    if (lead && line.k !== "say" && line.k !== "chat") {
      clearTimeout(refreshing);
      refreshing = setTimeout(() => window.htmx?.trigger("#lead", "refresh"), 250);
    }
  };
  const problem = (text) => {
    const place = one("[data-problem]");
    if (!place) return;
    fill(place, text);
    place.hidden = !text;
  };

  let streaming = false;
  let lost;
  room.addEventListener("stream:line", ({ detail: { data, id } }) => take(data, Number(id)));
  room.addEventListener("stream-open", () => { streaming = true; clearTimeout(lost); problem(""); });
  room.addEventListener("stream-gone", () => {
    streaming = false;
    clearTimeout(lost);
    lost = setTimeout(() => { if (dataset.wordsLost) problem(words("Lost")); }, 8000);
  });

  // Where streams do not come through, ask for what is new.
  const ask = async () => {
    if (streaming || document.hidden) return;
    try {
      const answer = await fetch(`${dataset.stream}?after=${s.last}`, { redirect: "manual", headers: { Accept: "text/plain" } });
      if (answer.status !== 200) { if (answer.status) reload(); return; }
      clearTimeout(lost);
      problem("");
      for (const frame of (await answer.text()).split("\n\n")) {
        const number = /^id:(\d+)$/m.exec(frame);
        const data = /^data:(.*)$/m.exec(frame);
        if (number && data) take(JSON.parse(data[1]), Number(number[1]));
      }
    } catch { /* no network: the next try comes */ }
  };
  setTimeout(() => { ask(); setInterval(ask, POLL); }, POLL);

  document.addEventListener("pulse", ({ detail }) => { if (detail.n > s.last && !streaming) ask(); });

  // -- sending: what is sent twice stands once, so that it can be sent until it is there --------
  const fresh = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };
  const send = async (form, body) => {
    for (let tries = 0; tries < 4; tries += 1) {
      try {
        const options = { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } };
        const answer = await fetch(form.action, options);
        if (answer.status < 500) return answer;
      } catch { /* a gap in the network: again */ }
      await new Promise((done) => { setTimeout(done, 1000 * 2 ** tries); });
    }
    return null;
  };
  const quick = async (form, submitter) => {
    const body = new FormData(form);
    if (submitter?.name) body.set(submitter.name, submitter.value);
    form.querySelectorAll("button").forEach((button) => { button.disabled = true; });
    const answer = await send(form, new URLSearchParams(body));
    form.querySelectorAll("button").forEach((button) => { button.disabled = false; });
    if (!answer) { problem(words("Away")); return false; }
    if (answer.type === "opaqueredirect" || answer.status === 404) { reload(); return false; }
    const told = await answer.json().catch(() => ({}));
    if (told.help) { form.submit(); return false; } // the whole page shows help, and keeps the text
    form.elements.once.value = fresh();
    problem(told.said || "");
    return answer.ok;
  };
  all("form[data-quick]").forEach((form) => form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { value } = event.submitter || {};
    if (await quick(form, event.submitter) && value === "thank") { s.thanked = true; show(); }
    if (!streaming) ask();
  }));
  const composer = one("[data-composer]");
  composer?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const area = composer.elements.text;
    if (!area.value.trim()) return;
    if (await quick(composer)) {
      area.value = "";
      area.focus();
      if (wantsReload) reload();
    }
    show();
    if (!streaming) ask();
  });

  if (dataset.waiting === undefined) {
    if (talk?.lastElementChild) talk.lastElementChild.scrollIntoView({ block: "end" });
    show();
    setInterval(show, 5000);
  }
})();
