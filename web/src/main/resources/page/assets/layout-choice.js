/**
 * Asks which field of refused rows is which column. For a load from elsewhere whose file may have had a header: the
 * record of the load does not have its order.
 */

import { h, put, visible } from './dom.js';
import { t } from './i18n.js';
import { parse } from './csv.js';
import { columnChoice, mapped } from './file-preview.js';

const ROWS = 5;
const MOST_FIELDS = 500;

export class LayoutChoice extends HTMLElement {
  /**
   * @param table of the rows
   * @param raw texts of rows
   * @param dialect of the rows
   * @param use takes the mapping
   */
  constructor({ table, raw, dialect, use }) {
    super();
    Object.assign(this, { table, use });
    this.rows = raw.map(text => parse(text, { ...dialect, limit: 1 })[0]?.fields ?? []);
    const widths = this.rows.map(fields => fields.length).toSorted((a, b) => a - b);
    const width = Math.min(MOST_FIELDS, widths[widths.length >> 1] ?? 0);
    this.mapping = Array.from({ length: width }, (_, i) => table.fields[i]?.name ?? null);
  }

  connectedCallback() {
    this.show();
  }

  show() {
    put(this, h('h3', t('layout.title')), h('p', t('layout.why')),
      h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': t('layout.title') }, h('table.preview',
        h('thead', h('tr', this.mapping.map((column, i) => h('th', { scope: 'col' },
          h('span.name', t('load.column', { n: i + 1 })),
          columnChoice(this.table, column, t('load.column', { n: i + 1 }), value => {
            this.mapping = mapped(this.mapping, i, value);
            this.show();
            this.querySelectorAll('select')[i].focus();
          }))))),
        h('tbody', this.rows.slice(0, ROWS).map(fields =>
          h('tr', this.mapping.map((column, i) => h('td', { class: column ? false : 'skipped' }, visible(fields[i] ?? '')))))))),
      h('div.buttons', h('button.primary', { type: 'button', disabled: this.mapping.every(column => column == null),
        onclick: () => this.use(this.mapping) }, t('layout.use'))));
  }
}

customElements.define('layout-choice', LayoutChoice);
