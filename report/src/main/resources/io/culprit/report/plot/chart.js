// The picture: drawn once for each view, and kept until the view changes.

const PALETTE = 7;
/** With so many lines or fewer, each has a colour. */
const FEW = PALETTE;
const NARROW_PIXELS = 620;
const NAMES_PIXELS = { least: 40, most: 170 };

/** @typedef {{crowd: [number, number, number], colours: string[], grid: string, soft: string, faint: string, ink: string, paper: string, mark: string}} Theme */

/** @returns {Theme} */
function themeOf(element) {
  const style = getComputedStyle(element);
  const of = name => style.getPropertyValue('--' + name).trim();
  const crowd = of('crowd');
  return {
    crowd: [parseInt(crowd.slice(1, 3), 16), parseInt(crowd.slice(3, 5), 16), parseInt(crowd.slice(5, 7), 16)],
    colours: Array.from({ length: PALETTE }, (_, i) => of('c' + i)),
    grid: of('grid'), soft: of('soft'), faint: of('faint'), ink: of('ink'), paper: of('paper'), mark: of('mark'),
  };
}

class Chart {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    this.density = new Density();
    this.room = 0;
  }

  /** @param {string[]} names that will stand at the right edge @returns {Box} */
  box(names) {
    const width = this.canvas.clientWidth;
    const height = this.canvas.clientHeight;
    const ratio = window.devicePixelRatio || 1;
    this.room = width > NARROW_PIXELS ? namesRoom(this.context, names) : 0;
    const left = 76;
    const top = 30;
    return { left, top, width: Math.max(40, width - left - this.room - 16), height: Math.max(40, height - top - 42), ratio };
  }

  /** @param {Scale} scale @param {Int32Array} lines @param {Map<number, string>} colours of some of them @param {Theme} theme */
  draw(scale, lines, colours, theme) {
    const { canvas, context } = this;
    sized(canvas, scale.box.ratio);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    this.columns = new Columns(scale);
    this.density.draw(context, this.columns, lines, line => colours.has(line), theme.crowd);
    const ratio = scale.box.ratio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const ends = [];
    // The first colour is that of the line which matters most: it lies on top.
    for (const [line, colour] of [...colours].reverse()) {
      drawLine(context, this.columns, line, colour, colour === theme.colours[0] ? 2.4 : 1.5);
      const y = this.endOf(scale, line);
      if (y !== undefined) ends.push({ line, colour, y });
    }
    drawGrid(context, scale, theme);
    drawAxes(context, scale, theme);
    drawMarks(context, scale, theme, canvas.clientWidth);
    if (this.room) drawNames(context, scale, scale.plot, ends, this.room);
  }

  /** Where the name of a line belongs, if it reaches the right edge. */
  endOf(scale, line) {
    const { wide, tall, a, b, box } = scale;
    const { low, high } = this.columns;
    this.columns.fill(line);
    for (let column = wide - 1; column >= wide * 0.97; column--) {
      if (high[column] !== high[column]) continue;
      const y = a - b * (low[column] + high[column]) / 2;
      return y >= 0 && y <= tall ? box.top + y / box.ratio : undefined;
    }
    return undefined;
  }
}

function namesRoom(context, names) {
  context.font = NAME_FONT;
  const widest = names.reduce((most, name) => Math.max(most, context.measureText(name).width), 0);
  return Math.ceil(Math.max(NAMES_PIXELS.least, Math.min(NAMES_PIXELS.most, widest)));
}

function sized(canvas, ratio) {
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
}

/** A line in a colour of its own: its middle, and its envelope where that is wider. @param {Columns} columns */
function drawLine(context, columns, line, colour, thickness) {
  const { wide, a, b, box } = columns.scale;
  const { low, high } = columns;
  columns.fill(line);
  const middle = new Path2D();
  const envelope = new Path2D();
  const x = column => box.left + (column + 0.5) / box.ratio;
  const y = value => box.top + Math.max(-1e4, Math.min(1e5, a - b * value)) / box.ratio;
  for (let from = 0; from < wide; from++) {
    if (high[from] !== high[from]) continue;
    let end = from;
    for (; end < wide && high[end] === high[end]; end++) {
      const at = y((low[end] + high[end]) / 2);
      if (end === from) middle.moveTo(x(end) - 0.5, at);
      middle.lineTo(x(end), at);
      if (end === from) envelope.moveTo(x(end), y(high[end]));
      else envelope.lineTo(x(end), y(high[end]));
    }
    for (let back = end - 1; back >= from; back--) envelope.lineTo(x(back), y(low[back]));
    envelope.closePath();
    from = end;
  }
  context.save();
  context.beginPath();
  context.rect(box.left, box.top - 2, box.width, box.height + 3);
  context.clip();
  context.lineJoin = 'round';
  context.strokeStyle = context.fillStyle = colour;
  context.globalAlpha = 0.4;
  context.fill(envelope);
  context.globalAlpha = 1;
  context.lineWidth = thickness;
  context.stroke(middle);
  context.restore();
}
