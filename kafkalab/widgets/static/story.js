// What happened, as a list, newest first; and the one live region of the view. `onPick(ms)` is told which moment is picked.

const SAY_EVERY = 5000; // ms between two announcements to screen readers

function story(words, onPick) {
  const say = element("div", { class: "say", "aria-live": "polite" });
  let announce = null;
  return {
    el: element("div", { class: "story" }, [say]),
    show(events) {},
    see: (svg) => (announce ??= announcer({ svg, say }))(), // after each new picture
  };
}

// Tell screen readers the newest record, now and then.
function announcer(view) {
  let said = view.svg.querySelector(".new [data-offset]")?.getAttribute("aria-label");
  let quiet = null;
  return function look() {
    const newest = view.svg.querySelector(".new [data-offset]")?.getAttribute("aria-label");
    if (quiet || !newest || newest === said) return;
    view.say.textContent = said = newest;
    quiet = setTimeout(() => {
      quiet = null;
      look();
    }, SAY_EVERY);
  };
}
