// Small helpers; every page works without them.
(() => {
  "use strict";
  const one = (selector) => document.querySelector(selector);
  const root = document.documentElement;

  // Leave: cover the page at once, forget, and put another page in the place of this one.
  const way = one("[data-leave]");
  const leave = () => {
    document.body.hidden = true;
    document.title = new URL(way.dataset.leave).hostname;
    try {
      sessionStorage.clear();
      localStorage.clear();
    } catch { /* closed in this browser: then nothing is in it */ }
    const away = () => location.replace(way.dataset.leave);
    const forgotten = fetch(way.href, { redirect: "manual", keepalive: true });
    const late = new Promise((done) => { setTimeout(done, 800); });
    Promise.race([forgotten, late]).then(away, away);
  };
  way.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  let presses = [];
  addEventListener("keydown", ({ key, repeat, timeStamp }) => {
    if (key !== "Shift") presses = [];
    else if (!repeat) presses = [...presses.slice(-2), timeStamp];
    if (presses.length === 3 && timeStamp - presses[0] < 2000) leave();
  });

  // The header's row scrolls on a phone: begin where one is.
  const here = one("header nav [aria-current]");
  if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 24;

  // Discreet mode goes on in place, so that nothing typed is lost; off is a new page.
  const discreet = one("[data-plain-name]");
  discreet?.addEventListener("submit", async (event) => {
    const button = discreet.elements.on;
    if (button.value !== "1") return;
    event.preventDefault();
    const body = new URLSearchParams({ on: "1" });
    const answer = await fetch(discreet.action, { method: "POST", body, redirect: "manual" });
    if (answer.type !== "opaqueredirect") return;
    root.dataset.plain = "";
    document.title = one(".sign span").textContent = discreet.dataset.plainName;
    one("link[rel=icon]").href = discreet.dataset.plainIcon;
    one("link[rel=apple-touch-icon]").href = discreet.dataset.plainTouch;
    button.value = "0";
    button.textContent = discreet.dataset.plainOff;
  });

  // What helps opens without a network, too; not on a shared phone.
  if (root.dataset.worker && navigator.serviceWorker) {
    addEventListener("load", () => {
      navigator.serviceWorker.register(root.dataset.worker).catch(() => {});
    });
  }

  // The viewer's time zone, unless it was chosen: kept in a cookie on this device only.
  const zone = one("[data-zone]");
  if (zone && !("zoneKnown" in zone.dataset)) {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (here) {
      document.cookie = `zone=${here}; path=/; max-age=2592000; samesite=lax; secure`;
      const kept = document.cookie.includes("zone=");
      if (kept && here !== zone.dataset.zone && one("[data-zoned]")) location.reload();
      else if (kept) zone.textContent = here;
    }
  }

  // How long a text is: what is too long is refused with a reason, never cut off.
  for (const area of document.querySelectorAll("textarea[data-most]")) {
    const count = document.createElement("small");
    count.id = `${area.id}_count`;
    const tell = () => {
      const length = [...area.value].length;
      const over = length > Number(area.dataset.most);
      count.className = over ? "note" : "quiet";
      count.textContent = area.dataset.count.replace("%n", length.toLocaleString(root.lang));
      count.hidden = !length;
    };
    area.after(count);
    area.setAttribute("aria-describedby", `${area.getAttribute("aria-describedby") ?? ""} ${count.id}`.trim());
    area.addEventListener("input", tell);
    tell();
  }

  // "Where I am": rounded to about a kilometre before it goes anywhere.
  const locate = one("[data-locate]");
  if (locate && navigator.geolocation) {
    locate.hidden = false;
    locate.addEventListener("click", () => {
      const said = one("[data-locate-said]");
      said.textContent = locate.dataset.wait;
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          const form = locate.form;
          form.elements.at.value = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`;
          form.elements.near.value = "";
          said.textContent = locate.dataset.done;
          form.requestSubmit();
        },
        () => { said.textContent = locate.dataset.failed; },
        { maximumAge: 600000, timeout: 15000 },
      );
    });
    const near = locate.form.elements.near;
    near.addEventListener("input", () => { locate.form.elements.at.value = ""; });
  }

  // Share by the phone's own menu, else copy the address.
  const share = one("[data-share]");
  if (share && (navigator.share || navigator.clipboard)) {
    share.hidden = false;
    share.addEventListener("click", async () => {
      const address = share.dataset.share;
      try {
        if (navigator.share) await navigator.share({ url: address });
        else {
          await navigator.clipboard.writeText(address);
          share.querySelector("span").textContent = share.dataset.done;
        }
      } catch { /* the person closed the menu */ }
    });
  }

  // Say to screen readers what a search found.
  document.addEventListener("htmx:afterSwap", () => {
    const count = one("#count");
    if (count && one("#said")) one("#said").textContent = count.textContent;
  });

  // Empty fields, and a unit without a distance, stay out of shared addresses.
  const isSpare = (name, value, within) => value === "" || (name === "unit" && !within);
  document.addEventListener("formdata", ({ target, formData }) => {
    if (target.method !== "get") return;
    const within = formData.get("within");
    for (const [name, value] of [...formData]) if (isSpare(name, value, within)) formData.delete(name);
  });
  // What a form keeps while one types may arrive after the form itself: it tells of that.
  document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
    const form = elt.closest("form");
    if (!form || form.elements.keeps || elt.getAttribute("hx-target") !== "#draft-said") return;
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "keeps", value: "1" }));
  });

  document.addEventListener("htmx:configRequest", ({ detail: { verb, parameters } }) => {
    if (verb !== "get") return;
    const { within } = parameters;
    for (const name of Object.keys(parameters)) {
      if (isSpare(name, parameters[name], within)) delete parameters[name];
    }
  });
})();
