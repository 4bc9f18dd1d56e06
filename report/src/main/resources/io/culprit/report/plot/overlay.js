// What follows the pointer, on a canvas of its own above the lines: they are not drawn again for it.

class Overlay {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  }

  /**
   * @param {Columns | undefined} columns
   * @param {{line: number, colour: string, x?: number, y?: number, drag?: {x0: number, y0: number, x1: number, y1: number}}} what
   *   line: -1 for none; x, y: the pointer
   */
  draw(columns, what, theme) {
    const { canvas, context } = this;
    if (!columns) return;
    const scale = columns.scale;
    const { left, top, width, height, ratio } = scale.box;
    sized(canvas, ratio);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (what.line >= 0) {
      context.globalAlpha = 0.85;
      drawLine(context, columns, what.line, theme.paper, 6);
      context.globalAlpha = 1;
      drawLine(context, columns, what.line, what.colour, 2.8);
    }
    if (what.drag) this.box(scale, what.drag, theme);
    if (what.x === undefined || what.x < left || what.x > left + width) return;
    context.strokeStyle = theme.soft;
    context.lineWidth = 1;
    context.globalAlpha = 0.6;
    context.beginPath();
    context.moveTo(Math.round(what.x) + 0.5, top);
    context.lineTo(Math.round(what.x) + 0.5, top + height);
    context.stroke();
    context.globalAlpha = 1;
    if (what.line >= 0) this.dot(columns, what, theme);
    this.time(scale, what.x, theme);
  }

  dot(columns, what, theme) {
    const { box, a, b, wide } = columns.scale;
    const column = Math.max(0, Math.min(wide - 1, Math.floor((what.x - box.left) * box.ratio)));
    columns.fill(what.line, column, column + 1);
    const value = (columns.low[column] + columns.high[column]) / 2;
    const y = box.top + (a - b * value) / box.ratio;
    if (!(y >= box.top - 2 && y <= box.top + box.height + 2)) return;
    const { context } = this;
    context.beginPath();
    context.arc(what.x, y, 4.5, 0, 2 * Math.PI);
    context.fillStyle = what.colour;
    context.strokeStyle = theme.paper;
    context.lineWidth = 2;
    context.fill();
    context.stroke();
  }

  time(scale, x, theme) {
    const { context } = this;
    const { left, top, width, height } = scale.box;
    const text = timeText(scale.millis(x), Math.min(scale.plot.bucket, (scale.to - scale.from) / width));
    context.font = AXIS_FONT;
    const wide = context.measureText(text).width + 14;
    const at = Math.max(left, Math.min(left + width - wide, x - wide / 2));
    context.fillStyle = theme.ink;
    context.beginPath();
    context.roundRect(at, top + height + 4, wide, 20, 5);
    context.fill();
    context.fillStyle = theme.paper;
    context.textAlign = 'left';
    context.fillText(text, at + 7, top + height + 18);
  }

  box(scale, drag, theme) {
    const { context } = this;
    const area = dragged(scale, drag);
    context.globalAlpha = 0.14;
    context.fillStyle = theme.ink;
    context.fillRect(area.x, area.y, area.width, area.height);
    context.globalAlpha = 1;
  }
}

/** A drag of less height than this chooses a time alone. */
const BOX_PIXELS = 40;

/** @param {Scale} scale */
function dragged(scale, { x0, y0, x1, y1 }) {
  const { left, top, width, height } = scale.box;
  const cut = (value, low, size) => Math.max(low, Math.min(low + size, value));
  const x = cut(Math.min(x0, x1), left, width);
  const right = cut(Math.max(x0, x1), left, width);
  const both = Math.abs(y1 - y0) >= BOX_PIXELS;
  const y = both ? cut(Math.min(y0, y1), top, height) : top;
  const bottom = both ? cut(Math.max(y0, y1), top, height) : top + height;
  return { x, y, width: right - x, height: bottom - y, both };
}
