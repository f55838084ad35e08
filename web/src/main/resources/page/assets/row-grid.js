/**
 * A grid of very many rows, of which only the visible ones are in the document. All can be reached and edited with
 * the keyboard: arrows, Home, End, Page Up and Down; Enter or F2 edits, Escape gives up.
 */

import { h, put } from './dom.js';
import { t } from './i18n.js';

const ROW_HEIGHT = 36;
const MARGIN = 8;

export class RowGrid extends HTMLElement {
  /**
   * @param options {label, columns: [{title, name}], cell(row, column) → {text, bad, muted, title}, edit(row, column,
   *     text), canEdit(row, column), select(row)}
   */
  constructor(options) {
    super();
    this.options = options;
    this.rows = [];
    this.shown = new Map();
    this.active = { row: 0, column: 0 };
    this.head = h('div.grid-head', { role: 'rowgroup' });
    this.body = h('div.grid-body', { role: 'rowgroup' });
    this.box = h('div.grid', { role: 'grid', 'aria-label': options.label, onscroll: () => this.draw(),
      onkeydown: event => this.key(event) }, this.head, this.body);
  }

  connectedCallback() {
    this.append(this.box);
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this.box);
  }

  disconnectedCallback() {
    this.resized.disconnect();
  }

  /** Shows other rows. */
  set(rows, columns) {
    this.rows = rows;
    this.options.columns = columns ?? this.options.columns;
    this.active = { row: 0, column: Math.min(this.active.column, this.options.columns.length - 1) };
    this.box.setAttribute('aria-rowcount', rows.length + 1);
    this.box.setAttribute('aria-colcount', this.options.columns.length);
    this.box.style.setProperty('--widths', this.options.columns.map(each => each.width ?? '10rem').join(' '));
    put(this.head, h('div.grid-row', { role: 'row', 'aria-rowindex': 1 }, this.options.columns.map((each, i) =>
      h('div.cell', { role: 'columnheader', 'aria-colindex': i + 1, title: each.title }, each.title))));
    this.body.style.height = `${rows.length * ROW_HEIGHT}px`;
    this.box.scrollTop = 0;
    this.redraw();
  }

  /** Draws all visible rows again, after they have changed. */
  redraw() {
    const focused = this.body.contains(document.activeElement);
    for (const element of this.shown.values()) element.remove();
    this.shown.clear();
    this.draw();
    if (focused) this.focusActive();
  }

  draw() {
    const first = Math.max(0, Math.floor(this.box.scrollTop / ROW_HEIGHT) - MARGIN);
    const last = Math.min(this.rows.length - 1,
      Math.ceil((this.box.scrollTop + this.box.clientHeight) / ROW_HEIGHT) + MARGIN);
    for (const [index, element] of this.shown) {
      if ((index < first || index > last) && index !== this.active.row) {
        element.remove();
        this.shown.delete(index);
      }
    }
    for (let index = first; index <= last; index++) this.place(index);
    if (this.active.row < this.rows.length) this.place(this.active.row);
  }

  place(index) {
    if (this.shown.has(index)) return;
    const row = this.rows[index];
    const element = h(`div.grid-row.${row.state}`, { role: 'row', 'aria-rowindex': index + 2 },
      this.options.columns.map((_, column) => this.cell(index, column)));
    element.style.transform = `translateY(${index * ROW_HEIGHT}px)`;
    this.shown.set(index, element);
    // In the order of the rows, for screen readers.
    const next = [...this.body.children].find(each => Number(each.getAttribute('aria-rowindex')) > index + 2);
    this.body.insertBefore(element, next ?? null);
  }

  cell(index, column) {
    const { text, bad, muted, title, icon } = this.options.cell(this.rows[index], column);
    const isActive = index === this.active.row && column === this.active.column;
    return h(`div.cell${bad ? '.bad' : ''}${muted ? '.muted' : ''}`, {
      role: 'gridcell', 'aria-colindex': column + 1, tabindex: isActive ? 0 : -1, title: title ?? text,
      'aria-invalid': bad ? 'true' : false,
      'aria-readonly': this.options.canEdit(this.rows[index], column) ? false : 'true',
      onfocus: () => this.activate(index, column),
      ondblclick: () => this.edit(),
      onclick: event => event.currentTarget.dataset.again && this.edit(),
    }, icon && h('span.icon', { 'aria-hidden': 'true' }, icon), h('span.text', { dir: 'auto' }, text));
  }

  element({ row, column }) {
    return this.shown.get(row)?.children[column];
  }

  activate(row, column) {
    const before = this.element(this.active);
    if (before) {
      before.tabIndex = -1;
      delete before.dataset.again;
    }
    this.active = { row, column };
    const now = this.element(this.active);
    if (now) {
      now.tabIndex = 0;
      // The click that gives a cell the focus does not edit it yet.
      setTimeout(() => { now.dataset.again = 'yes'; }, 300);
    }
    this.options.select?.(this.rows[row]);
  }

  focusActive() {
    this.element(this.active)?.focus({ preventScroll: true });
  }

  move(row, column) {
    row = Math.max(0, Math.min(this.rows.length - 1, row));
    column = Math.max(0, Math.min(this.options.columns.length - 1, column));
    if (!this.rows.length) return;
    const top = row * ROW_HEIGHT;
    const space = this.box.clientHeight - this.head.offsetHeight - ROW_HEIGHT;
    if (top < this.box.scrollTop) this.box.scrollTop = top;
    else if (top > this.box.scrollTop + space) this.box.scrollTop = top - space;
    this.draw();
    this.place(row);
    const cell = this.element({ row, column });
    cell.focus({ preventScroll: true });
    const left = cell.offsetLeft;
    if (left < this.box.scrollLeft) this.box.scrollLeft = left;
    else if (left + cell.offsetWidth > this.box.scrollLeft + this.box.clientWidth) {
      this.box.scrollLeft = left + cell.offsetWidth - this.box.clientWidth;
    }
  }

  key(event) {
    if (event.target.tagName === 'INPUT') return;
    const { row, column } = this.active;
    const page = Math.max(1, Math.floor(this.box.clientHeight / ROW_HEIGHT) - 2);
    const end = this.options.columns.length - 1;
    const moves = {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      PageUp: [row - page, column], PageDown: [row + page, column],
      Home: event.ctrlKey ? [0, 0] : [row, 0], End: event.ctrlKey ? [this.rows.length - 1, end] : [row, end],
    };
    const typed = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (moves[event.key]) this.move(...moves[event.key]);
    else if (event.key === 'Enter' || event.key === 'F2') this.edit();
    else if (typed && event.key !== ' ') this.edit(event.key);
    else return;
    event.preventDefault();
  }

  /** Edits the active cell; a typed character replaces its text. */
  edit(typed) {
    const { row: index, column } = this.active;
    const row = this.rows[index];
    const cell = this.element(this.active);
    if (!row || !cell || !this.options.canEdit(row, column) || cell.querySelector('input')) return;
    const input = h('input', { value: typed ?? this.options.text(row, column), spellcheck: 'false',
      'aria-label': t('grid.edit', { column: this.options.columns[column].title }) });
    let over = false;
    const end = (take, move) => {
      if (over) return;
      over = true;
      const changed = take && input.value !== this.options.text(row, column);
      if (changed) this.options.edit(row, column, input.value);
      this.shown.get(index)?.remove();
      this.shown.delete(index);
      this.draw();
      if (move) this.move(...move);
    };
    input.addEventListener('keydown', event => {
      if (event.key === 'Escape') end(false, [index, column]);
      else if (event.key === 'Enter') end(true, [index + 1, column]);
      else if (event.key === 'Tab') end(true, [index, column + (event.shiftKey ? -1 : 1)]);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    input.addEventListener('blur', () => end(true));
    put(cell, input);
    input.focus();
    if (typed == null) input.select();
    else input.setSelectionRange(typed.length, typed.length);
  }
}

customElements.define('row-grid', RowGrid);
