/** Refused rows, what was changed in them, and changes to many of them that can be undone. */

import { parse, record } from './csv.js';

/** Whether a refused row is an object of JSON, as those of batches are. */
export function isJson(raw) {
  return objectOf(raw) != null;
}

function objectOf(raw) {
  if (!raw.startsWith('{')) return null;
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
}

function textOf(value) {
  return value == null ? null : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Where the fields of a file's records belong. */
export class Layout {
  /**
   * @param table with its fields
   * @param mapping for each column of the file the table's column, or null to skip it
   */
  constructor(table, mapping, { delimiter, quote = '"', isJson: asJson = false }) {
    this.isJson = asJson;
    this.columns = table.fields.filter(field => mapping.includes(field.name));
    this.places = this.columns.map(field => mapping.indexOf(field.name));
    this.width = mapping.length;
    this.dialect = { delimiter, quote };
  }

  /** The values of a raw record, and what it has beyond the columns. */
  read(raw) {
    if (this.isJson) {
      const object = objectOf(raw) ?? {};
      return { values: this.columns.map(({ name }) => textOf(object[name])), extra: null };
    }
    const fields = parse(raw, { ...this.dialect, limit: 1 })[0]?.fields ?? [];
    const extra = fields.slice(this.width);
    return {
      values: this.places.map(place => fields[place] ?? null),
      extra: extra.some(field => field != null) ? record(extra, this.dialect) : null,
    };
  }
}

/** A refused row. States: refused, edited, good (the service would take it), sent. */
export class RefusedRow {
  constructor(refused, layout) {
    Object.assign(this, refused);
    this.state = 'refused';
    const { values, extra } = layout.read(refused.raw ?? '');
    this.values = values;
    this.extra = extra;
    this.original = [...values];
  }

  get isEdited() {
    return this.state === 'edited' || this.state === 'good';
  }

  get group() {
    return `${this.column ?? ''} ${this.code}`;
  }
}

/** Changes and their undoing. A change is {row, column, value}; column is an index, or 'extra'. */
export class Edits {
  #done = [];

  get canUndo() {
    return this.#done.length > 0;
  }

  apply(changes) {
    const before = changes.map(({ row, column }) => ({
      row, column, state: row.state, value: column === 'extra' ? row.extra : row.values[column],
    }));
    changes.forEach(change => set(change, 'edited'));
    if (changes.length) this.#done.push(before);
  }

  /** Undoes the last change; gives the rows that it was about. */
  undo() {
    const before = this.#done.pop() ?? [];
    before.toReversed().forEach(change => set(change, change.row.state === 'sent' ? 'sent' : change.state));
    return before.map(({ row }) => row);
  }
}

function set({ row, column, value }, state) {
  if (column === 'extra') row.extra = value;
  else row.values[column] = value;
  row.state = state;
}

/** The ways to change many values alike. Each makes a function of a value that gives the new one. */
export const FIXES = {
  value: ({ from, to }) => value => ((value ?? '') === from ? to || null : value),
  trim: () => value => value?.trim().replace(/\s+/g, ' ') || null,
  replace: ({ find, to }) => value => (find && value?.includes(find) ? value.replaceAll(find, to) || null : value),
  date: ({ pattern }) => value => isoDate(value, DATES[pattern]) ?? value,
};

export const DATES = {
  'dd/mm/yyyy': ['d', 'm', 'y'], 'mm/dd/yyyy': ['m', 'd', 'y'], 'yyyy/mm/dd': ['y', 'm', 'd'],
};

/** A date with another order of its parts, in ISO 8601; a time after it is kept. */
function isoDate(value, order) {
  const parts = /^\s*(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(.*)$/.exec(value ?? '');
  if (!parts) return null;
  const found = Object.fromEntries(order.map((name, i) => [name, parts[i + 1]]));
  if (found.y.length !== 4 || found.m > 12 || found.d > 31) return null;
  return `${found.y}-${found.m.padStart(2, '0')}-${found.d.padStart(2, '0')}${parts[4].trimEnd()}`;
}

/** The changes that a fix makes to some rows. */
export function changesOf(rows, column, fix) {
  return rows
    .map(row => ({ row, column, before: row.values[column], value: fix(row.values[column]) }))
    .filter(({ before, value }) => before !== value);
}

/** Rows as a CSV, with a header or without, and the line on which each row starts. */
export function csvOf(rows, layout, quote, hasHeader) {
  const dialect = { delimiter: ',', quote };
  const lines = hasHeader ? [record(layout.columns.map(field => field.name), dialect)] : [];
  let line = lines.length + 1;
  const starts = new Map();
  for (const row of rows) {
    const text = record(row.values, dialect) + (row.extra == null ? '' : `,${row.extra}`);
    starts.set(line, row);
    line += 1 + (text.match(/\r\n|\n|\r/g)?.length ?? 0);
    lines.push(text);
  }
  return { text: lines.join('\n') + '\n', starts };
}
