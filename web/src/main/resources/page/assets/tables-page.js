/** The tables that are configured, with their columns and rules. */

import { h, put, download } from './dom.js';
import { t, has } from './i18n.js';
import { tables } from './table-match.js';
import { mayLoad } from './client.js';
import { record } from './csv.js';
import { problemBox } from './load-outcome.js';
import { CommandText, curl, hiring } from './command-text.js';

class TablesPage extends HTMLElement {
  async connectedCallback() {
    const list = h('div');
    this.append(h('h1', t('tables.title')), list);
    try {
      put(list, (await tables()).map(table => this.card(table)));
    } catch (failure) {
      put(list, problemBox(failure));
    }
  }

  card(table) {
    const file = `${table.table}.csv`;
    const names = table.fields.map(each => each.name);
    return h('section.card',
      h('h2', table.title, ' ', h('code', `${table.schema}.${table.table}`)),
      table.description && h('p', table.description),
      h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': t('tables.columns', { table: table.title }) }, h('table',
        h('thead', h('tr', ['column', 'type', 'rules', 'description'].map(name => h('th', { scope: 'col' }, t(`tables.${name}`))))),
        h('tbody', table.fields.map(each => h('tr', h('th', { scope: 'row' }, each.name, each.title !== each.name && ` (${each.title})`),
          h('td', each.type ?? 'string', each.format && each.format !== 'default' ? ` (${each.format})` : ''),
          h('td', rules(table, each)), h('td', each.description ?? '')))))),
      h('div.buttons',
        mayLoad() && h('a.button', { href: `#/?table=${encodeURIComponent(`${table.schema}.${table.table}`)}` }, t('tables.load')),
        h('button', { type: 'button', onclick: () => download(file, [record(names) + '\r\n'], 'text/csv') }, t('tables.template'))),
      h('details', h('summary', t('command.show')), new CommandText(() =>
        [...curl(`/tables/${encodeURIComponent(table.table)}?schema=${encodeURIComponent(table.schema)}`), ...hiring('tables')])));
  }
}

/** What a column demands, in words. */
function rules(table, column) {
  const found = [];
  if (table.primaryKey.includes(column.name)) found.push(t('rule.primaryKey'));
  for (const [name, value] of Object.entries(column.constraints ?? {})) {
    if (value === false) continue;
    const text = Array.isArray(value) ? value.join(', ') : String(value);
    found.push(has(`rule.${name}`) ? t(`rule.${name}`, { value: text }) : `${name}: ${text}`);
  }
  for (const key of table.foreignKeys.filter(each => each.fields.includes(column.name))) {
    found.push(t('rule.reference', { table: key.resource || table.table, column: key.reference.join(', ') }));
  }
  return found.join('; ');
}

customElements.define('tables-page', TablesPage);
