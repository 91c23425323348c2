// A recorded view on a page of its own: the same picture, slider and story as a live one, without a kernel.

const LAST_LOOK = 1500; // ms for which the last picture is shown while the recording plays
const PLAY_EVERY = 50; // ms

async function replay(root) {
  const read = (id) => document.getElementById(id).textContent;
  const words = JSON.parse(read("words"));
  const reel = makeReel(Infinity);
  const { events } = await reel.load(read("reel"));
  reel.events = events;
  reel.tick(Math.max(reel.to, ...events.map(([at]) => at)) + LAST_LOOK);

  const view = element("div");
  const picture = stage(view, words);
  const times = timeline(reel, words, seek);
  const tale = story(words, times.seek);
  const play = element("button", {}, [words.play]);
  const spent = element("span", { class: "spent" });
  times.el.prepend(play);
  times.el.append(spent);
  view.append(times.el, tale.el);
  tale.show(events);
  let past = Infinity; // the moment that is shown
  let before = reel.from;
  let timer = null; // while it plays

  // Who goes somewhere by hand is not carried on from there.
  function seek(ms, moving) {
    past = ms;
    if (!moving || ms > reel.to) timer = clearInterval(timer);
    play.textContent = timer ? words.pause : words.play;
    const moment = Math.min(ms, reel.to);
    picture.show(reel.at(moment), { animate: moving });
    picture.status.textContent = words.recorded.replace("{time}", new Date(moment).toTimeString().slice(0, 8));
    const [now, whole] = [moment - reel.from, reel.to - reel.from].map((part) => new Date(part).toISOString().slice(14, 19));
    spent.textContent = `${now} / ${whole}`;
    mark(moment);
    if (moving) tale.speak(...events.filter(([at]) => at > before && at <= moment).map((event) => event[2]));
    before = moment;
  }
  // The line of the moment is marked, later ones are pale.
  function mark(moment) {
    const now = events.findIndex(([at]) => at <= moment);
    [...tale.list.children].forEach((line, index) => {
      line.firstChild.setAttribute("aria-current", index === now);
      line.classList.toggle("later", events[index][0] > moment);
    });
    tale.list.scrollTop = tale.list.children[now]?.offsetTop ?? tale.list.scrollHeight;
  }

  play.onclick = () => {
    if (timer) return times.seek(past);
    const start = performance.now() - (past > reel.to ? reel.from : past);
    timer = setInterval(() => times.seek(performance.now() - start, true), PLAY_EVERY);
  };

  times.seek(reel.from);
  root.replaceChildren(view);
  for (const date of document.querySelectorAll(".caption time")) date.textContent = time(date.dateTime, words.lang, "short");
}

replay(document.getElementById("view"));
