// The view as a part of the page's address, so that it can be sent to somebody who has the file.
//
//   #m=1&p=4242-881223&r=1764000000000..1764003600000&y=0..1e9&f=nginx&hide=77-4100&sort=growth&rise=1&log=1

/** More would make an address that mail programs break. */
const MOST_HIDDEN = 40;

/** @param {Page} page @param {string} [key] of a line that the link is for */
function fragmentOf(page, key) {
  const words = new URLSearchParams();
  const { plot, view } = page;
  if (page.metric) words.set('m', String(page.metric));
  for (const only of key === undefined ? page.only : [key]) words.append('p', only);
  if (view.from > plot.from || view.to < endOf(plot)) words.set('r', Math.round(view.from) + '..' + Math.round(view.to));
  if (view.low !== undefined) words.set('y', Number(view.low).toPrecision(7) + '..' + Number(view.high).toPrecision(7));
  if (page.filter) words.set('f', page.filter);
  if (key === undefined) for (const hidden of [...page.hidden].slice(0, MOST_HIDDEN)) words.append('hide', hidden);
  if (page.sort !== 'last') words.set('sort', page.sort);
  if (page.rising) words.set('rise', '1');
  if (page.log) words.set('log', '1');
  return words.toString();
}

/** What a fragment asks for; whatever is no sense is left out. */
function wishesOf(fragment) {
  const words = new URLSearchParams(fragment.replace(/^#/, ''));
  const range = name => {
    const parts = (words.get(name) ?? '').split('..').map(part => part.trim() === '' ? NaN : Number(part));
    return parts.length === 2 && parts.every(Number.isFinite) && parts[0] < parts[1] ? parts : undefined;
  };
  return {
    metric: Number(words.get('m') ?? 0), only: words.getAll('p').filter(key => key), time: range('r'), values: range('y'),
    filter: words.get('f') ?? '', hidden: words.getAll('hide'), sort: words.get('sort') ?? 'last',
    rising: words.get('rise') === '1', log: words.get('log') === '1',
  };
}

/** @returns {Promise<boolean>} whether it is on the clipboard */
async function copied(value) {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    // Not offered to this page: the old way needs a field with a selection.
    const field = document.body.appendChild(document.createElement('textarea'));
    field.value = value;
    field.className = 'unseen';
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
}
