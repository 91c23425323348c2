// How fresh the picture is, in its top right corner: "live · last change 0.1 s ago", "disconnected", "saved picture".

const LOST_AFTER = 4000; // ms without a heartbeat, of which Python sends one a second
const SAVED_AFTER = 2500; // ms after which a view that never had one is a saved picture

// `root` gets the state as data, `status` the words; `taken()` is when (ms) the newest scene was taken.
function freshness(root, status, words, taken) {
  const opened = performance.now();
  let beat = null;
  let changed = opened;
  let past = null; // the moment (ms) that the reader looks at; null while that is now
  function show() {
    const now = performance.now();
    let state = beat === null ? (now - opened > SAVED_AFTER ? "saved" : "") : now - beat > LOST_AFTER ? "lost" : "live";
    if (past !== null) state = "past";
    root.dataset.state = state;
    const text = (words[state] ?? "")
      .replace("{age}", ageText(now - changed, words.lang))
      .replace("{time}", time(past ?? taken(), words.lang, "medium"));
    if (status.textContent !== text) status.textContent = text;
  }
  const timer = setInterval(show, 250);
  return {
    beat(age) {
      beat = performance.now();
      changed = beat - age * 1000;
      show();
    },
    look(ms) {
      past = ms;
      show();
    },
    stop: () => clearInterval(timer),
  };
}
