// On every page of a room: a sign that who leads, or may come to lead, is there. The server says
// how often. "pulse" on the document tells other scripts what it answered.
(() => {
  "use strict";
  const address = document.currentScript.dataset.pulse;
  let every = 10000;
  const pulse = async () => {
    try {
      const answer = await fetch(address, { redirect: "manual", headers: { Accept: "application/json" } });
      if (answer.ok) {
        const detail = await answer.json();
        every = detail.every;
        document.dispatchEvent(new CustomEvent("pulse", { detail }));
      }
    } catch { /* no network: the next one comes */ }
    setTimeout(pulse, every);
  };
  pulse();
})();
