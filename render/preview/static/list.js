// The list: documents by kind, a hundred of each at a time, so that three thousand units stay quick.

import { $, make } from "./dom.js";

const STEP = 100;
const SENT = ["sent", "已发"];
let entries = [];
let states = {};
let current = "";
const shown = new Map(); // group → how many of its documents are in the list
const opened = new Map(); // group → whether it was opened or closed by hand

export function setEntries(found) {
  entries = found;
  draw();
}

export function setStates(found) {
  states = found;
  draw();
}

export function setCurrent(name) {
  current = name;
  const entry = entries.find((one) => one.name === name);
  if (entry && !opened.has(entry.group)) opened.set(entry.group, true);
  draw();
  document.querySelector("#groups [aria-current]")?.scrollIntoView({ block: "nearest" });
}

function draw() {
  const words = $("search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map();
  let count = 0;
  for (const entry of entries) {
    const text = `${entry.name} ${state(entry)[1]}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    count += 1;
    if (!groups.has(entry.group)) groups.set(entry.group, []);
    groups.get(entry.group).push(entry);
  }
  $("found").textContent = words.length ? (count ? `找到 ${count} 份` : "没有找到") : "";
  const first = groups.keys().next().value;
  const open = (group) => words.length > 0 || (opened.get(group) ?? group === first);
  $("groups").replaceChildren(...[...groups].map(([group, found]) => section(group, found, open(group))));
}

function section(group, found, open) {
  const details = make("details", { open }, summary(group, found));
  if (open) details.append(rows(group, found));
  details.addEventListener("toggle", () => {
    if (details.open === open) return;
    opened.set(group, details.open);
    draw();
  });
  return details;
}

function summary(group, found) {
  const waiting = found.filter((entry) => ["new", "changed", "edited", "foreign"].includes(state(entry)[0])).length;
  return make("summary", {}, group, make("small", {}, waiting ? `${found.length} 份，${waiting} 份要看` : `${found.length} 份`));
}

function rows(group, found) {
  const count = shown.get(group) ?? STEP;
  const list = make("ul", {}, ...found.slice(0, count).map(row));
  if (found.length > count) {
    const more = make("button", { className: "further" }, `再列 ${Math.min(STEP, found.length - count)} 份，还有 ${found.length - count} 份`);
    more.addEventListener("click", () => {
      shown.set(group, count + STEP);
      draw();
    });
    list.append(make("li", {}, more));
  }
  return list;
}

function row(entry) {
  const [key, words] = state(entry);
  const day = entry.sent.slice(0, 10);
  const link = make("a", { href: `#${encodeURI(entry.name)}`, title: entry.formats.join("、") },
    make("span", {}, entry.title), make("small", { className: `state ${key}` }, day ? `${words} ${day}` : words));
  if (entry.name === current) link.setAttribute("aria-current", "page");
  return make("li", {}, link);
}

function state(entry) {
  return entry.sent ? SENT : states[entry.name] ?? ["", ""];
}

$("search").addEventListener("input", draw);
