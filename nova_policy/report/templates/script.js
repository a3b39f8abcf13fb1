"use strict";
(() => {
  const form = document.querySelector(".filters");
  const policies = [...document.querySelectorAll(".policy")].map((element) => ({
    element,
    severity: element.dataset.severity,
    badge: element.querySelector("summary .count"),
    head: element.querySelector("summary").textContent.toLowerCase(),
    findings: [...element.querySelectorAll(".finding")].map((finding) => ({
      element: finding,
      isOpen: finding.dataset.status === "open",
      environments: finding.dataset.environments.split("\t"),
      text: null,
    })),
  }));

  function reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const details = target && target.closest("details");
    if (details) {
      details.open = true;
      target.scrollIntoView();
    }
  }
  addEventListener("hashchange", reveal);
  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("details:not([open])")];
    unfolded.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => unfolded.forEach((details) => { details.open = false; }));
  reveal();
  if (!form) { return; }

  const search = document.getElementById("search");
  const environment = document.getElementById("environment");
  const settled = document.getElementById("settled");
  const shown = document.getElementById("shown");
  const unfold = document.getElementById("unfold");
  const severities = [...form.querySelectorAll("[name=severity]")];

  function matches(finding, policy, words, name) {
    if (!finding.isOpen && !settled.checked) { return false; }
    if (name && !finding.environments.includes(name)) { return false; }
    if (!words.length) { return true; }
    finding.text ??= finding.element.textContent.toLowerCase();
    return words.every((word) => finding.text.includes(word) || policy.head.includes(word));
  }

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = new Set(severities.filter((box) => box.checked).map((box) => box.value));
    const name = environment ? environment.value : "";
    let total = 0;
    for (const policy of policies) {
      let visible = 0;
      for (const finding of policy.findings) {
        const isShown = wanted.has(policy.severity) && matches(finding, policy, words, name);
        finding.element.hidden = !isShown;
        visible += isShown ? 1 : 0;
      }
      policy.element.hidden = visible === 0;
      policy.badge.textContent = String(visible);
      total += visible;
    }
    shown.textContent = `${total} ${total === 1 ? "finding" : "findings"} shown`;
  }

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 80);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  unfold.addEventListener("click", () => {
    const open = unfold.textContent === "Unfold all";
    policies.forEach((policy) => { policy.element.open = open; });
    unfold.textContent = open ? "Fold all" : "Unfold all";
  });
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      search.focus();
    }
  });
  form.hidden = false;
  filter();
})();
