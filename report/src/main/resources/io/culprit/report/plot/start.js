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
  const again = () => {
    page.theme = themeOf(document.documentElement);
    page.stale.add('lines').add('view');
  };
  new ResizeObserver(() => page.show(page.view)).observe(byId('chart'));
  new ResizeObserver(() => page.list.fill()).observe(byId('list'));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => (again(), page.frame()));
  addEventListener('hashchange', () => location.hash === page.own || page.open(location.hash));
  // Paper is white whatever the screen is, and does not wait for a frame.
  addEventListener('beforeprint', () => (again(), draw(page)));
  addEventListener('afterprint', () => (again(), page.frame()));
}

start();
