/** CSV as the service reads it (RFC 4180), for previews and for rows that are sent again. */

export const DELIMITERS = [',', ';', '\t', '|'];

/** How much of a file is read to guess what it is. */
export const SAMPLE_BYTES = 64 * 1024;

/**
 * Splits text into records {line, fields, raw}. A field is null if it is empty and has no quotes.
 * Records without any value are left out.
 */
export function parse(text, { delimiter = ',', quote = '"', limit = Infinity } = {}) {
  const records = [];
  let at = 0;
  let line = 1;
  while (at < text.length && records.length < limit) {
    const fields = [];
    const start = at;
    const startLine = line;
    for (let more = true; more;) {
      let value = '';
      let quoted = false;
      if (quote && text[at] === quote) {
        quoted = true;
        for (at++; at < text.length; at++) {
          if (text[at] !== quote) {
            if (text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n')) line++;
            value += text[at];
          } else if (text[at + 1] === quote) {
            value += quote;
            at++;
          } else {
            at++;
            break;
          }
        }
      }
      const rest = at;
      while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++;
      value += text.slice(rest, at);
      fields.push(value === '' && !quoted ? null : value);
      more = text[at] === delimiter;
      if (more) at++;
    }
    const raw = text.slice(start, at);
    if (at < text.length) {
      line++;
      at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
    }
    if (fields.some(field => field != null && field.trim() !== '')) {
      records.push({ line: startLine, fields, raw });
    }
  }
  return records;
}

/** One field as text; null is an empty field without quotes. */
export function quoted(value, { delimiter = ',', quote = '"' } = {}) {
  if (value == null) return '';
  const text = String(value);
  const bare = text !== '' && ![delimiter, quote, '\n', '\r'].some(mark => text.includes(mark)) && text.trim() === text;
  return bare ? text : quote + text.replaceAll(quote, quote + quote) + quote;
}

export function record(fields, dialect) {
  return fields.map(field => quoted(field, dialect)).join(dialect?.delimiter ?? ',');
}

/** What the first bytes of a file are: {kind, charset, text}. */
export async function sample(file) {
  let bytes = new Uint8Array(await file.slice(0, SAMPLE_BYTES).arrayBuffer());
  const starts = (...magic) => magic.every((byte, i) => bytes[i] === byte);
  if (starts(0x50, 0x4b, 3, 4) || starts(0xd0, 0xcf, 0x11, 0xe0)) return { kind: 'workbook', charset: 'utf-8', text: '' };
  if (starts(0x28, 0xb5, 0x2f, 0xfd)) return { kind: 'zstd', charset: 'utf-8', text: '' };
  const kind = starts(0x1f, 0x8b) ? 'gzip' : 'text';
  let whole = bytes.length === file.size;
  if (kind === 'gzip') {
    bytes = await unpackedStart(bytes);
    whole = bytes.length < SAMPLE_BYTES && whole;
  }
  const { charset, known } = charsetOf(bytes, whole);
  return { kind, charset, known, whole, bytes, text: decode(bytes, charset) };
}

/** As far as the first bytes unpack. */
async function unpackedStart(bytes) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const parts = [];
  let length = 0;
  try {
    while (length < SAMPLE_BYTES) {
      const { value, done } = await reader.read();
      if (done) break;
      parts.push(value);
      length += value.length;
    }
  } catch {
    // The sample is cut.
  }
  reader.cancel().catch(() => {});
  return new Uint8Array(await new Blob(parts).slice(0, SAMPLE_BYTES).arrayBuffer());
}

function charsetOf(bytes, whole) {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { charset: 'utf-8', known: true };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { charset: 'utf-16le', known: true };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { charset: 'utf-16be', known: true };
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !whole });
    return { charset: 'utf-8' };
  } catch {
    return { charset: 'windows-1252' };
  }
}

/** The text of a sample in a charset. */
export function decode(bytes, charset) {
  return new TextDecoder(charset).decode(bytes, { stream: true });
}

/** The delimiter that splits the first records into the same number of fields, preferably many. */
export function guessDelimiter(text) {
  const named = /^sep=(.)\r?\n/i.exec(text);
  if (named) return named[1];
  let best = ',';
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const counts = parse(text, { delimiter, limit: 50 }).map(each => each.fields.length);
    if (counts.length > 1) counts.pop();
    const usual = counts.toSorted((a, b) => a - b)[counts.length >> 1] ?? 1;
    const score = usual < 2 ? 0 : counts.filter(count => count === usual).length / counts.length + usual / 1000;
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}
