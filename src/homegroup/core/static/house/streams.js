// What is new comes by itself; without this a page is as good as after a reload.
//
//   <div data-stream="/where/it/streams/">             an element of a page; more than one may be
//     <a href="" data-when="new" hidden data-one="1 new share" data-more="{n} new shares"></a>
//   </div>
//
// What carries data-when is shown when that event comes, and counts it. Other scripts hear each
// event as "stream:<name>" on the element, with { data, id } in detail, and name the events they
// want in data-events="line state"; data-after is the last number that the page has. A page that
// must not miss anything carries data-keep.
(() => {
  "use strict";
  const REST = 15000; // a page in the background lets its connection go
  const FIRST_WAIT = 5000;
  const LAST_TRY = 8;

  class Stream {
    constructor(element) {
      this.element = element;
      this.tries = 0;
      this.counts = {};
      this.last = element.dataset.after || "";
      const shown = [...element.querySelectorAll("[data-when]")];
      const named = (element.dataset.events || "").split(" ");
      this.names = new Set([...shown.map((one) => one.dataset.when), ...named].filter(Boolean));
      this.open();
    }

    open() {
      if (this.source || this.tries > LAST_TRY) return;
      clearTimeout(this.later);
      const address = new URL(this.element.dataset.stream, location.href);
      if (this.last) address.searchParams.set("after", this.last);
      this.source = new EventSource(address);
      this.source.onopen = () => {
        this.tries = 0;
        this.say("stream-open", {});
      };
      this.source.onerror = () => {
        this.say("stream-gone", {});
        // The browser itself comes back from a cut; not from a refusal.
        if (this.source?.readyState !== EventSource.CLOSED) return;
        this.close();
        const wait = FIRST_WAIT * 2 ** this.tries * (0.7 + Math.random() * 0.6);
        this.tries += 1;
        this.later = setTimeout(() => this.open(), Math.min(wait, 300000));
      };
      for (const name of this.names) this.source.addEventListener(name, (event) => this.hear(name, event));
    }

    hear(name, { data, lastEventId }) {
      if (lastEventId) this.last = lastEventId;
      this.counts[name] = (this.counts[name] || 0) + 1;
      for (const one of this.element.querySelectorAll(`[data-when="${name}"]`)) {
        const n = this.counts[name];
        const words = n === 1 ? one.dataset.one : one.dataset.more;
        if (words) one.textContent = words.replace("{n}", n);
        one.hidden = false;
      }
      this.say(`stream:${name}`, { data: JSON.parse(data), id: lastEventId });
    }

    say(type, detail) {
      this.element.dispatchEvent(new CustomEvent(type, { detail }));
    }

    close() {
      clearTimeout(this.later);
      this.source?.close();
      this.source = null;
    }
  }

  if (!window.EventSource) return;
  const streams = [];
  const start = () => {
    for (const element of document.querySelectorAll("[data-stream]")) {
      if (!streams.some((one) => one.element === element)) streams.push(new Stream(element));
    }
  };
  let resting;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(resting);
    const which = streams.filter((one) => !("keep" in one.element.dataset));
    if (document.hidden) resting = setTimeout(() => which.forEach((one) => one.close()), REST);
    else which.forEach((one) => { one.tries = 0; one.open(); });
  });
  addEventListener("pagehide", () => streams.forEach((one) => one.close()));
  addEventListener("pageshow", ({ persisted }) => { if (persisted) streams.forEach((one) => one.open()); });
  start();
})();
