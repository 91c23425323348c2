// Buttons that act on the cluster. `act(name, fields)` asks for it, `done(answer)` says what came of it.

function controls(words, specs, act) {
  return { el: element("div", { class: "controls", hidden: "" }), done(answer) {}, follow(scene) {} };
}
