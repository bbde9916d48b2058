// Before anything is drawn: light or dark, as it was chosen here, else as the system has it.
(() => {
  "use strict";
  let chosen = "";
  try { chosen = localStorage.getItem("看板-明暗") ?? ""; } catch { /* a file that may keep nothing */ }
  const dark = chosen ? chosen === "暗" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
