// What is under the pointer, in words.

/** Room between the pointer and the box. */
const TIP_PIXELS = 18;
/** A mark is told when the pointer is this near. */
const MARK_PIXELS = 5;

class Tip {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    this.name = box.appendChild(element('div', 'name'));
    this.value = box.appendChild(element('div', 'value'));
    this.facts = box.appendChild(element('div', 'dim'));
    this.command = box.appendChild(element('div', 'command'));
    this.mark = box.appendChild(element('div', 'dim'));
  }

  hide() {
    this.box.hidden = true;
  }

  /** @param {Scale} scale @param {Line | undefined} line @param {string} colour */
  show(scale, line, colour, x, y) {
    const near = scale.plot.marks.filter(mark => Math.abs(scale.x(mark.millis) - x) <= MARK_PIXELS);
    if (!line && !near.length) return this.hide();
    this.box.hidden = false;
    this.box.style.setProperty('--line', colour);
    this.name.hidden = this.value.hidden = this.facts.hidden = this.command.hidden = !line;
    if (line) this.tell(scale, line, x);
    text(this.mark, near.map(mark => timeText(mark.millis, scale.plot.bucket) + ': ' + mark.text).join(' \u00b7 '));
    this.place(x, y, scale);
  }

  tell(scale, line, x) {
    const { plot } = scale;
    const process = line.processes[0];
    const at = scale.millis(x);
    text(this.name, line.label);
    text(this.value, valueAt(plot, line.index, scale.bucket(at)));
    const facts = process && line.count === 1
      ? ['pid ' + process.pid, process.program, process.unit, process.container, 'since ' + timeText(process.started)]
      : process ? [line.count + ' processes', process.program, 'pids ' + line.processes.map(p => p.pid).join(' ')
        + (line.count > line.processes.length ? ' \u2026' : '')] : [];
    text(this.facts, facts.filter(fact => fact).join(' \u00b7 '));
    text(this.command, process?.command ?? '');
    this.command.hidden = !process?.command;
  }

  place(x, y, scale) {
    const { offsetWidth: wide, offsetHeight: tall } = this.box;
    const parent = /** @type {HTMLElement} */ (this.box.parentElement);
    const left = x + TIP_PIXELS + wide < parent.clientWidth ? x + TIP_PIXELS : Math.max(4, x - TIP_PIXELS - wide);
    const top = Math.max(4, Math.min(y + TIP_PIXELS, scale.box.top + scale.box.height - tall));
    this.box.style.transform = 'translate(' + Math.round(left) + 'px,' + Math.round(top) + 'px)';
  }
}

/** @param {Plotted} plot */
function valueAt(plot, line, bucket) {
  const low = plot.least[line * plot.buckets + bucket];
  const high = plot.greatest[line * plot.buckets + bucket];
  if (low !== low) return 'no value here';
  const one = shown(low, plot.unit);
  const other = shown(high, plot.unit);
  const name = plot.unit.binary ? '' : plot.unit.percent ? plot.unit.name.replace(/^%/, '') : ' ' + plot.unit.name;
  return (one === other ? one : one + ' to ' + other) + name;
}
