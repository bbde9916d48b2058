// The web page of the table: search, filters, views. Reads the plain table, which stays as it is for printing, and
// draws what is asked for beside it. All texts go through textContent, never through HTML.
(() => {
  "use strict";
  const plain = document.querySelector("table.分解表");
  const title = document.querySelector("h1");
  const facts = document.querySelector("template").content;
  const phone = matchMedia("(max-width: 599px)");

  // ---- what the table says

  const labels = [...plain.querySelectorAll("thead th:not([colspan])")].map((cell) => cell.textContent);
  const [GOAL, CONTENT, TASK, DEADLINE, LEAD, ASSIST] = labels.keys();

  /** The rows of the body, merged cells spread out. */
  function spread() {
    const rows = [...plain.tBodies].flatMap((body) => [...body.rows]);
    const grid = rows.map(() => []);
    rows.forEach((row, y) => {
      for (const cell of row.cells) {
        let x = 0;
        while (grid[y][x] !== undefined) x++;
        for (let down = 0; down < cell.rowSpan; down++) grid[y + down][x] = cell.textContent;
      }
    });
    return grid;
  }

  const texts = (parent, selector) => [...parent.querySelectorAll(selector)].map((each) => each.textContent);
  const units = texts(facts, "h2");
  const notes = [...facts.querySelectorAll("p")];
  const tasks = spread().map((cells, index) => {
    const due = notes[index].title; // 2017-02-28, or nothing
    const month = due ? `${Number(due.slice(0, 4))}年${Number(due.slice(5, 7))}月` : cells[DEADLINE];
    const leads = texts(notes[index], "b");
    const assists = texts(notes[index], "i").filter((unit) => !leads.includes(unit));
    return { cells, due: due.slice(0, 7) || "9999", month, leads, assists, all: cells.join("\n") };
  });
  const distinct = (values) => [...new Set(values)];
  const months = distinct([...tasks].sort((a, b) => (a.due < b.due ? -1 : Number(a.due > b.due))).map((t) => t.month));
  const goals = distinct(tasks.map((task) => task.cells[GOAL]));

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
    const options = values.map((value) => make("option", { value }, value));
    return field(name, make("select", { name }, make("option", { value: "" }, none), ...options));
  }
  const radio = (value) => make("label", {}, make("input", { type: "radio", name: "视图", value }), make("span", {}, value));

  // ---- the views: groups of [task, role]

  const roleOf = (task, unit) => (task.leads.includes(unit) ? "牵头" : task.assists.includes(unit) ? "协助" : "");
  const alone = (task) => [task, ""];
  const views = {
    全表: {
      columns: [GOAL, CONTENT, TASK, DEADLINE, LEAD, ASSIST],
      merged: true,
      groups: (found) => goals.map((name) => [name, found.filter((task) => task.cells[GOAL] === name).map(alone)]),
    },
    按月: {
      columns: [TASK, GOAL, DEADLINE, LEAD, ASSIST],
      groups: (found) => months.map((name) => [name, found.filter((task) => task.month === name).map(alone)]),
    },
    按单位: {
      columns: ["角色", TASK, GOAL, DEADLINE, LEAD, ASSIST],
      groups: (found) =>
        (wanted.单位 ? [wanted.单位] : units).map((unit) => [
          unit,
          found.map((task) => [task, roleOf(task, unit)]).filter(([, role]) => role && (!wanted.角色 || role === wanted.角色)),
        ]),
    },
  };
  const label = (column) => labels[column] ?? column;
  const value = ([task, role], column) => task.cells[column] ?? role;
  // Where the content of the goal has no column of its own, it is shown only if the search found something in it.
  const hit = ([task], view) => !view.columns.includes(CONTENT) && wanted.pattern?.test(task.cells[CONTENT]);

  function cell(item, column, view) {
    const heads = column === (view.merged ? GOAL : TASK);
    const element = make(heads ? "th" : "td", { class: `列-${label(column)}` });
    if (heads) element.scope = view.merged ? "rowgroup" : "row";
    const box = put(make("div"), value(item, column));
    element.append(box);
    if (column === GOAL && hit(item, view)) element.append(put(make("p"), item[0].cells[CONTENT]));
    return element;
  }

  function table(groups, view) {
    const columns = view.columns.map((column) => make("th", { scope: "col", class: `列-${label(column)}` }, label(column)));
    const bodies = groups.map(([name, items]) => {
      const body = make("tbody");
      if (!view.merged) {
        const count = make("small", {}, ` ${items.length} 项`);
        const head = make("th", { scope: "rowgroup", colspan: view.columns.length, class: "组" }, name, count);
        body.append(make("tr", {}, head));
      }
      const above = {};
      for (const item of items) {
        const row = body.insertRow();
        for (const column of view.columns) {
          const upper = above[column];
          if (view.merged && column !== TASK && upper?.text === value(item, column)) upper.cell.rowSpan++;
          else {
            above[column] = { text: value(item, column), cell: cell(item, column, view) };
            row.append(above[column].cell);
          }
        }
      }
      return body;
    });
    return make("table", { "aria-label": title.textContent }, make("thead", {}, make("tr", {}, ...columns)), ...bodies);
  }

  function cards(groups, view) {
    const list = make("div", { class: "卡片" });
    for (const [name, items] of groups) {
      list.append(make("h2", {}, name, make("small", {}, ` ${items.length} 项`)));
      if (view.merged) list.append(put(make("p"), items[0][0].cells[CONTENT]));
      const entries = items.map((item) => {
        const lines = view.columns
          .filter((column) => value(item, column) && column !== CONTENT)
          .map((column) => make("div", {}, make("dt", {}, label(column)), put(make("dd"), value(item, column))));
        if (hit(item, view)) lines.push(make("div", {}, make("dt", {}, labels[CONTENT]), put(make("dd"), item[0].cells[CONTENT])));
        return make("li", {}, make("dl", {}, ...lines));
      });
      list.append(make("ul", { role: "list" }, ...entries));
    }
    return list;
  }

  // ---- what is asked for: the form, the same in the address

  const search = make("input", { type: "search", name: "搜索", autocomplete: "off" });
  const clear = make("button", { type: "button" }, "清除条件");
  const status = make("p", { role: "status", "aria-live": "polite" });
  const result = make("section", { id: "结果", class: "结果", tabindex: "-1", "aria-label": "任务" });
  const skip = make("a", { href: "#结果", class: "网页 跳过" }, "跳到任务");
  const form = make(
    "form",
    { role: "search", "aria-label": "查找任务" },
    field("搜索", search),
    choice("单位", "全部单位", units),
    choice("角色", "不限", ["牵头", "协助"]),
    choice("月份", "全部月份", months),
    choice("目标", "全部目标", goals),
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
    const involved = { 牵头: task.leads, 协助: task.assists }[wanted.角色] ?? [...task.leads, ...task.assists];
    return (
      (wanted.单位 ? involved.includes(wanted.单位) : involved.length > 0 || !wanted.角色) &&
      (!wanted.月份 || task.month === wanted.月份) &&
      (!wanted.目标 || task.cells[GOAL] === wanted.目标) &&
      wanted.terms.every((term) => term.test(task.all))
    );
  }

  function draw() {
    ask();
    const view = views[wanted.视图];
    const found = tasks.filter(fits);
    const groups = view.groups(found).filter(([, items]) => items.length);
    const all = `共 ${tasks.length} 项任务`;
    status.textContent = found.length === tasks.length ? all : `找到 ${found.length} 项，${all}`;
    clear.disabled = !["搜索", "单位", "角色", "月份", "目标"].some((name) => wanted[name]);
    const nothing = make("p", {}, "没有符合条件的任务。");
    result.replaceChildren(found.length ? (phone.matches ? cards : table)(groups, view) : nothing);
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
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  clear.addEventListener("click", () => {
    const { 视图 } = wanted;
    form.reset();
    form.elements.视图.value = 视图;
    changed();
    search.focus();
  });
  skip.addEventListener("click", (event) => { event.preventDefault(); result.focus(); });
  addEventListener("hashchange", fromAddress);
  phone.addEventListener("change", draw);

  const files = document.querySelector("nav");
  const bar = make("div", { class: "网页" }, files, form, status, result);
  const main = make("main");
  plain.before(main);
  main.append(title, bar, plain);
  document.body.prepend(skip);
  document.documentElement.classList.add("可查");
  fromAddress();
})();
