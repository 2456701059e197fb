/* A draft typed in cell by cell: Enter writes and goes down, Tab writes and goes on, Escape gives the old text back. The
   server answers the parts of the page that change. Without this script the page is a form with its button. */
(() => {
  "use strict";
  const form = document.getElementById("montants"), said = document.getElementById("dit");
  if (!form) return;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  document.documentElement.classList.add("live");
  const typed = input => input.matches?.("#montants .cell, #montants .why");
  const cells = () => [...form.querySelectorAll(".cell")];
  let queue = Promise.resolve();

  function say(text, wrong) {
    said.textContent = text;
    said.classList.toggle("err", Boolean(wrong));
  }

  function mend(input) {
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
    document.getElementById("e-" + input.id)?.remove();
  }

  function refuse(input, sentence, now) {
    mend(input);
    if (now !== undefined) input.defaultValue = now;
    const error = document.createElement("span");
    error.className = "err block";
    error.id = "e-" + input.id;
    error.textContent = sentence;
    input.after(error);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", error.id);
  }

  /* Writes the cell if its text changed; answers whether it holds what was typed. */
  function save(input) {
    if (input.value === input.defaultValue) { mend(input); return Promise.resolve(true); }
    const { name, value, defaultValue } = input, body = new URLSearchParams({ [name]: value });
    if (name.startsWith("m-")) body.set("was", `${name.slice(2)}=${plain(defaultValue)}`);
    else body.set("o" + name.slice(1), defaultValue);
    input.setAttribute("aria-busy", "true");
    queue = queue.then(() => post(name, value, body)).finally(() => {
      document.getElementById(name)?.removeAttribute("aria-busy");
    });
    return queue;
  }

  const plain = text => text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");

  async function post(name, value, body) {
    let answer, result;
    try {
      answer = await fetch(form.dataset.cells, { method: "POST", headers: { "X-CSRFToken": token }, body });
      result = await answer.json();
    } catch {
      const why = !answer ? "Le serveur ne répond pas."
        : "Votre session est terminée. Reconnectez-vous dans un autre onglet, puis recommencez ici.";
      return failed(name, `${why} Rien n’a été écrit ; votre saisie est gardée dans la case.`);
    }
    if (!answer.ok) return failed(name, result.errors?.[name] ?? result.say, result.now?.[name]);
    swap(result.swap);
    say(result.say);
    return true;
  }

  function failed(name, sentence, now) {
    const input = document.getElementById(name);
    if (input) refuse(input, sentence, now);
    say(sentence, true);
    return false;
  }

  /* What is being typed elsewhere in a part that is replaced stays: its text, its place, its focus. */
  function swap(parts) {
    for (const [id, html] of Object.entries(parts)) {
      const old = document.getElementById(id);
      if (!old) continue;
      const active = old.contains(document.activeElement) ? document.activeElement : null;
      const kept = active && { id: active.id, text: active.value, changed: active.value !== active.defaultValue };
      if (!html) {
        const after = active && cells().find(cell => old.compareDocumentPosition(cell) & Node.DOCUMENT_POSITION_FOLLOWING && !old.contains(cell));
        old.remove();
        after?.focus();
        continue;
      }
      const made = document.createElement("template");
      made.innerHTML = html.trim();
      old.replaceWith(made.content.firstElementChild);
      const back = kept?.id && document.getElementById(kept.id);
      if (!back) continue;
      if (kept.changed) back.value = kept.text;
      back.focus();
      if (!kept.changed) back.select?.();
    }
  }

  function next(input, step) {
    const all = cells(), at = all.indexOf(input.matches(".cell") ? input : input.closest("tr").querySelector(".cell"));
    return all[at + step];
  }

  form.addEventListener("keydown", event => {
    const input = event.target;
    if (!typed(input) || event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      input.value = input.defaultValue;
      mend(input);
      say("Ancienne valeur rendue.");
      input.select();
    } else if (event.key === "Enter") {
      event.preventDefault();
      const { id } = next(input, event.shiftKey ? -1 : 1) ?? input, mine = input.id;
      save(input).then(done => {
        const here = document.activeElement;
        if (!done || (here && here !== document.body && here.id !== mine)) return;
        const target = document.getElementById(id) ?? document.getElementById(mine);
        target?.focus();
        target?.select();
      });
    }
  });
  form.addEventListener("focusout", event => {
    if (typed(event.target) && !event.target.hasAttribute("aria-busy")) save(event.target);
  });
  form.addEventListener("focusin", event => { if (event.target.matches(".cell")) event.target.select(); });
  form.addEventListener("submit", event => {
    event.preventDefault();
    const waiting = [...form.querySelectorAll(".cell, .why")].filter(input => input.value !== input.defaultValue);
    Promise.all(waiting.map(save)).then(done => { if (done.every(Boolean)) say(waiting.length ? "Enregistré." : "Tout est déjà enregistré."); });
  });
})();
