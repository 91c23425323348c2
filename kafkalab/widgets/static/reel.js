// The last minutes of a view.

function makeReel(words) {
  return { add() {}, load() {}, tell() {}, at: () => null, from: 0, to: 0, frames: [], events: [] };
}
