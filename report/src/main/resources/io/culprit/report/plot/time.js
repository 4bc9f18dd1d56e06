// The reader's local time: words, and the ticks of the time axis.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [1, 2, 5, 10, 15, 30].map(n => n * SECOND)
  .concat([1, 2, 5, 10, 15, 30].map(n => n * MINUTE), [1, 2, 3, 6, 12].map(n => n * HOUR),
    [1, 2, 7, 14, 28, 91, 182, 364].map(n => n * DAY));
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = n => String(n).padStart(2, '0');

function dayText(date) {
  return DAYS[date.getDay()] + ' ' + date.getDate() + ' ' + MONTHS[date.getMonth()];
}

function clockText(date, seconds) {
  return two(date.getHours()) + ':' + two(date.getMinutes()) + (seconds ? ':' + two(date.getSeconds()) : '');
}

/** @param {number} millis @param {number} [precision] of what is told, in milliseconds */
function timeText(millis, precision = MINUTE) {
  const date = new Date(millis);
  return Number.isFinite(date.getTime()) ? dayText(date) + ' ' + clockText(date, precision < MINUTE) : NOT_KNOWN;
}

function zoneText() {
  try {
    return Intl.DateTimeFormat().resolvedOptions().timeZone || 'local time';
  } catch {
    return 'local time';
  }
}

function durationText(millis) {
  for (const [name, size] of [['d', DAY], ['h', HOUR], ['min', MINUTE]]) {
    if (millis >= /** @type {number} */ (size)) return rounded(millis / /** @type {number} */ (size), 3) + '\u00a0' + name;
  }
  return rounded(millis / SECOND, 3) + '\u00a0s';
}

/** @returns {{at: number, text: string, day: boolean, date: string}[]} day: it is the first of its day */
function timeTicks(from, to, most) {
  const rough = (to - from) / Math.max(1, most);
  const step = STEPS.find(s => s >= rough) ?? Math.ceil(rough / (364 * DAY)) * 364 * DAY;
  const ticks = [];
  let named = '';
  for (let at = firstTick(from, step); at <= to && ticks.length < 60; at = nextTick(at, step)) {
    if (at < from) continue;
    const date = new Date(at);
    const day = dayText(date);
    const midnight = date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0;
    const first = day !== named;
    named = day;
    ticks.push({ at, day: first, text: step >= DAY || (midnight && first) ? day : clockText(date, step < MINUTE), date: day });
  }
  return ticks;
}

/** At or before the beginning, on the local clock; summer time moves it along. */
function firstTick(from, step) {
  const date = new Date(from);
  if (step >= HOUR) return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const zone = date.getTimezoneOffset() * MINUTE;
  return Math.floor((from - zone) / step) * step + zone;
}

function nextTick(at, step) {
  if (step < HOUR) return at + step;
  const date = new Date(at);
  if (step < DAY) {
    const next = new Date(date.getFullYear(), date.getMonth(), date.getDate(), date.getHours() + step / HOUR).getTime();
    return next > at ? next : at + step;
  }
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + Math.round(step / DAY)).getTime();
}
