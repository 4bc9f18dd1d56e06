// The crowd: all lines without a colour of their own, superimposed, darker where many run together.
//
// A canvas path of a million pieces takes most of a second. Here each line adds, in each pixel column, where its cover
// begins and where it ends; one pass down the columns sums that up. So the cost depends on lines and columns alone, however
// high the peaks.

/** Cover of a whole pixel by one line; a power of two. */
const WHOLE = 64;
const SHADES = 256;

class Density {
  constructor() {
    this.steps = new Int32Array(0);
    this.image = undefined;
  }

  /**
   * @param {Columns} columns @param {Int32Array} lines @param {(line: number) => boolean} skipped
   * @param {[number, number, number]} colour red, green, blue
   */
  draw(context, columns, lines, skipped, colour) {
    const { wide, tall, a, b, box } = columns.scale;
    const steps = this.room(wide * (tall + 2));
    // Thicker than a pixel: a line at half a pixel must not fade.
    const half = 0.55 * box.ratio;
    const { low, high } = columns;
    let drawnLines = 0;
    for (let k = 0; k < lines.length; k++) {
      if (skipped(lines[k])) continue;
      drawnLines++;
      columns.fill(lines[k]);
      for (let column = 0; column < wide; column++) {
        const value = high[column];
        if (value !== value) continue;
        let top = a - b * value - half;
        let bottom = a - b * low[column] + half;
        if (bottom <= 0 || top >= tall) continue;
        if (top < 0) top = 0;
        if (bottom > tall) bottom = tall;
        const topUnits = (top * WHOLE) | 0;
        const bottomUnits = (bottom * WHOLE) | 0;
        const first = (topUnits >> 6) * wide + column;
        const last = (bottomUnits >> 6) * wide + column;
        const topRest = topUnits & (WHOLE - 1);
        const bottomRest = bottomUnits & (WHOLE - 1);
        steps[first] += WHOLE - topRest;
        steps[first + wide] += topRest;
        steps[last] -= WHOLE - bottomRest;
        steps[last + wide] -= bottomRest;
      }
    }
    this.paint(context, columns.scale, steps, shades(drawnLines, colour));
  }

  room(size) {
    if (this.steps.length < size) this.steps = new Int32Array(size);
    else this.steps.fill(0, 0, size);
    return this.steps;
  }

  paint(context, scale, steps, table) {
    const { wide, tall, box } = scale;
    if (this.image?.width !== wide || this.image.height !== tall) this.image = new ImageData(wide, tall);
    const pixels = new Uint32Array(this.image.data.buffer);
    const cover = new Int32Array(wide);
    for (let row = 0, i = 0; row < tall; row++) {
      for (let column = 0; column < wide; column++, i++) {
        const sum = (cover[column] += steps[i]);
        pixels[i] = sum === 0 ? 0 : table[sum < FULL ? (sum * SHADES / FULL) | 0 : SHADES - 1];
      }
    }
    context.putImageData(this.image, Math.round(box.left * box.ratio), Math.round(box.top * box.ratio));
  }
}

/** More lines than this on one pixel look no darker. */
const FULL = 24 * WHOLE;

/** Colours by cover: of few lines each is plain to see, of a thousand each is a whisper. @param {[number, number, number]} colour */
function shades(lines, colour) {
  const [red, green, blue] = colour;
  const one = Math.max(0.34, Math.min(0.9, 0.95 - 0.1 * Math.log2(Math.max(1, lines / 8))));
  const table = new Uint32Array(SHADES);
  for (let shade = 0; shade < SHADES; shade++) {
    const many = (shade + 0.5) / SHADES * (FULL / WHOLE);
    const alpha = many < 1 ? one * many : one + (0.92 - one) * Math.min(1, Math.log2(many) / Math.log2(FULL / WHOLE));
    table[shade] = ((Math.round(alpha * 255) << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  }
  return table;
}
