// Making and using passkeys: the form's data-passkey says which. Without JavaScript: code apps.
(() => {
  "use strict";
  const form = document.querySelector("[data-passkey]");
  if (!form || !window.PublicKeyCredential) return;
  form.hidden = false;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const listed = (many = []) => many.map((one) => ({ ...one, id: bytes(one.id) }));

  const options = () => {
    const told = JSON.parse(form.dataset.options);
    told.challenge = bytes(told.challenge);
    if (told.user) told.user.id = bytes(told.user.id);
    if (told.excludeCredentials) told.excludeCredentials = listed(told.excludeCredentials);
    if (told.allowCredentials) told.allowCredentials = listed(told.allowCredentials);
    return { publicKey: told };
  };
  const packed = ({ id, rawId, type, response, getClientExtensionResults }, credential) => {
    const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
    const told = {};
    for (const part of parts) if (response[part]) told[part] = text(response[part]);
    return JSON.stringify({
      id, rawId: text(rawId), type, response: told,
      clientExtensionResults: getClientExtensionResults.call(credential),
    });
  };

  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    try {
      const credential = await navigator.credentials[form.dataset.passkey](options());
      form.elements.answer.value = packed(credential, credential);
      form.submit();
    } catch {
      const said = form.querySelector("[data-said]");
      said.textContent = form.dataset.failed;
      said.hidden = false;
    }
  });
})();
