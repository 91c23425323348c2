// What the other parts are made of: elements, and times as a reader's language writes them.

const SVG = "http://www.w3.org/2000/svg";
const SVG_NAMES = ["svg", "g", "text", "circle", "path", "rect"];

function element(name, attributes = {}, children = []) {
  const node = SVG_NAMES.includes(name) ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function time(ms, lang, style) {
  const moment = new Date(ms);
  if (style) return moment.toLocaleString(lang, { dateStyle: "short", timeStyle: style });
  return moment.toLocaleString(lang, { dateStyle: "short", timeStyle: "medium" }) + `.${String(ms % 1000).padStart(3, "0")}`;
}

function ageText(ms, lang) {
  const seconds = ms / 1000;
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h`;
  if (seconds >= 60) return `${Math.floor(seconds / 60)} min`;
  const digits = seconds < 10 ? 1 : 0;
  return `${seconds.toLocaleString(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits })} s`;
}
