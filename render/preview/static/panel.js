// Beside the document: the lines behind a click, how the tasks stand, what changed since it was sent, what is found.

import { $, make, fetched } from "./dom.js";

const TABS = { place: "位置", standing: "任务", changes: "变化", findings: "检查" };
const FEW = 100; // of a long list
let tab = "standing";
let places = null;
let known = {};
let plan = "plan.yaml";

export function setSurvey(found) {
  known = found;
  draw();
}

export function setPlan(path) {
  plan = path;
}

export async function locate(query) {
  places = { waiting: true };
  openPanel("place");
  places = (await fetched("/place.json", query)) ?? [];
  draw();
}

export async function showLine(path, line) {
  const found = await fetched("/lines.json", { path, line });
  places = found ? [found] : { missing: line ? `${path}:${line}` : path };
  openPanel("place");
}

export function openPanel(which = tab) {
  tab = which;
  document.body.classList.remove("bare");
  $("more").setAttribute("aria-expanded", "true");
  draw();
}

export function closePanel() {
  document.body.classList.add("bare");
  $("more").setAttribute("aria-expanded", "false");
}

function draw() {
  $("tabs").replaceChildren(...Object.entries(TABS).map(([key, word]) => {
    const button = make("button", { role: "tab", ariaSelected: String(key === tab) }, word + (key === "findings" ? badge() : ""));
    button.addEventListener("click", () => {
      tab = key;
      draw();
    });
    return button;
  }));
  const drawn = { place: drawPlaces, standing: drawStanding, changes: drawChanges, findings: drawFindings }[tab]();
  $("content").replaceChildren(...drawn.filter((one) => one !== ""));
}

function badge() {
  const wrong = (known.findings ?? []).filter((one) => one.级别 === "错误").length;
  return wrong ? `（${wrong}）` : "";
}

// ---- 位置

function drawPlaces() {
  if (!places) return [quiet("点页面上的文字，看它写在计划或模板的哪一行。")];
  if (places.waiting) return [quiet("正在找……")];
  if (places.missing) return [quiet(`${places.missing} 不是计划，也不是模板，请自己打开看。`)];
  if (!places.length) return [quiet("没有找到这里的文字写在哪里；可能是程序加的（页码、（续）），或者文件正在重做，稍后再点一次。")];
  return places.flatMap(excerpt);
}

function excerpt(found) {
  const list = make("ol", {}, ...found.lines.map((text, n) => {
    const number = found.first + n;
    const line = make("li", {}, make("i", {}, String(number)), make("span", {}, text));
    if (number === found.line) line.setAttribute("aria-current", "true");
    return line;
  }));
  const title = make("h2", {}, `${found.path} 第 ${found.line} 行`);
  return [
    title,
    found.what ? quiet(found.what) : "",
    make("div", { className: "excerpt folded" }, list),
    opener(found),
  ];
}

function opener(found) {
  if (found.link) return make("p", {}, make("a", { href: found.link }, "在编辑器里打开"));
  if (!found.command) return "";
  const button = make("button", {}, "在编辑器里打开");
  button.addEventListener("click", () => {
    fetch(`/open?${new URLSearchParams({ path: found.path, line: found.line })}`, { method: "POST" });
  });
  return make("p", {}, button);
}

// ---- 任务

function drawStanding() {
  const found = known.standing;
  if (!found) return [quiet("正在看……")];
  const { total } = found;
  const counts = [...Object.entries(total.states), ...Object.entries(total.alarms)].map(([word, count]) => `${word} ${count}`);
  return [
    make("h2", {}, `${total.tasks} 项任务（截至${found.today}）`),
    make("p", {}, counts.join("，")),
    ...found.pressing.flatMap(({ title, tasks }, n) => [
      make("h2", { className: tasks.length ? ["wrong", "soon"][n] : "" }, `${title}：${tasks.length || "无"}`),
      rows(tasks, task),
    ]),
    make("h2", { className: found.troubles.length ? "wrong" : "" }, `问题：${found.troubles.length || "无"}`),
    rows(found.troubles, (one) => [...task(one), make("p", {}, `${one.unit}：${one.trouble || one.state}`)]),
    make("h2", {}, "各单位"),
    unitTable(found.units),
    found.silent.length ? make("h2", {}, `从未填报：${found.silent.length}`) : "",
    found.silent.length ? quiet(some(found.silent)) : "",
  ];
}

function task(one) {
  const days = one.days === null ? "" : one.days < 0 ? `，过了 ${-one.days} 天` : `，还有 ${one.days} 天`;
  return [
    lineButton(one.id, one.line), ` ${one.content}`, make("br"),
    make("small", {}, `${one.deadline}${days}　${one.leads}　${one.state}`),
  ];
}

function unitTable(units) {
  const head = ["单位", "牵头", "协助", "逾期", "临期", "完成"];
  const count = (group, words) => Object.entries(group).find(([word]) => words.test(word))?.[1] ?? "";
  const cells = (one) => [
    one.unit, one.tasks || "", one.assisted || "", count(one.alarms, /逾期/), count(one.alarms, /天内/), count(one.states, /已完成/),
  ];
  const row = (texts, tag) => make("tr", {}, ...texts.map((text) => make(tag, {}, String(text))));
  const table = make("table", {}, make("thead", {}, row(head, "th")), make("tbody", {}, ...units.slice(0, FEW).map((one) => row(cells(one), "td"))));
  return units.length > FEW ? make("div", {}, table, quiet(`另有 ${units.length - FEW} 个单位`)) : table;
}

// ---- 变化

function drawChanges() {
  const found = known.changes;
  if (!found) return [quiet("正在看……")];
  if (!found.sent.length) return [quiet("还没有发过文，没有可比的。")];
  if (!found.units.length) return [quiet("与上次发的一样，没有要另外告诉单位的。")];
  return [
    quiet(`与各单位上次收到的比，${found.units.length} 个单位的任务有变化：`),
    ...found.units.slice(0, FEW).flatMap((one) => [
      make("h2", {}, one.unit),
      quiet(one.since ? `上次：${one.since}` : "没有发过"),
      rows(one.changes, change),
    ]),
    found.units.length > FEW ? quiet(`另有 ${found.units.length - FEW} 个单位`) : "",
  ];
}

function change(one) {
  const edits = one.edits.flatMap((edit) => [
    make("br"), make("small", {}, `${edit.item}：`), edit.old ? make("del", {}, edit.old) : "", " ", edit.new ? make("ins", {}, edit.new) : "",
  ]);
  return [`${one.kind} `, lineButton(one.id, one.line), ` ${one.content}`, ...(one.kind === "调整" ? edits : [])];
}

// ---- 检查

function drawFindings() {
  const found = known.findings;
  if (!found) return [quiet("正在检查……")];
  if (!found.length) return [quiet("计划和模板没有查出问题。")];
  return [rows(found, (one) => [
    make("span", { className: { 错误: "wrong", 警告: "soon" }[one.级别] ?? "quiet" }, `${one.级别} `),
    placeButton(one.文件, one.行), make("br"), one.说明,
    one.建议 ? make("small", {}, `　改法：${one.建议}`) : "",
  ])];
}

// ---- pieces

function rows(items, cells) {
  const list = make("ul", { className: "rows" }, ...items.slice(0, FEW).map((one) => make("li", {}, ...cells(one))));
  if (items.length > FEW) list.append(make("li", {}, `另有 ${items.length - FEW} 项`));
  return list;
}

const quiet = (text) => make("p", { className: "quiet" }, text);
const some = (names) => names.slice(0, FEW).join("、") + (names.length > FEW ? `等 ${names.length} 个` : "");

function lineButton(id, line) {
  return line ? placed(id, plan, line) : make("b", {}, id);
}

function placeButton(path, line) {
  return placed(line ? `${path}:${line}` : path, path, line);
}

function placed(text, path, line) {
  const button = make("button", { className: "where", title: "看这一行" }, text);
  button.addEventListener("click", () => showLine(path, line));
  return button;
}

$("close").addEventListener("click", closePanel);
$("more").addEventListener("click", () => (document.body.classList.contains("bare") ? openPanel() : closePanel()));
