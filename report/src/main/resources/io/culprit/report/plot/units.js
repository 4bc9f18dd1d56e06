// Values for a person: units, digits, and the ticks of the value axis.

const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
const DECIMAL = ['', 'k', 'M', 'G', 'T', 'P'];
const NOT_KNOWN = '\u2013';

/** @typedef {{binary: boolean, percent: boolean, rest: string, name: string}} Unit */

/** @param {string} name such as "bytes", "bytes/s", "% of a CPU", "descriptors" @returns {Unit} */
function unitOf(name) {
  const binary = /^bytes\b/.test(name);
  return { binary, percent: name.startsWith('%'), rest: binary && name.startsWith('bytes/') ? name.slice(5) : '', name };
}

/** @param {number} value @param {number} digits significant ones */
function rounded(value, digits) {
  if (value === 0) return '0';
  const before = Math.max(1, Math.floor(Math.log10(Math.abs(value))) + 1);
  const text = value.toFixed(Math.min(6, Math.max(0, digits - before)));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** How many times to divide by the base, so that a value reads well. */
function power(value, unit) {
  const base = unit.binary ? 1024 : 1000;
  const last = (unit.binary ? BINARY : DECIMAL).length - 1;
  let size = Math.abs(value);
  let steps = 0;
  // 9 999 descriptors are read more easily than 10 k.
  const enough = unit.binary ? 1000 : 10000;
  if (size < enough || unit.percent) return 0;
  while (size >= 1000 && steps < last) {
    size /= base;
    steps++;
  }
  return steps;
}

/** @param {number} value @param {Unit} unit @param {number} [steps] divided so often, the same for all ticks of an axis */
function shown(value, unit, digits = 4, steps = power(value, unit)) {
  if (!Number.isFinite(value)) return NOT_KNOWN;
  const number = rounded(value / (unit.binary ? 1024 : 1000) ** steps, digits).replace('-', '\u2212');
  if (unit.binary) return number + '\u00a0' + BINARY[steps] + unit.rest;
  if (unit.percent) return number + '\u00a0%';
  return steps ? number + '\u00a0' + DECIMAL[steps] : number;
}

function signed(value, unit) {
  if (!Number.isFinite(value)) return NOT_KNOWN;
  return (value > 0 ? '+' : '') + shown(value, unit, 3);
}

/** @returns {{value: number, text: string}[]} */
function valueTicks(low, high, unit, log, most) {
  return log ? logTicks(low, high, unit, most) : linearTicks(low, high, unit, most);
}

function linearTicks(low, high, unit, most) {
  const step = niceStep((high - low) / Math.max(1, most), unit.binary);
  const steps = power(Math.max(Math.abs(low), Math.abs(high)), unit);
  const scaled = step / (unit.binary ? 1024 : 1000) ** steps;
  let digits = 0;
  while (digits < 6 && Math.abs(scaled * 10 ** digits % 1) > 1e-9 && Math.abs(scaled * 10 ** digits % 1) < 1 - 1e-9) digits++;
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
    const whole = Math.max(1, Math.floor(Math.log10(Math.abs(k * scaled) || 1)) + 1);
    ticks.push({ value: k * step, text: shown(k * step, unit, whole + digits, steps) });
    if (ticks.length > 50) break;
  }
  return ticks;
}

function niceStep(rough, binary) {
  if (!(rough > 0)) return 1;
  if (binary && rough >= 1) return 2 ** Math.ceil(Math.log2(rough));
  const ten = 10 ** Math.floor(Math.log10(rough));
  for (const nice of [1, 2, 5]) if (nice * ten >= rough) return nice * ten;
  return 10 * ten;
}

function logTicks(low, high, unit, most) {
  const base = unit.binary ? 2 : 10;
  const first = Math.ceil(Math.log(low) / Math.log(base) - 1e-9);
  const last = Math.floor(Math.log(high) / Math.log(base) + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, most)));
  const ticks = [];
  for (let k = Math.ceil(first / every) * every; k <= last; k += every) {
    ticks.push({ value: base ** k, text: shown(base ** k, unit, 3) });
  }
  return ticks.length > 1 ? ticks : linearTicks(low, high, unit, most).filter(tick => tick.value > 0);
}
