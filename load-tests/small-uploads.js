// Many clients that each send small files, to all three tables.
import { FLAWLESS, SECONDS, appendHires, appendNames, empty } from './hiring.js';

export const options = {
  scenarios: {
    hires: { executor: 'constant-vus', vus: 6, duration: `${SECONDS}s`, exec: 'hires' },
    names: { executor: 'constant-vus', vus: 1, duration: `${SECONDS}s`, exec: 'names' },
  },
  thresholds: {
    ...FLAWLESS,
    'http_req_duration{name:100 hires}': ['p(95)<500'],
    'http_req_duration{name:names}': ['p(95)<500'],
  },
};

export const setup = empty;

export function hires() {
  appendHires(100, 0, '100 hires');
}

export function names() {
  appendNames('departments', 'names');
  appendNames('jobs', 'names');
}
