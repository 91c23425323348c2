// The live view: what arrives from Python goes to the picture, the reel, the story and the controls; what readers do, back.

function render({ model, el }) {
  const words = model.get("words");
  const id = Math.random().toString(36).slice(2);
  const tell = (what, more) => {
    try {
      model.send({ view: id, what, ...more });
    } catch {
      // a saved picture has nobody to tell
    }
  };

  el.classList.add("kafkalab-live");
  el.setAttribute("data-lm-suppress-shortcuts", ""); // JupyterLab's own keys
  const hands = controls(words, model.get("controls"), (act, fields) => tell("act", { act, fields }));
  el.append(hands.el);
  const picture = stage(el, words);
  const fresh = freshness(el, picture.status, words, () => model.get("scene").taken_at * 1000);
  const reel = makeReel(model.get("keep_s"));
  const times = timeline(reel, words, seek);
  const tale = story(words, times.seek);
  times.el.hidden = !model.get("keep_s");
  tale.el.firstChild.hidden = !model.get("story");
  el.append(times.el, tale.el);

  let past = Infinity; // the moment (ms) that is shown
  function seek(ms, moving) {
    past = ms;
    fresh.look(ms);
    picture.show(reel.at(ms), { animate: moving });
  }
  function draw() {
    const frame = reel.add(model.get("scene"));
    if (past < Infinity) return;
    picture.show(frame);
    tale.see(picture.svg);
  }
  function narrate() {
    reel.events = JSON.parse(model.get("story") || "[]"); // "": the view tells none
    times.refresh();
    tale.show(reel.events);
  }
  function hear(message) {
    if ("beat" in message) {
      fresh.beat(message.beat);
      reel.tick(message.now);
      times.refresh();
    }
    if (message.view !== id) return;
    if (message.reel) reel.load(message.reel).then(times.refresh);
    if (message.done) hands.done(message.done);
  }

  draw();
  narrate();
  const offer = () => hands.follow(model.get("controls"));
  const listeners = { "change:scene": draw, "change:controls": offer, "change:story": narrate, "msg:custom": hear };
  for (const [event, listener] of Object.entries(listeners)) model.on(event, listener);
  tell("opened");
  new ResizeObserver(() => tell("sized", { width: el.clientWidth })).observe(el);
  return () => {
    tell("closed");
    fresh.stop();
    for (const [event, listener] of Object.entries(listeners)) model.off(event, listener);
  };
}

export default { render };
