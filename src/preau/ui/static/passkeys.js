// Passkeys: joins django-allauth's functions to the form that a page marks, and says when a key does not answer.
// Without this script, or where the browser has no passkeys, the page keeps its other ways in.
"use strict";

const show = (selector, shown) => {
  for (const element of document.querySelectorAll(selector)) element.hidden = !shown;
};

const join = (form) => {
  const credential = form.querySelector("[name=credential]");
  const box = form.querySelector("[name=passwordless]");
  const ids = { credential: credential.id, [form.dataset.key]: "key" };
  if (box) ids.passwordless = box.id;
  const data = form.dataset.options ? JSON.parse(form.dataset.options) : undefined;
  window.allauth.webauthn.forms[`${form.dataset.key}Form`]({ ids, data });
  form.addEventListener("submit", (event) => {
    // The key's own answer is sent by the functions above, which raise no such event.
    event.preventDefault();
    document.getElementById("key").click();
  });
};

if (window.PublicKeyCredential && window.isSecureContext) {
  document.querySelectorAll("[data-key]").forEach(join);
  show("[data-needs-keys]", true);
  show("[data-without-keys]", false);
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    show("[data-key-failure]", true);
  });
  document.getElementById("key")?.addEventListener("click", () => show("[data-key-failure]", false));
}
