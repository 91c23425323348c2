// What the other parts are made of: elements, and times as a reader's language writes them.

const SVG = "http://www.w3.org/2000/svg";

function element(name, attributes = {}, children = []) {
  const node = /^(svg|g|text)$/.test(name) ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function time(ms, lang, style = "medium") {
  return new Date(ms).toLocaleString(lang, { dateStyle: "short", timeStyle: style });
}

function ageText(ms, lang) {
  const seconds = ms / 1000;
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h`;
  if (seconds >= 60) return `${Math.floor(seconds / 60)} min`;
  return `${seconds.toFixed(+(seconds < 10)).replace(".", (0.1).toLocaleString(lang)[1])} s`; // comma or point
}
