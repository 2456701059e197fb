// The choices of a preview: all or none at once, and how many changes are accepted, said in the dock.
const form = document.getElementById("apercu");
const boxes = () => [...form.querySelectorAll("input[name=accepter]")];
const live = form.querySelector(".live");

function tell() {
  const all = boxes();
  if (!live || !all.length) return;
  const left = all.filter((box) => !box.checked).length;
  live.textContent = left ? `Ici, ${left} ${left > 1 ? "changements laissés" : "changement laissé"} sur ${all.length}.` : "";
}

for (const button of form.querySelectorAll("[data-all]")) {
  button.addEventListener("click", () => {
    for (const box of boxes()) box.checked = button.dataset.all !== "";
    tell();
  });
}
if (boxes().length) {
  for (const group of form.querySelectorAll(".all")) group.hidden = false;
}
form.addEventListener("change", tell);
tell();
