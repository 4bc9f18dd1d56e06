// One frame: only what has become stale is done again.

/** @param {Page} page */
function draw(page) {
  const { stale, plot } = page;
  if (!plot) return;
  if (stale.has('lines')) chooseLines(page);
  if (stale.has('lines') || stale.has('view')) drawLines(page);
  if (stale.has('pointer') && !stale.has('view')) page.hover = lineUnder(page);
  drawOver(page);
  if (stale.has('lines') && page.revealed !== undefined) page.list.reveal(page.revealed);
  page.revealed = undefined;
  if (stale.has('lines')) page.list.fill();
  else if (page.listHover !== page.hover) markRow(page);
  page.listHover = page.hover;
  stale.clear();
  if (!page.begun) {
    page.begun = true;
    performance.mark('culprit-first-frame');
  }
}

/** Which lines are listed, which of them drawn, and in what colours. */
function chooseLines(page) {
  const { plot, stats } = page;
  const words = page.filter.toLowerCase().split(/\s+/).filter(word => word);
  page.onlyHere = plot.lines.some(line => page.only.has(line.key));
  page.listed = plot.lines.filter(line => (!page.rising || stats.rises[line.index] === 1)
    && words.every(word => line.text.includes(word))).map(line => line.index);
  const value = page.sort === 'name' ? undefined : stats[page.sort];
  page.listed.sort(value
    ? (one, other) => (value[other] === value[other] ? value[other] : -Infinity) - (value[one] === value[one] ? value[one] : -Infinity) || one - other
    : (one, other) => plot.lines[one].text < plot.lines[other].text ? -1 : 1);
  page.visible = Int32Array.from(page.listed.filter(line => page.isDrawn(line)));
  page.colours = coloursOf(page);
  tellSum(page);
  showControls(page);
}

function coloursOf({ plot, visible, theme }) {
  const { risers, order } = plot.ranked;
  const drawn = new Set(visible);
  const colours = new Map();
  const free = new Set(theme.colours);
  order.forEach((line, rank) => {
    const colour = theme.colours[risers.length ? rank : rank + 1];
    if (!drawn.has(line)) return;
    colours.set(line, colour);
    free.delete(colour);
  });
  if (visible.length > FEW) return colours;
  free.delete(theme.colours[0]);
  const rest = [...free, ...(colours.size < visible.length ? [theme.colours[0]] : [])];
  for (const line of visible) if (!colours.has(line)) colours.set(line, rest.shift() ?? theme.ink);
  return colours;
}

function drawLines(page) {
  const { plot, view, visible, chart } = page;
  const box = chart.box([...page.colours.keys()].map(line => plot.lines[line].label));
  const first = Math.max(0, Math.floor((view.from - plot.from) / plot.bucket));
  const end = Math.max(first, Math.min(plot.buckets, Math.ceil((view.to - plot.from) / plot.bucket)));
  const [low, high] = view.low !== undefined && (!page.log || view.low > 0) ? [view.low, view.high]
    : fit(plot, visible, first, end, page.log, page.onlyHere);
  page.scale = new Scale(plot, view.from, view.to, low, high, page.log, box);
  chart.draw(page.scale, visible, page.colours, page.theme);
  page.visibleSet = new Set(visible);
  tellAbout(page);
}

function lineUnder({ pointer, scale, chart, visible, colours, hover }) {
  if (!pointer || !scale.holds(pointer.x, pointer.y)) return -1;
  return pointer.drag ? hover : nearest(chart.columns, visible, colours, pointer.x, pointer.y);
}

function drawOver(page) {
  const { pointer, hover, plot, scale, theme } = page;
  const line = hover >= 0 && page.visibleSet.has(hover) ? hover : -1;
  const colour = line < 0 ? '' : page.colours.get(line) ?? theme.ink;
  page.overlay.draw(page.chart.columns, { line, colour, x: pointer?.x, y: pointer?.y, drag: pointer?.drag }, theme);
  if (pointer && !pointer.drag && scale.holds(pointer.x, pointer.y)) {
    page.tip.show(scale, line < 0 ? undefined : plot.lines[line], colour, pointer.x, pointer.y);
  } else {
    page.tip.hide();
  }
}

function markRow(page) {
  for (const row of page.list.pool) row.classList.toggle('under', Number(row.dataset.line) === page.hover && !row.hidden);
}
