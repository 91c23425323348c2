// What happened, as a list, newest first; and the one live region of the view. `onPick(ms)` is told which moment is picked.

function story(words, onPick) {
  const list = element("ol", { tabindex: 0, "aria-label": words.story, "data-nothing": words.nothing });
  const say = element("div", { class: "say", "aria-live": "polite" });
  const known = new Set();
  let queue = []; // sentences
  let opened; // what had happened before is not said
  let quiet;
  let record; // what was said of a record last

  // Screen readers are told one sentence in five seconds, and of many the newest five.
  function speak(...texts) {
    queue = [...queue, ...texts].slice(-5);
    if (!quiet) next();
  }
  function next() {
    const text = queue.shift();
    quiet = text && setTimeout(next, 5000);
    if (text) say.textContent = text;
  }
  function line([at, kind, text]) {
    const button = element("button", { class: kind, tabindex: -1 }, [
      element("time", {}, [new Date(at).toTimeString().slice(0, 8)]), text,
    ]);
    button.onclick = () => onPick(at);
    return element("li", {}, [button]);
  }
  function show(events) {
    const fresh = events.filter((event) => !known.has(`${event}`));
    if (opened) speak(...fresh.map((event) => event[2]));
    opened = true;
    for (const event of fresh) known.add(`${event}`);
    list.prepend(...fresh.map(line));
    while (list.children[events.length]) list.lastChild.remove();
  }
  // Tab reaches the list, arrow keys its lines.
  list.onkeydown = ({ key }) => {
    const way = { ArrowDown: "nextSibling", ArrowUp: "previousSibling" }[key];
    if (way) (list.querySelector(":focus")?.parentNode[way] ?? list.firstChild)?.firstChild.focus();
  };
  // Of a new picture the newest record is said, when nothing else is to be.
  function see(svg) {
    const newest = svg.querySelector(".new [data-offset]")?.ariaLabel;
    if (quiet || newest === record) return;
    if (record) speak(newest);
    record = newest;
  }
  return { el: element("div", { class: "story" }, [list, say]), list, show, see, speak };
}
