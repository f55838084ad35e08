/** Bar charts in SVG. The table beside each has the same figures, so that charts are images to screen readers. */

import { h, svg } from './dom.js';
import { number } from './i18n.js';

const BAR = 26;
/** Widths on wide and narrow screens, so that letters keep their size. */
const WIDE = { width: 640, label: 200, letters: 26 };
const NARROW = { width: 320, label: 125, letters: 16 };
const isNarrow = matchMedia('(max-width: 40rem)');

const cut = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

/**
 * Horizontal bars, each of one or several parts.
 *
 * @param bars [{label, parts: [number…]}]
 * @param names of the parts, for the legend; none for one part
 */
export function barChart({ title, bars, names = [] }) {
  const { width, label: margin, letters } = isNarrow.matches ? NARROW : WIDE;
  const most = Math.max(1, ...bars.map(bar => bar.parts.reduce((a, b) => a + b, 0)));
  const scale = (width - margin - 50) / most;
  const picture = svg('svg.chart', { viewBox: `0 0 ${width} ${bars.length * BAR + 4}`, role: 'img', 'aria-label': title },
    bars.map(({ label, parts }, i) => {
      let at = margin;
      const total = parts.reduce((a, b) => a + b, 0);
      const rects = parts.map((part, k) => {
        const rect = svg(`rect.part${k}`, { x: at, y: i * BAR + 4, width: Math.max(0, part * scale), height: BAR - 8, rx: 2 },
          svg('title', `${label}${names[k] ? `, ${names[k]}` : ''}: ${number(part)}`));
        at += part * scale;
        return rect;
      });
      return svg('g', svg('text.label', { x: margin - 8, y: i * BAR + BAR / 2 + 5, 'text-anchor': 'end' },
        svg('title', label), cut(label, letters)), rects, svg('text.value', { x: at + 6, y: i * BAR + BAR / 2 + 5 }, number(total)));
    }));
  return h('figure', h('figcaption', title), names.length > 0 && h('ul.legend', names.map((name, k) =>
    h('li', svg('svg', { viewBox: '0 0 10 10', 'aria-hidden': 'true' }, svg(`rect.part${k}`, { width: 10, height: 10, rx: 2 })), name))),
  picture);
}
