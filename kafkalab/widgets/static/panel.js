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
