/* Typing @ in a comment proposes the people who can be called: a list driven by the arrows, Enter and Escape.
   Without this script the names can be typed whole, or chosen in the list of boxes under the text. */
"use strict";

const MOST = 8;
const TOKEN = /(?:^|[^\p{L}\p{N}])@([\p{L}\p{M}][\p{L}\p{M}'’ -]{0,40}|)$/u;

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/’/g, "'").toLowerCase();

function mentions(area) {
  const form = area.form;
  const people = Array.from(form.querySelectorAll("[data-person]"), (one) => ({
    name: one.textContent,
    what: one.nextElementSibling.textContent,
  }));
  const list = document.createElement("ul");
  const voice = document.createElement("p");
  let found = [];
  let at = 0;
  let start = 0;

  list.id = `${area.id}_people`;
  list.className = "mention-list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Personnes à prévenir");
  voice.className = "unseen";
  voice.setAttribute("role", "status");
  area.after(list, voice);
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", list.id);
  area.setAttribute("autocomplete", "off");

  function matching(typed) {
    const sought = folded(typed);
    const starts = (name) => name.startsWith(sought) || name.split(/[ -]/).some((word) => word.startsWith(sought));
    return people.filter((one) => starts(folded(one.name))).slice(0, MOST);
  }

  function close() {
    list.hidden = true;
    list.replaceChildren();
    area.removeAttribute("aria-activedescendant");
    voice.textContent = "";
    found = [];
  }

  function point(next) {
    at = (next + found.length) % found.length;
    Array.from(list.children).forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    area.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  function option(one, i) {
    const item = document.createElement("li");
    const name = document.createElement("b");
    const what = document.createElement("span");
    item.id = `${list.id}_${i}`;
    item.setAttribute("role", "option");
    name.textContent = one.name;
    what.className = "soft small";
    what.textContent = ` ${one.what}`;
    item.append(name, what);
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => choose(i));
    return item;
  }

  function propose() {
    const caret = area.selectionStart;
    const token = caret === area.selectionEnd && TOKEN.exec(area.value.slice(0, caret));
    const next = token ? matching(token[1]) : [];
    if (!next.length) {
      close();
      return;
    }
    found = next;
    start = caret - token[1].length;
    list.replaceChildren(...found.map(option));
    list.hidden = false;
    point(0);
    voice.textContent = found.length > 1 ? `${found.length} personnes, flèches pour choisir` : "1 personne, Entrée pour choisir";
  }

  function choose(i) {
    area.setRangeText(`${found[i].name} `, start, area.selectionStart, "end");
    close();
    area.focus();
  }

  area.addEventListener("input", propose);
  area.addEventListener("click", propose);
  area.addEventListener("blur", close);
  area.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const moves = { ArrowDown: () => point(at + 1), ArrowUp: () => point(at - 1), Enter: () => choose(at), Escape: close };
    const move = moves[event.key];
    if (move) {
      event.preventDefault();
      move();
    }
  });
}

document.querySelectorAll("textarea[data-mentions]").forEach(mentions);
