// The least and the greatest value of a line in each pixel column: the envelope that loses no peak.

class Columns {
  /** @param {Scale} scale */
  constructor(scale) {
    const wide = scale.wide;
    this.scale = scale;
    this.low = new Float32Array(wide);
    this.high = new Float32Array(wide);
    // For each edge between columns the bucket whose centre lies at or before it, and the way from there to the next.
    this.at = new Int32Array(wide + 1);
    this.part = new Float32Array(wide + 1);
    const { plot, from, to } = scale;
    for (let edge = 0; edge <= wide; edge++) {
      const place = (from + edge / wide * (to - from) - plot.from) / plot.bucket - 0.5;
      const cut = Math.max(-1, Math.min(plot.buckets, place));
      this.at[edge] = Math.floor(cut);
      this.part[edge] = cut - this.at[edge];
    }
    const [least, greatest] = drawn(plot, scale.log);
    this.least = least;
    this.greatest = greatest;
  }

  /**
   * Fills low and high for columns from...end: NaN where there is no value. Between the centres of two known buckets lies a
   * straight line; beside a gap a bucket reaches to its own edge.
   */
  fill(line, from = 0, end = this.scale.wide) {
    const { at, part, low, high, least, greatest } = this;
    const buckets = this.scale.plot.buckets;
    const base = line * buckets;
    let leftLow = this.edge(least, base, from);
    let leftHigh = this.edge(greatest, base, from);
    for (let column = from; column < end; column++) {
      let lowest = leftLow;
      let highest = leftHigh;
      const last = Math.min(at[column + 1], buckets - 1);
      for (let i = Math.max(0, at[column] + 1); i <= last; i++) {
        const value = least[base + i];
        if (value !== value) continue;
        if (!(lowest <= value)) lowest = value;
        if (!(highest >= greatest[base + i])) highest = greatest[base + i];
      }
      leftLow = this.edge(least, base, column + 1);
      if (leftLow === leftLow) {
        leftHigh = this.edge(greatest, base, column + 1);
        if (!(lowest <= leftLow)) lowest = leftLow;
        if (!(highest >= leftHigh)) highest = leftHigh;
      } else {
        leftHigh = NaN;
      }
      low[column] = lowest;
      high[column] = highest;
    }
  }

  edge(values, base, edge) {
    const i = this.at[edge];
    const part = this.part[edge];
    const buckets = this.scale.plot.buckets;
    const before = i >= 0 && i < buckets ? values[base + i] : NaN;
    const after = i + 1 < buckets ? values[base + i + 1] : NaN;
    if (before === before) {
      if (after === after) return before + (after - before) * part;
      return part <= 0.5 ? before : NaN;
    }
    return part >= 0.5 ? after : NaN;
  }
}
