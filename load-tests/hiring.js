// Shared by the scripts: the address of the service, rows to send, and checks of answers.
import http from 'k6/http';
import { check } from 'k6';
import exec from 'k6/execution';

const base = __ENV.HIRING_URL || 'http://127.0.0.1:8080';
const schema = __ENV.HIRING_SCHEMA || 'hiring';
const headers = { 'Content-Type': 'text/csv' };
if (__ENV.HIRING_API_KEY) {
  headers['X-Api-Key'] = __ENV.HIRING_API_KEY;
}

export const DEPARTMENTS = 12;
export const JOBS = 180;
export const YEAR = 2021;

// The user may change the seconds and the number of clients of a script.
export const SECONDS = Number(__ENV.SECONDS || 30);

// No request may fail, none may be answered by anything but what the scripts expect.
export const FLAWLESS = { http_req_failed: ['rate==0'], checks: ['rate==1'] };

function load(table, rows, parameters, name) {
  const query = Object.entries({ schema, table, ...parameters })
    .map(([key, value]) => `${key}=${value}`)
    .join('&');
  return http.post(`${base}/db_migration?${query}`, rows.join('\n'), {
    headers,
    tags: { name },
    timeout: '300s',
  });
}

function committed(answer, rows, count) {
  check(answer, {
    'load is committed': (it) => it.status === 200,
    'every row is accounted for': (it) => it.status === 200 && it.json('rows.' + count) === rows,
  });
}

function numbered(count, row) {
  return Array.from({ length: count }, (_, i) => row(i + 1));
}

// The tables as every script finds them: all departments and jobs, one hire.
export function empty() {
  const departments = numbered(DEPARTMENTS, (id) => `${id},Department ${id}`);
  const jobs = numbered(JOBS, (id) => `${id},Job ${id}`);
  committed(load('departments', departments, {}, 'setup'), DEPARTMENTS, 'inserted');
  committed(load('jobs', jobs, {}, 'setup'), JOBS, 'inserted');
  committed(load('hired_employees', hires(1, 1), {}, 'setup'), 1, 'inserted');
}

// Hires with ids from first on. The same id is always the same row.
function hires(first, count) {
  const rows = new Array(count);
  for (let i = 0; i < count; i++) {
    const id = first + i;
    const month = String(1 + (id % 12)).padStart(2, '0');
    const day = String(1 + (id % 28)).padStart(2, '0');
    const department = 1 + (id % DEPARTMENTS);
    const job = 1 + (id % JOBS);
    rows[i] = `${id},"Núñez, Ana ${id}",${YEAR}-${month}-${day}T08:30:00Z,${department},${job}`;
  }
  return rows;
}

// The first of ids that no other caller of a test has. All callers that send the same number of
// rows share a lane; lanes keep apart those that send other numbers.
function unusedIds(count, lane) {
  const lanes = 4;
  return 1000 + lane * Math.floor((2 ** 31 - 1000) / lanes) + exec.scenario.iterationInTest * count;
}

// Appends hires with new keys.
export function appendHires(count, lane, name) {
  const rows = hires(unusedIds(count, lane), count);
  committed(load('hired_employees', rows, { append: true }, name), count, 'inserted');
}

// Appends departments or jobs, which the hires of others do not refer to yet. (A load that changes
// loads of tables that they do refer to may get 409 with Retry-After.)
export function appendNames(table, name) {
  const count = 10;
  const first = unusedIds(count, 0);
  const rows = numbered(count, (number) => `${first + number},New Name ${number}`);
  committed(load(table, rows, { append: true }, name), count, 'inserted');
}

// Has a file checked of which every second row is refused; nothing is stored.
export function validate(name) {
  const rows = hires(1, 100).map((row, i) => (i % 2 ? row : row.replace('T08:30', 'T25:30')));
  const parameters = { append: true, dry_run: true, on_duplicate: 'ignore' };
  committed(load('hired_employees', rows, parameters, name), 50, 'rejected');
}

export function report(path, accept, name) {
  const answer = http.get(`${base}/${path}?year=${YEAR}`, {
    headers: { ...headers, Accept: accept },
    tags: { name },
  });
  check(answer, {
    'report is there': (it) => it.status === 200 && it.body.length > 0,
  });
}

export const REPORTS = ['first_sql_requirement', 'second_sql_requirement'];
