/** Which table a file is for, and which of its columns are which of the table's. */

import { listTables, getTable } from './client.js';

let known;

/** All tables with their definitions. */
export function tables() {
  known ??= describedTables().catch(failure => {
    known = undefined;
    throw failure;
  });
  return known;
}

async function describedTables() {
  const { tables: all } = await listTables();
  return Promise.all(all.map(async ({ schema, table }) => described(schema, table, await getTable(table, schema))));
}

/** A table by its names, from its Data Resource. */
function described(schema, table, resource) {
  const list = value => (value == null ? [] : [value].flat());
  const definition = resource.schema;
  return {
    schema,
    table,
    title: resource.title ?? table,
    description: resource.description,
    fields: definition.fields.map(field => ({
      ...field, title: field.title ?? field.name, names: [field.name, field.title, ...list(field['x-aliases'])].filter(Boolean),
    })),
    primaryKey: list(definition.primaryKey),
    foreignKeys: list(definition.foreignKeys).map(key => ({
      fields: list(key.fields), resource: key.reference?.resource ?? '', reference: list(key.reference?.fields),
    })),
    quote: resource.dialect?.quoteChar ?? '"',
  };
}

export const tableOf = (all, schema, table) => all.find(each => each.schema === schema && each.table === table);

/** Names are compared as the service does: without case, outer blanks and invisible characters. */
export function normalized(name) {
  return (name ?? '').replace(/[\u200b-\u200d\u2060\ufeff]/g, '').trim().toLowerCase();
}

/** The column of a table that a header's name means, or null. */
export function columnNamed(table, name) {
  const wanted = normalized(name);
  return table.fields.find(field => field.names.some(each => normalized(each) === wanted))?.name ?? null;
}

const INTEGER = /^\s*[+-]?\d+(\.0+)?\s*$/;
const NUMBER = /^\s*[+-]?[\d.,]+(e[+-]?\d+)?\s*$/i;
const DATE = /^\s*\d{4}-\d\d-\d\d/;

/** Whether a value could be of a column, roughly. */
function fits(field, value) {
  if (value == null) return true;
  if (field.type === 'integer') return INTEGER.test(value);
  if (field.type === 'number') return NUMBER.test(value);
  if ((field.type === 'datetime' || field.type === 'date') && !field.format) return DATE.test(value);
  return true;
}

/** How many of some rows could be rows of a table, from 0 to 1. */
function rowScore(table, rows) {
  if (!rows.length) return 0;
  const good = rows.filter(({ fields }) =>
    fields.length === table.fields.length && fields.every((value, i) => fits(table.fields[i], value)));
  return good.length / rows.length;
}

/**
 * The table and whether the first record is a header: {table, header}; table is null if none fits, or two fit alike.
 *
 * @param name the file's
 */
export function guess(all, name, records) {
  const [first, ...rest] = records;
  if (!first) return { table: null, header: false };
  let best = { table: null, header: false, score: 0 };
  for (const table of all) {
    const named = first.fields.filter(field => columnNamed(table, field)).length;
    const inName = normalized(name).includes(normalized(table.table)) ? 1 : 0;
    const asHeader = named / Math.max(first.fields.length, table.fields.length);
    const asRows = rowScore(table, records);
    const score = 2 * asHeader + asRows + inName;
    if (score > best.score) best = { table, header: named > 0 && rowScore(table, [first]) === 0, score };
    else if (score === best.score) best = { ...best, table: null };
  }
  if (best.table && !best.header) best.header = looksLikeHeader(best.table, first, rest);
  return best;
}

/**
 * Whether a first record without any known name, number or date stands above records that have some. If it has as many
 * fields as the table, it may as well be a wrong row, which then is refused where it can be seen.
 */
function looksLikeHeader(table, first, rest) {
  const isValue = value => value != null && (NUMBER.test(value) || DATE.test(value));
  return first.fields.length !== table.fields.length && !first.fields.some(isValue)
    && rest.length > 0 && rest.every(({ fields }) => fields.some(isValue));
}

/** For each column of the file the table's column, or null to skip it. */
export function guessMapping(table, first, header) {
  const taken = new Set();
  return first.fields.map((name, i) => {
    const column = header ? columnNamed(table, name) : table.fields[i]?.name ?? null;
    if (column == null || taken.has(column)) return null;
    taken.add(column);
    return column;
  });
}

const remembered = ({ schema, table }) => `hiring.mapping.${schema}.${table}`;

/** Remembers a mapping for the next file with the same header. */
export function remember(table, names, mapping) {
  localStorage.setItem(remembered(table), JSON.stringify({ names: names.map(normalized), mapping }));
}

/** The remembered mapping for a header, or null. */
export function recall(table, names) {
  const kept = JSON.parse(localStorage.getItem(remembered(table)) ?? 'null');
  const same = kept && JSON.stringify(kept.names) === JSON.stringify(names.map(normalized));
  return same ? kept.mapping.map(column => (table.fields.some(field => field.name === column) ? column : null)) : null;
}

const escaped = name => name.replace(/[\\,:]/g, '\\$&');

/**
 * The parameter columns= for a mapping, or null if the file says the same without it.
 *
 * @param names of the header, or null without one
 */
export function columnsParameter(table, names, mapping) {
  const target = column => (column == null ? '-' : column === '-' ? '\\-' : escaped(column));
  if (names == null) {
    const same = mapping.length === table.fields.length && mapping.every((column, i) => column === table.fields[i].name);
    return same ? null : mapping.map(target).join(',');
  }
  const same = mapping.every((column, i) => column != null && column === columnNamed(table, names[i]));
  return same ? null : mapping.map((column, i) =>
    (normalized(names[i]) === '' ? target(column) : `${escaped(names[i].trim())}:${target(column)}`)).join(',');
}

/**
 * For each column of the file of an earlier load the table's column, from the parameters of its record. Null if a header
 * may have decided, whose order the record does not have.
 */
export function mappingOf(table, load) {
  if (load.header !== 'absent') return null;
  if (load.columns == null) return table.fields.map(each => each.name);
  return load.columns.match(/(?:[^\\,]|\\.)+/gs).map(entry => {
    const target = entry.match(/(?:[^\\:]|\\.)+/gs).at(-1);
    const name = target.replace(/\\(.)/gs, '$1').trim();
    return target.trim() === '-' ? null : table.fields.find(each => each.name === name)?.name ?? null;
  });
}
