// A slider through the last minutes, with a tick for each event. `onSeek(ms, moving)` shows a moment; Infinity is the newest.

const PLAY_EVERY = 50; // ms
const NEAR = 300; // ms from an event within which the slider tells it

function timeline(reel, words, onSeek) {
  const [play, live, ticks] = ["button", "button", "div"].map((name) => element(name));
  const range = element("input", { type: "range", "aria-label": words.moment, title: words.keys });
  let past = Infinity; // the moment that is shown
  let timer; // while it plays

  // Who goes somewhere by hand is not carried on from there.
  function seek(ms, moving) {
    past = ms < reel.to ? Math.max(ms, reel.from) : Infinity;
    if (!moving || past > reel.to) timer = clearInterval(timer);
    onSeek(past, moving);
    refresh();
  }
  function refresh() {
    const { from, to, events } = reel;
    if (past < from) return seek(past);
    const value = Math.min(past, to);
    const ago = words.ago.replace("{age}", ageText(to - value, words.lang));
    const here = events.filter(([at]) => Math.abs(at - value) < NEAR).map((event) => event[2]);
    Object.assign(range, { min: from, max: to, value, disabled: !reel.frames[1], ariaValueText: [ago, ...here].join(" · ") });
    play.textContent = timer ? words.pause : words.play;
    live.textContent = `${ago} · ${words.toLive}`;
    live.hidden = past > to;
    ticks.replaceChildren(...events.map(([at, kind, title]) => {
      const tick = element("i", { class: kind, title });
      tick.style.left = `${(100 * (at - from)) / (to - from)}%`;
      tick.onpointerdown = () => seek(at);
      return tick;
    }));
  }
  play.onclick = () => {
    if (timer) return seek(past);
    const start = performance.now() - (past > reel.to ? reel.from : past);
    timer = setInterval(() => seek(performance.now() - start, true), PLAY_EVERY);
  };
  live.onclick = () => seek(Infinity);
  range.oninput = () => seek(Number(range.value));
  // Arrow keys go from frame to frame, Page Up and Page Down from event to event.
  range.onkeydown = (event) => {
    const stops = /^Page/.test(event.key) ? reel.events.map(([at]) => at) : reel.frames.map(({ at }) => at);
    if (!/^(Page|Arrow)/.test(event.key)) return;
    const forward = /Up|Right/.test(event.key);
    const now = Math.min(past, reel.to);
    seek(forward ? Math.min(...stops.filter((at) => at > now)) : Math.max(...stops.filter((at) => at < now)));
    event.preventDefault();
  };
  return { el: element("div", { class: "timeline" }, [play, range, ticks, live]), refresh, seek };
}
