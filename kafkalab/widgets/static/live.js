// The live view in the browser: draws a scene of keyed marks, moves those that are there already, says how fresh they are,
// and opens a panel with a record's contents. Everything it draws was laid out, worded and escaped in Python.

const SVG = "http://www.w3.org/2000/svg";
const LOST_AFTER = 4000; // ms without a heartbeat, of which Python sends one a second
const SAVED_AFTER = 2500; // ms after which a view that never had one is a saved picture
const SAY_EVERY = 5000; // ms between two announcements to screen readers

function element(name, attributes = {}, children = []) {
  const node = name === "div" ? document.createElement(name) : document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

// A mark's inner SVG. A record can be focused, and speaks through its label: its <title> would open a second panel.
function parse(inner) {
  const fresh = element("g");
  fresh.innerHTML = inner;
  for (const record of fresh.querySelectorAll("[data-offset]")) {
    const title = record.querySelector("title");
    for (const [key, value] of [["role", "img"], ["tabindex", "-1"], ["aria-label", title.textContent]])
      record.setAttribute(key, value);
    title.remove();
  }
  return fresh;
}

// Make `old` equal to `fresh` while keeping the nodes that are there, so that focus and transitions live on.
function morph(old, fresh) {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const before = [...old.childNodes];
  const after = [...fresh.childNodes];
  after.forEach((node, index) => {
    const there = before[index];
    if (!there) old.append(node);
    else if (there.nodeName !== node.nodeName) there.replaceWith(node);
    else if (node.nodeType === Node.TEXT_NODE) there.data = node.data;
    else morph(there, node);
  });
  before.slice(after.length).forEach((node) => node.remove());
}

// Bring `nodes` (key -> {g, ink, ...}) in line with `marks`: place new ones, move and repaint known ones, drop the others.
function patch(layer, nodes, marks) {
  const gone = new Set(nodes.keys());
  const last = new Map(); // parent -> the child placed last
  for (const [key, parent, x, y, cls, inner] of marks) {
    gone.delete(key);
    let node = nodes.get(key);
    if (!node) {
      node = { g: element("g"), ink: element("g"), inner: "" };
      node.g.append(node.ink);
      nodes.set(key, node);
      const sibling = last.get(parent) ?? nodes.get(parent)?.ink;
      sibling ? sibling.after(node.g) : layer.prepend(node.g);
    }
    last.set(parent, node.g);
    const place = `translate(${x}px, ${y}px)`;
    if (node.place !== place) node.g.style.transform = node.place = place;
    if (node.cls !== cls) node.g.setAttribute("class", `mark ${(node.cls = cls)}`);
    if (node.inner !== inner) morph(node.ink, parse((node.inner = inner)));
  }
  for (const key of gone) {
    nodes.get(key).g.remove();
    nodes.delete(key);
  }
}

function ageText(ms, lang) {
  const seconds = ms / 1000;
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h`;
  if (seconds >= 60) return `${Math.floor(seconds / 60)} min`;
  const digits = seconds < 10 ? 1 : 0;
  return `${seconds.toLocaleString(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits })} s`;
}

// "live · 0.1 s ago", "disconnected" or "saved picture": from when the last heartbeat came, and what it said.
function freshness(model, view, words) {
  const opened = performance.now();
  let beat = null;
  let changed = opened;
  function show() {
    const now = performance.now();
    const state = beat === null ? (now - opened > SAVED_AFTER ? "saved" : "") : now - beat > LOST_AFTER ? "lost" : "live";
    view.el.dataset.state = state;
    let text = words[state] ?? "";
    if (state === "live") text = text.replace("{age}", ageText(now - changed, words.lang));
    if (state === "saved") text = text.replace("{time}", time(model.get("scene").taken_at * 1000, words.lang, "medium"));
    if (view.status.textContent !== text) view.status.textContent = text;
  }
  const timer = setInterval(show, 250);
  return {
    beat(age) {
      beat = performance.now();
      changed = beat - age * 1000;
      show();
    },
    stop: () => clearInterval(timer),
  };
}

function time(ms, lang, style) {
  const moment = new Date(ms);
  if (style) return moment.toLocaleString(lang, { dateStyle: "short", timeStyle: style });
  return moment.toLocaleString(lang, { dateStyle: "short", timeStyle: "medium" }) + `.${String(ms % 1000).padStart(3, "0")}`;
}

// The panel beside a record: by pointer, or by keyboard with arrow keys from record to record.
function recordPanel(view, words) {
  const { el, svg, panel } = view;
  const records = () => [...svg.querySelectorAll("[data-offset]")];
  let open = null;
  let current = null; // the one record that Tab reaches

  function rove(record) {
    if (current?.isConnected) current.setAttribute("tabindex", "-1");
    current = record;
    current?.setAttribute("tabindex", "0");
  }
  function place() {
    const box = el.getBoundingClientRect();
    const at = open.getBoundingClientRect();
    panel.style.top = `${at.bottom - box.top + 6}px`;
    panel.style.left = `${Math.max(4, Math.min(at.left - box.left, box.width - panel.offsetWidth - 4))}px`;
  }
  function fill() {
    const { partition, offset, key, value, time: ms } = open.dataset;
    const rows = [
      [`P${partition} · offset`, offset],
      [words.key, key ?? words.noKey],
      [words.value, value ?? words.noValue],
      [words.time, ms === undefined ? "?" : time(Number(ms), words.lang)],
    ];
    panel.replaceChildren(
      ...rows.map(([name, text]) => {
        const [left, right] = [element("div", { class: "name" }), element("div", { class: "text" })];
        left.textContent = name;
        right.textContent = text;
        return element("div", { class: "line" }, [left, right]);
      })
    );
  }
  function show(record) {
    if (!record) return hide();
    open = record;
    fill();
    panel.hidden = false;
    place();
  }
  function hide() {
    open = null;
    panel.hidden = true;
  }
  // The record that an arrow key leads to, seen from `from`: its neighbour, or the nearest one of the row above or below.
  function neighbour(from, key) {
    const all = records();
    const row = all.filter((r) => r.dataset.partition === from.dataset.partition);
    const index = row.indexOf(from);
    if (key === "Home") return row[0];
    if (key === "End") return row.at(-1);
    if (key === "ArrowLeft") return row[index - 1];
    if (key === "ArrowRight") return row[index + 1];
    const here = from.getBoundingClientRect();
    const down = key === "ArrowDown";
    const beyond = all.map((r) => [r, r.getBoundingClientRect()]).filter(([, b]) => (down ? b.top > here.top + 4 : b.top < here.top - 4));
    const far = ([, b]) => Math.abs(b.top - here.top) * 1e4 + Math.abs(b.left - here.left);
    return beyond.sort((a, b) => far(a) - far(b))[0]?.[0];
  }
  const recordOf = (event) => event.target.closest?.("[data-offset]");

  svg.addEventListener("pointerover", (event) => show(recordOf(event) ?? (svg.contains(document.activeElement) ? open : null)));
  svg.addEventListener("pointerleave", () => (open === document.activeElement ? null : hide()));
  svg.addEventListener("mousedown", (event) => recordOf(event) && event.preventDefault()); // the notebook keeps its focus
  svg.addEventListener("focusin", (event) => {
    rove(recordOf(event));
    show(current);
  });
  svg.addEventListener("focusout", hide);
  svg.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) hide();
    else if (/^(Arrow|Home$|End$)/.test(event.key) && current) neighbour(current, event.key)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    // After a patch: the open record may have moved, changed or gone; Tab must still reach one.
    refresh() {
      const all = records();
      if (!current?.isConnected) rove(svg.querySelector(".new [data-offset]") ?? all.at(-1) ?? null);
      else current.setAttribute("tabindex", "0");
      if (!open) return;
      if (!open.isConnected) return hide();
      fill();
      place();
    },
    place: () => open && place(),
  };
}

// Tell screen readers the newest record, now and then.
function announcer(view) {
  let said = view.svg.querySelector(".new [data-offset]")?.getAttribute("aria-label");
  let quiet = null;
  return function look() {
    const newest = view.svg.querySelector(".new [data-offset]")?.getAttribute("aria-label");
    if (quiet || !newest || newest === said) return;
    view.say.textContent = said = newest;
    quiet = setTimeout(() => {
      quiet = null;
      look();
    }, SAY_EVERY);
  };
}

function render({ model, el }) {
  const words = model.get("words");
  const layer = element("g");
  const status = element("text", { class: "status bold end", y: 34 });
  const svg = element("svg", { class: "kafkalab", role: "group", "data-lm-suppress-shortcuts": "true" }, [layer, status]);
  const panel = element("div", { class: "panel", role: "tooltip" });
  const say = element("div", { class: "say", "aria-live": "polite" });
  panel.hidden = true;
  el.classList.add("kafkalab-live");
  el.append(svg, panel, say);

  const view = { el, svg, panel, status, say };
  const nodes = new Map();
  const fresh = freshness(model, view, words);
  const panels = recordPanel(view, words);
  let announce = null;
  function draw() {
    const scene = model.get("scene");
    svg.setAttribute("viewBox", `0 0 ${scene.width} ${scene.height}`);
    svg.setAttribute("aria-label", scene.alt);
    status.setAttribute("x", scene.width - 24);
    patch(layer, nodes, JSON.parse(scene.marks));
    panels.refresh();
    (announce ??= announcer(view))();
  }
  const heard = (message) => fresh.beat(message.beat);
  const tell = (what) => {
    try {
      model.send({ view: id, what });
    } catch {
      // a saved picture has nobody to tell
    }
  };
  const id = Math.random().toString(36).slice(2);

  draw();
  model.on("change:scene", draw);
  model.on("msg:custom", heard);
  svg.addEventListener("transitionend", panels.place);
  tell("opened");
  return () => {
    tell("closed");
    fresh.stop();
    model.off("change:scene", draw);
    model.off("msg:custom", heard);
  };
}

export default { render };
