// Turning pushes on for this device: asks the browser, fills the form, sends it.
(() => {
  "use strict";
  const form = document.querySelector("[data-push]");
  if (!form || !("PushManager" in window) || !navigator.serviceWorker) return;
  form.hidden = false;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

  const subscribed = async () => {
    await navigator.serviceWorker.register(form.dataset.worker);
    const { pushManager } = await navigator.serviceWorker.ready;
    const options = { userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push) };
    try {
      return await pushManager.subscribe(options);
    } catch (problem) {
      const older = await pushManager.getSubscription();
      if (!older) throw problem;
      await older.unsubscribe(); // it was made for another key
      return pushManager.subscribe(options);
    }
  };

  form.addEventListener("submit", async (event) => {
    if (form.elements.subscription.value) return;
    event.preventDefault();
    try {
      form.elements.subscription.value = JSON.stringify(await subscribed());
      form.submit();
    } catch {
      const said = form.querySelector("[data-said]");
      said.textContent = form.dataset.failed;
      said.hidden = false;
    }
  });
})();
