import { h, put, field, select, announce, visible } from './dom.js';
import { t, bytes, number } from './i18n.js';
import { sample, decode, parse, guessDelimiter, DELIMITERS } from './csv.js';
import { tables, tableOf, guess, guessMapping, recall, remember, columnsParameter } from './table-match.js';
import { LoadRun } from './load-run.js';
import { mayLoad } from './client.js';
import { confirmReplace, LoadProgress, outcome, problemBox, rowsInTable } from './load-outcome.js';
import { RefusedRows } from './refused-rows.js';
import { CommandText, loadCommands } from './command-text.js';

const PREVIEW_ROWS = 50;
const CHARSETS = ['utf-8', 'windows-1252', 'iso-8859-1', 'iso-8859-15', 'utf-16le', 'utf-16be'];
const DEFAULTS = { append: 'true', on_duplicate: 'reject', missing: 'null', on_error: 'continue', max_errors: '' };

/** Choose a file, check it, load it. */
class LoadPage extends HTMLElement {
  /** What the user chose: {file, kind, bytes, charset, delimiter, header, table, mapping}; null before. */
  chosen = null;
  options = { ...DEFAULTS };
  run = null;
  /** The run of the last successful check of what is chosen. */
  checked = null;
  /** The refused rows that are shown, with what was corrected in them. */
  refused = null;

  async connectedCallback() {
    if (this.start) {
      this.render();
      return;
    }
    this.start = h('section.card', { 'aria-labelledby': 'choose-title' });
    this.columns = h('section.card', { 'aria-labelledby': 'columns-title', hidden: true });
    this.actions = h('div.actions', { hidden: true });
    this.result = h('section', { 'aria-label': t('load.result') });
    this.append(h('h1', t('load.title')), this.start, this.columns, this.actions, this.result);
    this.render();
    this.known = tables();
    try {
      this.all = await this.known;
    } catch (failure) {
      put(this.result, problemBox(failure));
      return;
    }
    const kept = LoadRun.kept();
    if (kept && !this.chosen) this.resume(kept);
  }

  /* Choose */

  async choose(file) {
    if (!file) return;
    // The table is guessed from all of them.
    const [found, all] = await Promise.all([sample(file), this.known.catch(() => null)]);
    if (!all) return;
    this.all = all;
    this.chosen = { file, ...found };
    this.forgetOutcome();
    if (found.kind === 'text' || found.kind === 'gzip') this.guessAll();
    this.render();
    announce(t('load.chosen', { name: file.name, size: bytes(file.size) }));
    (this.columns.hidden ? this.start : this.columns).querySelector('h2')?.focus();
  }

  guessAll() {
    const chosen = this.chosen;
    chosen.delimiter = guessDelimiter(chosen.text);
    const records = this.records(PREVIEW_ROWS);
    const best = guess(this.all, chosen.file.name, records);
    const [schema, name] = (new URLSearchParams(location.hash.split('?')[1]).get('table') ?? '').split('.');
    chosen.table = tableOf(this.all, schema, name) ?? best.table;
    chosen.header = best.header;
    this.map();
  }

  /** Takes the remembered mapping of such a file, or guesses one. */
  map() {
    const { table, header } = this.chosen;
    const [first] = this.records(1);
    this.chosen.mapping = !table || !first ? [] :
      (header && recall(table, first.fields)) || guessMapping(table, first, header);
  }

  records(limit) {
    const { text, delimiter, table, whole } = this.chosen;
    const start = text.replace(/^\ufeff?sep=.\r?\n/i, '').replace(/^\ufeff/, '');
    const records = parse(start, { delimiter, quote: table?.quote, limit: limit + 1 });
    // The sample may end within a record.
    if (!whole && records.length <= limit) records.pop();
    return records.slice(0, limit);
  }

  forgetOutcome() {
    this.run = null;
    this.checked = null;
    this.refused = null;
    put(this.result);
  }

  changed() {
    this.forgetOutcome();
    this.render();
  }

  render() {
    this.renderChoice();
    this.renderColumns();
    this.renderActions();
  }

  renderChoice() {
    const input = h('input.file', {
      type: 'file', id: 'file', accept: '.csv,.tsv,.txt,.gz,.zst,text/csv,text/tab-separated-values,text/plain',
      onchange: event => this.choose(event.target.files[0]),
    });
    const drop = h('div.drop', {
      ondragover: event => {
        event.preventDefault();
        drop.classList.add('over');
      },
      ondragleave: () => drop.classList.remove('over'),
      ondrop: event => {
        event.preventDefault();
        drop.classList.remove('over');
        this.choose(event.dataTransfer.files[0]);
      },
    }, h('label', { for: 'file' }, t('load.drop')), input, h('p.hint', t('load.drop.hint')));
    const pasted = h('textarea', {
      rows: 4, spellcheck: 'false', placeholder: t('load.paste.hint'), 'aria-label': t('load.paste'),
    });
    const paste = h('details.paste', h('summary', t('load.paste')), pasted,
      h('button', { type: 'button', onclick: () => pasted.value.trim() && this.choose(
        new File([pasted.value], t('load.pasted') + '.csv', { type: 'text/csv' })) }, t('load.paste.use')));
    put(this.start,
      h('h2', { id: 'choose-title', tabindex: -1 }, t('load.choose')),
      this.chosen
        ? h('p.chosen', h('strong', this.chosen.file.name), ' ', bytes(this.chosen.file.size), ' ',
          h('button.quiet', { type: 'button', onclick: () => this.reset() }, t('load.another')))
        : [drop, paste],
      this.chosen?.kind === 'workbook' && h('p.notice.bad', { role: 'alert' }, t('load.workbook')));
  }

  reset() {
    this.chosen = null;
    this.changed();
    this.start.querySelector('input')?.focus();
  }

  /* Columns */

  /** Whether the chosen file is loaded: only another one can be loaded next, so that none is loaded twice. */
  get isLoaded() {
    return this.run?.load?.status === 'committed';
  }

  renderColumns() {
    const chosen = this.chosen;
    this.columns.hidden = !chosen || chosen.kind === 'workbook' || !this.all || this.isLoaded;
    if (this.columns.hidden) return;
    const set = (name, value, again) => {
      chosen[name] = value;
      again?.();
      this.changed();
      this.columns.querySelector(`[data-setting=${name}]`)?.focus();
    };
    const isUnique = title => this.all.filter(each => each.title === title).length === 1;
    const names = this.all.map(each => [`${each.schema}.${each.table}`,
      isUnique(each.title) ? each.title : `${each.title} (${each.schema}.${each.table})`]);
    const table = chosen.table && `${chosen.table.schema}.${chosen.table.table}`;
    const settings = h('div.fields',
      field(t('load.table'), select([['', t('load.table.none')], ...names], table ?? '', value =>
        set('table', this.all.find(each => `${each.schema}.${each.table}` === value) ?? null, () => this.map()),
      { 'data-setting': 'table' })),
      field(t('load.delimiter'), select(DELIMITERS.map(each => [each, t(`delimiter.${each}`)]), chosen.delimiter ?? ',',
        value => set('delimiter', value, () => this.map()), { 'data-setting': 'delimiter' })),
      field(t('load.header'), select([['true', t('load.header.present')], ['false', t('load.header.absent')]],
        String(chosen.header), value => set('header', value === 'true', () => this.map()), { 'data-setting': 'header' })),
      field(t('load.charset'), select(CHARSETS.map(each => [each, each.toUpperCase()]), chosen.charset, value =>
        set('charset', value, () => {
          chosen.text = decode(chosen.bytes, value);
          this.map();
        }), { 'data-setting': 'charset' })));
    put(this.columns,
      h('h2', { id: 'columns-title', tabindex: -1 }, t('load.columns')),
      settings,
      chosen.kind === 'zstd' ? h('p.notice', t('load.zstd')) : this.preview());
  }

  preview() {
    const { table, mapping, header } = this.chosen;
    const records = this.records(PREVIEW_ROWS + (header ? 1 : 0));
    if (!records.length) return h('p.notice.bad', { role: 'alert' }, t('load.empty'));
    const names = header ? records[0].fields : records[0].fields.map((value, i) => t('load.column', { n: i + 1 }));
    const rows = header ? records.slice(1) : records;
    const unused = table ? table.fields.filter(each => !mapping.includes(each.name)) : [];
    const chooser = (i, name) => select([['', t('load.skip')], ...table.fields.map(each => [each.name,
      each.title === each.name ? each.name : `${each.title} (${each.name})`])], mapping[i] ?? '', value => {
      this.chosen.mapping = mapping.map((each, at) => (at === i ? value || null : each === value ? null : each));
      this.changed();
      this.columns.querySelectorAll('thead select')[i]?.focus();
    }, { 'aria-label': t('load.mapping', { name: name ?? '' }) });
    return [
      table && unused.length > 0 && h('p.notice', t('load.unused', { columns: unused.map(each => each.title).join(', ') })),
      h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': t('load.preview') },
        h('table.preview',
          h('caption', t('load.preview.caption', { n: number(rows.length) })),
          h('thead', h('tr', names.map((name, i) => h('th', { scope: 'col' }, h('span.name', visible(name ?? '–')),
            table && i < mapping.length && chooser(i, name))))),
          h('tbody', rows.map(row => h('tr', names.map((_, i) => h('td',
            { class: table && mapping[i] == null ? 'skipped' : false }, visible(row.fields[i] ?? '')))))))),
    ];
  }

  /* Check and load */

  renderActions() {
    const chosen = this.chosen;
    this.actions.hidden = this.columns.hidden || !chosen?.table || Boolean(this.run?.isRunning);
    if (this.actions.hidden) return;
    const option = name => value => {
      this.options[name] = value;
      this.changed();
      this.actions.querySelector(`[name=${name}]`)?.focus();
    };
    const set = name => ({ name });
    const more = h('details', { '.open': this.moreOpen, ontoggle: event => { this.moreOpen = event.target.open; } },
      h('summary', t('load.more')),
      h('div.fields',
        field(t('load.duplicate'), select(['reject', 'ignore', 'update'].map(each => [each, t(`duplicate.${each}`)]),
          this.options.on_duplicate, option('on_duplicate'), set('on_duplicate'))),
        field(t('load.missing'), select(['null', 'reject'].map(each => [each, t(`missing.${each}`)]),
          this.options.missing, option('missing'), set('missing'))),
        field(t('load.onerror'), select(['continue', 'abort'].map(each => [each, t(`onerror.${each}`)]),
          this.options.on_error, option('on_error'), set('on_error'))),
        field(t('load.maxerrors'), h('input', { type: 'number', min: 0, name: 'max_errors', value: this.options.max_errors,
          onchange: event => option('max_errors')(event.target.value) }))));
    const mode = h('fieldset.mode', h('legend', t('load.mode')),
      [['true', t('load.mode.append')], ['false', t('load.mode.replace')]].map(([value, label]) => h('label',
        h('input', { type: 'radio', name: 'append', value, '.checked': this.options.append === value,
          onchange: () => option('append')(value) }), ' ', label)));
    const isChecked = this.checked?.load?.status === 'validated';
    put(this.actions, mode, more,
      mayLoad() ? h('div.buttons',
        h(isChecked ? 'button' : 'button.primary', { type: 'button', id: 'check', onclick: () => this.check() }, t('load.check')),
        h(isChecked ? 'button.primary' : 'button', { type: 'button', id: 'load', onclick: () => this.load() }, t('load.load')))
        : h('p.notice', t('access.reader')),
      h('details', h('summary', t('command.show')), new CommandText(() => loadCommands(this.plan(false)))));
  }

  plan(dryRun) {
    const { file, charset, delimiter, header, table, mapping, kind } = this.chosen;
    const [first] = kind === 'zstd' ? [] : this.records(1);
    const { max_errors: maxErrors, ...options } = this.options;
    return {
      name: file.name,
      size: file.size,
      schema: table.schema,
      table: table.table,
      contentType: `text/csv; charset=${charset}`,
      parameters: {
        table: table.table,
        schema: table.schema,
        ...options,
        max_errors: maxErrors || null,
        delimiter: delimiter === '\t' ? 'tab' : delimiter,
        header: header ? 'present' : 'absent',
        columns: first ? columnsParameter(table, header ? first.fields : null, mapping) : null,
        dry_run: dryRun ? 'true' : null,
      },
      mapping,
    };
  }

  async check() {
    await this.begin(this.plan(true));
    if (this.run?.load?.status === 'validated') this.checked = this.run;
    this.renderActions();
  }

  async load() {
    const { table, header, kind } = this.chosen;
    if (this.options.append === 'false' && !(await confirmReplace(table, this.checked?.load))) return;
    if (header && kind !== 'zstd') remember(table, this.records(1)[0].fields, this.chosen.mapping);
    await this.begin(this.plan(false));
    this.renderActions();
  }

  /** Sends the file and shows how it goes. */
  async begin(plan) {
    const { file } = this.chosen;
    this.run = new LoadRun(plan);
    this.checked = null;
    this.show(this.run);
    this.renderActions();
    await this.run.send(file);
  }

  resume(run) {
    this.run = run;
    this.show(run);
    run.resume();
  }

  /** Shows a run: its progress, then its outcome. */
  show(run) {
    const progress = new LoadProgress(run);
    put(this.result, progress);
    const change = () => {
      if (this.run !== run) {
        run.removeEventListener('change', change);
      } else if (run.isRunning) {
        if (!progress.isConnected) put(this.result, progress);
      } else {
        this.showOutcome(run);
      }
    };
    run.addEventListener('change', change);
  }

  showOutcome(run) {
    const { load, problem, phase, plan } = run;
    const again = phase === 'cut' || phase === 'lost' ? this.repetition(run) : null;
    const rejected = load?.rows.rejected > 0 && load.rejects;
    // What was corrected after a check stays corrected after the load of the same file.
    this.refused = rejected
      ? new RefusedRows({ load, table: tableOf(this.all, load.schema, load.table), plan, edits: this.refused?.corrected })
      : null;
    put(this.result,
      phase === 'refused' || phase === 'lost' || (phase === 'cut' && !load)
        ? problem ? problemBox(problem) : h('p.notice.bad', { role: 'alert' }, t(`run.${phase}`))
        : outcome(load),
      again,
      load?.dry_run && load.status === 'validated' && !load.append && this.replaceNotice(plan),
      this.refused);
    this.render();
    this.result.querySelector('h2')?.focus();
  }

  replaceNotice(plan) {
    const notice = h('p.notice');
    rowsInTable(plan).then(rows =>
      put(notice, rows == null ? t('load.replaces.unknown') : t('load.replaces', { n: number(rows) })));
    return notice;
  }

  /** Offers to send a file again whose upload was interrupted. */
  repetition(run) {
    if (run.file) {
      return h('p', h('button.primary', { type: 'button', onclick: () => run.send(run.file).catch(() => {}) }, t('run.again')));
    }
    const wrong = h('p.notice.bad', { hidden: true, role: 'alert' }, t('run.otherfile', { name: run.plan.name }));
    return h('div.card', h('p', t('run.repeat', { name: run.plan.name, size: bytes(run.plan.size) })),
      field(t('run.repeat.file', { name: run.plan.name }), h('input', { type: 'file', onchange: event => {
        const file = event.target.files[0];
        wrong.hidden = file.name === run.plan.name && file.size === run.plan.size;
        if (wrong.hidden) {
          this.show(run);
          run.send(file);
        }
      } })),
      wrong,
      h('button.quiet', { type: 'button', onclick: () => {
        LoadRun.forget();
        this.changed();
      } }, t('run.drop')));
  }
}

customElements.define('load-page', LoadPage);
