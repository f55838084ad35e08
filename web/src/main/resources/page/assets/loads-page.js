/** The history of loads, and the page of one. */

import { h, put, field, select, announce } from './dom.js';
import { t, bytes, number, duration, moment } from './i18n.js';
import { listLoads, getLoad, cancelLoad, watchLoad, mayLoad, query } from './client.js';
import { tables, tableOf } from './table-match.js';
import { outcome, problemBox, counts } from './load-outcome.js';
import { RefusedRows } from './refused-rows.js';
import { ReportsPage } from './reports-page.js';
import { CommandText, curl, hiring, copyButton } from './command-text.js';
import { RateChart } from './rate-chart.js';

const STATUSES = ['running', 'committed', 'validated', 'failed', 'aborted', 'cancelled'];
const PAGE = 50;
const RETRY_MILLIS = 2000;

export const statusMark = status => h(`span.status.${status}`, t(`status.${status}`));

/** All loads, newest first, with filters. */
export class LoadsPage extends HTMLElement {
  async connectedCallback() {
    this.filter = { table: '', status: '' };
    this.list = h('tbody');
    this.more = h('div');
    this.place = h('div.fields');
    this.append(h('h1', t('loads.title')), this.place,
      h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': t('loads.title') }, h('table.wide',
        h('thead', h('tr', ['started', 'status', 'table', 'rows', 'rejected', 'bytes', 'time', 'client']
          .map(name => h('th', { scope: 'col', class: ['rows', 'rejected', 'bytes', 'time'].includes(name) ? 'figure' : false },
            t(`loads.${name}`))))),
        this.list)),
      this.more,
      h('details', h('summary', t('command.show')), this.commands = new CommandText(() => [...curl(`/loads${query(this.filter)}`),
        ...hiring('loads', ...Object.entries(this.filter).flatMap(([name, value]) => (value ? [`--${name}`, value] : [])))])));
    const all = await tables().catch(() => []);
    const change = name => value => {
      this.filter[name] = value;
      this.commands.refresh();
      this.show();
    };
    const names = [...new Set(all.map(each => each.table))];
    put(this.place,
      field(t('loads.table'), select([['', t('loads.any')], ...names.map(name => [name, name])], '', change('table'))),
      field(t('loads.status'), select([['', t('loads.any')], ...STATUSES.map(name => [name, t(`status.${name}`)])], '',
        change('status'))));
    await this.show();
  }

  async show(before) {
    try {
      const { loads, next } = await listLoads({ ...this.filter, limit: PAGE, before });
      if (!before) put(this.list);
      this.list.append(...loads.map(load => this.row(load)));
      if (!this.list.children.length) put(this.list, h('tr', h('td', { colspan: 8 }, t('loads.none'))));
      put(this.more, next != null && h('button', { type: 'button', onclick: () => this.show(next) }, t('loads.more')));
      announce(t('loads.shown', { n: number(this.list.children.length) }));
    } catch (failure) {
      put(this.more, problemBox(failure));
    }
  }

  row(load) {
    return h('tr',
      h('td', h('a', { href: `#/loads/${load.load_id}` }, moment(load.started_at))),
      h('td', statusMark(load.status)),
      h('td', `${load.schema}.${load.table}`, load.append ? '' : ` (${t('loads.replace')})`),
      h('td.figure', number(load.rows.read)), h('td.figure', number(load.rows.rejected)),
      h('td.figure', bytes(load.bytes)), h('td.figure', duration(load.elapsed_ms)),
      h('td', load.client ?? '–'));
  }
}

/** One load: its figures, parameters and problem, live while it runs. */
export class LoadDetails extends HTMLElement {
  constructor(id) {
    super();
    this.loadId = id;
    this.left = new AbortController();
    this.rates = new RateChart();
  }

  async connectedCallback() {
    this.content = h('div');
    this.append(h('h1', t('load.one')), this.content);
    try {
      const load = await getLoad(this.loadId);
      this.all = await tables().catch(() => []);
      this.show(load);
      if (load.status === 'running') await this.follow();
    } catch (failure) {
      if (failure.name !== 'AbortError') put(this.content, problemBox(failure));
    }
  }

  disconnectedCallback() {
    this.left.abort();
  }

  async follow() {
    const { signal } = this.left;
    while (!signal.aborted) {
      try {
        for await (const load of watchLoad(this.loadId, signal)) this.show(load);
        this.show(await getLoad(this.loadId));
        return;
      } catch (failure) {
        if (!failure.isPassing) throw failure;
        await new Promise(resolve => setTimeout(resolve, RETRY_MILLIS));
      }
    }
  }

  show(load) {
    const link = `${location.origin}/#/loads/${load.load_id}`;
    const shared = h('code', link);
    this.rates.add(load);
    if (load.status === 'running') {
      if (!this.live) {
        this.live = h('div');
        put(this.content, this.live, this.rates, h('div.buttons', mayLoad() && h('button', { type: 'button', onclick: event =>
          this.cancel(event.currentTarget) }, t('run.cancel'))), this.facts(load), this.share(shared, link, true));
      }
      put(this.live, h('div.card', h('h2', t('load.running', { table: load.table })), h('progress', { 'aria-label': t('status.running') }),
        counts(load), h('p.figures', bytes(load.bytes), ' · ', duration(load.elapsed_ms))));
      return;
    }
    this.live = null;
    put(this.content, outcome(load, false, this.rates),
      h('div.buttons', mayLoad() && ['failed', 'aborted', 'cancelled'].includes(load.status)
        && h('a.button', { href: `#/?table=${encodeURIComponent(`${load.schema}.${load.table}`)}` }, t('load.retry'))),
      this.facts(load), this.share(shared, link),
      load.reports && new ReportsPage(load.load_id),
      load.rejects && load.rows.rejected > 0
        && new RefusedRows({ load, table: tableOf(this.all, load.schema, load.table) }));
  }

  async cancel(button) {
    button.disabled = true;
    try {
      this.show(await cancelLoad(this.loadId));
    } catch (failure) {
      this.content.append(problemBox(failure));
    }
  }

  facts(load) {
    const facts = [['loads.table', `${load.schema}.${load.table}`], ['loads.status', statusMark(load.status)],
      ['loads.started', moment(load.started_at)], ['loads.ended', moment(load.ended_at) || '–'],
      ['load.mode', t(load.append ? 'load.mode.append' : 'load.mode.replace')],
      ['load.dryrun', t(load.dry_run ? 'yes' : 'no')],
      ['load.duplicate', t(`duplicate.${load.on_duplicate}`)], ['load.missing', t(`missing.${load.missing}`)],
      ['load.header', load.header ? t(`load.header.${load.header}`) : '–'], ['load.delimiter', load.delimiter ? t(`delimiter.${load.delimiter === 'tab' ? '\t' : load.delimiter}`) : '–'], ['load.columns', load.columns ?? '–'],
      ['load.maxerrors', load.max_errors ?? '–'], ['loads.client', load.client ?? '–'],
      ['loads.id', h('code', load.load_id)], ['loads.request', h('code', load.request_id)],
      ['loads.sha', load.sha256 ? h('code', load.sha256) : '–']];
    return h('details.card', { open: true }, h('summary', t('load.facts')),
      h('dl.facts', facts.map(([name, value]) => h('div', h('dt', t(name)), h('dd', value)))));
  }

  share(shared, link, isRunning = false) {
    return [
      h('p.share', h('span', t('load.share')), ' ', shared, ' ', copyButton(() => link, shared, t('load.share'))),
      h('details', h('summary', t('command.show')), new CommandText(() => [
        ...curl(`/loads/${this.loadId}`), ...hiring('watch', this.loadId),
        ...(isRunning ? [...curl(`/loads/${this.loadId}`, '-X', 'DELETE'), ...hiring('cancel', this.loadId)] : [])])),
    ];
  }
}

customElements.define('loads-page', LoadsPage);
customElements.define('load-details', LoadDetails);
