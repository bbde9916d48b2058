// 看板: the list behind each number. A number is a link; what it asks for stands in the address, so that a list can be
// sent on and the browser's back closes it. All texts go through textContent, never through HTML.
(() => {
  "use strict";
  const told = JSON.parse(document.getElementById("数据").textContent);
  const tasks = told.任务;
  const root = document.documentElement;
  const numbers = new Map(told.单位.map((name, number) => [name, number]));

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  // ---- what can be asked for

  const within = (key, inner) => inner === key || inner.startsWith(`${key}.`);
  /** Key in the address → whether a task is asked for by its value. */
  const asks = {
    灯: (task, value) => task.灯 === value,
    状态: (task, value) => task.状态 === value,
    单位: (task, value, wanted) => (wanted.角色 === "协助" ? task.协助 : task.牵头)?.includes(numbers.get(value)) ?? false,
    角色: () => true, // goes with the unit
    目标: (task, value) => within(value, task.目标),
    日: (task, value) => (value === "无" ? !task.日 : (task.日?.includes(value) ?? false)),
    月: (task, value) => task.日?.some((day) => day.startsWith(value)) ?? false,
    到: (task, value) => Boolean(task.末) && task.末 <= value,
    完成: (task) => task.状态 === "已完成" || task.状态 === "已办结",
    变化: (task) => task.变 !== undefined,
    问题: (task) => Boolean(task.问题),
    申请: (task) => Boolean(task.申请),
    关注: (task) => Boolean(task.关注),
    任务: (task, value) => task.编号 === value,
    全部: () => true,
  };
  const dayText = (day) => day.replace(/^(\d+)-0?(\d+)(?:-0?(\d+))?$/, (_, year, month, date) => `${year}年${month}月${date ? `${date}日` : ""}`);
  const goalText = (key) => told.目标[key] ?? key;
  /** How the head of the list says what is asked for. */
  const says = {
    目标: goalText,
    角色: () => "协助",
    日: (value) => (value === "无" ? "没有到期的日子" : `${dayText(value)}到期`),
    月: (value) => `${dayText(value)}到期`,
    到: (value) => `${dayText(value)}以前到期`,
    完成: () => "完成",
    变化: () => "收表以来有变化",
    问题: () => "有问题",
    申请: () => "申请延期",
    关注: () => "需要督办",
    任务: (value) => `任务${value}`,
    全部: () => "全部任务",
  };
  const LIST = "名单"; // of units, not of tasks
  const SEARCH = "搜索";
  const known = [...Object.keys(asks), LIST, SEARCH];

  let terms = [];
  const hay = new Map();
  /** All that is said of a task, in small letters. */
  function text(task) {
    if (!hay.has(task)) {
      const units = [...(task.牵头 ?? []), ...(task.协助 ?? [])].map((number) => told.单位[number]);
      const said = (task.报 ?? []).flat();
      hay.set(task, [task.编号, task.内容, task.时间, goalText(task.目标), task.灯, task.状态, ...units, ...said].join("\n").toLowerCase());
    }
    return hay.get(task);
  }
  const fits = (wanted) => (task) =>
    Object.entries(wanted).every(([key, value]) => !(key in asks) || asks[key](task, value, wanted)) && terms.every((term) => text(task).includes(term));

  // ---- the drawer

  const heading = make("h2", { id: "名单题", tabindex: "-1" });
  const chips = make("p", { class: "条件" });
  const search = make("input", { type: "search", "aria-label": "在名单里查找", placeholder: "查找任务、单位、进展", autocomplete: "off" });
  const close = make("button", { type: "button", class: "关闭", "aria-label": "关闭名单" }, "×");
  const status = make("p", { role: "status", class: "项数" });
  const list = make("ul", { role: "list", class: "任务单", tabindex: "0", "aria-labelledby": "名单题" });
  const drawer = make("dialog", { class: "抽屉", "aria-labelledby": "名单题" }, make("div", { class: "抽屉头" }, heading, close, search, chips, status), list);
  document.body.append(drawer);

  const put = (element, said) => {
    if (!terms.length) return element.append(said), element;
    const pattern = new RegExp(`(${terms.map((term) => term.replace(/[.*+?^$()|[\]\\{}]/g, "\\$&")).join("|")})`, "i");
    element.append(...String(said).split(pattern).map((part, index) => (index % 2 ? make("mark", {}, part) : part)));
    return element;
  };
  const mark = (kind, said) => make("span", { class: `${kind} 色-${told.色[said] ?? "灰"}` }, said);
  const left = (days) => (days === undefined ? "" : days < 0 ? `逾期 ${-days} 天` : days ? `还有 ${days} 天` : "今天到期");

  function card(task) {
    const names = (list = []) => list.map((number) => told.单位[number]).join("、");
    const lines = [
      ["时限", [task.时间, task.延 && `延期至${task.延}`, left(task.余)].filter(Boolean).join("，")],
      ["牵头", names(task.牵头)],
      ["协助", names(task.协助)],
      ["目标", task.目标 === "0" ? "" : goalText(task.目标)],
      ["变化", task.变 && `${task.变} → ${task.状态}${task.比 ?? ""}`],
      ["审核", task.审],
    ];
    const rows = lines.filter(([, said]) => said).map(([name, said]) => make("div", {}, make("dt", {}, name), put(make("dd"), said)));
    for (const [unit, state, day, situation, trouble, wish] of task.报 ?? []) {
      const said = [`${state}${day ? `（${dayText(day)}）` : ""}`, situation, trouble && `问题：${trouble}`, wish && `申请延期至${wish}`];
      rows.push(make("div", {}, put(make("dt"), unit), put(make("dd"), said.filter(Boolean).join("\n"))));
    }
    const head = make("h3", {}, make("span", { class: "号" }, task.编号), " ");
    const marks = make("p", { class: "标" }, mark("灯", task.灯), ...(task.状态 === task.灯 ? [] : [mark("态", task.状态)]), task.比 ?? "");
    return make("li", {}, put(head, task.内容), marks, make("dl", {}, ...rows));
  }

  const unitCard = (name) => make("li", {}, make("h3", {}, numbers.has(name) ? make("a", { href: address({ 单位: name }) }, name) : name));

  // Lists of thousands are drawn in slices, so that what was clicked is there at once.
  const SLICE = 40;
  const PAUSE = 150; // ms after the last key until what was typed counts
  let timer = 0;
  function fill(items, draw) {
    clearTimeout(timer);
    list.replaceChildren();
    list.setAttribute("aria-busy", "true");
    let drawn = 0;
    const next = () => {
      list.append(...items.slice(drawn, drawn + SLICE).map(draw));
      drawn += SLICE;
      if (drawn < items.length) timer = setTimeout(next, 16);
      else list.removeAttribute("aria-busy");
    };
    next();
  }

  // ---- the address

  const address = (wanted) => `#${Object.entries(wanted).map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&")}`;
  const asked = () => Object.fromEntries([...new URLSearchParams(location.hash.slice(1))].filter(([key]) => known.includes(key)));
  let opener = null;

  function show() {
    const wanted = asked();
    if (!Object.keys(wanted).length) return shut();
    const { [SEARCH]: looked = "", ...rest } = wanted;
    terms = looked.toLowerCase().split(/\s+/).filter(Boolean);
    if (document.activeElement !== search) search.value = looked;
    const words = Object.entries(rest).filter(([key]) => key !== LIST);
    const units = rest[LIST] !== undefined;
    heading.textContent = units ? "还没有填报的单位" : words.map(([key, value]) => says[key]?.(value) ?? value).join(" · ") || "全部任务";
    chips.replaceChildren(
      ...(words.length > 1 ? words : []).map(([key, value]) => {
        const others = Object.fromEntries(Object.entries(wanted).filter(([other]) => other !== key));
        const word = says[key]?.(value) ?? value;
        return make("a", { href: address(others), "aria-label": `去掉条件：${word}` }, `${word} ×`);
      }),
    );
    const found = units ? told.未填报.filter((name) => terms.every((term) => name.toLowerCase().includes(term))) : tasks.filter(fits(rest));
    status.textContent = `${found.length} ${units ? "个单位" : "项任务"}`;
    fill(found, units ? unitCard : card);
    if (!drawer.open) {
      opener = document.activeElement;
      drawer.showModal();
      root.classList.add("开着");
      (rest.全部 && Object.keys(wanted).length === 1 ? search : heading).focus();
    }
    list.scrollTop = 0;
  }

  let expected = 0; // closings that are ours
  /** Close the drawer; the browser tells of it later, when the next may be open. */
  function shut() {
    if (!drawer.open) return;
    expected++;
    drawer.close();
    root.classList.remove("开着");
    if (opener?.isConnected) opener.focus({ preventScroll: true });
  }
  /** Back to the page: the address of the list goes, and back leads to it again. */
  function leave() {
    shut();
    if (location.hash) history.pushState(null, "", location.pathname + location.search);
  }
  addEventListener("hashchange", show);
  drawer.addEventListener("cancel", (event) => { event.preventDefault(); leave(); });
  drawer.addEventListener("close", () => {
    if (expected) expected--;
    else { root.classList.remove("开着"); leave(); } // closed by the browser itself
  });
  close.addEventListener("click", leave);
  drawer.addEventListener("click", (event) => event.target === drawer && leave());
  let typing = 0;
  search.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      const { [SEARCH]: _, ...rest } = asked();
      const wanted = search.value.trim() ? { ...rest, [SEARCH]: search.value.trim() } : rest;
      history.replaceState(null, "", address(Object.keys(wanted).length ? wanted : { 全部: "有" }));
      show();
    }, PAUSE);
  });

  // ---- tools in the head

  const find = make("a", { class: "工具", href: "#全部=%E6%9C%89", "aria-keyshortcuts": "/" }, "查找任务", make("kbd", { "aria-hidden": "true" }, "/"));
  const shade = make("button", { type: "button", class: "工具" });
  const print = make("button", { type: "button", class: "工具" }, "打印");
  const tell = () => { shade.textContent = root.dataset.theme === "dark" ? "浅色" : "深色"; };
  shade.addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("看板-明暗", root.dataset.theme === "dark" ? "暗" : "明"); } catch { /* a file that may keep nothing */ }
    tell();
  });
  print.addEventListener("click", () => window.print());
  tell();
  document.querySelector("header").append(make("nav", { "aria-label": "工具" }, find, shade, print));
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    event.preventDefault();
    if (drawer.open) search.focus();
    else find.click();
  });

  // ---- the rows that the page leaves out where there are many

  for (const more of document.querySelectorAll("button[data-more]")) {
    const body = document.querySelector(`table[data-rows="${more.dataset.more}"]`).tBodies[0];
    more.hidden = false;
    more.addEventListener("click", () => {
      const rows = told.其余[more.dataset.more];
      const counts = (key, name, row) => row.map((number, place) => make("td", place && !number ? { class: "零格" } : place ? { "data-name": told.各类[place - 1] } : {}, number ? make("a", { class: "数", href: address(place ? { [key]: name, 灯: told.各类[place - 1] } : { [key]: name }) }, number) : make("span", { class: "零" }, "·")));
      let drawn = 0;
      const next = () => {
        const some = rows.slice(drawn, (drawn += 100));
        body.append(...some.map(([name, label, ...row]) => make("tr", {}, make("th", { scope: "row" }, label), make("td", { class: "条格" }), ...counts(more.dataset.more, name, row))));
        if (drawn < rows.length) setTimeout(next, 16);
      };
      next();
      more.parentElement.remove();
    });
  }

  show();
})();
