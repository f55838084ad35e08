/**
 * The operations of the contract (openapi.yaml), by their names. All of them reject with a Problem.
 */

const CREDENTIALS = 'hiring.credentials';

/** What the service, or the way to it, says is wrong. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? body.title ?? `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'unreachable' : 'unknown');
    this.body = body;
  }

  /** Whether the same request may succeed later. */
  get isPassing() {
    return this.status === 0 || this.status === 429 || this.status === 503;
  }
}

let askForCredentials = async () => false;

/** Sets what asks the user to sign in; its promise is true if there are new credentials. */
export function onUnauthorized(ask) {
  askForCredentials = ask;
}

export const session = {
  get credentials() {
    return JSON.parse(sessionStorage.getItem(CREDENTIALS) ?? 'null');
  },
  /** An API key or a token; null signs out. */
  set credentials(value) {
    if (value) sessionStorage.setItem(CREDENTIALS, JSON.stringify(value));
    else sessionStorage.removeItem(CREDENTIALS);
  },
};

let me = null;

/** Asks who the caller is. */
export async function identify() {
  me = await whoAmI();
  return me;
}

export const caller = () => me;

/** Whether the caller may load, or only read. */
export const mayLoad = () => !me?.roles || me.roles.includes('loader');

function authorization() {
  const { kind, value } = session.credentials ?? {};
  if (kind === 'key') return { 'X-Api-Key': value };
  return kind === 'token' ? { Authorization: `Bearer ${value}` } : {};
}

export function query(parameters) {
  const pairs = Object.entries(parameters).filter(([, value]) => value != null && value !== '');
  return pairs.length ? `?${new URLSearchParams(pairs)}` : '';
}

function problemOf(status, text) {
  try {
    return new Problem(status, JSON.parse(text));
  } catch {
    return new Problem(status, { detail: `HTTP ${status}` });
  }
}

async function request(path, { method = 'GET', accept = 'application/json', headers = {}, signal, body } = {}) {
  for (;;) {
    let answer;
    try {
      answer = await fetch(path, {
        method, signal, body, cache: 'no-store',
        headers: { Accept: accept, ...authorization(), ...headers },
      });
    } catch (failure) {
      if (failure.name === 'AbortError') throw failure;
      throw new Problem(0, { code: 'unreachable', detail: String(failure.message) });
    }
    if (answer.ok) return answer;
    const problem = problemOf(answer.status, await answer.text());
    if (answer.status !== 401 || !(await askForCredentials(problem))) throw problem;
  }
}

const json = async (path, options) => (await request(path, options)).json();
const part = encodeURIComponent;

/** The name and the roles of the caller. */
const whoAmI = () => json('/me');

export const listTables = () => json('/tables');
/** A Data Resource: the Table Schema of a table, and the dialect of its files. */
export const getTable = (table, schema) =>
  json(`/tables/${part(table)}${query({ schema })}`, { accept: 'application/vnd.dataresource+json' });

export const listLoads = parameters => json(`/loads${query(parameters)}`);
export const getLoad = id => json(`/loads/${part(id)}`);
export const cancelLoad = id => json(`/loads/${part(id)}`, { method: 'DELETE' });

/** The refused rows as a CSV (getRejects): at most about the given number of characters of it, and whether that is all. */
export async function getRejects(id, most = Infinity, parameters = {}) {
  const answer = await request(`/loads/${part(id)}/rejects${query(parameters)}`, { accept: 'text/csv' });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  const parts = [];
  for (let length = 0; length < most;) {
    const { value, done } = await reader.read();
    if (done) return { text: parts.join(''), isWhole: true };
    parts.push(value);
    length += value.length;
  }
  reader.cancel().catch(() => {});
  return { text: parts.join(''), isWhole: false };
}

/** The link to a stored report. */
export const getReportLink = (path, parameters) => json(`${path}${query(parameters)}`);

/** The CSV of a report. */
export const getReport = async (path, parameters) =>
  (await request(`${path}${query(parameters)}`, { accept: 'text/csv' })).text();

/**
 * Follows a load. Gives the load with each event, and returns after the last one.
 * If the connection is lost, it rejects.
 */
export async function* watchLoad(id, signal) {
  const answer = await request(`/loads/${part(id)}/events`, { accept: 'text/event-stream', signal });
  if (answer.status === 204) return;
  let buffered = '';
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) throw new Problem(0, { code: 'unreachable', detail: 'the stream of events ended' });
      buffered += value;
      const events = buffered.split('\n\n');
      buffered = events.pop();
      for (const text of events) {
        const event = /^event: (.*)$/m.exec(text)?.[1];
        const data = /^data: (.*)$/m.exec(text)?.[1];
        if (event === 'closed') throw new Problem(401, JSON.parse(data));
        if (data) yield JSON.parse(data);
        if (event === 'ended') return;
      }
    }
  } catch (failure) {
    if (failure instanceof Problem || failure.name === 'AbortError') throw failure;
    throw new Problem(0, { code: 'unreachable', detail: String(failure.message) });
  } finally {
    reader.cancel().catch(() => {});
  }
}

/**
 * Loads a file (migrateCsvPut). The browser streams it: XMLHttpRequest reports its progress, and does not hold the
 * file in memory.
 *
 * @returns {promise, abort}; the promise is for the answer, a load or its report
 */
export function migrateCsv({ parameters, body, contentType, key, onprogress, wait = false }) {
  const xhr = new XMLHttpRequest();
  const promise = new Promise((resolve, reject) => {
    xhr.open('PUT', `/db_migration${query(parameters)}`);
    const headers = {
      ...authorization(),
      Accept: 'application/json',
      'Content-Type': contentType,
      'Idempotency-Key': key,
      'X-Request-Id': key,
      ...(wait ? {} : { Prefer: 'respond-async' }),
    };
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = event => onprogress?.(event.loaded);
    xhr.onload = () => (xhr.status < 300
      ? resolve(JSON.parse(xhr.responseText))
      : reject(problemOf(xhr.status, xhr.responseText)));
    xhr.onerror = () => reject(new Problem(0, { code: 'unreachable', detail: 'the connection was lost' }));
    xhr.onabort = () => reject(new DOMException('The upload was cancelled', 'AbortError'));
    xhr.send(body);
  });
  return { promise, abort: () => xhr.abort() };
}
