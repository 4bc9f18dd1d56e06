// Figures of each line within the shown time.

/** @typedef {{last: Float64Array, max: Float64Array, growth: Float64Array, rises: Uint8Array, alive: Uint8Array}} Stats */

/** So many parts of the time are compared, or its days if it has more than two: a daily rhythm is no growth. */
const PARTS = 8;
const MOST_PARTS = 60;
/** Fewer known buckets make no trend. */
const FEWEST_KNOWN = 24;
/** Of the growth: a floor may fall so far and still count as one that never falls. */
const SLACK = 0.02;
/** Of the greatest value: less growth is not worth a look. */
const WORTH = 0.05;
/** Of the shown time: a process that ended and lived for less is no riser. */
const LIVED = 0.5;
/** Of the growth must lie in the later half; else it warmed up and is done. */
const LATER_HALF = 0.2;

/** @param {Plotted} plot @param {number} first bucket @param {number} end bucket after the last @returns {Stats} */
function statsOf(plot, first, end) {
  const n = plot.lines.length;
  const stats = {
    last: new Float64Array(n).fill(NaN), max: new Float64Array(n).fill(NaN), growth: new Float64Array(n).fill(NaN),
    rises: new Uint8Array(n), alive: new Uint8Array(n),
  };
  const floors = new Float64Array(MOST_PARTS);
  const lastSeen = new Int32Array(n).fill(-1);
  const lived = new Int32Array(n);
  let newest = -1;
  for (let line = 0; line < n; line++) {
    const { least, greatest, buckets } = plot;
    const base = line * buckets;
    let from = first;
    while (from < end && least[base + from] !== least[base + from]) from++;
    if (from === end) continue;
    let to = end - 1;
    while (least[base + to] !== least[base + to]) to--;
    lastSeen[line] = to;
    lived[line] = to + 1 - from;
    newest = Math.max(newest, to);
    const parts = partsOf((to + 1 - from) * plot.bucket);
    floors.fill(Infinity, 0, parts);
    let max = -Infinity;
    let known = 0;
    for (let i = from; i <= to; i++) {
      const low = least[base + i];
      if (low !== low) continue;
      known++;
      const part = Math.floor((i - from) * parts / (to + 1 - from));
      if (low < floors[part]) floors[part] = low;
      if (greatest[base + i] > max) max = greatest[base + i];
    }
    stats.max[line] = max;
    stats.last[line] = end === buckets && Number.isFinite(plot.lines[line].last) ? plot.lines[line].last : greatest[base + to];
    if (known >= FEWEST_KNOWN) judge(stats, line, floors, parts, max);
  }
  for (let line = 0; line < n; line++) {
    stats.alive[line] = newest >= 0 && lastSeen[line] >= newest - 1 ? 1 : 0;
    if (!stats.alive[line] && lived[line] < LIVED * (end - first)) stats.rises[line] = 0;
  }
  return stats;
}

function partsOf(millis) {
  const days = Math.floor(millis / DAY);
  return days >= 3 ? Math.min(days, MOST_PARTS) : PARTS;
}

function judge(stats, line, floors, parts, max) {
  const growth = floors[parts - 1] - floors[0];
  stats.growth[line] = growth;
  if (!(growth > 0) || growth < WORTH * Math.abs(max)) return;
  let before = floors[0];
  for (let part = 1; part < parts; part++) {
    if (floors[part] === Infinity) continue;
    if (floors[part] < before - SLACK * growth) return;
    before = Math.max(before, floors[part]);
  }
  let half = parts >> 1;
  while (floors[half] === Infinity) half--;
  if (floors[parts - 1] - floors[half] >= LATER_HALF * growth) stats.rises[line] = 1;
}
