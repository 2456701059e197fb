// Follows the reading of a file: fills the bar, says the stage, and shows the page again when it is over.
const section = document.querySelector("[data-state]");
const bar = section.querySelector("progress");
const status = section.querySelector("[role=status]");
const late = section.querySelector(".late");
const stages = [...section.querySelectorAll(".stages li")];
let said = "";

async function look() {
  try {
    const answer = await fetch(section.dataset.state, { headers: { Accept: "application/json" } });
    const state = await answer.json();
    bar.value = state.progress;
    late.hidden = !state.late;
    const moved = stages.findIndex((stage) => stage.textContent.trim() === state.label);
    const shown = stages.findIndex((stage) => stage.getAttribute("aria-current"));
    if (!state.going || moved !== shown) {
      location.replace(location.href);
      return;
    }
    if (state.label !== said) {
      said = state.label;
      if (moved >= 0) status.textContent = `${said}…`;
    }
  } catch {
    // The network is away for a moment: the next look will do.
  }
  setTimeout(look, 1000);
}

setTimeout(look, 1000);
