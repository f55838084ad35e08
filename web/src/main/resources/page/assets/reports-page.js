/** Both reports of a year: as charts, as tables, as files and links. */

import { h, put, field, select, download } from './dom.js';
import { t, number, moment } from './i18n.js';
import { getReport, getReportLink, query } from './client.js';
import { parse } from './csv.js';
import { barChart } from './chart.js';
import { problemBox } from './load-outcome.js';
import { CommandText, curl, hiring, copyButton } from './command-text.js';

const QUARTERS = '/first_sql_requirement';
const MEAN = '/second_sql_requirement';
const LAST_YEAR = 'hiring.year';
/** Departments or jobs that a chart has at most. */
const MOST_BARS = 15;

/** On the hires in the table, or on those of a dry run, as a part of the page of that load. */
export class ReportsPage extends HTMLElement {
  constructor(loadId = null) {
    super();
    this.loadId = loadId;
  }

  /** What a report is on. */
  get parameters() {
    return { year: this.year, load_id: this.loadId };
  }

  heading() {
    return this.loadId ? h('h2', t('reports.dryrun')) : h('h1', t('reports.title'));
  }

  connectedCallback() {
    this.year = localStorage.getItem(LAST_YEAR) ?? '2021';
    const input = h('input', { type: 'number', min: 1000, max: 9999, value: this.year, onchange: event => {
      if (!event.target.reportValidity()) return;
      this.year = event.target.value;
      localStorage.setItem(LAST_YEAR, this.year);
      this.show();
    } });
    this.quarters = h('section.card', { 'aria-labelledby': 'quarters-title' });
    this.mean = h('section.card', { 'aria-labelledby': 'mean-title' });
    put(this, this.heading(), this.loadId && h('p.hint', t('reports.dryrun.hint')),
      h('div.fields', field(t('reports.year'), input)), this.mean, this.quarters);
    this.show();
    // Charts are drawn for narrow screens or for wide ones.
    matchMedia('(max-width: 40rem)').addEventListener('change', () => this.isConnected && this.show());
  }

  show() {
    this.showReport(this.mean, MEAN, 'mean', rows => this.meanContent(rows));
    this.showReport(this.quarters, QUARTERS, 'quarters', rows => this.quartersContent(rows));
  }

  async showReport(section, path, name, content) {
    const { year } = this;
    section.setAttribute('aria-busy', 'true');
    const heading = h(this.loadId ? 'h3' : 'h2', { id: `${name}-title` }, t(`reports.${name}`, { year }));
    try {
      const csv = await getReport(path, this.parameters);
      if (year !== this.year) return;
      const [, ...rows] = parse(csv.replace(/^\ufeff/, ''));
      put(section, heading, h('p.hint', t(`reports.${name}.hint`)),
        rows.length ? content(rows.map(row => row.fields)) : h('p.notice', t('reports.none', { year })),
        this.files(path, name, csv));
    } catch (failure) {
      if (failure.code === 'no_reports') put(this, this.heading(), problemBox(failure));
      else put(section, heading, problemBox(failure));
    }
    section.removeAttribute('aria-busy');
  }

  meanContent(rows) {
    return [
      barChart({ title: t('reports.mean.chart'), bars: rows.slice(0, MOST_BARS)
        .map(([, department, hired]) => ({ label: department ?? '–', parts: [Number(hired)] })) }),
      tableOf([t('reports.id'), t('reports.department'), t('reports.hired')], rows, [0, 2], t('reports.mean.table')),
    ];
  }

  /** A chart of all departments, or of the jobs of one. */
  quartersContent(rows) {
    const names = ['Q1', 'Q2', 'Q3', 'Q4'];
    const departments = [...new Set(rows.map(([department]) => department ?? ''))];
    const place = h('div');
    const show = chosen => {
      const some = rows.filter(([department]) => chosen === '*' || (department ?? '') === chosen);
      const sums = new Map();
      for (const [department, job, ...quarters] of some) {
        const label = (chosen === '*' ? department : job) ?? '–';
        const sum = sums.get(label) ?? [0, 0, 0, 0];
        sums.set(label, sum.map((value, i) => value + Number(quarters[i])));
      }
      const total = parts => parts.reduce((a, b) => a + b, 0);
      const bars = [...sums].map(([label, parts]) => ({ label, parts })).toSorted((a, b) => total(b.parts) - total(a.parts));
      put(place,
        barChart({ title: t(chosen === '*' ? 'reports.quarters.chart' : 'reports.quarters.jobs', { department: chosen }),
          bars: bars.slice(0, MOST_BARS), names }),
        bars.length > MOST_BARS && h('p.hint', t('reports.most', { n: MOST_BARS, all: bars.length })),
        tableOf([t('reports.department'), t('reports.job'), ...names], some, [2, 3, 4, 5], t('reports.quarters.table')));
    };
    show('*');
    return [field(t('reports.department'), select([['*', t('reports.all')], ...departments.map(name => [name, name || '–'])], '*', show)),
      place];
  }

  files(path, name, csv) {
    const link = h('p.hint', { 'aria-live': 'polite' });
    return [
      h('div.buttons',
        h('button', { type: 'button', onclick: () => download(`${fileOf(name)}-${this.year}.csv`, [csv], 'text/csv') }, t('reports.download')),
        h('button', { type: 'button', onclick: () => this.showLink(path, link) }, t('reports.link'))),
      link,
      h('details', h('summary', t('command.show')), new CommandText(() =>
        [...curl(`${path}${query(this.parameters)}`, '-H', 'Accept: text/csv'),
          ...hiring('report', fileOf(name), '--year', this.year, ...(this.loadId ? ['--load', this.loadId] : []))])),
    ];
  }

  async showLink(path, place) {
    try {
      const answer = await getReportLink(path, this.parameters);
      const url = h('code', answer['presigned-url']);
      put(place, url, ' ', copyButton(() => answer['presigned-url'], url, t('reports.link')), ' ',
        t('reports.expires', { time: moment(answer.expires_at) }));
    } catch (failure) {
      put(place, failure.message);
    }
  }
}

const fileOf = name => (name === 'mean' ? 'departments-above-mean' : 'hires-by-quarter');

/** A table of all rows; columns of figures are aligned to the right. */
function tableOf(names, rows, figures, label) {
  const classOf = i => (figures.includes(i) ? 'figure' : false);
  const isFigure = i => figures.includes(i);
  return h('details.rows', h('summary', t('reports.rows', { n: number(rows.length) })),
    h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': label }, h('table',
      h('thead', h('tr', names.map((name, i) => h('th', { scope: 'col', class: classOf(i) }, name)))),
      h('tbody', rows.map(row => h('tr', row.map((value, i) =>
        h('td', { class: classOf(i) }, value == null ? '–' : isFigure(i) ? number(Number(value)) : value))))))));
}

customElements.define('reports-page', ReportsPage);
