// A scene of keyed marks on the page: makes new marks, moves and repaints those that are there already, drops the others.
// Everything it draws was laid out, worded and escaped in Python.

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

// The picture with its panel. `el` is where it stands, `show(scene)` brings it in line with a scene.
function stage(el, words) {
  const layer = element("g");
  const status = element("text", { class: "status bold end", y: 34 });
  const svg = element("svg", { class: "kafkalab", role: "group", "data-lm-suppress-shortcuts": "true" }, [layer, status]);
  const panel = element("div", { class: "panel", role: "tooltip", hidden: "" });
  const view = { el: element("div", { class: "stage" }, [svg, panel]), svg, panel, status, show };
  const nodes = new Map();
  const panels = recordPanel(view, words);
  let marks = null;

  function show(scene, { animate = true } = {}) {
    svg.setAttribute("viewBox", `0 0 ${scene.width} ${scene.height}`);
    svg.setAttribute("aria-label", scene.alt);
    status.setAttribute("x", scene.width - 24);
    view.el.classList.toggle("still", !animate || !marks);
    if (marks !== scene.marks) {
      marks = scene.marks; // as JSON text from Python, as a list from the reel
      patch(layer, nodes, typeof marks === "string" ? JSON.parse(marks) : marks);
    }
    panels.refresh();
  }
  svg.addEventListener("transitionend", panels.place);
  el.append(view.el);
  return view;
}
