"use strict";
(() => {
  const form = document.querySelector(".filters");
  const policies = [...document.querySelectorAll(".policy")].map((element) => ({
    element,
    severity: element.dataset.severity,
    section: element.dataset.section,
    badge: element.querySelector("summary .count > span"),
    head: element.querySelector("summary").textContent.toLowerCase(),
    wasUnfolded: false,
    findings: [...element.querySelectorAll(".finding")].map((finding) => ({
      element: finding,
      isOpen: finding.dataset.status === "open",
      environments: (finding.dataset.environments ?? "").split("\t"),
      text: null,
    })),
  }));

  /* Links lead into folded parts, and what is folded is not printed. */
  function reveal() {
    const name = location.hash.slice(1);
    const target = document.getElementById(name);
    const details = target?.closest("details");
    if (!details) { return; }
    if (details.hidden) { reset(); }
    details.open = true;
    details.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach((details) => { details.open = false; }));

  const field = (name) => document.getElementById(name);
  const severities = [...document.querySelectorAll("[name=severity]")];
  const FEW = 25;

  /* What the form asks for; a control that the page lacks asks for nothing. */
  function wanted() {
    return {
      words: field("search").value.toLowerCase().split(/\s+/).filter(Boolean),
      severities: new Set(severities.filter((box) => box.checked).map((box) => box.value)),
      section: field("section").value,
      environment: field("environment")?.value ?? "",
      settled: field("settled")?.checked ?? false,
    };
  }

  function isWanted(finding, policy, wish) {
    if (!finding.isOpen && !wish.settled) { return false; }
    if (wish.environment && !finding.environments.includes(wish.environment)) { return false; }
    if (!wish.words.length) { return true; }
    finding.text ??= finding.element.textContent.toLowerCase();
    return wish.words.every((word) => finding.text.includes(word) || policy.head.includes(word));
  }

  function show(policy, wish) {
    const asked = wish.severities.has(policy.severity) && (!wish.section || wish.section === policy.section);
    let count = 0;
    for (const finding of policy.findings) {
      const isShown = asked && isWanted(finding, policy, wish);
      if (finding.element.hidden === isShown) { finding.element.hidden = !isShown; }
      count += isShown ? 1 : 0;
    }
    policy.element.hidden = count === 0;
    policy.badge.textContent = String(count);
    return count;
  }

  /* A search that leaves few findings shows them unfolded, and folds them again when it is over. */
  function unfoldFew(wish, total) {
    const few = wish.words.length > 0 && total <= FEW;
    for (const policy of policies) {
      if (few && !policy.element.hidden && !policy.element.open) {
        policy.wasUnfolded = policy.element.open = true;
      } else if (policy.wasUnfolded && (!few || policy.element.hidden)) {
        policy.wasUnfolded = policy.element.open = false;
      }
    }
  }

  function filter() {
    const wish = wanted();
    const total = policies.reduce((sum, policy) => sum + show(policy, wish), 0);
    const asks = wish.words.length || wish.section || wish.environment || wish.severities.size < severities.length;
    unfoldFew(wish, total);
    field("shown").textContent = `${total} ${total === 1 ? "finding" : "findings"} shown`;
    field("nothing").hidden = total > 0;
    field("clear").hidden = !asks;
  }

  function reset() {
    form.reset();
    filter();
  }

  function showOnly(wish) {
    const [name, value] = wish.split("=");
    form.reset();
    if (name === "severity") {
      severities.forEach((box) => { box.checked = box.value === value; });
    } else {
      field(name).value = value;
    }
    filter();
  }

  function connect() {
    let waiting = 0;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(filter, 80);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    field("clear").addEventListener("click", () => {
      reset();
      field("search").focus();
    });
    field("unfold").addEventListener("click", (event) => {
      const open = event.target.textContent === "Unfold all";
      policies.forEach((policy) => { policy.element.open = open && !policy.element.hidden; });
      event.target.textContent = open ? "Fold all" : "Unfold all";
    });
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-show]");
      if (link) { showOnly(link.dataset.show); }
    });
    addEventListener("keydown", (event) => {
      if (event.key === "/" && !/^(INPUT|SELECT)$/.test(document.activeElement.tagName)) {
        event.preventDefault();
        field("search").focus();
      }
    });
    form.hidden = false;
    filter();
  }

  if (form) { connect(); }
  reveal();
})();
