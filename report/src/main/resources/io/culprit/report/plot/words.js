// The sentences around the picture, and the state of the controls.

/** @param {Page} page */
function tellSum(page) {
  const { visible, stats, plot } = page;
  let sum = 0;
  let alive = 0;
  for (const line of visible) {
    if (!stats.alive[line]) continue;
    alive++;
    sum += stats.last[line];
  }
  const about = byId('sum');
  about.textContent = '';
  const missing = page.only.size && !page.onlyHere ? 'The chosen process is not in this plot. ' : '';
  const strong = document.createElement('b');
  strong.textContent = shown(sum, plot.unit, 4);
  about.append(missing, visible.length.toLocaleString('en') + ' of ' + plot.lines.length.toLocaleString('en') + ' lines drawn \u00b7 '
    + alive.toLocaleString('en') + ' last to the end, sum ', strong);
  const nothing = byId('nothing');
  nothing.hidden = visible.length > 0;
  text(nothing, plot.lines.length === 0 ? 'Nothing was recorded in this time.'
    : page.rising ? 'No line here only rises.' : 'No line to draw: change the filter, or press Esc for all lines.');
}

/** @param {Page} page */
function tellAbout(page) {
  const { plot, view } = page;
  text(byId('title'), plot.title);
  text(byId('about'), timeText(view.from, plot.bucket) + ' \u2013 ' + timeText(view.to, plot.bucket) + ' \u00b7 '
    + durationText(view.to - view.from) + ' \u00b7 ' + plot.lines.length.toLocaleString('en') + ' lines, least and greatest of each '
    + durationText(plot.bucket) + ' \u00b7 ' + zoneText());
}

/** @param {Page} page */
function showControls(page) {
  const pressed = (button, on) => button.setAttribute('aria-pressed', String(on));
  if (page.filterField.value !== page.filter) page.filterField.value = page.filter;
  pressed(byId('rising'), page.rising);
  pressed(byId('log'), page.log);
  for (const button of document.querySelectorAll('.columns button')) {
    pressed(button, /** @type {HTMLElement} */ (button).dataset.sort === page.sort);
  }
  byId('over').setAttribute('aria-label', page.plot.title + ', ' + page.visible.length + ' lines over time; arrow keys choose one');
  [...byId('metrics').children].forEach((tab, i) => {
    tab.setAttribute('aria-selected', String(i === page.metric));
    tab.tabIndex = i === page.metric ? 0 : -1;
  });
}

/** @param {Page} page */
function controls(page) {
  byId('filter').addEventListener('input', () => page.setFilter(byId('filter').value));
  byId('rising').addEventListener('click', () => page.setRising(!page.rising));
  byId('log').addEventListener('click', () => page.setLog(!page.log));
  byId('reset').addEventListener('click', () => page.reset());
  byId('link').addEventListener('click', () => page.copyLink());
  document.querySelector('.columns')?.addEventListener('click', event => {
    const sort = /** @type {HTMLElement} */ (event.target).dataset.sort;
    if (sort) page.setSort(sort);
  });
}

/** @param {Page} page Names of the plots, of which only the shown one is unpacked. @param {string[]} titles */
function metricTabs(page, titles) {
  const tabs = byId('metrics');
  tabs.hidden = titles.length < 2;
  titles.forEach((title, i) => {
    const tab = tabs.appendChild(element('button', ''));
    tab.setAttribute('role', 'tab');
    tab.setAttribute('type', 'button');
    tab.textContent = title;
    tab.addEventListener('click', () => page.switchTo(i));
  });
  tabs.addEventListener('keydown', event => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    const next = (page.metric + by + titles.length) % titles.length;
    page.switchTo(next).then(() => tabs.children[next].focus());
  });
}
