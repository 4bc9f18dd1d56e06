// Which line is under the pointer.

/** A line farther from the pointer is not meant. */
const REACH_PIXELS = 28;
/** Columns to each side that are looked at: beside a steep line the pointer is near it, though not above it. */
const BESIDE_PIXELS = 5;
/** A line with a colour wins over one of the crowd that is nearer by no more than this. */
const FAVOUR_PIXELS = 3;

/** @param {Columns} columns @param {Int32Array} lines @param {Map<number, string>} colours @returns {number} -1 for none */
function nearest(columns, lines, colours, x, y) {
  const { box, wide, a, b } = columns.scale;
  const { low, high } = columns;
  const ratio = box.ratio;
  const column = (x - box.left) * ratio;
  const row = (y - box.top) * ratio;
  const from = Math.max(0, Math.floor(column - BESIDE_PIXELS * ratio));
  const end = Math.min(wide, Math.ceil(column + BESIDE_PIXELS * ratio) + 1);
  let found = -1;
  let least = REACH_PIXELS * ratio;
  for (let k = 0; k < lines.length; k++) {
    const line = lines[k];
    columns.fill(line, from, end);
    let distance = Infinity;
    for (let i = from; i < end; i++) {
      if (high[i] !== high[i]) continue;
      const above = a - b * high[i] - row;
      const below = row - (a - b * low[i]);
      const vertical = above > 0 ? above : below > 0 ? below : 0;
      if (vertical < distance) distance = Math.min(distance, Math.hypot(vertical, i + 0.5 - column));
    }
    if (colours.has(line)) distance -= FAVOUR_PIXELS * ratio;
    if (distance < least) {
      least = distance;
      found = line;
    }
  }
  return found;
}
