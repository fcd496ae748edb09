// Speaks with the authenticator for one form: what it is asked stands beside the form, what it says goes into it.
"use strict";
const form = document.querySelector("form[data-passkey]");
const told = document.querySelector("#told");
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function asked(options) {
  const one = { ...options, challenge: bytes(options.challenge) };
  if (options.user) one.user = { ...options.user, id: bytes(options.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (options[list]) one[list] = options[list].map((known) => ({ ...known, id: bytes(known.id) }));
  }
  return { publicKey: one };
}

function answered(found) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (found.response[name]) response[name] = text(found.response[name]);
  }
  return JSON.stringify({
    id: found.id, rawId: text(found.rawId), type: found.type, response, clientExtensionResults: {},
  });
}

async function ask() {
  told.hidden = true;
  try {
    const options = asked(JSON.parse(form.dataset.options));
    const found = await navigator.credentials[form.dataset.passkey](options);
    form.querySelector("[name=answer]").value = answered(found);
    form.submit();
  } catch (error) {
    told.hidden = false;
    told.querySelector("span").textContent = error.name === "InvalidStateError"
      ? "This authenticator has a passkey of this account already." : "Try again, or go back.";
  }
}

form.querySelector("button").addEventListener("click", (event) => { event.preventDefault(); ask(); });
if (window.PublicKeyCredential) ask();
else told.hidden = false;
