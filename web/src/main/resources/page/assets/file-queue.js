/** Several files that are loaded one after another, in the order of the references of their tables. */

import { h, put, select, announce, visible } from './dom.js';
import { t, bytes, number } from './i18n.js';
import { mayLoad } from './client.js';
import { DEFAULTS } from './chosen-file.js';
import { LoadRun } from './load-run.js';
import { LoadProgress, problemBox } from './load-outcome.js';
import { keepLayout } from './refused-rows.js';
import { CommandText, loadCommands } from './command-text.js';

/** How many tables must be loaded before a table: the longest way along its references. */
function depth(all, table, seen = []) {
  if (!table || seen.includes(table)) return 0;
  return Math.max(0, ...table.foreignKeys
    .map(key => all.find(each => each.schema === table.schema && each.table === key.resource))
    .filter(each => each && each !== table)
    .map(each => 1 + depth(all, each, [...seen, table])));
}

export class FileQueue extends HTMLElement {
  /**
   * @param files chosen ones
   * @param all tables
   * @param open shows one file alone
   */
  constructor(files, all, open) {
    super();
    this.all = all;
    this.open = open;
    this.entries = files.map(chosen => ({ chosen, run: null }));
    this.sort();
    this.isRunning = false;
  }

  connectedCallback() {
    if (this.list) return;
    this.list = h('ol.queue');
    this.current = h('div');
    this.buttons = h('div.buttons');
    this.append(h('section.card', { 'aria-labelledby': 'queue-title' },
      h('h2', { id: 'queue-title', tabindex: -1 }, t('queue.label')),
      h('p.hint', t('queue.hint')),
      this.list,
      this.current,
      mayLoad() ? this.buttons : h('p.notice', t('access.reader')),
      h('details', h('summary', t('command.show')), this.commands = new CommandText(() => this.entries.filter(each => each.chosen.table)
        .flatMap(({ chosen }) => loadCommands(chosen.plan(DEFAULTS, false)))))));
    this.show();
  }

  focusTitle() {
    this.querySelector('h2').focus();
  }

  sort() {
    const rank = ({ chosen }) => (chosen.table ? depth(this.all, chosen.table) : Infinity);
    this.entries = this.entries.toSorted((a, b) => rank(a) - rank(b));
  }

  get waiting() {
    return this.entries.filter(({ chosen, run }) =>
      chosen.table && !chosen.isWorkbook && !chosen.isEmpty && run?.load?.status !== 'committed');
  }

  show() {
    put(this.list, this.entries.map(entry => this.row(entry)));
    const waiting = this.waiting.length;
    this.commands.refresh();
    put(this.buttons, h('button.primary', { type: 'button', disabled: this.isRunning || !waiting, onclick: () => this.load() },
      t('queue.load', { n: number(waiting) })));
  }

  row(entry) {
    const { chosen, run } = entry;
    const name = visible(chosen.file.name);
    const table = chosen.table ? `${chosen.table.schema}.${chosen.table.table}` : '';
    const isFixed = this.isRunning || run?.load?.status === 'committed';
    return h('li',
      h('span', h('strong', name), ' ', h('span.hint', bytes(chosen.file.size))),
      h('span', isFixed ? table || '–' : select([['', t('load.table.none')],
        ...this.all.map(each => `${each.schema}.${each.table}`).map(each => [each, each])], table, value => {
        chosen.table = this.all.find(each => `${each.schema}.${each.table}` === value) ?? null;
        if (chosen.isReadable) chosen.map();
        this.sort();
        this.show();
      }, { 'aria-label': t('queue.table.of', { name }) })),
      h('span', this.state(entry)),
      h('span', !this.isRunning && !run?.load && h('button.quiet', { type: 'button', onclick: () => this.open(chosen),
        'aria-label': t('queue.open.one', { name }) }, t('queue.open.button'))));
  }

  state({ chosen, run }) {
    if (chosen.isWorkbook) return t('load.workbook');
    if (chosen.isEmpty) return t('load.empty');
    if (!run) return t(chosen.table ? 'queue.waiting' : 'queue.untold');
    if (run.isRunning) return h('span.status.running', t('status.running'));
    if (!run.load) return run.problem ? run.problem.message : t(`run.${run.phase}`);
    const { status, load_id: id, rows } = run.load;
    return [h(`span.status.${status}`, t(`status.${status}`)), ' ',
      status === 'committed' && t('queue.rows', { inserted: number(rows.inserted), rejected: number(rows.rejected) }), ' ',
      h('a', { href: `#/loads/${id}` }, t(rows.rejected > 0 ? 'queue.correct' : 'outcome.record'))];
  }

  setRunning(isRunning) {
    this.isRunning = isRunning;
    this.dispatchEvent(new Event('change'));
  }

  /** Loads what is not loaded yet, and stops after a file of which nothing was stored. */
  async load() {
    this.setRunning(true);
    for (const entry of this.waiting) {
      const { chosen } = entry;
      const plan = chosen.plan(DEFAULTS, false);
      const repeats = entry.run?.phase === 'cut' || entry.run?.phase === 'lost';
      entry.run = repeats ? entry.run : new LoadRun(plan);
      put(this.current, new LoadProgress(entry.run));
      chosen.remember();
      const sent = entry.run.send(chosen.file);
      this.show();
      await sent;
      const { load, problem } = entry.run;
      if (load) keepLayout(load.load_id, plan.mapping);
      if (load?.status !== 'committed') {
        put(this.current, problem && problemBox(problem), h('p.notice.bad', { role: 'alert' }, t('queue.stopped', { name: chosen.file.name })));
        break;
      }
      put(this.current);
    }
    this.setRunning(false);
    this.show();
    announce(t('queue.ended', { n: number(this.entries.filter(each => each.run?.load?.status === 'committed').length) }));
    this.focusTitle();
  }
}

customElements.define('file-queue', FileQueue);
