/** How a load goes and what came of it; for the page that sends it and for its record. */

import { h, put, announce } from './dom.js';
import { t, has, bytes, number, duration } from './i18n.js';
import { listLoads } from './client.js';
import { RateChart } from './rate-chart.js';

/** Screen readers hear of progress this often. */
const ANNOUNCE_MILLIS = 5000;

/** The rate of fewer rows says nothing. */
const RATED_ROWS = 1000;

const COUNTS = ['inserted', 'updated', 'ignored', 'rejected', 'incomplete'];

/** The figures of a load. Those of rows in the table only while that may be true. */
export function counts(load) {
  const isStored = ['running', 'committed', 'validated'].includes(load.status);
  const shown = COUNTS.filter(name => name === 'rejected' || (isStored && (load.rows[name] > 0 || name === 'inserted')));
  return h('dl.counts', [...shown, 'read'].map(name => h(`div.count.${name}${load.rows[name] > 0 ? '.some' : ''}`,
    h('dt', t(`count.${name}${load.dry_run && name !== 'read' ? '.would' : ''}`)),
    h('dd', number(load.rows[name])))));
}

/** The outcome of a load that has ended: a sentence, the figures, the reason, a link to its record, its rates if known. */
export function outcome(load, linked = true, rates = null) {
  if (!load) return h('div.card.outcome', h('h2', { tabindex: -1 }, t('run.cancelled')));
  const good = load.status === 'committed' || load.status === 'validated';
  const partly = good && load.rows.rejected > 0;
  const key = `outcome.${load.status}${partly ? '.partly' : ''}`;
  const rate = load.elapsed_ms > 0 ? (load.rows.read / load.elapsed_ms) * 1000 : 0;
  const text = t(key, { table: load.table, rejected: number(load.rows.rejected), inserted: number(load.rows.inserted) });
  announce(text);
  return h(`div.card.outcome.${good ? (partly ? 'warn' : 'good') : 'bad'}`,
    h('h2', { tabindex: -1 }, text),
    load.problem && reason(load.problem.code, load.problem.detail),
    counts(load),
    rates,
    h('p.hint', t('outcome.took', { time: duration(load.elapsed_ms), bytes: bytes(load.bytes) }), ' ',
      load.rows.read >= RATED_ROWS && t('outcome.rate', { rate: number(Math.round(rate)) }),
      ' ', linked && h('a', { href: `#/loads/${load.load_id}` }, t('outcome.record'))));
}

function reason(code, detail) {
  return [has(`problem.${code}`) && h('p', t(`problem.${code}`)), h('p.detail', { lang: 'en' }, detail)];
}

/** A problem that the service, or the way to it, answered with. */
export function problemBox(problem) {
  const title = has(`problem.${problem.code}`) ? t(`problem.${problem.code}`) : problem.body?.title ?? t('problem.unknown');
  return h('div.card.outcome.bad', { role: 'alert' },
    h('h2', { tabindex: -1 }, title),
    problem.status !== 0 && h('p.detail', { lang: 'en' }, problem.message),
    problem.body?.errors?.length > 0 && h('ul', problem.body.errors.slice(0, 5).map(error =>
      h('li', t('refused.line', { n: error.line }), ': ', h('span', { lang: 'en' }, error.message)))),
    problem.body?.request_id && h('p.hint', t('problem.request', { id: problem.body.request_id })));
}

/** About how many rows a table has, from the records of its loads; null if they do not reach back far enough. */
export async function rowsInTable({ schema, table }) {
  let rows = 0;
  try {
    const { loads, next } = await listLoads({ table, status: 'committed', limit: 1000 });
    for (const load of loads.filter(each => each.schema === schema && !each.dry_run)) {
      rows += load.rows.inserted;
      if (!load.append) return rows;
    }
    return next == null ? rows : null;
  } catch {
    return null;
  }
}

/** Asks whether a replace is meant. */
export async function confirmReplace(table, checked) {
  const rows = await rowsInTable(table);
  const dialog = h('dialog', { 'aria-labelledby': 'replace-title' }, h('form', { method: 'dialog' },
    h('h2', { id: 'replace-title' }, t('replace.title', { table: table.title })),
    h('p', rows == null ? t('load.replaces.unknown') : t('load.replaces', { n: number(rows) })),
    checked && h('p', t('replace.by', { n: number(checked.rows.inserted) })),
    h('div.buttons', h('button', { value: '' }, t('cancel')), h('button.danger', { value: 'yes' }, t('replace.yes')))));
  document.body.append(dialog);
  dialog.showModal();
  await new Promise(resolve => dialog.addEventListener('close', resolve, { once: true }));
  dialog.remove();
  return dialog.returnValue === 'yes';
}

/** The progress of a run: bytes, rows, rate, time left, and a button to cancel. */
export class LoadProgress extends HTMLElement {
  constructor(run) {
    super();
    this.run = run;
    this.announced = 0;
    this.update = () => this.show();
  }

  connectedCallback() {
    if (!this.bar) {
      this.label = h('h2', { id: 'progress-title' });
      this.bar = h('progress', { max: 100, 'aria-labelledby': 'progress-title' });
      this.figures = h('p.figures');
      this.run.rates ??= new RateChart();
      this.failure = h('p.notice.bad', { hidden: true, role: 'alert' });
      this.stop = h('button', { type: 'button', onclick: () => this.cancel() }, t('run.cancel'));
      this.append(h('div.card', this.label, this.bar, this.figures, this.run.rates, this.failure, this.stop));
    }
    this.run.addEventListener('change', this.update);
    this.show();
  }

  disconnectedCallback() {
    this.run.removeEventListener('change', this.update);
  }

  async cancel() {
    this.stop.disabled = true;
    try {
      await this.run.cancel();
    } catch (failure) {
      put(this.failure, failure.message);
      this.failure.hidden = false;
      this.stop.disabled = false;
    }
  }

  show() {
    const { phase, sent, plan, load, began, isWaiting } = this.run;
    const dry = Boolean(plan.parameters.dry_run);
    put(this.label, t(`run.${phase}${dry ? '.check' : ''}`, { name: plan.name, table: plan.table }));
    const seconds = (Date.now() - began) / 1000;
    const rate = seconds > 0.5 ? sent / seconds : 0;
    if (phase === 'sending') this.bar.value = plan.size ? (100 * sent) / plan.size : 0;
    else this.bar.removeAttribute('value');
    const texts = [
      isWaiting && t('run.waiting'),
      phase === 'sending' && t('run.bytes', { sent: bytes(sent), size: bytes(plan.size) }),
      load && t('run.rows', { n: number(load.rows.read) }),
      load?.rows.rejected > 0 && t('run.rejected', { n: number(load.rows.rejected) }),
      phase === 'sending' && rate > 0 && t('run.rate', { rate: bytes(rate) }),
      phase === 'sending' && rate > 0 && t('run.left', { time: duration(((plan.size - sent) / rate) * 1000) }),
    ].filter(Boolean);
    put(this.figures, texts.join(' · '));
    this.run.rates.add(load);
    if (Date.now() - this.announced > ANNOUNCE_MILLIS) {
      this.announced = Date.now();
      announce(`${this.label.textContent}. ${texts.join(', ')}`);
    }
  }
}

customElements.define('load-progress', LoadProgress);
