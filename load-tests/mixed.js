// What a busy day has: large files, small ones, checks without a commit, and people who look at
// reports meanwhile, which must not wait for the files.
import exec from 'k6/execution';
import {
  FLAWLESS, REPORTS, SECONDS, appendHires, appendNames, empty, report, validate,
} from './hiring.js';

function clients(vus, functionName) {
  return {
    executor: 'constant-vus', vus, duration: `${SECONDS}s`, exec: functionName, gracefulStop: '300s',
  };
}

export const options = {
  scenarios: {
    large: clients(1, 'large'),
    small: clients(3, 'small'),
    names: clients(1, 'names'),
    checked: clients(1, 'checked'),
    reports: {
      executor: 'constant-arrival-rate',
      rate: 5,
      duration: `${SECONDS}s`,
      preAllocatedVUs: 20,
      exec: 'reports',
    },
  },
  thresholds: {
    ...FLAWLESS,
    'http_req_duration{name:200000 hires}': ['p(95)<15000'],
    'http_req_duration{name:100 hires}': ['p(95)<1000'],
    'http_req_duration{name:names}': ['p(95)<1000'],
    'http_req_duration{name:dry run}': ['p(95)<1000'],
    'http_req_duration{name:report}': ['p(95)<1000'],
    dropped_iterations: ['count==0'],
  },
};

export const setup = empty;

export function large() {
  appendHires(200000, 0, '200000 hires');
}

export function small() {
  appendHires(100, 1, '100 hires');
}

export function names() {
  appendNames('jobs', 'names');
  appendNames('departments', 'names');
}

export function checked() {
  validate('dry run');
}

export function reports() {
  const turn = exec.scenario.iterationInTest;
  report(REPORTS[turn % 2], turn % 4 < 2 ? 'text/csv' : 'application/json', 'report');
}
