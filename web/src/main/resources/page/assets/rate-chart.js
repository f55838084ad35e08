/** How many rows a load reads each second, as a small chart. */

import { h, svg, put } from './dom.js';
import { t, number } from './i18n.js';

const WIDTH = 600;
const HEIGHT = 64;
const LEAST_MILLIS = 400;
/** After this, a load without new rows has come to a halt. */
const STALL_MILLIS = 3000;
const MOST_SAMPLES = 400;
/** Fewer say nothing. */
const LEAST_SAMPLES = 3;

export class RateChart extends HTMLElement {
  /** {at, rows}, with the time since the start of the load in milliseconds. */
  #samples = [{ at: 0, rows: 0 }];

  /** Takes the state of a load; null changes nothing. */
  add(load) {
    const last = this.#samples.at(-1);
    if (!load || load.elapsed_ms - last.at < LEAST_MILLIS) return;
    // Between two reports of the load, the count stays the same.
    if (load.rows.read <= last.rows && load.elapsed_ms - last.at < STALL_MILLIS) return;
    this.#samples.push({ at: load.elapsed_ms, rows: load.rows.read });
    // A long load is shown with every second sample.
    if (this.#samples.length > MOST_SAMPLES) this.#samples = this.#samples.filter((_, i) => i % 2 === 0);
    this.show();
  }

  show() {
    const rates = this.#samples.slice(1).map(({ at, rows }, i) => {
      const before = this.#samples[i];
      return { at, rate: ((rows - before.rows) / (at - before.at)) * 1000 };
    });
    if (rates.length < LEAST_SAMPLES) return;
    const most = Math.max(1, ...rates.map(each => each.rate));
    const end = rates.at(-1).at;
    const x = at => ((at / end) * WIDTH).toFixed(1);
    const y = rate => (HEIGHT - (rate / most) * (HEIGHT - 4)).toFixed(1);
    // Each rate is that of the time since the sample before.
    const line = rates.map(({ at, rate }, i) => `L${x(i ? rates[i - 1].at : 0)},${y(rate)} L${x(at)},${y(rate)}`).join(' ');
    const text = t('rate.caption', { most: number(Math.round(most)) });
    put(this, h('figure.rate', svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img',
      'aria-label': text }, svg('path', { d: `M0,${HEIGHT} ${line} L${WIDTH},${HEIGHT} Z` })), h('figcaption.hint', text)));
  }
}

customElements.define('rate-chart', RateChart);
