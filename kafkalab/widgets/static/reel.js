// The last minutes of a view, in the page: its frames, oldest first, which share the marks that stay as they are.
// A frame is {at, alt, width, height, marks}; all times are ms since the epoch, as the kernel counts them.

// `keep` s are kept. `events` are as Python tells them: [at, kind, text], newest first.
function makeReel(keep) {
  const frames = [];
  const reel = { frames, events: [], from: 0, to: 0, tick, add, load, at };

  // It is `now`. Of what is too old, the frame that was shown when the kept time began stays.
  function tick(now) {
    reel.to = Math.max(reel.to, now);
    const oldest = reel.to - keep * 1000;
    while (frames[1]?.at <= oldest) frames.shift();
    reel.from = Math.max(frames[0].at, oldest);
  }
  function add({ taken_at, marks, ...look }) {
    const old = new Map(frames.at(-1)?.marks.map((mark) => [mark.join(), mark]));
    const list = JSON.parse(marks).map((mark) => old.get(mark.join()) ?? mark);
    const frame = { ...look, at: Math.round(taken_at * 1000), marks: list };
    while (frames.at(-1)?.at > frame.at) frames.pop(); // it told the age of what was out of date
    frames.push(frame);
    tick(frame.at);
    return frame;
  }
  // Frames of before, as widgets/reel.py packs them.
  async function load(packed) {
    const bytes = Uint8Array.from(atob(packed), (c) => c.charCodeAt());
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const told = await new Response(stream).json();
    for (const frame of told.frames) frame.marks = frame.marks.map((place) => told.marks[place]);
    frames.unshift(...told.frames.filter((frame) => !(frame.at >= frames[0]?.at)));
    tick(frames.at(-1).at);
    return told;
  }
  // An event has the time of its snapshot; the frame that shows it may have been drawn of the next one, 80 ms later.
  function at(ms) {
    return frames.findLast((frame) => frame.at < ms + 80) ?? frames[0];
  }
  return reel;
}
