// Offers voice where the browser can hear. The rest is loaded for who wants it, or wanted it before.
(() => {
  "use strict";
  const panel = document.querySelector("[data-voice]");
  if (!panel || !window.RTCPeerConnection || !navigator.mediaDevices) return;
  const part = (name) => panel.querySelector(`[data-voice-${name}]`);
  let isLoading = false;
  const start = () => {
    if (isLoading) return;
    isLoading = true;
    const style = document.createElement("link");
    Object.assign(style, { rel: "stylesheet", href: panel.dataset.style });
    const script = document.createElement("script");
    script.src = panel.dataset.script;
    script.onerror = () => { isLoading = false; script.remove(); }; // a gap in the network: press again
    document.head.append(style, script);
  };
  part("old").hidden = true;
  part("off").hidden = false;
  let kept = null;
  try { kept = sessionStorage.getItem(`voice ${location.pathname}`); } catch { /* asked anew, then */ }
  if (kept !== null) { start(); return; }
  part("listen").addEventListener("click", () => {
    panel.dataset.pressed = "1";
    part("sound").srcObject = new MediaStream(); // some phones play only what a finger has started
    part("sound").play().catch(() => { /* there is nothing to hear yet */ });
    start();
  });
})();
