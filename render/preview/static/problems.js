// What stands in the way of a newer page, over the last good one; gone as soon as it is mended.

import { $, make } from "./dom.js";
import { showLine } from "./panel.js";

let small = false;

export function showProblems(problems, hasPage) {
  const section = $("problems");
  if (!problems.length) {
    section.hidden = true;
    small = false;
    return;
  }
  const said = `有 ${problems.length} 处要改${hasPage ? "；页面是改错之前的" : ""}`;
  const fold = make("button", { ariaExpanded: String(!small) }, small ? "展开" : "收起");
  fold.addEventListener("click", () => {
    small = !small;
    showProblems(problems, hasPage);
  });
  section.className = small ? "small" : "";
  section.replaceChildren(make("h2", {}, make("span", {}, said), fold), make("ol", {}, ...problems.map(item)));
  section.hidden = false;
}

export function item(problem) {
  return make("li", { className: "problem" },
    where(problem.path, problem.line),
    make("p", {}, problem.message),
    problem.hint ? make("p", { className: "hint" }, problem.hint) : "",
    problem.source ? make("code", {}, problem.source.trim()) : "");
}

export function where(path, line) {
  const place = line ? `${path}:${line}` : path;
  const button = make("button", { className: "where", title: "看这一行" }, place);
  button.addEventListener("click", () => showLine(path, line));
  return button;
}
