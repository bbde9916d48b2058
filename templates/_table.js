// The web page of the table: search, filters, views. Reads the plain table, which stays as it is for printing, and
// draws what is asked for beside it. All texts go through textContent, never through HTML.
(() => {
  "use strict";
  const plain = document.querySelector("table.分解表");
  const title = document.querySelector("h1");
  const facts = document.querySelector("template").content;
  const narrow = matchMedia("(max-width: 899px)"); // cards in place of the table
  const phone = matchMedia("(max-width: 599px)"); // the filters are folded

  // ---- what the table says

  const [GOAL, CONTENT, TASK, DEADLINE, LEAD, ASSIST] = ["工作目标", "工作内容", "具体任务", "完成时间", "责任主体", "协助单位"];
  /** What a column is called → its word: an office may have its own. */
  const words = new Map([...facts.querySelectorAll("h3")].map((each) => [each.textContent, each.title]));
  const word = (label) => words.get(label) ?? label;
  const MAIN = "主责";
  const roles = new Map([...facts.querySelectorAll("h4")].map((each) => [each.title, each.textContent]));
  const called = (role) => roles.get(role) ?? role;
  const NOWHERE = "其他任务"; // what has no goal
  const ROLE = "角色"; // stands in no table; a task has it for a unit

  /** Rows of cells, merged ones spread out. */
  function spread(rows) {
    const grid = rows.map(() => []);
    rows.forEach((row, y) => {
      for (const cell of row.cells) {
        let x = 0;
        while (grid[y][x] !== undefined) x++;
        for (let down = 0; down < cell.rowSpan; down++)
          for (let right = 0; right < cell.colSpan; right++) grid[y + down][x + right] = cell.textContent;
      }
    });
    return grid;
  }

  const texts = (parent, selector) => [...parent.querySelectorAll(selector)].map((each) => each.textContent);
  const units = texts(facts, "h2");
  const notes = [...facts.querySelectorAll("p")];
  const distinct = (values) => [...new Set(values)];
  const widths = [...plain.querySelectorAll("col")].map((each) => each.style.width);
  const heads = spread([...plain.tHead.rows]).at(-1);
  const labels = heads.map(word);
  const tasks = spread([...plain.tBodies].flatMap((body) => [...body.rows])).map((row, index) => {
    const cells = Object.fromEntries(labels.map((label, place) => [label, row[place]]));
    const limit = notes[index].title; // 2017-02-28, or why there is no last day: 定期, 长期, 待定, 未明确
    const due = /^\d/.test(limit) ? limit : "";
    const month = due ? `${Number(due.slice(0, 4))}年${Number(due.slice(5, 7))}月` : limit;
    const mains = distinct(texts(notes[index], "em"));
    const leads = distinct([...mains, ...texts(notes[index], "b")]);
    const assists = distinct(texts(notes[index], "i")).filter((unit) => !leads.includes(unit));
    return { cells, goal: notes[index].dataset.goal ?? cells[GOAL] ?? "", due: due.slice(0, 7) || "9999", month, mains, leads, assists, all: row.join("\n") };
  });
  const months = distinct([...tasks].sort((a, b) => (a.due < b.due ? -1 : Number(a.due > b.due))).map((t) => t.month));
  const goals = distinct(tasks.map((task) => task.goal));

  // ---- small makers of elements

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** The text in an element, what was searched for in <mark>. */
  function put(element, text) {
    const parts = wanted.pattern ? text.split(wanted.pattern) : [text];
    element.append(...parts.map((part, index) => (index % 2 ? make("mark", {}, part) : part)));
    return element;
  }

  const field = (label, control) => make("label", {}, make("span", {}, label), control);
  function choice(name, none, values) {
    const options = values.map((value) => make("option", { value }, name === ROLE ? called(value) : value));
    return field(name, make("select", { name }, make("option", { value: "" }, none), ...options));
  }
  const radio = (value) => make("label", {}, make("input", { type: "radio", name: "视图", value }), make("span", {}, value));

  // ---- the views: groups of [task, role]

  /** The columns of the whole table are as they are there; elsewhere what is to be done comes first. */
  const known = [GOAL, CONTENT, TASK, DEADLINE, LEAD, ASSIST];
  const others = labels.filter((label) => !known.includes(label));
  const contents = labels.filter((label) => [CONTENT, "二级内容", "三级内容"].includes(label));
  const columns = (...first) => [
    ...first.filter((name) => name === ROLE || labels.includes(name)),
    ...labels.filter((label) => !first.includes(label) && !contents.includes(label)),
  ];

  /** `places` tells in which groups a task stands, and in which role. */
  const views = {
    全表: {
      columns: labels,
      merged: true,
      names: () => goals,
      places: (task) => [[task.goal, ""]],
    },
    按月: {
      columns: columns(TASK),
      names: () => months,
      places: (task) => [[task.month, ""]],
    },
    按单位: {
      columns: columns(ROLE, TASK),
      names: () => (wanted.单位 ? [wanted.单位] : units),
      places: (task) =>
        [...task.leads.map((unit) => [unit, task.mains.includes(unit) ? MAIN : "牵头"]), ...task.assists.map((unit) => [unit, "协助"])].filter(
          ([, role]) => !wanted.角色 || role === wanted.角色,
        ),
    },
  };

  function grouped(found, view) {
    const groups = new Map(view.names().map((name) => [name, []]));
    for (const task of found) for (const [name, role] of view.places(task)) groups.get(name)?.push([task, role]);
    return [...groups].filter(([, items]) => items.length);
  }

  const value = ([task, role], column) => (column === ROLE ? called(role) : task.cells[column]);
  // Where the content of the goal has no column of its own, it is shown only if the search found something in it.
  const content = (task) => contents.map((label) => task.cells[label]).join("\n");
  const hit = ([task], view) => contents.length && !view.columns.includes(contents[0]) && wanted.pattern?.test(content(task));

  /** How many rows each item's cell spans: those below with the same text; 0 where one above covers it. */
  function spans(items, column, view) {
    const heights = items.map(() => 0);
    let top = 0;
    items.forEach((item, index) => {
      if (!view.merged || column === TASK || value(item, column) !== value(items[top], column)) top = index;
      heights[top]++;
    });
    return heights;
  }

  function cell(item, column, view, height) {
    const names = column === (view.merged && labels.includes(GOAL) ? GOAL : TASK);
    const element = make(names ? "th" : "td", { class: `列-${column}` });
    if (names) element.scope = view.merged ? "rowgroup" : "row";
    if (height > 1) element.rowSpan = height;
    const box = put(make("div"), value(item, column));
    element.append(box);
    if (column === GOAL && hit(item, view)) element.append(put(make("p"), content(item[0])));
    return element;
  }

  // Each of these draws into the result; it rests after each task, and whoever runs it decides when it goes on.

  function* table(groups, view) {
    const titles = view.columns.map((column) => make("th", { scope: "col", class: `列-${column}` }, heads[labels.indexOf(column)] ?? column));
    const wide = others.length > 0; // then what stands in them decides, as in the whole table
    const width = (column) => `width: ${column === ROLE ? "6%" : widths[labels.indexOf(column)]}`;
    const cols = wide ? [make("colgroup", {}, ...view.columns.map((column) => make("col", { style: width(column) })))] : [];
    const drawn = make("table", { "aria-label": title.textContent, class: wide ? "多栏" : "" }, ...cols, make("thead", {}, make("tr", {}, ...titles)));
    result.replaceChildren(drawn);
    for (const [name, items] of groups) {
      const body = drawn.createTBody();
      if (!view.merged) {
        const count = make("small", {}, ` ${items.length} 项`);
        const head = make("th", { scope: "rowgroup", colspan: view.columns.length, class: "组" }, name, count);
        body.append(make("tr", {}, head));
      }
      const heights = view.columns.map((column) => spans(items, column, view));
      for (const [index, item] of items.entries()) {
        const cells = view.columns.map((column, x) => heights[x][index] && cell(item, column, view, heights[x][index]));
        body.append(make("tr", {}, ...cells.filter(Boolean)));
        yield;
      }
    }
  }

  /** A task under its own heading; what the heading of its group says is not said again. */
  function card(item, group, view) {
    const line = (name, text) => make("div", {}, make("dt", {}, heads[labels.indexOf(name)] ?? name), put(make("dd"), text));
    const lines = view.columns
      .filter((column) => ![TASK, CONTENT].includes(column) && ![undefined, "", group, ...([DEADLINE, LEAD, ASSIST].includes(column) ? [] : ["—"])].includes(value(item, column)))
      .map((column) => line(column, value(item, column)));
    if (hit(item, view)) lines.push(line(CONTENT, content(item[0])));
    const head = labels.includes(TASK) ? [put(make("h3", { class: `列-${TASK}` }), value(item, TASK))] : [];
    return make("li", {}, ...head, make("dl", {}, ...lines));
  }

  function* cards(groups, view) {
    const list = make("div", { class: "卡片" });
    result.replaceChildren(list);
    for (const [name, items] of groups) {
      const head = put(make("h2"), name || NOWHERE);
      head.append(make("small", {}, ` ${items.length} 项`));
      list.append(head);
      const said = items[0][0].cells[CONTENT];
      if (view.merged && said) list.append(put(make("p"), said));
      const entries = make("ul", { role: "list" });
      list.append(entries);
      for (const item of items) {
        entries.append(card(item, name, view));
        yield;
      }
    }
  }

  function* nothing() {
    result.replaceChildren(make("p", {}, "没有符合条件的任务。"));
  }

  // ---- when it is drawn: typing never waits for a table of thousands of tasks

  const PAUSE = 150; // ms after the last key until what was typed counts
  const SCREEN = 50; // tasks that are drawn at once
  const REST = 400; // ms until the others follow, so that somebody who types on has few of them to remove again
  const SLICE = 20; // tasks that are drawn between two frames
  const FRAME = 16; // ms
  let timer;

  /** The one thing that is to be done next; whatever was to be done before is not. */
  function later(wait, step) {
    result.setAttribute("aria-busy", "true");
    clearTimeout(timer);
    timer = setTimeout(step, wait);
  }

  function run(steps, count, wait) {
    for (let drawn = 0; drawn < count; drawn++) if (steps.next().done) return result.removeAttribute("aria-busy");
    later(wait, () => run(steps, SLICE, FRAME));
  }

  // ---- what is asked for: the form, the same in the address

  const search = make("input", { type: "search", name: "搜索", autocomplete: "off" });
  const clear = make("button", { type: "button" }, "清除条件");
  const status = make("p", { role: "status", "aria-live": "polite" });
  const result = make("section", { id: "结果", class: "结果", tabindex: "-1", "aria-label": "任务" });
  const skip = make("a", { href: "#结果", class: "网页 跳过" }, "跳到任务");
  const filters = ["单位", "角色", "月份", ...(goals.some(Boolean) ? ["目标"] : [])];
  const summary = make("summary");
  const fold = make(
    "details",
    {},
    summary,
    make(
      "div",
      {},
      choice("单位", "全部单位", units),
      choice("角色", "不限", [...(tasks.some((task) => task.mains.length) ? [MAIN] : []), "牵头", "协助"]),
      choice("月份", "全部月份", months),
      ...(goals.some(Boolean) ? [choice("目标", "全部目标", goals.filter(Boolean))] : []),
    ),
  );
  const form = make(
    "form",
    { role: "search", "aria-label": "查找任务" },
    field("搜索", search),
    fold,
    clear,
    make("fieldset", {}, make("legend", {}, "视图"), ...Object.keys(views).map(radio)),
  );
  let wanted;

  function ask() {
    wanted = Object.fromEntries(new FormData(form));
    const terms = wanted.搜索.split(/\s+/).filter(Boolean);
    const safe = terms.map((term) => term.replace(/[.*+?^$()|[\]\\{}]/g, "\\$&")).sort((a, b) => b.length - a.length);
    wanted.terms = safe.map((term) => new RegExp(term, "i"));
    wanted.pattern = safe.length ? new RegExp(`(${safe.join("|")})`, "i") : null;
  }

  function fits(task) {
    const involved = { 主责: task.mains, 牵头: task.leads.filter((unit) => !task.mains.includes(unit)), 协助: task.assists }[wanted.角色] ?? [...task.leads, ...task.assists];
    return (
      (wanted.单位 ? involved.includes(wanted.单位) : involved.length > 0 || !wanted.角色) &&
      (!wanted.月份 || task.month === wanted.月份) &&
      (!wanted.目标 || task.goal === wanted.目标) &&
      wanted.terms.every((term) => term.test(task.all))
    );
  }

  function draw() {
    ask();
    const view = views[wanted.视图];
    const found = tasks.filter(fits);
    const all = `共 ${tasks.length} 项任务`;
    status.textContent = found.length === tasks.length ? all : `找到 ${found.length} 项，${all}`;
    const chosen = filters.map((name) => (name === ROLE ? called(wanted[name]) : wanted[name])).filter(Boolean);
    clear.disabled = !chosen.length && !wanted.搜索;
    summary.textContent = chosen.length ? `筛选：${chosen.join("、")}` : "筛选"; // it is read while the filters are folded
    clearTimeout(timer);
    const draws = found.length ? (narrow.matches ? cards : table) : nothing;
    run(draws(grouped(found, view), view), SCREEN, REST);
  }

  function toAddress() {
    const kept = [...new FormData(form)].filter(([name, text]) => text.trim() && !(name === "视图" && text === "全表"));
    const hash = kept.map(([name, text]) => `${name}=${text.replace(/[%&+#\s]/g, encodeURIComponent)}`).join("&");
    history.replaceState(null, "", location.pathname + location.search + (hash && `#${hash}`));
  }

  function fromAddress() {
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const control of form.querySelectorAll("select, input")) {
      const text = asked.get(control.name) ?? "";
      if (control.type === "radio") control.checked = control.value === (text in views ? text : "全表");
      else control.value = text;
      if (control.selectedIndex < 0) control.selectedIndex = 0; // no such unit, month or goal
    }
    draw();
  }

  const changed = () => { draw(); toAddress(); };
  const typed = () => later(PAUSE, changed);
  form.addEventListener("input", (event) => {
    if (event.target !== search) changed();
    else if (!event.isComposing) typed(); // the letters of pinyin are not yet what is searched for
  });
  search.addEventListener("compositionend", typed);
  form.addEventListener("submit", (event) => { event.preventDefault(); changed(); });
  clear.addEventListener("click", () => {
    const { 视图 } = wanted;
    form.reset();
    form.elements.视图.value = 视图;
    changed();
    search.focus();
  });
  skip.addEventListener("click", (event) => { event.preventDefault(); result.focus(); });
  addEventListener("hashchange", fromAddress);
  narrow.addEventListener("change", draw);
  const unfold = () => { fold.open = !phone.matches; };
  phone.addEventListener("change", unfold);

  const issuer = document.querySelector("header");
  const files = document.querySelector("nav");
  const bar = make("div", { class: "网页" }, files, form, status, result);
  const main = make("main");
  plain.before(main);
  main.append(title, issuer, bar, plain);
  document.body.prepend(skip);
  document.documentElement.classList.add("可查");
  unfold();
  fromAddress();
})();
