// Both reports in both forms, over a table of a million hires without loads.
import exec from 'k6/execution';
import { FLAWLESS, REPORTS, SECONDS, appendHires, empty, report } from './hiring.js';

export const options = {
  scenarios: {
    fill: { executor: 'shared-iterations', vus: 1, iterations: 5, maxDuration: '120s', exec: 'fill' },
    links: {
      executor: 'constant-arrival-rate',
      startTime: '30s',
      rate: 10,
      duration: `${SECONDS}s`,
      preAllocatedVUs: 20,
      exec: 'links',
    },
    content: {
      executor: 'constant-arrival-rate',
      startTime: '30s',
      rate: 20,
      duration: `${SECONDS}s`,
      preAllocatedVUs: 20,
      exec: 'content',
    },
  },
  thresholds: {
    ...FLAWLESS,
    'http_req_duration{name:link}': ['p(95)<100'],
    'http_req_duration{name:content}': ['p(95)<100'],
    dropped_iterations: ['count==0'],
  },
};

export const setup = empty;

export function fill() {
  appendHires(200000, 0, 'fill');
}

export function links() {
  report(REPORTS[exec.scenario.iterationInTest % 2], 'application/json', 'link');
}

export function content() {
  report(REPORTS[exec.scenario.iterationInTest % 2], 'text/csv', 'content');
}
