// What moves beside the marks that slide to their new place (live.css): new marks arrive, records fly from their
// producer, whose acknowledgement then comes back; partitions and leadership are lifted when they change hands.
// Nothing moves for readers who prefer that, nor in a flood.

const FAST = 300; // ms between two pictures, below which only what changes hands moves: the pictures are motion enough
const MANY = 24; // marks in one picture, beyond which there is more to see than to follow

const calm = matchMedia("(prefers-reduced-motion: reduce)");

const sender = ({ ink }) => ink.querySelector("[data-from]")?.dataset.from;

// `fresh` are marks of `nodes` that have just been made, or whose sender has just become known.
function arrive(nodes, fresh, fast) {
  if (fresh.length > MANY) return;
  for (const node of fresh) {
    const record = node.ink.querySelector("[data-offset]");
    const from = nodes.get(sender(node));
    if (fast && !from) continue;
    const duration = from ? 600 : 300;
    const easing = fast ? "steps(12)" : "ease-out"; // each step is a repaint of the picture
    let start = record ? "24px 0" : "0";
    if (from) {
      const { width, height } = from.ink.getBBox();
      start = `${from.x + width / 2 - node.x}px ${from.y + height / 2 - node.y}px`;
      const ack = nodes.get(`ack${sender(node).slice(6)}/${record.dataset.partition}`);
      ack?.ink.animate({ strokeDashoffset: ["0", "36"] }, { delay: duration, duration, easing });
    }
    node.ink.animate({ translate: [start, "0"], opacity: [+!!from, 1] }, { duration, easing });
  }
}

// `moved` are marks that go to another place; those that belong to somebody else now are a little larger on their way.
function lift(moved) {
  if (moved.length > 4 * MANY) return;
  for (const { g, ink } of moved) if (g.matches('.tile, [data-key^="lead"]')) ink.animate({ scale: [1, 1.2, 1] }, 700);
}
