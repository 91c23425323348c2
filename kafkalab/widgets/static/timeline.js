// A slider through the last minutes. `onSeek(ms)` shows a moment, `onSeek(null)` the present.

function timeline(reel, words, onSeek) {
  return { el: element("div", { class: "timeline", hidden: "" }), refresh() {} };
}
