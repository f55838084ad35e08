/** The refused rows of a load: by reason, to be corrected, checked again and sent. */

import { h, put, download, uuid, visible } from './dom.js';
import { t, has, number } from './i18n.js';
import { getRejects, migrateCsv, mayLoad, Problem } from './client.js';
import { Layout, RefusedRow, Edits, csvOf, isJson } from './row-edits.js';
import { columnsParameter, mappingOf } from './table-match.js';
import { guessDelimiter, parse } from './csv.js';
import { RowGrid } from './row-grid.js';
import { RowFixes } from './row-fixes.js';
import { LayoutChoice } from './layout-choice.js';
import { problemBox } from './load-outcome.js';
import { CommandText, curl, hiring } from './command-text.js';

const MAX_ROWS = 100_000;
const MAX_CHARACTERS = 64 * 1024 * 1024;
/** Rows that are looked at to learn their layout. */
const SAMPLE = 200;
/** Columns of the grid before those of the table. */
const BEFORE = 2;

const layoutKey = id => `hiring.layout.${id}`;

/** Keeps the mapping of a file that this page has sent, to read the refused rows of its load. */
export function keepLayout(id, mapping) {
  if (mapping) sessionStorage.setItem(layoutKey(id), JSON.stringify(mapping));
}

export const reasonOf = code => (has(`code.${code}`) ? t(`code.${code}`) : code);

/** The refused rows of a load, as far as the page shows them. */
async function refusedRowsOf(id) {
  const { text, isWhole } = await getRejects(id, MAX_CHARACTERS);
  const [, ...records] = parse(text, { limit: MAX_ROWS + 2 });
  if (!isWhole) records.pop();
  return records.slice(0, MAX_ROWS).map(({ fields: [line, column, code, message, raw] }) =>
    ({ line: Number(line), column, code, message, raw: raw ?? '' }));
}

export class RefusedRows extends HTMLElement {
  /**
   * @param load that refused rows
   * @param table of the load
   * @param plan of the load, if this page sent it: the layout of its file
   * @param edits of a check of the same file, by line
   */
  constructor({ load, table, plan, edits }) {
    super();
    this.load = load;
    this.table = table;
    keepLayout(load.load_id, plan?.mapping);
    this.mapping = plan?.mapping ?? JSON.parse(sessionStorage.getItem(layoutKey(load.load_id)) ?? 'null');
    this.earlier = edits;
    this.rows = [];
    this.edits = new Edits();
    this.group = null;
  }

  async connectedCallback() {
    if (this.firstElementChild) return;
    this.summary = h('p.hint', { role: 'status' }, t('refused.reading'));
    this.append(h('section.card', { 'aria-labelledby': 'refused-title' },
      h('h2', { id: 'refused-title', tabindex: -1 }, t('refused.title')), this.summary,
      this.groups = h('div.groups', { role: 'group', 'aria-label': t('refused.groups') }),
      this.tools = h('div'),
      this.gridPlace = h('div'),
      this.message = h('p.message', { 'aria-live': 'polite' }),
      this.buttons = h('div.buttons'),
      this.answer = h('div'),
      this.files = h('div.buttons')));
    try {
      await this.read();
      this.build();
    } catch (failure) {
      put(this.answer, problemBox(failure));
    }
  }

  /** Whether it is known which field is which column, so that rows can be sent again. */
  get canEdit() {
    return mayLoad() && this.table && this.mapping != null;
  }

  async read() {
    this.refused = await refusedRowsOf(this.load.load_id);
    const sample = this.refused.slice(0, SAMPLE).map(row => row.raw);
    const given = this.load.delimiter === 'tab' ? '\t' : this.load.delimiter;
    this.dialect = { delimiter: given ?? guessDelimiter(sample.join('\n')), quote: this.table?.quote };
    if (!this.table) return;
    this.isJson = sample.every(isJson);
    const isOrder = this.isJson || (this.load.columns == null && this.refused[0]?.line === 1);
    this.mapping ??= isOrder ? this.table.fields.map(each => each.name) : mappingOf(this.table, this.load);
  }

  makeRows() {
    const table = this.table ?? { fields: [] };
    this.layout = new Layout(table, this.mapping ?? [], { ...this.dialect, isJson: this.isJson });
    this.rows = this.refused.map(row => new RefusedRow(row, this.layout));
    this.takeOver(this.earlier);
  }

  /** Takes the layout that the user chose. */
  useLayout(mapping) {
    keepLayout(this.load.load_id, mapping);
    this.mapping = mapping;
    this.build();
    this.querySelector('h2').focus();
  }

  takeOver(edits) {
    const changes = this.rows.flatMap(row => (edits?.get(row.line) ?? [])
      .map((value, column) => ({ row, column, value }))
      .filter(({ value, column }) => row.values[column] !== value));
    this.edits.apply(changes);
  }

  /** What was corrected, by line, for the same file loaded afterwards. */
  get corrected() {
    return new Map(this.rows.filter(row => row.isEdited).map(row => [row.line, row.values]));
  }

  build() {
    this.makeRows();
    this.grid = new RowGrid({
      label: t('refused.title'),
      columns: this.columns(),
      cell: (row, column) => this.cell(row, column),
      text: (row, column) => (this.place(column) === 'extra' ? row.extra : row.values[this.place(column)]) ?? '',
      canEdit: (row, column) => Boolean(this.canEdit) && column >= BEFORE,
      edit: (row, column, text) => {
        this.edits.apply([{ row, column: this.place(column), value: text === '' ? null : text }]);
        this.showEdited();
      },
      select: row => put(this.message, t('refused.line', { n: number(row.line) }), ': ',
        h('span', { lang: 'en' }, row.message)),
    });
    put(this.gridPlace, this.grid);
    this.showAll();
  }

  columns() {
    const isNarrow = matchMedia('(max-width: 40rem)').matches;
    return [
      { title: t('refused.column.line'), width: isNarrow ? '3.5rem' : '5rem' },
      { title: t('refused.column.reason'), width: isNarrow ? '9rem' : '14rem' },
      ...(this.mapping == null ? [{ title: t('refused.column.raw'), width: '40rem' }] : []),
      ...this.layout.columns.map(each => ({ title: each.title, name: each.name, width: isNarrow ? '9rem' : '11rem' })),
      ...(this.mapping != null && this.rows.some(row => row.extra != null) ? [{ title: t('refused.column.extra'), width: '11rem' }] : []),
    ];
  }

  /** The index of a grid's column among the table's, or 'extra'. */
  place(column) {
    return column - BEFORE < this.layout.columns.length ? column - BEFORE : 'extra';
  }

  cell(row, column) {
    if (column === 0) return { text: number(row.line), muted: true };
    if (column === 1) {
      const icons = { edited: '✎', good: '✓', refused: '⚠' };
      const text = row.state === 'refused' ? reasonOf(row.code) : t(`row.${row.state}`);
      return { text, icon: icons[row.state], title: row.message };
    }
    if (this.mapping == null) return { text: visible(row.raw) };
    const place = this.place(column);
    const value = place === 'extra' ? row.extra : row.values[place];
    const bad = row.state === 'refused' && (place === 'extra' ? value != null
      : this.layout.columns[place].name === row.column);
    return { text: visible(value ?? '–'), muted: value == null, bad, title: bad ? row.message : value ?? t('refused.nothing'),
      icon: bad ? '⚠' : null };
  }

  get visible() {
    return this.rows.filter(row => row.state !== 'sent' && (this.group == null || row.group === this.group));
  }

  showAll() {
    this.showGroups();
    this.showTools();
    this.grid.set(this.visible, this.columns());
    this.showButtons();
    this.showFiles();
  }

  showGroups() {
    const left = this.rows.filter(row => row.state !== 'sent');
    const byGroup = Map.groupBy(left, row => row.group);
    if (!byGroup.has(this.group)) this.group = null;
    const sorted = [...byGroup].toSorted((a, b) => b[1].length - a[1].length);
    const button = (group, label, count) => h('button.chip', { type: 'button', 'aria-pressed': String(this.group === group),
      onclick: () => {
        this.group = group;
        this.showAll();
        this.groups.querySelector('[aria-pressed=true]')?.focus();
      } }, label, ' ', h('span.number', number(count)));
    put(this.groups, button(null, t('refused.all'), left.length), sorted.map(([group, [row, ...more]]) =>
      button(group, `${row.column ?? t('refused.row')}: ${reasonOf(row.code)}`, more.length + 1)));
    const { rejected } = this.load.rows;
    put(this.summary, rejected > this.rows.length
      ? t('refused.some', { n: number(this.rows.length), all: number(rejected) })
      : t('refused.explained'));
  }

  showTools() {
    if (!mayLoad()) {
      put(this.tools, h('p.notice', t('access.reader')));
    } else if (!this.table) {
      put(this.tools, h('p.notice', t('refused.notable')));
    } else if (this.mapping == null) {
      put(this.tools, new LayoutChoice({ table: this.table, raw: this.refused.slice(0, SAMPLE).map(row => row.raw),
        dialect: this.dialect, use: mapping => this.useLayout(mapping) }));
    } else {
      const wasOpen = this.tools.querySelector('details')?.open ?? false;
      this.fixes = new RowFixes({ columns: this.layout.columns, rows: () => this.visible, apply: changes => {
        this.edits.apply(changes);
        this.grid.redraw();
        this.showEdited();
      } });
      put(this.tools, h('details', { '.open': wasOpen }, h('summary', t('fix.title')), this.fixes));
    }
  }

  /* Check again and send */

  /** Before a replace, the rows of the table are not those that corrected rows would be checked against. */
  get mustLoadFirst() {
    return this.load.dry_run && !this.load.append;
  }

  showButtons() {
    const edited = this.rows.filter(row => row.isEdited);
    const { load } = this;
    const allRefused = load.append && load.problem?.code === 'no_rows_accepted';
    const sendable = !load.dry_run && (load.status === 'committed' || allRefused);
    const busy = this.busy ?? false;
    put(this.buttons, this.canEdit && [
      h('button', { type: 'button', disabled: busy || !this.edits.canUndo, onclick: () => this.undo() }, t('refused.undo')),
      !this.mustLoadFirst && h('button', { type: 'button', disabled: busy || !edited.length, onclick: () => this.send(edited, true) },
        t('refused.recheck', { n: number(edited.length) })),
      sendable && h('button.primary', { type: 'button', disabled: busy || !edited.length,
        onclick: () => this.send(edited, false) }, t('refused.send', { n: number(edited.length) })),
      !sendable && edited.length > 0 && h('p.hint', t('refused.loadfirst')),
    ]);
  }

  /** After corrections or their undoing. */
  showEdited() {
    this.showButtons();
    this.fixes?.refresh();
  }

  undo() {
    this.edits.undo();
    this.grid.redraw();
    this.showEdited();
    this.buttons.querySelector('button:enabled')?.focus();
  }

  /** Sends corrected rows, to check them or to store them, and shows what is wrong with those refused again. */
  async send(rows, dryRun) {
    this.busy = true;
    this.showButtons();
    put(this.answer, h('p.hint', { role: 'status' }, t('refused.sending')));
    const { text, starts } = csvOf(rows, this.layout, this.table.quote, false);
    try {
      const { loadId, isWhole } = await this.exchange(text, dryRun);
      const again = isWhole ? [] : await refusedRowsOf(loadId);
      rows.forEach(row => { row.state = dryRun ? 'good' : 'sent'; });
      for (const { line, column, code, message } of again) {
        const row = starts.get(line);
        if (row) Object.assign(row, { state: 'refused', column, code, message });
      }
      const rejected = again.length;
      const good = rows.length - rejected;
      const key = `refused.${dryRun ? 'checked' : 'sent'}`;
      put(this.answer, h(`p.notice.${rejected ? 'bad' : 'good'}`, { role: 'status' },
        t(key, { good: number(good), bad: number(rejected) })));
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      put(this.answer, problemBox(failure));
    }
    this.busy = false;
    this.showAll();
  }

  async exchange(text, dryRun) {
    const { schema, table, on_duplicate, missing } = this.load;
    // Without a header, columns that the rows do not have are missing values.
    const columns = columnsParameter(this.table, null, this.layout.columns.map(each => each.name));
    const { promise } = migrateCsv({
      parameters: { table, schema, append: 'true', on_duplicate, missing, columns, header: 'absent', delimiter: ',',
        dry_run: dryRun ? 'true' : null },
      body: new Blob([text]), contentType: 'text/csv; charset=utf-8', key: uuid(), wait: true,
    });
    try {
      const report = await promise;
      return { loadId: report.load_id, isWhole: report.rows.rejected === 0 };
    } catch (problem) {
      if (problem.code !== 'no_rows_accepted') throw problem;
      return { loadId: problem.body.load_id, isWhole: false };
    }
  }

  /* Files */

  showFiles() {
    const id = this.load.load_id;
    const name = `rejects-${this.load.table}-${id.slice(0, 8)}`;
    const left = () => this.rows.filter(row => row.state !== 'sent');
    put(this.files,
      h('button', { type: 'button', onclick: async () => {
        try {
          download(`${name}.csv`, [(await getRejects(id, Infinity, { escape_formulas: 'true' })).text], 'text/csv');
        } catch (failure) {
          put(this.answer, problemBox(failure));
        }
      } }, t('refused.download.reasons')),
      this.mapping != null && h('button', { type: 'button', onclick: () =>
        download(`${name}-rows.csv`, [csvOf(left(), this.layout, this.table?.quote, true).text], 'text/csv') },
      t('refused.download.rows')),
      h('details', h('summary', t('command.show')), new CommandText(() => [
        ...curl(`/loads/${id}/rejects`, '-H', 'Accept: text/csv', '-o', `${name}.csv`), ...hiring('rejects', id)])));
  }
}

customElements.define('refused-rows', RefusedRows);
