// Begins the work.

async function start() {
  if (typeof DecompressionStream === 'undefined') {
    const nothing = byId('nothing');
    nothing.hidden = false;
    nothing.textContent = 'This browser is too old to unpack the page: it needs one of 2023 or later.';
    return;
  }
  const page = new Page();
  const titles = page.sources.map(source => /** @type {HTMLElement} */ (source).dataset.title ?? '');
  metricTabs(page, titles);
  try {
    await page.open(location.hash);
  } catch (problem) {
    const nothing = byId('nothing');
    nothing.hidden = false;
    nothing.textContent = 'This file is damaged or was cut off, and nothing of it can be shown: ' + problem.message;
    return;
  }
  page.listen();
  new ResizeObserver(() => page.show(page.view)).observe(byId('chart'));
  new ResizeObserver(() => page.list.fill()).observe(byId('list'));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => (page.restyle(), page.frame()));
  addEventListener('hashchange', () => location.hash === page.own || page.open(location.hash));
  printable(page);
}

start();
