// What is shown, what changes it, and the frame in which it is drawn.

const SORTS = ['name', 'last', 'max', 'growth'];
const FEWEST_BUCKETS_SHOWN = 4;
/** A view that rests for so long gets figures of its own, and an address. */
const REST_MILLIS = 140;
/** So many lines that rise get a colour before those with the greatest value. */
const RISERS = 3;

const byId = id => /** @type {any} */ (document.getElementById(id));
const endOf = plot => plot.from + plot.bucket * plot.buckets;

/** @typedef {{from: number, to: number, low?: number, high?: number}} View milliseconds; values, where they do not fit themselves */

class Page {
  /** @type {Plotted} */ plot;
  /** @type {View} */ view;
  /** Of the lines in the shown time. @type {Stats} */ stats;
  /** @type {Scale} */ scale;
  /** Indexes by the list's order. @type {number[]} */ listed;
  /** Those of them that are drawn. @type {Int32Array} */ visible;
  /** Of some of them. @type {Map<number, string>} */ colours;
  /** Whether some line of this plot was chosen to be alone. */ onlyHere = false;
  /** The line whose row is marked in the list. */ listHover = -1;
  begun = false;

  constructor() {
    this.sources = [...document.querySelectorAll('script.plot')];
    /** @type {Plotted[]} */
    this.plots = [];
    this.metric = 0;
    this.hidden = new Set();
    this.only = new Set();
    this.filter = '';
    this.sort = 'last';
    this.rising = this.log = false;
    this.hover = -1;
    this.pointer = undefined;
    this.stale = new Set();
    this.filterField = byId('filter');
    this.theme = themeOf(document.documentElement);
    this.chart = new Chart(byId('lines'));
    this.overlay = new Overlay(byId('over'));
    this.tip = new Tip(byId('tip'));
    this.list = new List(this, byId('list'), byId('rows'));
  }

  /** Colours have changed. */
  restyle() {
    this.theme = themeOf(document.documentElement);
    this.stale.add('lines').add('view');
  }

  /** Once there is something to act on. */
  listen() {
    new Pointer(this, byId('over'));
    keysOfPage(this);
    controls(this);
  }

  /** Shows what an address asks for. */
  async open(fragment) {
    const wish = wishesOf(fragment);
    const metric = this.sources[wish.metric] ? wish.metric : 0;
    if (!await this.take(metric)) return;
    this.only = new Set(wish.only);
    this.hidden = new Set(wish.hidden);
    this.filter = wish.filter;
    this.sort = SORTS.includes(wish.sort) ? wish.sort : 'last';
    this.rising = wish.rising;
    this.log = wish.log;
    const [from, to] = wish.time ?? [this.plot.from, endOf(this.plot)];
    this.view = { from, to, low: wish.values?.[0], high: wish.values?.[1] };
    this.revealed = this.plot.lines.find(line => this.only.has(line.key))?.index;
    this.show(this.view);
    this.rested();
  }

  /** @returns whether it is still what the reader wants, once it is unpacked */
  async take(metric) {
    this.wanted = metric;
    let plot = this.plots[metric];
    if (!plot) {
      plot = await unpacked(this.sources[metric]);
      plot.whole = statsOf(plot, 0, plot.buckets);
      plot.ranked = ranked(plot);
      this.plots[metric] = plot;
    }
    if (this.wanted !== metric) return false;
    this.plot = plot;
    this.metric = metric;
    this.hover = -1;
    return true;
  }

  async switchTo(metric) {
    if (!await this.take(metric)) return;
    this.show({ from: this.view.from, to: this.view.to });
    this.rested();
  }

  /** Changes the view, cut to what there is. */
  show(view) {
    const { plot } = this;
    const whole = endOf(plot) - plot.from;
    const span = Math.min(whole, Math.max(view.to - view.from, Math.min(whole, plot.bucket * FEWEST_BUCKETS_SHOWN)));
    const from = Math.max(plot.from, Math.min(endOf(plot) - span, view.from));
    this.view = { ...view, from, to: from + span };
    this.stale.add('view');
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rested(), REST_MILLIS);
    this.frame();
  }

  rested() {
    clearTimeout(this.resting);
    const { plot, view } = this;
    const whole = view.from <= plot.from && view.to >= endOf(plot);
    const first = Math.max(0, Math.floor((view.from - plot.from) / plot.bucket));
    const end = Math.min(plot.buckets, Math.ceil((view.to - plot.from) / plot.bucket));
    this.stats = whole ? plot.whole : statsOf(plot, first, Math.max(first, end));
    this.linesChanged();
  }

  linesChanged() {
    this.stale.add('lines');
    this.frame();
    clearTimeout(this.addressing);
    this.addressing = setTimeout(() => this.address(), REST_MILLIS);
  }

  address() {
    const fragment = fragmentOf(this);
    this.own = fragment ? '#' + fragment : '';
    try {
      history.replaceState(null, '', this.own || location.pathname + location.search);
    } catch {
      // Some browsers forbid it to a file; the link button works all the same.
    }
  }

  /** @param {{x: number, y: number} | undefined} at @param {any} [drag] */
  point(at, drag) {
    this.pointer = at && { ...at, drag };
    this.stale.add('pointer');
    this.frame();
  }

  /** From the list or the keyboard. */
  under(line, spoken = false) {
    if (this.hover !== line) {
      this.hover = line;
      this.stale.add('hover');
      this.frame();
    }
    if (spoken && line >= 0) {
      this.list.reveal(line);
      byId('list').setAttribute('aria-activedescendant', 'row-' + line);
      const { unit, lines } = this.plot;
      text(byId('spoken'), lines[line].label + ', last ' + shown(this.stats.last[line], unit) + ', growth '
        + signed(this.stats.growth[line], unit) + (this.stats.rises[line] ? ', only rises' : ''));
    }
  }

  step(by) {
    const drawn = this.listed.filter(line => this.isDrawn(line));
    if (drawn.length) this.under(drawn[Math.max(0, Math.min(drawn.length - 1, drawn.indexOf(this.hover) + by))], true);
  }

  isDrawn(line) {
    const { key } = this.plot.lines[line];
    return this.onlyHere ? this.only.has(key) : !this.hidden.has(key);
  }

  choose(line, more) {
    const { key } = this.plot.lines[line];
    const again = this.only.has(key);
    if (!more) this.only = new Set(again && this.only.size === 1 ? [] : [key]);
    else if (again) this.only.delete(key);
    else this.only.add(key);
    this.linesChanged();
  }

  chooseUnder(more) {
    if (this.hover >= 0) {
      this.choose(this.hover, more);
      this.revealed = this.hover;
    }
  }

  toggle(line) {
    const { key } = this.plot.lines[line];
    if (this.onlyHere) return this.choose(line, true);
    if (!this.hidden.delete(key)) this.hidden.add(key);
    this.linesChanged();
  }

  everything() {
    this.only.clear();
    this.hidden.clear();
    this.linesChanged();
  }

  wholeTime() {
    this.show({ from: this.plot.from, to: endOf(this.plot) });
  }

  reset() {
    this.filter = '';
    this.rising = false;
    this.everything();
    this.wholeTime();
  }

  setFilter(words) {
    this.filter = words;
    this.linesChanged();
  }

  setRising(on) {
    this.rising = on;
    this.linesChanged();
  }

  setLog(on) {
    this.log = on;
    this.show({ from: this.view.from, to: this.view.to });
    this.linesChanged();
  }

  setSort(sort) {
    this.sort = sort;
    this.linesChanged();
  }

  zoomTo(area) {
    const { scale } = this;
    const view = { ...this.view, from: scale.millis(area.x), to: scale.millis(area.x + area.width) };
    if (area.both) Object.assign(view, { low: scale.value(area.y + area.height), high: scale.value(area.y) });
    this.show(view);
  }

  zoomTime(factor, x = this.scale.box.left + this.scale.box.width / 2) {
    const { from, to } = this.view;
    const middle = Math.max(from, Math.min(to, this.scale.millis(x)));
    this.show({ ...this.view, from: middle - (middle - from) * factor, to: middle + (to - middle) * factor });
  }

  zoomValues(factor, y) {
    const { scale } = this;
    const { top, height } = scale.box;
    // On screen, so that it does the same on both kinds of axis.
    const high = scale.value(y - (y - top) * factor);
    const low = scale.value(y + (top + height - y) * factor);
    if (low < high && Number.isFinite(high - low)) this.show({ ...this.view, low, high });
  }

  moveBy(part) {
    const by = (this.view.to - this.view.from) * part;
    this.show({ ...this.view, from: this.view.from + by, to: this.view.to + by });
  }

  async copyLink(line) {
    const fragment = fragmentOf(this, line === undefined ? undefined : this.plot.lines[line].key);
    const done = await copied(location.href.replace(/#.*/s, '') + '#' + fragment);
    text(byId('sum'), done ? 'The link is on the clipboard.' : 'The browser did not let the page write to the clipboard.');
  }

  frame() {
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = undefined;
      draw(this);
    });
  }
}

/** Lines in the order in which they deserve a colour; the first of those that rise leads, or else nobody has its colour. */
function ranked(plot) {
  const { rises, growth, last, alive } = plot.whole;
  const indexes = plot.lines.map(line => line.index);
  const by = values => (one, other) => (values[other] || 0) - (values[one] || 0);
  const risers = indexes.filter(i => rises[i] && alive[i]).sort(by(growth)).slice(0, RISERS);
  const largest = indexes.filter(i => !risers.includes(i) && last[i] === last[i]).sort(by(last));
  return { risers, order: [...risers, ...largest].slice(0, risers.length ? PALETTE : PALETTE - 1) };
}
