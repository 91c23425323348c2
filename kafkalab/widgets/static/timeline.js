// A slider through the last minutes, with a tick for each event. `onSeek(ms, moving)` shows a moment; Infinity is the newest.

function timeline(reel, words, onSeek) {
  const [live, ticks] = [element("button"), element("div")];
  const range = element("input", { type: "range", "aria-label": words.moment, title: words.keys });
  let past = Infinity; // the moment that is shown

  function seek(ms, moving) {
    past = ms < reel.to ? Math.max(ms, reel.from) : Infinity;
    onSeek(past, moving);
    refresh();
  }
  function refresh() {
    const { from, to, events } = reel;
    if (past < from) return seek(past);
    const value = Math.min(past, to);
    const ago = words.ago.replace("{age}", ageText(to - value, words.lang));
    const here = events.filter(([at]) => Math.abs(at - value) < 300).map((event) => event[2]); // ms
    Object.assign(range, { min: from, max: to, value, disabled: !reel.frames[1], ariaValueText: [ago, ...here].join(" · ") });
    live.textContent = `${ago} · ${words.toLive}`;
    live.hidden = past > to;
    ticks.replaceChildren(...events.map(([at, kind, title]) => {
      const tick = element("i", { class: kind, title });
      tick.style.left = `${(100 * (at - from)) / (to - from)}%`;
      tick.onpointerdown = () => seek(at);
      return tick;
    }));
  }
  live.onclick = () => seek(Infinity);
  range.oninput = () => seek(+range.value);
  // Arrow keys go from frame to frame, Page Up and Page Down from event to event.
  range.onkeydown = (event) => {
    const way = /^(Arrow|Page)(Up|Right)?/.exec(event.key);
    if (!way) return;
    const now = Math.min(past, reel.to);
    const stops = way[1] === "Page" ? reel.events.map(([at]) => at) : reel.frames.map(({ at }) => at);
    seek(way[2] ? Math.min(...stops.filter((at) => at > now)) : Math.max(...stops.filter((at) => at < now)));
    event.preventDefault();
  };
  return { el: element("div", { class: "timeline" }, [range, ticks, live]), refresh, seek };
}
