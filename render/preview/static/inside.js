// Goes into a web view: tells where it is clicked and how far it is scrolled; it knows nothing else of the preview.
(() => {
  const AROUND = 60;
  const CONTROLS = "button, input, select, textarea, label, summary, option";
  const tell = (message) => parent.postMessage(message, "*");
  let told = 0;
  const state = () => tell({ scroll: [scrollX, scrollY], hash: location.hash });

  addEventListener("scroll", () => {
    clearTimeout(told);
    told = setTimeout(state, 50);
  }, { passive: true });
  addEventListener("hashchange", state);
  document.addEventListener("change", () => setTimeout(state, 300));
  document.addEventListener("input", () => setTimeout(state, 300));

  addEventListener("message", (event) => {
    if (event.source !== parent || !event.data?.scroll) return;
    scrollTo({ left: event.data.scroll[0], top: event.data.scroll[1], behavior: "instant" });
    requestAnimationFrame(() => tell({ placed: true }));
    setTimeout(() => tell({ placed: true }), 100); // frames that are not seen draw nothing
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]")?.getAttribute("href");
    if (link?.startsWith("#")) return;
    if (link !== undefined) {
      event.preventDefault();
      tell({ link });
      return;
    }
    if (event.target.closest(CONTROLS) || !getSelection().isCollapsed) return;
    const [node, offset] = at(event.clientX, event.clientY);
    if (node) tell({ click: around(node, offset) });
  });

  function at(x, y) {
    if (document.caretPositionFromPoint) {
      const place = document.caretPositionFromPoint(x, y);
      return [place?.offsetNode, place?.offset];
    }
    const range = document.caretRangeFromPoint(x, y);
    return [range?.startContainer, range?.startOffset];
  }

  function around(node, offset) {
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (one) =>
      one.parentElement.closest("script, style") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const own = node.nodeType === Node.TEXT_NODE ? node : node.childNodes[offset] ?? node;
    if (own !== node) offset = 0;
    let before = "";
    let after = "";
    for (let one = walker.nextNode(); one; one = walker.nextNode()) texts.push(one);
    const inside = (one) => one === own || own.contains?.(one);
    const first = texts.findIndex(inside);
    if (first < 0) return { before, after };
    before = texts[first].data.slice(0, offset);
    after = texts[first].data.slice(offset);
    const plain = (text) => text.replace(/\s/g, "").length;
    for (let n = first - 1; n >= 0 && plain(before) < AROUND; n -= 1) before = texts[n].data + before;
    for (let n = first + 1; n < texts.length && plain(after) < AROUND; n += 1) after += texts[n].data;
    return { before: before.replace(/\s+/g, "").slice(-AROUND), after: after.replace(/\s+/g, "").slice(0, AROUND) };
  }

  const ready = () => tell({ ready: true });
  if (document.readyState === "complete") ready();
  else addEventListener("load", ready);
})();
