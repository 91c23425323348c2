// A scene of keyed marks on the page: makes new marks, moves and repaints those that are there already, drops the others.
// Everything it draws was laid out, worded and escaped in Python.

// A mark's inner SVG. A record can be focused, and speaks through its label: its <title> would open a second panel.
function parse(inner) {
  const fresh = element("g");
  fresh.innerHTML = inner;
  for (const record of fresh.querySelectorAll("[data-offset]")) {
    const title = record.querySelector("title");
    Object.assign(record, { role: "img", tabIndex: -1, ariaLabel: title.textContent });
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
    else if (node.nodeType !== Node.TEXT_NODE) morph(there, node);
    else if (there.data !== node.data) there.data = node.data;
  });
  before.slice(after.length).forEach((node) => node.remove());
}

// Bring `nodes` (key -> {g, ink, x, y, …}) in line with `marks`: place new ones, move and repaint known ones, drop the
// others. Gives back the new ones, and those that have moved. A mark that is the very same as before has not changed.
function patch(layer, nodes, marks) {
  const gone = new Set(nodes.keys());
  const last = new Map(); // parent -> the child placed last
  const [fresh, moved] = [[], []];
  for (const mark of marks) {
    const [key, parent, x, y, cls, inner] = mark;
    gone.delete(key);
    let node = nodes.get(key);
    if (!node) {
      node = { g: element("g", { "data-key": key }), ink: element("g") };
      node.g.append(node.ink);
      nodes.set(key, node);
      fresh.push(node);
      const sibling = last.get(parent) ?? nodes.get(parent)?.ink;
      sibling ? sibling.after(node.g) : layer.prepend(node.g);
    }
    last.set(parent, node.g);
    if (node.mark === mark) continue;
    if (node.x !== x || node.y !== y) {
      if (node.mark) moved.push(node);
      node.g.style.transform = `translate(${x}px, ${y}px)`;
    }
    if (node.cls !== cls) node.g.setAttribute("class", `mark ${cls}`);
    if (node.inner !== inner) {
      morph(node.ink, parse(inner));
      if (node.mark && !node.from && sender(node)) fresh.push(node); // who sent it is known only now
      node.from = sender(node);
    }
    Object.assign(node, { mark, x, y, cls, inner });
  }
  for (const key of gone) {
    nodes.get(key).g.remove();
    nodes.delete(key);
  }
  return [fresh, moved];
}

// The picture with its panel. `el` is where it stands, `show(frame)` brings it in line with a frame of the reel.
function stage(el, words) {
  const layer = element("g");
  const status = element("text", { class: "status bold end", y: 34 });
  const svg = element("svg", { class: "kafkalab", role: "group" }, [layer, status]);
  const panel = element("div", { class: "panel", hidden: "" });
  const view = { el: element("div", { class: "stage" }, [svg, panel]), svg, panel, status, show };
  const nodes = new Map();
  const panels = recordPanel(view, words);
  let shown = 0; // when (ms) the last scene came

  function show({ width, height, alt, marks }, { animate = true } = {}) {
    const moves = animate && nodes.size && !calm.matches;
    const fast = performance.now() - shown < FAST;
    shown = performance.now();
    const box = `0 0 ${width} ${height}`;
    if (svg.getAttribute("viewBox") !== box) svg.setAttribute("viewBox", box); // set anew, it would lay out every text
    svg.style.maxWidth = `${width * 1.4}px`;
    svg.ariaLabel = alt;
    svg.classList.toggle("still", !moves);
    svg.classList.toggle("fast", fast);
    status.setAttribute("x", width - 24);
    const [fresh, moved] = patch(layer, nodes, marks);
    if (moves) {
      arrive(nodes, fresh, fast);
      lift(moved);
    }
    panels.refresh();
  }
  svg.ontransitionend = panels.place;
  el.append(view.el);
  return view;
}
