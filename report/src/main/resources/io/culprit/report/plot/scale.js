// From time and value to pixels and back.

/** @typedef {{left: number, top: number, width: number, height: number, ratio: number}} Box CSS pixels; ratio: device pixels in one */

class Scale {
  /**
   * @param {Plotted} plot @param {number} from @param {number} to milliseconds
   * @param {number} low value at the lower edge @param {number} high @param {boolean} log @param {Box} box
   */
  constructor(plot, from, to, low, high, log, box) {
    this.plot = plot;
    this.from = from;
    this.to = to;
    this.low = low;
    this.high = high;
    this.log = log;
    this.box = box;
    this.wide = Math.max(1, Math.round(box.width * box.ratio));
    this.tall = Math.max(1, Math.round(box.height * box.ratio));
    this.bottomValue = log ? Math.log10(low) : low;
    this.topValue = log ? Math.log10(high) : high;
    // Device pixels below the top are a - b * value, of a value or of its logarithm.
    this.b = this.tall / (this.topValue - this.bottomValue);
    this.a = this.b * this.topValue;
  }

  x(millis) {
    return this.box.left + (millis - this.from) / (this.to - this.from) * this.box.width;
  }

  millis(x) {
    return this.from + (x - this.box.left) / this.box.width * (this.to - this.from);
  }

  y(value) {
    const scaled = this.log ? (value > 0 ? Math.log10(value) : BELOW_ALL) : value;
    return this.box.top + (this.a - this.b * scaled) / this.box.ratio;
  }

  value(y) {
    const scaled = (this.a - (y - this.box.top) * this.box.ratio) / this.b;
    return this.log ? 10 ** scaled : scaled;
  }

  /** The bucket at a time, cut to those that exist. */
  bucket(millis) {
    return Math.max(0, Math.min(this.plot.buckets - 1, Math.floor((millis - this.plot.from) / this.plot.bucket)));
  }

  holds(x, y) {
    const { left, top, width, height } = this.box;
    return x >= left && x <= left + width && y >= top && y <= top + height;
  }
}

/**
 * The value range that shows all of these lines.
 *
 * @param {Plotted} plot @param {Int32Array} lines @param {number} first bucket @param {number} end
 * @param {boolean} close begin near the least value rather than at 0
 */
function fit(plot, lines, first, end, log, close) {
  let low = Infinity;
  let high = -Infinity;
  let positive = Infinity;
  const { least, greatest, buckets } = plot;
  for (let k = 0; k < lines.length; k++) {
    const base = lines[k] * buckets;
    for (let i = base + first; i < base + end; i++) {
      const value = least[i];
      if (value < low) low = value;
      if (value > 0 && value < positive) positive = value;
      if (greatest[i] > high) high = greatest[i];
    }
  }
  if (low > high) return log ? [1, 10] : [0, 1];
  if (log) {
    if (!(high > 0)) return [0.1, 1];
    // Seven decades fill any screen; what lies below is at the edge.
    return [Math.max(Math.min(positive, high / 2) * 0.8, high / 1e7), high * 1.3];
  }
  const tight = close && low > 0 && high - low < high / 2;
  const margin = (high - Math.min(low, tight ? low : 0)) * 0.06 || Math.abs(high) * 0.06 || 1;
  return [tight ? Math.max(0, low - margin) : Math.min(0, low), Math.max(0, high) + margin];
}
