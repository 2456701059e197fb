/* Choosing files: one that is too large is told before it is sent, and what is being sent says so.
   Without this script the server says the same, after the journey. */
"use strict";

function attaching(field) {
  const largest = Number(field.dataset.largest);
  const button = field.form.querySelector("button:not([type])");

  field.addEventListener("change", () => {
    const heavy = Array.from(field.files).find((file) => file.size > largest);
    field.setCustomValidity(
      heavy ? `« ${heavy.name} » pèse plus de ${largest >> 20} Mo. Réduisez-le, ou découpez-le.` : "",
    );
    field.reportValidity();
  });
  field.form.addEventListener("submit", () => {
    button.setAttribute("aria-busy", "true");
    button.lastChild.textContent = " Envoi en cours…";
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}

document.querySelectorAll("input[type=file][data-largest]").forEach(attaching);
