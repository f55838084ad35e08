// A few clients that send large files at the same time.
import { FLAWLESS, SECONDS, appendHires, empty } from './hiring.js';

const ROWS = 200000;

export const options = {
  scenarios: {
    hires: { executor: 'constant-vus', vus: 4, duration: `${SECONDS}s`, gracefulStop: '300s' },
  },
  thresholds: {
    ...FLAWLESS,
    'http_req_duration{name:200000 hires}': ['p(95)<15000'],
  },
};

export const setup = empty;

export default function () {
  appendHires(ROWS, 0, `${ROWS} hires`);
}
