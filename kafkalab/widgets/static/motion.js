// What moves beside the marks that slide to their new place (live.css): new marks arrive, records fly from their
// producer, whose acknowledgement then comes back; partitions and leadership are lifted when they change hands.
// Nothing moves for readers who prefer that, nor in a flood.

const MANY = 24; // marks in one picture, beyond which there is more to see than to follow

const calm = matchMedia("(prefers-reduced-motion: reduce)");

// `fresh` are marks of `nodes` that have just been made.
function arrive(nodes, fresh) {
  if (fresh.length > MANY) return;
  for (const { ink, x, y } of fresh) {
    const record = ink.querySelector("[data-offset]");
    const sender = ink.querySelector("[data-from]")?.dataset.from;
    const from = nodes.get(sender);
    const start = from ? [from.x - x, from.y - y] : [record ? 24 : 0, 0];
    const duration = from ? 600 : 300;
    ink.animate({ translate: [`${start[0]}px ${start[1]}px`, "0"], opacity: [+!!from, 1] }, { duration, easing: "ease-out" });
    const ack = from && nodes.get(`ack${sender.slice(6)}/${record.dataset.partition}`);
    ack?.ink.animate({ strokeDashoffset: ["0", "36"] }, { delay: duration, duration });
  }
}

// `moved` are marks that go to another place; those that belong to somebody else now are a little larger on their way.
function lift(moved) {
  const changed = moved.filter(({ g }) => g.matches('.tile, [data-key^="lead"]'));
  if (changed.length <= MANY) for (const { ink } of changed) ink.animate({ scale: ["1", "1.2", "1"] }, 700);
}
