// Uses the client against a service, as told by the end-to-end tests; ends with 0 if all is right.
import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { mkdtemp, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { HiringClient, HiringError, ProblemError, type LoadEvent } from 'hiring-client';

/** Of memory, in MiB: much less than the file that is uploaded. */
const MOST_MEMORY = 150;

const append = true;

function client(apiKey?: string): HiringClient {
  return new HiringClient(variable('HIRING_URL'), {
    schema: variable('HIRING_SCHEMA'),
    ...(apiKey === undefined ? {} : { apiKey }),
  });
}

async function everything(): Promise<void> {
  const api = client();
  assert.equal((await api.whoAmI()).name, 'anonymous');
  assert.deepEqual(
    (await api.tables()).map(({ table }) => table),
    ['departments', 'jobs', 'hired_employees'],
  );
  const departments = await api.loadRows(
    'departments',
    [
      { id: 1, department: 'Sales' },
      { id: 2, department: 'Legal' },
    ],
    { append },
  );
  assert.equal(departments.rows.inserted, 2);

  const jobs = await file('1,Recruiter\nx,bad\n');
  const options = { append, idempotencyKey: 'e2e-"typescript"' };
  const loaded = await api.load('jobs', jobs, options);
  assert.equal(loaded.status, 'committed');
  assert.equal(loaded.rows.inserted, 1);
  assert.equal(loaded.errors[0]?.code, 'invalid_integer');
  for (const again of [() => createReadStream(jobs), new Blob(['1,Recruiter\nx,bad\n'])]) {
    assert.equal((await api.load('jobs', again, options)).load_id, loaded.load_id);
  }
  assert.deepEqual(
    (await all(api.rejects(loaded.load_id))).map(({ raw }) => raw),
    ['x,bad'],
  );
  const many = await file(`3,IT\n${'x,bad\n'.repeat(1500)}`);
  const refusedRows = await api.load('departments', many, { append });
  assert.equal((await all(api.rejects(refusedRows.load_id))).length, 1500);

  const named = await api.load('jobs', await file('Number,"Job: title",-\n8,Cook,x\n'), {
    append,
    columns: { Number: 'id', 'Job: title': 'job', '-': null },
  });
  const unnamed = await api.load('jobs', await file('x,9,Pilot\n'), {
    append,
    header: 'absent',
    columns: [null, 'id', 'job'],
  });
  assert.deepEqual([named.rows.inserted, unnamed.rows.inserted], [1, 1]);

  const running = await api.loadRows(
    'hired_employees',
    [{ id: 1, name: 'Ada', datetime: '2021-01-01T00:00:00Z', department_id: 1, job_id: 1 }],
    { append, wait: false },
  );
  const last: LoadEvent | undefined = (await all(api.watch(running.load_id))).at(-1);
  assert.deepEqual([last?.ended, last?.load.status], [true, 'committed']);

  for await (const load of api.loads({ table: 'jobs' })) {
    assert.equal(load.load_id, unnamed.load_id);
    break;
  }
  let loads = 0;
  for await (const _ of api.loads()) if (++loads === 60) break;
  assert.ok(loads >= 4);
  assert.equal((await api.get(loaded.load_id)).status, 'committed');

  assert.deepEqual(
    (await api.report('hires-by-quarter', 2021)).map(({ department, job, q1 }) => [department, job, q1]),
    [['Sales', 'Recruiter', 1]],
  );
  assert.equal(
    await (await api.reportFile('hires-by-quarter', 2021)).text(),
    'department,job,Q1,Q2,Q3,Q4\r\nSales,Recruiter,1,0,0,0\r\n',
  );

  const bad = [{ id: 'x', job: 'y' }];
  const noRows = await refused('no_rows_accepted', api.loadRows('jobs', bad, { append }));
  assert.equal(noRows.problem.errors?.[0]?.column, 'id');
  assert.match(noRows.message, /\(line 1: /);
  await refused('unknown_table', api.loadRows('users', bad, { append }));
  await refused('unknown_column', api.loadRows('jobs', [{ salary: 1 }], { append }));
  await refused(
    'invalid_parameter',
    api.loadRows('jobs', bad, { append, parameters: { on_error: 'stop' } }),
  );
  await refused('idempotency_key_reused', api.load('jobs', many, options));
  await refused('source_not_allowed', api.loadSource('jobs', 's3://history/jobs/'));
  await refused('unknown_load', api.get('nobody'));
  await refused('load_ended', api.cancel(loaded.load_id));
  await refused('invalid_parameter', api.report('hires-by-quarter', 21));
  // Only dry runs on Spark have reports.
  const dryRun = { loadId: loaded.load_id };
  await refused('no_reports', api.report('hires-by-quarter', 2021, dryRun));
  await refused('no_reports', api.reportFile('hires-by-quarter', 2021, dryRun));
  await failed(api.load('jobs', 'no such file', { append }));
  await failed(api.load('jobs', tmpdir(), { append }));
  const nobody = new HiringClient('http://127.0.0.1:9', { schema: 'hiring', patienceMs: 0 });
  await failed(nobody.whoAmI());
  await failed(nobody.load('jobs', jobs));
}

/** With the key of a reader in the environment, and that of a loader. */
async function keys(loader: string): Promise<void> {
  const reader = client(variable('HIRING_API_KEY'));
  const rows = [{ id: 1, job: 'Recruiter' }];
  assert.deepEqual((await reader.whoAmI()).roles, ['reader']);
  await refused('forbidden', reader.loadRows('jobs', rows, { append }));
  await refused('unauthorized', client('wrong.key').whoAmI());
  assert.equal((await client(loader).loadRows('jobs', rows, { append })).rows.inserted, 1);
}

/** With the token of a loader. Each request asks for the token again. */
async function tokens(loader: string): Promise<void> {
  let asked = 0;
  const withToken = (bearerToken: () => string) =>
    new HiringClient(variable('HIRING_URL'), { schema: variable('HIRING_SCHEMA'), bearerToken });
  const api = withToken(() => {
    asked++;
    return loader;
  });
  const caller = await api.whoAmI();
  assert.deepEqual([caller.name, caller.roles], ['e2e', ['reader', 'loader']]);
  const rows = await api.loadRows('jobs', [{ id: 1, job: 'Cook' }], { append });
  assert.equal(rows.rows.inserted, 1);
  const loaded = await api.load('jobs', await file('2,Pilot\n'), { append });
  assert.equal((await all(api.watch(loaded.load_id))).at(-1)?.load.status, 'committed');
  assert.ok(asked >= 4);
  await refused('unauthorized', withToken(() => `${loader}x`).whoAmI());
  await refused('unauthorized', client('wrong.key').whoAmI());
}

async function upload(path: string): Promise<void> {
  let last = 0;
  let memory = 0;
  const outcome = await client().load('jobs', path, {
    append,
    progress: (sent) => {
      last = sent;
      memory = Math.max(memory, process.memoryUsage.rss() / 1024 / 1024);
    },
  });
  assert.equal(outcome.rows.inserted, 1);
  assert.equal(last, (await stat(path)).size);
  assert.equal(outcome.bytes, last);
  console.log(`at most ${Math.round(memory)} MiB of memory`);
  assert.ok(memory < MOST_MEMORY);
}

/** Waits for a line of input when half of the file is sent. */
async function killed(path: string): Promise<void> {
  let waited = false;
  const outcome = await client().load('jobs', path, {
    append,
    progress: async (sent, total) => {
      if (!waited && total !== undefined && sent > total / 2) {
        waited = true;
        console.log('HALF');
        const input = createInterface(process.stdin);
        await input.question('');
        input.close();
      }
    },
  });
  console.log('inserted', outcome.rows.inserted);
}

function variable(name: string): string {
  const value = process.env[name];
  assert.ok(value !== undefined, name);
  return value;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

async function file(text: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'hiring-')), 'file.csv');
  await writeFile(path, text);
  return path;
}

async function refused(code: string, call: Promise<unknown>): Promise<ProblemError> {
  const problem = await call.then(
    () => assert.fail(`not refused with ${code}`),
    (failure: unknown) => failure,
  );
  assert.ok(problem instanceof ProblemError, String(problem));
  assert.equal(problem.code, code, problem.message);
  return problem;
}

/** Without an answer of the service. */
async function failed(call: Promise<unknown>): Promise<void> {
  await assert.rejects(
    call,
    (failure) => failure instanceof HiringError && !(failure instanceof ProblemError),
  );
}

const scenarios: Record<string, (argument: string) => Promise<void>> = {
  everything,
  keys,
  tokens,
  upload,
  killed,
};
const [name = '', argument = ''] = process.argv.slice(2);
await scenarios[name]?.(argument);
console.log(name in scenarios ? 'OK' : `no such scenario: ${name}`);
