// Which document is looked at, and what the server tells of it.

import { $, make, fetched } from "./dom.js";
import { setCurrent, setEntries, setStates } from "./list.js";
import { closePanel, locate, openPanel, setPlan, setSurvey } from "./panel.js";
import { showProblems } from "./problems.js";
import { onLink, onLocate, open, show } from "./stage.js";

const WORDS = { paper: "纸面", web: "网页" };
const AGAIN = 400; // ms between two looks at what is known of the whole
let entries = [];
let doc = null;
let look = "paper";
let source = null;
let last = null;
const looks = new Map(); // document → how it was looked at last

const wanted = () => decodeURIComponent(location.hash.slice(1));

function choose(name) {
  const entry = entries.find((one) => one.name === name);
  const next = looks.get(name) ?? entry?.looks[0] ?? "paper";
  if (name === doc && next === look && source) return;
  doc = name;
  look = next;
  last = null;
  $("name").textContent = entry?.title ?? (name || "预览");
  document.title = `${entry?.title ?? "预览"} · 预览`;
  document.body.classList.remove("listing");
  $("menu").setAttribute("aria-expanded", "false");
  drawLooks(entry);
  open(doc, look);
  setCurrent(doc);
  listen();
}

function drawLooks(entry) {
  const ways = entry && entry.looks.length > 1 ? entry.looks : [];
  $("looks").replaceChildren(...ways.map((one) => {
    const button = make("button", { ariaPressed: String(one === look) }, WORDS[one]);
    button.addEventListener("click", () => {
      looks.set(doc, one);
      choose(doc);
    });
    return button;
  }));
}

function listen() {
  source?.close();
  say("正在生成……", "working");
  source = new EventSource(`/events?${new URLSearchParams({ doc, look })}`);
  source.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    ({ list: readList, survey: readSurvey, working: () => say("正在更新……", "working"), page: readPage })[event.event]?.(event);
  };
  source.onerror = () => say("预览程序没有在运行", "wrong");
}

async function readList() {
  const found = await fetched("/list.json");
  if (!found?.entries.length) return;
  entries = found.entries;
  setPlan(found.plan);
  setEntries(entries);
  const there = entries.some((one) => one.name === doc);
  if (!doc) choose(entries.some((one) => one.name === wanted()) ? wanted() : entries[0].name);
  else if (there) {
    const entry = entries.find((one) => one.name === doc);
    $("name").textContent = entry.title;
    drawLooks(entry);
    if (!entry.looks.includes(look)) {
      looks.delete(doc);
      choose(doc);
    }
  }
}

let reading = 0;
function readSurvey() {
  clearTimeout(reading);
  reading = setTimeout(async () => {
    const found = await fetched("/survey.json");
    if (!found) return;
    setStates(found.states ?? {});
    setSurvey(found);
  }, AGAIN);
}

function readPage(page) {
  last = page;
  showProblems(page.problems, Boolean(page.token));
  if (page.token) show(page);
  else if (!page.problems.length && doc) {
    open(doc, look);
    show({ ...page, sizes: [] });
  }
  if (page.problems.length && !page.current) say("有错，没有更新", "wrong");
  else if (doc) say(`${page.time} 更新，${page.seconds} 秒`);
}

function say(text, kind = "") {
  $("state").textContent = text;
  $("state").className = kind;
}

// A link of a web page to another document opens it here; nothing else is followed.
function follow(link) {
  const path = new URL(link, `file:///${encodeURI(doc)}`).pathname.slice(1);
  const [, name, format] = /^(.*)\.(\w+)$/.exec(decodeURIComponent(path)) ?? [];
  if (!entries.some((one) => one.name === name && one.formats.includes(format))) return;
  looks.set(name, format === "html" ? "web" : "paper");
  if (name === doc) choose(name);
  else location.hash = encodeURI(name);
}

onLocate(locate);
onLink(follow);
// A browser has few connections to one server: a tab that nobody sees gives its own back.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) source?.close();
  else listen();
});
addEventListener("hashchange", () => choose(wanted()));
$("menu").addEventListener("click", () => {
  const listing = document.body.classList.toggle("listing");
  $("menu").setAttribute("aria-expanded", String(listing));
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    document.body.classList.remove("listing");
    if (innerWidth < 1100) closePanel();
  } else if (event.key === "/" && !event.target.closest("input")) {
    event.preventDefault();
    $("search").focus();
  }
});
if (innerWidth < 1100) closePanel();
else openPanel();
choose("");
readSurvey();
