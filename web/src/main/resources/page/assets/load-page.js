/** Choose files, check them, load them. */

import { h, put, field, select, announce, visible } from './dom.js';
import { t, bytes, number } from './i18n.js';
import { DELIMITERS } from './csv.js';
import { tables, tableOf } from './table-match.js';
import { ChosenFile, DEFAULTS } from './chosen-file.js';
import { filePreview } from './file-preview.js';
import { FileQueue } from './file-queue.js';
import { LoadRun } from './load-run.js';
import { mayLoad, Problem } from './client.js';
import { confirmReplace, LoadProgress, outcome, problemBox, rowsInTable } from './load-outcome.js';
import { RefusedRows } from './refused-rows.js';
import { CommandText, loadCommands } from './command-text.js';

const CHARSETS = ['utf-8', 'windows-1252', 'iso-8859-1', 'iso-8859-15', 'utf-16le', 'utf-16be'];

/** Choose a file, check it, load it. */
class LoadPage extends HTMLElement {
  /** The file that is shown; null before one is chosen. */
  chosen = null;
  options = { ...DEFAULTS };
  run = null;
  /** The run of the last successful check of what is chosen. */
  checked = null;
  /** The refused rows that are shown, with what was corrected in them. */
  refused = null;
  /** Several files that were chosen at once, instead of one. */
  queue = null;

  async connectedCallback() {
    if (this.start) {
      this.render();
      return;
    }
    this.start = h('section.card', { 'aria-labelledby': 'choose-title' });
    this.columns = h('section.card', { 'aria-labelledby': 'columns-title', hidden: true });
    this.actions = h('div.actions', { hidden: true });
    this.result = h('section', { 'aria-label': t('load.result') });
    this.several = h('div');
    this.append(h('h1', t('load.title')), this.start, this.several, this.columns, this.actions, this.result);
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

  /** The table that a link to this page names, or ''. */
  get wanted() {
    return new URLSearchParams(location.hash.split('?')[1]).get('table') ?? '';
  }

  get isBusy() {
    return Boolean(this.run?.isRunning || this.queue?.isRunning);
  }

  async choose(files) {
    if (!files.length || this.isBusy) return;
    let chosen;
    try {
      this.all = await this.known.catch(() => (this.known = tables()));
      chosen = await Promise.all([...files].map(file =>
        ChosenFile.read(file, this.all, files.length === 1 ? this.wanted : '')));
    } catch (failure) {
      put(this.result, failure instanceof Problem ? problemBox(failure)
        : h('p.notice.bad', { role: 'alert' }, t('load.unreadable', { name: [...files].map(file => file.name).join(', ') })));
      return;
    }
    this.forgetOutcome();
    if (chosen.length > 1) {
      this.queue = new FileQueue(chosen, this.all, file => this.open(file));
      this.queue.addEventListener('change', () => this.renderChoice());
      announce(t('queue.chosen', { n: number(chosen.length) }));
      this.render();
      this.queue.focusTitle();
    } else {
      this.open(chosen[0]);
    }
  }

  /** Shows one file alone. */
  open(chosen) {
    this.chosen = chosen;
    this.queue = null;
    this.forgetOutcome();
    this.render();
    announce(t('load.chosen', { name: chosen.file.name, size: bytes(chosen.file.size) }));
    (this.columns.hidden ? this.start : this.columns).querySelector('h2')?.focus();
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
    if (this.several.firstElementChild !== this.queue) put(this.several, this.queue);
    this.renderColumns();
    this.renderActions();
  }

  renderChoice() {
    const input = h('input.file', {
      type: 'file', id: 'file', accept: '.csv,.tsv,.txt,.gz,.zst,text/csv,text/tab-separated-values,text/plain',
      multiple: true, onchange: event => this.choose(event.target.files),
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
        this.choose(event.dataTransfer.files);
      },
    }, h('label', { for: 'file' }, t('load.drop')), input, h('p.hint', t('load.drop.hint')));
    const pasted = h('textarea', {
      rows: 4, spellcheck: 'false', placeholder: t('load.paste.hint'), 'aria-label': t('load.paste'),
    });
    const paste = h('details.paste', h('summary', t('load.paste')), pasted,
      h('button', { type: 'button', onclick: () => pasted.value.trim() && this.choose(
        [new File([pasted.value], t('load.pasted') + '.csv', { type: 'text/csv' })]) }, t('load.paste.use')));
    put(this.start,
      h('h2', { id: 'choose-title', tabindex: -1 }, t('load.choose')),
      this.chosen || this.queue
        ? h('p.chosen', this.chosen
          ? [h('strong', visible(this.chosen.file.name)), ' ', bytes(this.chosen.file.size)]
          : t('queue.title', { n: number(this.queue.entries.length) }), ' ',
        !this.isBusy && h('button.quiet', { type: 'button', onclick: () => this.reset() }, t(this.queue ? 'load.others' : 'load.another')))
        : [drop, paste],
      this.chosen?.isWorkbook && h('p.notice.bad', { role: 'alert' }, t('load.workbook')));
  }

  reset() {
    this.chosen = null;
    this.queue = null;
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
    this.columns.hidden = !chosen || chosen.isWorkbook || !this.all || this.isLoaded;
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
    const automatic = chosen.isReadable ? [] : [['', t('load.automatic')]];
    const settings = h('div.fields',
      field(t('load.table'), select([['', t('load.table.none')], ...names], table ?? '', value =>
        set('table', this.all.find(each => `${each.schema}.${each.table}` === value) ?? null, () => chosen.map()),
      { 'data-setting': 'table' })),
      field(t('load.delimiter'), select([...automatic, ...DELIMITERS.map(each => [each, t(`delimiter.${each}`)])],
        chosen.delimiter, value => set('delimiter', value, () => chosen.map()), { 'data-setting': 'delimiter' })),
      field(t('load.header'), select([...automatic, ['true', t('load.header.present')], ['false', t('load.header.absent')]],
        String(chosen.header ?? ''), value => set('header', value === '' ? null : value === 'true', () => chosen.map()),
        { 'data-setting': 'header' })),
      field(t('load.charset'), select(CHARSETS.map(each => [each, each.toUpperCase()]), chosen.charset, value =>
        set('charset', value, () => chosen.isReadable && chosen.useCharset(value)), { 'data-setting': 'charset' })));
    put(this.columns,
      h('h2', { id: 'columns-title', tabindex: -1 }, t('load.columns')),
      settings,
      chosen.isReadable ? filePreview(chosen, (mapping, at) => {
        chosen.mapping = mapping;
        this.changed();
        this.columns.querySelectorAll('thead select')[at]?.focus();
      }) : h('p.notice', t('load.zstd')));
  }

  /* Check and load */

  renderActions() {
    const chosen = this.chosen;
    this.actions.hidden = this.columns.hidden || !chosen.table || chosen.isEmpty || Boolean(this.run?.isRunning);
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
      h('details', h('summary', t('command.show')), new CommandText(() => loadCommands(this.chosen.plan(this.options, false)))));
  }

  async check() {
    await this.begin(this.chosen.plan(this.options, true));
    if (this.run?.load?.status === 'validated') this.checked = this.run;
    this.renderActions();
  }

  async load() {
    if (this.options.append === 'false' && !(await confirmReplace(this.chosen.table, this.checked?.load))) return;
    this.chosen.remember();
    await this.begin(this.chosen.plan(this.options, false));
    this.renderActions();
  }

  /** Sends the file and shows how it goes. */
  async begin(plan) {
    const { file } = this.chosen;
    this.run = new LoadRun(plan);
    this.checked = null;
    this.show(this.run);
    const sent = this.run.send(file);
    this.render();
    await sent;
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
        : outcome(load, true, run.rates),
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
