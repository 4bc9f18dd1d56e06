// The list of lines: only the rows in sight exist, so that thousands cost nothing.

const ROW_PIXELS = 42;
/** Rows kept above and below those in sight. */
const SPARE_ROWS = 6;

class List {
  /** @param {Page} page @param {HTMLElement} view @param {HTMLElement} rows */
  constructor(page, view, rows) {
    this.page = page;
    this.view = view;
    this.rows = rows;
    /** @type {HTMLElement[]} */
    this.pool = [];
    this.active = 0;
    view.addEventListener('scroll', () => this.fill(), { passive: true });
    view.addEventListener('keydown', event => this.key(event));
    view.addEventListener('pointerleave', () => page.under(-1));
    view.addEventListener('pointerover', event => page.under(this.lineOf(event.target)));
    view.addEventListener('focus', () => this.activate(this.active));
    view.addEventListener('click', event => this.click(event));
  }

  lineOf(target) {
    const row = target.closest?.('.row');
    return row && !row.hidden ? Number(row.dataset.line) : -1;
  }

  click(event) {
    const line = this.lineOf(event.target);
    if (line < 0) return;
    this.active = this.page.listed.indexOf(line);
    if (event.target.closest('.copy')) this.page.copyLink(line);
    else if (event.target.closest('.swatch')) this.page.toggle(line);
    else this.page.choose(line, event.ctrlKey || event.metaKey);
  }

  key(event) {
    const { listed } = this.page;
    const page = Math.max(1, Math.floor(this.view.clientHeight / ROW_PIXELS) - 1);
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -listed.length, End: listed.length }[event.key];
    const line = listed[this.active];
    if (by !== undefined) this.activate(this.active + by);
    else if (line === undefined || event.ctrlKey && event.key !== 'Enter') return;
    else if (event.key === 'Enter') this.page.choose(line, event.ctrlKey);
    else if (event.key === ' ') this.page.toggle(line);
    else if (event.key === 'c') this.page.copyLink(line);
    else return;
    event.preventDefault();
  }

  activate(index) {
    const { listed } = this.page;
    this.active = Math.max(0, Math.min(listed.length - 1, index));
    if (listed.length) this.page.under(listed[this.active], true);
  }

  /** Scrolls no farther than it must. */
  reveal(line) {
    const index = this.page.listed.indexOf(line);
    if (index < 0) return;
    this.active = index;
    const top = index * ROW_PIXELS;
    const { scrollTop, clientHeight } = this.view;
    if (top < scrollTop) this.view.scrollTop = top;
    else if (top + ROW_PIXELS > scrollTop + clientHeight) this.view.scrollTop = top + ROW_PIXELS - clientHeight;
    this.fill();
  }

  fill() {
    const { listed } = this.page;
    this.rows.style.height = listed.length * ROW_PIXELS + 'px';
    const first = Math.max(0, Math.floor(this.view.scrollTop / ROW_PIXELS) - SPARE_ROWS);
    const end = Math.min(listed.length, Math.ceil((this.view.scrollTop + this.view.clientHeight) / ROW_PIXELS) + SPARE_ROWS);
    while (this.pool.length < end - first) this.pool.push(this.rows.appendChild(newRow()));
    this.pool.forEach((row, i) => {
      row.hidden = i >= end - first;
      if (!row.hidden) this.show(row, first + i);
    });
  }

  /** @param {HTMLElement} row */
  show(row, index) {
    const { page } = this;
    const line = page.plot.lines[page.listed[index]];
    const i = line.index;
    const process = line.processes[0];
    const drawn = page.isDrawn(i);
    row.dataset.line = String(i);
    row.id = 'row-' + i;
    row.style.transform = 'translateY(' + index * ROW_PIXELS + 'px)';
    row.style.setProperty('--line', page.colours.get(i) ?? 'var(--crowd)');
    row.classList.toggle('off', !drawn);
    row.classList.toggle('under', page.hover === i);
    row.classList.toggle('only', page.only.has(line.key));
    row.setAttribute('aria-setsize', String(page.listed.length));
    row.setAttribute('aria-posinset', String(index + 1));
    row.setAttribute('aria-selected', String(page.only.has(line.key)));
    const [swatch, who, last, max, growth, copy] = /** @type {HTMLElement[]} */ ([...row.children]);
    const unit = page.plot.unit;
    text(who.children[0].children[0], line.label);
    text(who.children[0].children[1], line.count === 1 && !line.label.includes(String(process.pid)) ? ' ' + process.pid
      : line.count > 1 ? ' \u00d7 ' + line.count : '');
    text(who.children[1], process ? process.command || process.program : '');
    text(last, shown(page.stats.last[i], unit, 3));
    text(max, shown(page.stats.max[i], unit, 3));
    text(growth, signed(page.stats.growth[i], unit));
    growth.classList.toggle('rises', page.stats.rises[i] === 1);
    swatch.setAttribute('aria-label', (drawn ? 'Hide ' : 'Show ') + line.label);
    copy.setAttribute('aria-label', 'Copy a link to ' + line.label);
  }
}

function text(element, value) {
  if (element.textContent !== value) element.textContent = value;
}

/** @param {string} tag @param {string} name */
function element(tag, name, ...children) {
  const made = document.createElement(tag);
  made.className = name;
  made.append(...children);
  return made;
}

function newRow() {
  const swatch = element('button', 'swatch');
  const copy = element('button', 'copy');
  copy.textContent = 'link';
  for (const button of [swatch, copy]) {
    button.setAttribute('type', 'button');
    button.tabIndex = -1;
  }
  const row = element('div', 'row', swatch,
    element('div', 'who', element('div', '', element('b', ''), element('span', 'dim')), element('div', 'dim')),
    element('div', 'figure'), element('div', 'figure max'), element('div', 'figure growth'), copy);
  row.setAttribute('role', 'option');
  return row;
}
