/* A table typed in like a spreadsheet: arrows go, Enter writes, Escape leaves, Ctrl Z comes back, a column is pasted.
   The heading of a column that is typed in carries data-f, its field, which its cells are given here; a cell whose text
   is kept otherwise than it is shown carries data-v. What a list offers is known by its words. */
(() => {
  "use strict";
  let table = document.getElementById("tableau");
  if (!table?.dataset.cells) return;
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const said = document.getElementById("dit"), conflict = document.getElementById("conflit");
  const hint = said.innerHTML, done = [];
  let editor = null, at = null, queue = Promise.resolve();

  const rows = () => [...table.querySelectorAll("tbody tr[id^=action-]")];
  const cellsOf = row => [...row.querySelectorAll("[data-f]")];
  const serial = cell => Number(cell.closest("tr").id.slice(7));
  const field = cell => cell.dataset.f;
  const find = (number, name) => document.getElementById("action-" + number)?.querySelector(`[data-f="${name}"]`);
  const heading = cell => table.tHead.rows[0].cells[cell.cellIndex].textContent.trim().replace(/[↑↓]$/, "").trim();
  const amount = name => ["total_cost", "requested", "grant"].includes(name);
  let fading;

  /* Said in the line above the table, and over the page where that line is out of sight. */
  function say(text, wrong) {
    said.textContent = text;
    said.classList.toggle("err", Boolean(wrong));
    said.classList.remove("over");
    const { bottom } = said.getBoundingClientRect();
    said.classList.toggle("over", bottom < 0);
    clearTimeout(fading);
    if (!wrong) fading = setTimeout(() => said.classList.remove("over"), 6000);
  }

  function shown(cell) {
    if ("v" in cell.dataset) return cell.dataset.v;
    const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    const text = walk.nextNode()?.data.trim() ?? "", choices = document.getElementById("choix-" + field(cell));
    if (choices) return [...choices.content.children].find(option => option.textContent === text)?.value ?? "";
    if (text === "–") return "";
    return amount(field(cell)) ? text.replace(/[\s\u00a0]*€$/, "") : text;
  }

  /* One cell is in the order of Tab, the one where one was last. */
  function prepare() {
    const fields = [...table.tHead.rows[0].cells].map(head => head.dataset.f);
    table.setAttribute("role", "grid");
    for (const row of table.querySelectorAll("tbody tr[id^=action-]"))
      fields.forEach((name, i) => { if (name) row.cells[i].dataset.f = name; });
    for (const cell of table.querySelectorAll("tbody [data-f]")) {
      cell.tabIndex = -1;
      if (cell.tagName === "TD") cell.setAttribute("role", "gridcell");
    }
    const first = (at && find(at.serial, at.field)) || table.querySelector("tbody [data-f]");
    if (first) first.tabIndex = 0;
  }

  function go(cell) {
    if (!cell) return;
    const before = at && find(at.serial, at.field);
    (before || table.querySelector('tbody [data-f][tabindex="0"]'))?.setAttribute("tabindex", "-1");
    at = { serial: serial(cell), field: field(cell) };
    cell.tabIndex = 0;
    cell.focus();
  }

  function beside(cell, right, down) {
    const all = rows(), row = cell.closest("tr"), names = cellsOf(row).map(field);
    if (down) {
      for (let i = all.indexOf(row) + down; all[i]; i += down) {
        const found = all[i].querySelector(`[data-f="${field(cell)}"]`);
        if (found) return found;
      }
      return cell;
    }
    const next = names.indexOf(field(cell)) + right;
    if (names[next]) return cellsOf(row)[next];
    const line = all[all.indexOf(row) + right];
    return line ? cellsOf(line).at(right > 0 ? 0 : -1) : cell;
  }

  function open(cell, text) {
    if (editor) close(true);
    const name = field(cell), choices = document.getElementById("choix-" + name), value = shown(cell);
    const names = name === "holder_written" && known();
    const input = document.createElement(choices ? "select" : names ? "input" : "textarea");
    if (choices) input.append(choices.content.cloneNode(true)); else input.rows = 1;
    if (names) input.setAttribute("list", names);
    input.className = "field";
    input.setAttribute("aria-label", `${heading(cell)}, action ${at.serial}`);
    const held = document.createElement("div");
    held.className = "typing";
    held.append(input);
    cell.classList.add("open");
    cell.prepend(held);
    editor = { cell, input, held, value, name, serial: serial(cell) };
    input.value = text ?? value;
    if (choices && text) input.value = value;
    if (choices) {
      let pointed = false;  // arrows go through a list, and Enter keeps; a click keeps at once
      input.addEventListener("pointerdown", () => { pointed = true; });
      input.addEventListener("change", () => { if (pointed) close(true, cell); });
    }
    input.focus();
    if (!choices && text === undefined) input.select();
  }

  /* The holders that the programme knows, offered while one is typed: those of the filter. */
  function known() {
    if (!document.getElementById("noms")) {
      const list = document.createElement("datalist");
      list.id = "noms";
      for (const option of [...document.getElementById("f-p").options].slice(1))
        list.append(new Option("", option.text.replace(/ \(\S+\)$/, "")));
      document.body.append(list);
    }
    return "noms";
  }

  function close(keep, next) {
    const { cell, input, held, value, name, serial: number } = editor, text = input.value;
    editor = null;
    held.remove();
    cell.classList.remove("open", "wrong");
    cell.removeAttribute("aria-invalid");
    cell.querySelector(".err")?.remove();
    if (keep && text !== value) send([[number, name, value, text]]);
    if (next) go(find(serial(next), field(next)));
  }

  function send(edits, undoing, lost = 0) {
    const cells = edits.map(([number, name]) => find(number, name)).filter(Boolean);
    cells.forEach(cell => cell.setAttribute("aria-busy", "true"));
    queue = queue.then(() => post(edits, undoing, lost)).finally(() => {
      table.querySelectorAll("[aria-busy]").forEach(cell => cell.removeAttribute("aria-busy"));
    });
  }

  async function post(edits, undoing, lost) {
    let answer, result;
    try {
      answer = await fetch(table.dataset.cells, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ edits }),
      });
      result = await answer.json();
    } catch {
      const why = !answer ? "Le serveur ne répond pas."
        : "Votre session est terminée. Reconnectez-vous dans un autre onglet, puis recommencez ici.";
      return refuse(edits, {}, `${why} Rien n’a été écrit ; votre saisie est gardée dans la case.`);
    }
    if (result.conflict) return ask(edits, result.conflict);
    if (!answer.ok) return refuse(edits, result.errors, result.say);
    if (!undoing) done.push(edits.map(([number, name, before, after]) => [number, name, after, before]));
    swap(result.swap);
    const left = lost ? ` ${lost} ${lost > 1 ? "valeurs n’ont" : "valeur n’a"} pas trouvé de case.` : "";
    say(undoing ? `Repris\u00a0: ${result.say}` : `${result.say}${left} Ctrl Z pour revenir.`);
  }

  /* What was refused is typed again where it was, with its sentence under it. */
  function refuse(edits, errors, sentence) {
    say(sentence, true);
    const [number, name, value, text] = edits.find(([s, f]) => errors?.[`${s}:${f}`]) ?? edits[0];
    const cell = find(number, name);
    if (!cell || edits.length > 1 || editor) return;
    at = { serial: number, field: name };
    open(cell, text);
    editor.value = value;
    const error = document.createElement("p");
    error.className = "err";
    error.id = "refus";
    error.textContent = sentence;
    editor.held.append(error);
    editor.input.setAttribute("aria-invalid", "true");
    editor.input.setAttribute("aria-describedby", "refus");
    cell.classList.add("wrong");
  }

  function ask(edits, html) {
    conflict.innerHTML = html;
    const waiting = new Set(conflict.querySelectorAll(".clash")), again = [];
    conflict.onclick = event => {
      const button = event.target.closest("[data-keep]"), clash = button?.closest(".clash");
      if (!clash || !waiting.has(clash)) return;
      const { serial: number, field: name } = clash.dataset, now = clash.querySelector("[data-now]").dataset.now;
      const edit = edits.find(([s, f]) => s === Number(number) && f === name);
      again.push([edit[0], edit[1], now, button.dataset.keep === "mine" ? edit[3] : now]);
      clash.classList.add("settled");
      waiting.delete(clash);
      if (waiting.size) return;
      conflict.close();
      const clear = edits.filter(([s, f]) => !again.some(([t, g]) => t === s && g === f));
      send([...clear, ...again]);
    };
    conflict.oncancel = () => { say("Rien n’a été écrit."); refresh(); };
    conflict.showModal();
  }

  /* Shows the rows as they are now: sending a value over itself changes nothing and answers the rows. */
  function refresh() {
    const cells = [...conflict.querySelectorAll(".clash")].map(clash => clash.dataset);
    send(cells.map(({ serial: number, field: name }, i) => {
      const now = conflict.querySelectorAll("[data-now]")[i].dataset.now;
      return [Number(number), name, now, now];
    }), true);
  }

  function swap(parts) {
    for (const [id, html] of Object.entries(parts)) {
      const old = document.getElementById(id), made = document.createElement("template");
      made.innerHTML = html.trim();
      const fresh = made.content.firstElementChild;
      if (!old || !fresh) continue;
      const typing = editor && old.contains(editor.cell) ? editor : null;
      if (typing && old.tagName === "TR") {
        [...fresh.cells].forEach((cell, i) => { if (old.cells[i] !== typing.cell) old.cells[i].replaceWith(cell); });
        continue;
      }
      const focused = old.contains(document.activeElement) && at;
      const picked = [...old.querySelectorAll(".pick :checked")].map(box => box.value);
      const text = typing?.input.value;
      if (typing) editor = null;
      old.replaceWith(fresh);
      if (id === "tableau") table = fresh;
      picked.forEach(value => { const box = fresh.querySelector(`.pick [value="${value}"]`); if (box) box.checked = true; });
      prepare();
      const back = at && find(at.serial, at.field);
      if (typing && back) { open(back, text); editor.value = typing.value; } else if (focused && back) back.focus();
    }
    prepare();
  }

  function undo() {
    const edits = done.pop();
    if (edits) send(edits, true); else say("Rien à reprendre.");
  }

  function paste(cell, text) {
    const grid = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map(line => line.split("\t"));
    if (grid.length === 1 && grid[0].length === 1) return open(cell, grid[0][0]);
    const all = rows(), first = all.indexOf(cell.closest("tr")), edits = [];
    let lost = 0;
    grid.forEach((line, i) => {
      const row = all[first + i], names = row ? cellsOf(row) : [];
      const start = names.findIndex(one => field(one) === field(cell));
      line.forEach((value, j) => {
        const target = start < 0 ? null : names[start + j];
        if (!target && value.trim()) lost += 1;
        if (target && value.trim() !== shown(target)) edits.push([serial(target), field(target), shown(target), value.trim()]);
      });
    });
    if (!edits.length) return say(lost ? "Rien à coller ici : ces valeurs n’ont pas de case." : "Ces valeurs sont déjà là.", lost);
    say(`Collage de ${edits.length} cases…`);
    send(edits, false, lost);
  }

  document.addEventListener("keydown", event => {
    if (event.isComposing) return;
    if (editor) return typing(event);
    const cell = document.activeElement?.closest?.("#tableau tbody [data-f]");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName)) {
      event.preventDefault();
      return undo();
    }
    if (!cell || cell !== document.activeElement || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      return go(cellsOf(cell.closest("tr")).at(event.key === "Home" ? 0 : -1));
    }
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (steps[event.key]) { event.preventDefault(); go(beside(cell, ...steps[event.key])); }
    else if (event.key === "Enter" || event.key === "F2") { event.preventDefault(); go(cell); open(cell); }
    else if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); go(cell); open(cell, ""); }
    else if (event.key.length === 1 && event.key !== " ") { event.preventDefault(); go(cell); open(cell, event.key); }
  });

  function typing(event) {
    const { cell, input } = editor, line = input.tagName === "TEXTAREA" && (event.altKey || event.shiftKey);
    if (event.key === "Escape") { event.preventDefault(); close(false, cell); said.innerHTML = hint; said.classList.remove("err", "over"); }
    else if (event.key === "Enter" && !line) { event.preventDefault(); close(true, beside(cell, 0, event.shiftKey ? -1 : 1)); }
    else if (event.key === "Tab") { event.preventDefault(); close(true, beside(cell, event.shiftKey ? -1 : 1, 0)); }
  }

  document.addEventListener("paste", event => {
    const cell = editor?.cell ?? document.activeElement?.closest?.("#tableau tbody [data-f]");
    const text = event.clipboardData.getData("text/plain"), several = /[\t\n]./.test(text);
    if (!cell || (editor ? !several || editor.cell.matches(".description, .partners") : cell !== document.activeElement)) return;
    event.preventDefault();
    if (editor) close(false);
    go(cell);
    paste(cell, text);
  });
  document.addEventListener("copy", event => {
    const cell = document.activeElement;
    if (editor || !cell?.matches?.("#tableau tbody [data-f]") || String(getSelection())) return;
    event.preventDefault();
    const choices = document.getElementById("choix-" + field(cell));
    event.clipboardData.setData("text/plain", choices ? cell.textContent.trim() : shown(cell));
  });
  document.addEventListener("click", event => {
    if (event.target.closest("a, button, input, textarea, select, details, label")) return;
    const cell = event.target.closest("#tableau tbody [data-f]");
    if (!cell && table.dataset.voted && event.target.closest("#tableau tbody .grant")) say(table.dataset.voted);
    if (!cell) return;
    if (editor) close(true);
    go(cell);
    open(cell);
  });
  document.addEventListener("focusout", event => {
    if (editor && event.target === editor.input && event.relatedTarget !== null && !editor.cell.contains(event.relatedTarget)) close(true);
  });
  document.addEventListener("change", event => {
    if (!event.target.matches(".pick input")) return;
    const count = table.querySelectorAll(".pick :checked").length;
    document.querySelector("[data-picked]").textContent = count > 1 ? `${count} actions choisies` : `${count} action choisie`;
  });
  addEventListener("beforeunload", event => { if (editor && editor.input.value !== editor.value) event.preventDefault(); });
  prepare();
})();
