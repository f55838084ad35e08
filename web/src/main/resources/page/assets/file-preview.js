/** The first rows of a file, and where each of its columns goes. */

import { h, select, visible } from './dom.js';
import { t, number } from './i18n.js';

const ROWS = 50;

/** A choice of the table's column for a column of a file. */
export function columnChoice(table, column, name, onchange) {
  return select([['', t('load.skip')], ...table.fields.map(each =>
    [each.name, each.title === each.name ? each.name : `${each.title} (${each.name})`])],
  column ?? '', onchange, { 'aria-label': t('load.mapping', { name: visible(name ?? '') }) });
}

/** A mapping in which a column of the file goes to another of the table's, or is skipped. */
export const mapped = (mapping, at, column) =>
  mapping.map((each, i) => (i === at ? column || null : each === column ? null : each));

/**
 * @param chosen file
 * @param onmapping is given another mapping, and the place of the column that was changed
 */
export function filePreview(chosen, onmapping) {
  const { table, mapping, header } = chosen;
  const records = chosen.records(ROWS + (header ? 1 : 0));
  if (!records.length) return h('p.notice.bad', { role: 'alert' }, t('load.empty'));
  const names = header ? records[0].fields : records[0].fields.map((value, i) => t('load.column', { n: i + 1 }));
  const rows = header ? records.slice(1) : records;
  const unused = table ? table.fields.filter(each => !mapping.includes(each.name)) : [];
  const skipped = table ? names.filter((name, i) => mapping[i] == null).map(name => visible(name ?? '–')) : [];
  return [
    skipped.length > 0 && h('p.notice', t('load.skipped', { columns: skipped.join(', ') })),
    table && unused.length > 0 && h('p.notice', t('load.unused', { columns: unused.map(each => each.title).join(', ') })),
    h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': t('load.preview') },
      h('table.preview',
        h('caption', t('load.preview.caption', { n: number(rows.length) })),
        h('thead', h('tr', names.map((name, i) => h('th', { scope: 'col' }, h('span.name', visible(name ?? '–')),
          table && i < mapping.length && columnChoice(table, mapping[i], name, column =>
            onmapping(mapped(mapping, i, column), i)))))),
        h('tbody', rows.map(row => h('tr', names.map((_, i) => h('td',
          { class: table && mapping[i] == null ? 'skipped' : false }, visible(row.fields[i] ?? '')))))))),
  ];
}
