// What the page holds: unpacked from base64, deflate and the codes that HtmlValues.java describes.

/** @typedef {{pid: number, start: string, started: number, name: string, program: string, command: string,
 *   unit?: string, container?: string}} Process */
/** @typedef {{index: number, key: string, label: string, last: number, count: number, processes: Process[], text: string}} Line */
/** @typedef {{title: string, unit: Unit, from: number, bucket: number, buckets: number, lines: Line[],
 *   marks: {millis: number, text: string}[], least: Float32Array, greatest: Float32Array,
 *   whole?: Stats, ranked?: {risers: number[], order: number[]}, logLeast?: Float32Array, logGreatest?: Float32Array}} Plotted */

const DROPPED_BITS = 10;
const NEWLINE = 10;

/** @param {Element} element @returns {Promise<Plotted>} */
async function unpacked(element) {
  const bytes = await inflated(decoded(element.textContent ?? ''));
  const end = bytes.indexOf(NEWLINE);
  const facts = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  const keys = new Set();
  facts.lines.forEach((line, index) => complete(line, index, keys));
  return { ...facts, unit: unitOf(facts.unit), ...values(bytes, end + 1, facts.lines.length, facts.buckets) };
}

function decoded(base64) {
  // @ts-ignore Newer than some browsers, and several times faster.
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @param {any} line @param {number} index @param {Set<string>} keys those taken */
function complete(line, index, keys) {
  const process = line.count === 1 ? line.processes[0] : undefined;
  let key = process ? process.pid + '-' + process.start : line.label;
  for (let n = 2; keys.has(key); n++) key = key.replace(/~\d+$/, '') + '~' + n;
  keys.add(key);
  line.index = index;
  line.key = key;
  line.last ??= NaN;
  const words = [line.label];
  for (const p of line.processes) words.push(String(p.pid), p.name, p.program, p.command, p.unit ?? '', p.container ?? '');
  line.text = words.join('\n').toLowerCase();
}

function values(bytes, begin, lines, buckets) {
  const leastBits = new Int32Array(lines * buckets);
  const greatestBits = new Int32Array(lines * buckets);
  const least = new Float32Array(leastBits.buffer);
  const greatest = new Float32Array(greatestBits.buffer);
  let at = begin;
  const number = () => {
    let byte = bytes[at++];
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      byte = bytes[at++];
      value |= (byte & 0x7f) << shift;
    }
    return value;
  };
  for (let line = 0, i = 0; line < lines; line++) {
    let code = 0;
    for (const end = i + buckets; i < end; i++) {
      const zigzag = number() - 1;
      if (zigzag < 0) {
        least[i] = greatest[i] = NaN;
        continue;
      }
      code += (zigzag >>> 1) ^ -(zigzag & 1);
      // Held as its code until the other value is known.
      leastBits[i] = code;
      greatestBits[i] = 0;
    }
  }
  const bits = code => code < 0 ? (-code << DROPPED_BITS) | 0x80000000 : code << DROPPED_BITS;
  for (let i = 0; i < leastBits.length; i++) {
    if (greatestBits[i] !== 0) continue;
    const code = leastBits[i];
    greatestBits[i] = bits(code + number());
    leastBits[i] = bits(code);
  }
  return { least, greatest };
}

/** The arrays to draw from: the values, or their logarithms. @param {Plotted} plot @returns {Float32Array[]} */
function drawn(plot, log) {
  if (!log) return [plot.least, plot.greatest];
  plot.logLeast ??= logarithms(plot.least);
  plot.logGreatest ??= logarithms(plot.greatest);
  return [plot.logLeast, plot.logGreatest];
}

/** What is not positive lies below every axis. */
const BELOW_ALL = -60;

function logarithms(values) {
  const logs = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    logs[i] = value > 0 ? Math.log10(value) : value === value ? BELOW_ALL : NaN;
  }
  return logs;
}
