// The panel beside a record: by pointer, or by keyboard with arrow keys from record to record.
function recordPanel({ el, svg, panel }, words) {
  const records = () => [...svg.querySelectorAll("[data-offset]")];
  const recordOf = (event) => event.target.closest?.("[data-offset]");
  let open = null;
  let current = null; // the one record that Tab reaches

  function rove(record) {
    if (current) current.tabIndex = -1;
    current = record;
    if (current) current.tabIndex = 0;
  }
  function place() {
    const box = el.getBoundingClientRect();
    const at = open.getBoundingClientRect();
    const left = Math.max(4, Math.min(at.left - box.left, box.width - panel.offsetWidth - 4));
    Object.assign(panel.style, { top: `${at.bottom - box.top + 6}px`, left: `${left}px` });
  }
  function fill() {
    const { partition, offset, key = words.noKey, value = words.noValue, time: ms } = open.dataset;
    const moment = ms ? `${time(+ms, words.lang)}.${ms.slice(-3)}` : "?";
    const rows = [[`P${partition} · offset`, offset], [words.key, key], [words.value, value], [words.time, moment]];
    const part = (name, ...inside) => element("div", { class: name }, inside);
    panel.replaceChildren(...rows.map(([name, text]) => part("line", part("name", name), part("text", text))));
  }
  function show(record) {
    open = record;
    panel.hidden = !open;
    if (!open) return;
    fill();
    place();
  }
  // The record that a key leads to, seen from `from`: in its row, or the nearest one of the next row above or below.
  function neighbour(from, key) {
    const here = from.getBoundingClientRect();
    const all = records().map((record) => {
      const { x, y } = record.getBoundingClientRect();
      return { record, x: x - here.x, y: Math.round(y - here.y) };
    });
    const row = all.filter(({ y }) => !y);
    const way = key === "ArrowUp" ? -1 : 1;
    const beyond = all.filter(({ y }) => y * way > 0).sort((a, b) => (a.y - b.y) * way || Math.abs(a.x) - Math.abs(b.x));
    const found = {
      Home: row[0],
      End: row.at(-1),
      ArrowLeft: row.findLast(({ x }) => x < 0),
      ArrowRight: row.find(({ x }) => x > 0),
      ArrowUp: beyond[0],
      ArrowDown: beyond[0],
    };
    return found[key]?.record;
  }

  svg.onpointerover = (event) => show(recordOf(event) ?? (svg.contains(document.activeElement) ? open : null));
  svg.onpointerleave = () => open !== document.activeElement && show();
  svg.onmousedown = (event) => recordOf(event) && event.preventDefault(); // the notebook keeps its focus
  svg.addEventListener("focusin", (event) => {
    rove(recordOf(event));
    show(current);
  });
  svg.addEventListener("focusout", () => show());
  svg.onkeydown = (event) => {
    if (event.key === "Escape" && open) show();
    else if (/^(Arrow|Home|End)/.test(event.key) && current) neighbour(current, event.key)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return {
    // After a patch: the open record may have moved, changed or gone; Tab must still reach one.
    refresh() {
      rove(current?.isConnected ? current : svg.querySelector(".new [data-offset]") ?? records().at(-1));
      if (open) show(open.isConnected ? open : null);
    },
    place: () => open && place(),
  };
}
