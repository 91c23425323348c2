// How fresh the picture is, in its top right corner: "live · last change 0.1 s ago", "disconnected", "saved picture".

const LOST_AFTER = 4000; // ms without a heartbeat, of which Python sends one a second
const SAVED_AFTER = 2500; // ms after which a view that never had one is a saved picture

// `root` gets the state as data, `status` the words; `taken()` is when (ms) the newest scene was taken.
function freshness(root, status, words, taken) {
  const opened = performance.now();
  let beat, changed;
  let past = Infinity; // the moment (ms) that the reader looks at

  function state(now) {
    if (past < Infinity) return "past";
    if (beat) return now - beat > LOST_AFTER ? "lost" : "live";
    return now - opened > SAVED_AFTER ? "saved" : "";
  }
  function show() {
    const now = performance.now();
    const is = (root.dataset.state = state(now));
    const text = (words[is] ?? "")
      .replace("{age}", ageText(now - changed, words.lang))
      .replace("{time}", time(Math.min(past, taken()), words.lang));
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
