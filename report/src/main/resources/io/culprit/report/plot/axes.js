// Grid, ticks, marks and the names at the lines' ends.

const AXIS_FONT = '12px system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
const NAME_FONT = '600 ' + AXIS_FONT;
const TICK_PIXELS = 84;
const VALUE_TICK_PIXELS = 66;

/** Under what is already drawn. @param {Scale} scale */
function drawGrid(context, scale, theme) {
  const { left, top, width, height } = scale.box;
  context.save();
  context.globalCompositeOperation = 'destination-over';
  context.lineWidth = 1;
  context.strokeStyle = theme.grid;
  context.beginPath();
  for (const tick of valueTicks(scale.low, scale.high, scale.plot.unit, scale.log, height / VALUE_TICK_PIXELS)) {
    const y = Math.round(scale.y(tick.value)) + 0.5;
    context.moveTo(left, y);
    context.lineTo(left + width, y);
  }
  for (const tick of timeTicks(scale.from, scale.to, width / TICK_PIXELS)) {
    if (!tick.day) continue;
    const x = Math.round(scale.x(tick.at)) + 0.5;
    context.moveTo(x, top);
    context.lineTo(x, top + height);
  }
  context.stroke();
  context.restore();
}

/** @param {Scale} scale */
function drawAxes(context, scale, theme) {
  const { left, top, width, height } = scale.box;
  context.font = AXIS_FONT;
  context.fillStyle = theme.soft;
  context.strokeStyle = theme.faint;
  context.lineWidth = 1;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const tick of valueTicks(scale.low, scale.high, scale.plot.unit, scale.log, height / VALUE_TICK_PIXELS)) {
    context.fillText(tick.text, left - 9, scale.y(tick.value));
  }
  context.textBaseline = 'alphabetic';
  context.beginPath();
  context.moveTo(left, Math.round(top + height) + 0.5);
  context.lineTo(left + width, Math.round(top + height) + 0.5);
  const ticks = timeTicks(scale.from, scale.to, width / TICK_PIXELS);
  let free = -Infinity;
  ticks.forEach((tick, i) => {
    const x = Math.round(scale.x(tick.at)) + 0.5;
    context.moveTo(x, top + height);
    context.lineTo(x, top + height + 5);
    context.textAlign = 'center';
    context.fillText(tick.text, x, top + height + 18);
    if (tick.day && tick.text !== tick.date && x > free) {
      // The day under the first hour that is shown of it.
      context.textAlign = i === 0 ? 'left' : 'center';
      context.fillText(tick.date, i === 0 ? x - 16 : x, top + height + 33);
      free = x + 70;
    }
  });
  context.stroke();
  context.textAlign = 'left';
  if (!scale.plot.unit.binary) context.fillText(scale.plot.unit.name, 8, 14);
}

/** Vertical lines with what happened then; a text with no room before the edge is cut, and told whole under the pointer. */
function drawMarks(context, scale, theme, edge) {
  const { left, top, width, height } = scale.box;
  const marks = scale.plot.marks.filter(mark => mark.millis >= scale.from && mark.millis <= scale.to)
    .sort((one, other) => one.millis - other.millis);
  context.save();
  context.strokeStyle = context.fillStyle = theme.mark;
  context.font = AXIS_FONT;
  context.lineWidth = 1;
  context.setLineDash([4, 4]);
  context.beginPath();
  marks.forEach((mark, i) => {
    const x = Math.round(scale.x(mark.millis)) + 0.5;
    context.moveTo(x, top - 4);
    context.lineTo(x, top + height);
    const next = i + 1 < marks.length ? scale.x(marks[i + 1].millis) : edge;
    const text = shortened(context, mark.text, next - x - 12);
    if (text) context.fillText(text, x + 5, top - 6);
  });
  context.stroke();
  context.restore();
}

/** @param {{line: number, colour: string, y: number}[]} ends names of coloured lines where they leave the plot */
function drawNames(context, scale, plot, ends, room) {
  const { left, top, width, height } = scale.box;
  const apart = 16;
  ends.sort((one, other) => one.y - other.y);
  for (let i = 0; i < ends.length; i++) {
    ends[i].y = Math.max(ends[i].y, i ? ends[i - 1].y + apart : top + 6);
  }
  for (let i = ends.length - 1; i >= 0; i--) {
    ends[i].y = Math.min(ends[i].y, i + 1 < ends.length ? ends[i + 1].y - apart : top + height - 4);
  }
  context.font = NAME_FONT;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const end of ends) {
    context.fillStyle = end.colour;
    context.fillText(shortened(context, plot.lines[end.line].label, room), left + width + 9, end.y);
  }
  context.textBaseline = 'alphabetic';
}

function shortened(context, text, width) {
  if (width < 20) return '';
  if (context.measureText(text).width <= width) return text;
  let end = Math.min(text.length, Math.ceil(width / 4));
  while (end > 0 && context.measureText(text.slice(0, end) + '\u2026').width > width) end--;
  return end > 2 ? text.slice(0, end) + '\u2026' : '';
}
