// The document itself: images of its pages, or the web page in a frame; what is scrolled to stays where it is.

import { $, make } from "./dom.js";

const STEPS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];
const POINT = 96 / 72; // pixels at 100 %
const kept = new Map(); // document and look → where it was scrolled to
let zoom = 0; // 0 = as wide as the window
let now = { doc: "", look: "", token: "", sizes: [] };
let frame = null;
let located = () => {};
let followed = () => {};

export function onLocate(callback) {
  located = callback;
}

export function onLink(callback) {
  followed = callback;
}

export function open(doc, look) {
  kept.set(key(), $("stage").scrollTop);
  now = { doc, look, token: "", sizes: [] };
  frame = null;
  $("pages").replaceChildren();
  $("frames").replaceChildren();
  $("note").hidden = true;
  $("zoom").hidden = look !== "paper";
}

export function show(page) {
  const begun = !now.token;
  $("note").textContent = page.note;
  $("note").hidden = !page.note;
  if (page.token === now.token) return;
  now = { ...now, token: page.token, sizes: page.sizes };
  if (now.look === "paper") showPages(begun);
  else showFrame();
}

const key = () => `${now.look} ${now.doc}`;

// ---- paper

const observer = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    target.near = isIntersecting;
    if (isIntersecting) load(target);
  }
}, { root: $("stage"), rootMargin: "800px 0px" });

function showPages(begun) {
  const pages = $("pages");
  while (pages.children.length > now.sizes.length) pages.lastChild.remove();
  while (pages.children.length < now.sizes.length) {
    const page = make("figure", { className: "page" });
    page.addEventListener("click", (event) => clicked(page, event));
    pages.append(page);
    observer.observe(page);
  }
  size();
  for (const page of pages.children) if (page.near) load(page);
  if (begun) $("stage").scrollTop = kept.get(key()) ?? 0;
}

function size() {
  const pages = [...$("pages").children];
  const scale = scaled();
  pages.forEach((page, number) => {
    const [width, height] = now.sizes[number];
    page.number = number;
    page.style.width = `${Math.round(width * scale)}px`;
    page.style.height = `${Math.round(height * scale)}px`;
  });
  $("fit").textContent = zoom ? `${Math.round(zoom * 100)}%` : "适宽";
  $("fit").setAttribute("aria-pressed", String(!zoom));
}

function scaled() {
  if (zoom) return zoom * POINT;
  const room = $("stage").clientWidth - 2 * parseFloat(getComputedStyle($("pages")).paddingLeft);
  const widest = Math.max(...now.sizes.map(([width]) => width), 1);
  return Math.min(Math.max(room, 200) / widest, 2 * POINT);
}

// The old image stays until the new one is there.
async function load(page) {
  const wanted = scaled() * devicePixelRatio;
  const query = new URLSearchParams({ token: now.token, n: page.number, scale: wanted.toFixed(2) });
  const source = `/page.png?${query}`;
  if (page.source === source || !now.token) return;
  page.source = source;
  const image = make("img", { alt: `第 ${page.number + 1} 页`, src: source, draggable: false });
  try {
    await image.decode();
  } catch {
    if (page.source === source) page.source = "";
    return;
  }
  if (page.source === source) {
    page.replaceChildren(image);
    page.dataset.token = new URLSearchParams(source.split("?")[1]).get("token");
  }
}

function clicked(page, event) {
  const box = page.getBoundingClientRect();
  const scale = box.width / now.sizes[page.number][0];
  const [x, y] = [(event.clientX - box.left) / scale, (event.clientY - box.top) / scale];
  located({ doc: now.doc, token: page.dataset.token ?? now.token, n: page.number, x: x.toFixed(1), y: y.toFixed(1) });
}

function setZoom(next) {
  const stage = $("stage");
  const place = stage.scrollTop / stage.scrollHeight;
  zoom = next;
  size();
  stage.scrollTop = place * stage.scrollHeight;
  for (const page of $("pages").children) if (page.near) load(page);
}

function nextZoom(step) {
  const at = zoom || scaled() / POINT;
  const further = step > 0 ? STEPS.filter((one) => one > at + 0.01) : STEPS.filter((one) => one < at - 0.01).reverse();
  setZoom(further[0] ?? (step > 0 ? STEPS.at(-1) : STEPS[0]));
}

$("smaller").addEventListener("click", () => nextZoom(-1));
$("larger").addEventListener("click", () => nextZoom(1));
$("fit").addEventListener("click", () => setZoom(0));
new ResizeObserver(() => {
  if (now.look === "paper" && now.sizes.length && !zoom) setZoom(0);
}).observe($("stage"));

// ---- web

const states = new Map(); // document → { scroll, hash } of its web page

function showFrame() {
  const state = states.get(now.doc) ?? { scroll: [0, 0], hash: "" };
  const query = new URLSearchParams({ doc: now.doc, look: "web", v: now.token });
  const coming = make("iframe", { title: now.doc, className: frame ? "coming" : "", sandbox: "allow-scripts" });
  coming.src = `/web?${query}${state.hash}`;
  for (const other of [...$("frames").children]) if (other !== frame) other.remove();
  $("frames").append(coming);
}

addEventListener("message", (event) => {
  const from = [...$("frames").children].find((one) => one.contentWindow === event.source);
  const said = event.data;
  if (!from || typeof said !== "object" || said === null) return;
  if (said.ready) {
    const scroll = states.get(now.doc)?.scroll ?? [0, 0];
    from.contentWindow.postMessage({ scroll }, "*");
  } else if (said.placed) {
    for (const other of [...$("frames").children]) if (other !== from) other.remove();
    from.className = "";
    frame = from;
  } else if (Array.isArray(said.scroll) && from === frame) {
    states.set(now.doc, { scroll: said.scroll.map(Number), hash: String(said.hash) });
  } else if (said.link && from === frame) {
    followed(String(said.link));
  } else if (said.click && from === frame) {
    located({ doc: now.doc, before: String(said.click.before), after: String(said.click.after) });
  }
});
