/** Corrects many refused rows alike, with a preview. */

import { h, put, field, select, announce, visible } from './dom.js';
import { t, number } from './i18n.js';
import { FIXES, DATES, changesOf } from './row-edits.js';

const PREVIEWED = 5;

export class RowFixes extends HTMLElement {
  /**
   * @param columns of the rows
   * @param rows gives those that are shown
   * @param apply takes the changes
   */
  constructor({ columns, rows, apply }) {
    super();
    Object.assign(this, { columns, rows, apply });
    const [first] = rows();
    const at = Math.max(0, columns.findIndex(each => each.name === first?.column));
    this.chosen = { column: String(at), fix: 'value', find: '', from: first?.values[at] ?? '', to: '', pattern: 'dd/mm/yyyy' };
  }

  connectedCallback() {
    const set = (name, show) => value => {
      this.chosen[name] = value;
      show();
    };
    this.inputs = h('div.fields');
    this.preview = h('div', { 'aria-live': 'polite' });
    put(this,
      h('div.fields',
        field(t('fix.column'), select(this.columns.map((each, i) => [String(i), each.title]), this.chosen.column,
          set('column', () => this.refresh()))),
        field(t('fix.how'), select(Object.keys(FIXES).map(each => [each, t(`fix.${each}`)]), this.chosen.fix,
          set('fix', () => this.showInputs())))),
      this.inputs, this.preview,
      h('button', { type: 'button', onclick: () => {
        const all = this.changes();
        this.apply(all);
        announce(t('fix.done', { n: number(all.length) }));
      } }, t('fix.apply')));
    this.showInputs();
  }

  showInputs() {
    const { fix, pattern } = this.chosen;
    const text = (name, label) => field(label, h('input', { value: this.chosen[name], oninput: event => {
      this.chosen[name] = event.target.value;
      this.refresh();
    } }));
    put(this.inputs,
      fix === 'replace' && [text('find', t('fix.find')), text('to', t('fix.to'))],
      fix === 'value' && [text('from', t('fix.from')), text('to', t('fix.to'))],
      fix === 'date' && field(t('fix.pattern'), select(Object.keys(DATES).map(each => [each, each]), pattern, value => {
        this.chosen.pattern = value;
        this.refresh();
      })));
    this.refresh();
  }

  changes() {
    return changesOf(this.rows(), Number(this.chosen.column), FIXES[this.chosen.fix](this.chosen));
  }

  /** Shows the changes again, after the rows have changed. */
  refresh() {
    const all = this.changes();
    put(this.preview, h('p', t('fix.changes', { n: number(all.length) })),
      h('ul.changes', all.slice(0, PREVIEWED).map(({ row, before, value }) =>
        h('li', h('span.hint', number(row.line)), ' ', h('del', visible(before ?? '–')), ' → ', h('ins', visible(value ?? '–'))))));
  }
}

customElements.define('row-fixes', RowFixes);
