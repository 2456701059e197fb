/* Typing in a plan: its totals and its balance follow. Without this script the server says them at every gesture. */
"use strict";

const form = document.querySelector(".plan-form");
const dock = form.querySelector("[data-dock]");
const balance = dock.querySelector("[data-balance]");
const euros = new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR", minimumFractionDigits: 0 });

/* Whole cents; nothing for what is no plain number, which the server will explain. */
function cents(text) {
  const plain = text.replace(/[\s\u00a0\u202f€]/g, "").replace(",", ".");
  return /^\d+(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : 0;
}

function inKind(line) {
  const account = line.querySelector("[name^=account]").value;
  return account.startsWith("86") || account.startsWith("87");
}

function follow() {
  const sums = { charges: 0, products: 0 };
  const kind = { charges: 0, products: 0 };
  for (const line of form.querySelectorAll(".line")) {
    (inKind(line) ? kind : sums)[line.dataset.side] += cents(line.querySelector(".amount").value);
  }
  const said = (amount) => euros.format(amount / 100);
  const gap = sums.charges - sums.products;
  dock.querySelector("[data-charges]").textContent = said(sums.charges);
  dock.querySelector("[data-products]").textContent = said(sums.products);
  const uneven = kind.charges !== kind.products;
  balance.textContent =
    gap > 0
      ? `Il manque ${said(gap)} de produits.`
      : gap < 0
        ? `Il y a ${said(-gap)} de produits de trop.`
        : uneven
          ? "Équilibré, sauf les contributions en nature."
          : "Équilibré.";
}

form.addEventListener("input", follow);
