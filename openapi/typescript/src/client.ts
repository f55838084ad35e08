import { upload } from '#upload';
import { HiringError, ProblemError } from './errors.js';
import type {
  Caller,
  Delimiter,
  DepartmentsAboveMeanRow,
  Header,
  HiresByQuarterRow,
  Load,
  LoadOutcome,
  LoadPage,
  LoadStatus,
  Missing,
  OnDuplicate,
  OnError,
  Problem,
  RejectedRow,
  RejectPage,
  TableList,
  TableSummary,
} from './generated/types.gen.js';
import { ConnectionLost, lost, type Answer, type Progress, type Source } from './upload.js';

export interface HiringClientOptions {
  /** The schema of the tables; by default the service is asked which has the table. */
  schema?: string;
  apiKey?: string;
  /** Called for each request, so that an expired token can be replaced. */
  bearerToken?: () => string | Promise<string>;
  /** Longest time until an answer begins, in milliseconds; 60,000 by default. Loads have none. */
  timeoutMs?: number;
  /** Longest time to wait between the attempts of one call, in total; 300,000 by default. */
  patienceMs?: number;
}

export interface LoadRowsOptions {
  schema?: string;
  append?: boolean;
  missing?: Missing;
  onError?: OnError;
  maxErrors?: number;
  onDuplicate?: OnDuplicate;
  dryRun?: boolean;
  /** False to return as soon as the body was received; `watch` then follows the load. */
  wait?: boolean;
  /** Identifies the load; by default each call has a new one. */
  idempotencyKey?: string;
  /** Further parameters of the contract. */
  parameters?: Record<string, string>;
}

/**
 * Which columns of a file are which of the table: by the names in the file's header, or, for a file
 * without one, a list in the file's order; null skips a column. Or a text as the contract has it.
 */
export type ColumnMapping = string | Record<string, string | null> | readonly (string | null)[];

export interface LoadOptions extends LoadRowsOptions {
  header?: Header;
  delimiter?: Delimiter;
  /** `{'Employee No': 'id', Notes: null}`, or `['id', null]` without a header. */
  columns?: ColumnMapping;
  /** The media type of the file, with its charset; `text/csv` by default. */
  contentType?: string;
  progress?: Progress;
}

/** The state of a load while it is watched. */
export interface LoadEvent {
  /** Whether this is the last event: the load has ended. */
  ended: boolean;
  load: Load;
}

/** What a report is on. */
export interface ReportOptions {
  /** The id of a dry run whose record has `reports`; without it, the hires in the table. */
  loadId?: string;
}

/** The rows of each report. */
export interface ReportRows {
  'hires-by-quarter': HiresByQuarterRow;
  'departments-above-mean': DepartmentsAboveMeanRow;
}

const JSON_TYPE = 'application/json';
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const SLOW_BODIES = ['idle_body', 'slow_body'];
const GATEWAYS = [502, 503, 504];

type Query = Record<string, string | number | boolean | undefined>;

/**
 * A client of the service.
 *
 * Lost connections, and answers that ask for it by `Retry-After`, are tried again within
 * `patienceMs`. A load is done once however often it is sent, since it has an idempotency key.
 *
 * Calls fail with `ProblemError` if the service refuses them, and with `HiringError` if they fail
 * for another reason.
 */
export class HiringClient {
  readonly #base: string;
  readonly #options: HiringClientOptions;

  /** @param baseUrl of the service, such as `http://127.0.0.1:8080` */
  constructor(baseUrl: string, options: HiringClientOptions = {}) {
    this.#base = baseUrl.replace(/\/$/, '');
    this.#options = options;
  }

  /**
   * Loads a file of any size. It is streamed.
   *
   * @param file in Node a path, a function that opens a stream of the same bytes for each attempt,
   *   or a `Blob`; in browsers a `File` or `Blob`
   */
  async load(table: string, file: Source, options: LoadOptions = {}): Promise<LoadOutcome> {
    const query = {
      header: options.header,
      delimiter: options.delimiter,
      columns: columnsText(options.columns),
    };
    return this.#upload('POST', table, file, options.contentType ?? 'text/csv', options, query);
  }

  /** Loads 1 to 1000 rows, each with values by column name. */
  async loadRows(
    table: string,
    rows: readonly Record<string, unknown>[],
    options: LoadRowsOptions = {},
  ): Promise<LoadOutcome> {
    const body = new TextEncoder().encode(JSON.stringify(rows));
    return this.#upload('PUT', table, body, JSON_TYPE, options, {});
  }

  /**
   * Loads objects in S3, which the service reads itself. `watch` follows the load.
   *
   * @param source `s3://bucket/key`, or `s3://bucket/prefix/` for all objects below it
   */
  async loadSource(
    table: string,
    source: string,
    options: Omit<LoadOptions, 'progress' | 'contentType'> = {},
  ): Promise<LoadOutcome> {
    const query = {
      source,
      header: options.header,
      delimiter: options.delimiter,
      columns: columnsText(options.columns),
    };
    return this.#upload('POST', table, new Uint8Array(), 'text/csv', options, query);
  }

  async #upload(
    method: string,
    table: string,
    source: Source,
    contentType: string,
    options: LoadOptions,
    more: Query,
  ): Promise<LoadOutcome> {
    const url = this.#url('/db_migration', {
      table,
      schema: options.schema ?? this.#options.schema ?? (await this.#onlySchema(table)),
      append: options.append || undefined,
      missing: options.missing,
      on_error: options.onError,
      max_errors: options.maxErrors,
      on_duplicate: options.onDuplicate,
      dry_run: options.dryRun || undefined,
      ...more,
      ...options.parameters,
    });
    const key = (options.idempotencyKey ?? crypto.randomUUID()).replace(/["\\]/g, '\\$&');
    const answer = await this.#call(async () => {
      const headers: Record<string, string> = {
        Accept: JSON_TYPE,
        'Content-Type': contentType,
        'Idempotency-Key': `"${key}"`,
        ...(await this.#credentials()),
      };
      if (options.wait === false) headers['Prefer'] = 'respond-async';
      const answer = await upload({ url, method, headers, source, progress: options.progress });
      if (answer.status >= 300) throw new Refused(answer);
      return answer;
    });
    return JSON.parse(answer.text) as LoadOutcome;
  }

  async #onlySchema(table: string): Promise<string> {
    const schemas = (await this.tables())
      .filter((each) => each.table === table)
      .map((each) => each.schema);
    if (schemas.length > 1) {
      throw new HiringError(
        `the schemas ${schemas.join(', ')} have a table ${table}; give one as schema`,
      );
    }
    // The service then refuses the table, and names those that there are.
    return schemas[0] ?? 'hiring';
  }

  /** The record of a load. */
  async get(loadId: string): Promise<Load> {
    return this.#json('GET', `/loads/${encodeURIComponent(loadId)}`);
  }

  /** Ends a running load; nothing of it is in the table then. */
  async cancel(loadId: string): Promise<Load> {
    return this.#json('DELETE', `/loads/${encodeURIComponent(loadId)}`);
  }

  /** The records of loads, newest first. Pages are read as they are needed. */
  async *loads(filter: { table?: string; status?: LoadStatus } = {}): AsyncGenerator<Load> {
    let before: string | null | undefined;
    do {
      const page: LoadPage = await this.#json('GET', '/loads', {
        ...filter,
        before: before ?? undefined,
      });
      yield* page.loads;
      before = page.next;
    } while (before);
  }

  /** The refused rows of a load, in file order. Pages are read as they are needed. */
  async *rejects(
    loadId: string,
    filter: { code?: string; column?: string } = {},
  ): AsyncGenerator<RejectedRow> {
    let after: string | null | undefined;
    do {
      const page: RejectPage = await this.#json(
        'GET',
        `/loads/${encodeURIComponent(loadId)}/rejects`,
        { ...filter, limit: 1000, after: after ?? undefined },
      );
      yield* page.rows;
      after = page.next;
    } while (after);
  }

  /**
   * Follows a load until it has ended: its state at once, then about every second. A lost
   * connection is opened again.
   */
  async *watch(loadId: string): AsyncGenerator<LoadEvent> {
    const path = `/loads/${encodeURIComponent(loadId)}/events`;
    for (;;) {
      const cancel = new AbortController();
      try {
        const response = await this.#call(() => this.#open('GET', path, {}, 'text/event-stream', cancel));
        for await (const { name, data } of events(response)) {
          if (name === 'closed') throw new ProblemError(JSON.parse(data) as Problem);
          yield { ended: name === 'ended', load: JSON.parse(data) as Load };
          if (name === 'ended') return;
        }
      } catch (failure) {
        if (!(failure instanceof ConnectionLost)) throw failure;
      } finally {
        cancel.abort();
      }
      await pauseFor(FIRST_WAIT_MS);
    }
  }

  /**
   * The rows of a report on one year (UTC): on the hires in the table, or on those of a dry run
   * whose record has `reports`.
   */
  async report<N extends keyof ReportRows>(
    name: N,
    year: number,
    { loadId }: ReportOptions = {},
  ): Promise<ReportRows[N][]> {
    const query = { year, load_id: loadId };
    const report: { rows: ReportRows[N][] } = await this.#json('GET', `/reports/${name}`, query);
    return report.rows;
  }

  /** A report as a CSV file. */
  async reportFile(
    name: keyof ReportRows,
    year: number,
    { loadId }: ReportOptions = {},
  ): Promise<Blob> {
    const query = { year, load_id: loadId };
    return this.#call(async () => {
      const response = await this.#open('GET', `/reports/${name}`, query, 'text/csv');
      return lost(response.blob());
    });
  }

  /** The tables that can be loaded. */
  async tables(): Promise<TableSummary[]> {
    return (await this.#json<TableList>('GET', '/tables')).tables;
  }

  /** The name and the roles of this client. */
  async whoAmI(): Promise<Caller> {
    return this.#json('GET', '/me');
  }

  #url(path: string, query: Query): string {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) parameters.set(name, String(value));
    }
    const text = parameters.toString();
    return this.#base + path + (text ? `?${text}` : '');
  }

  async #credentials(): Promise<Record<string, string>> {
    const { apiKey, bearerToken } = this.#options;
    return {
      ...(apiKey === undefined ? {} : { 'X-Api-Key': apiKey }),
      ...(bearerToken === undefined ? {} : { Authorization: `Bearer ${await bearerToken()}` }),
    };
  }

  async #json<T>(method: string, path: string, query: Query = {}): Promise<T> {
    return this.#call(async () => {
      const response = await this.#open(method, path, query, JSON_TYPE);
      return (await lost(response.json())) as T;
    });
  }

  /** The timeout ends with the beginning of the answer. */
  async #open(
    method: string,
    path: string,
    query: Query,
    accept: string,
    cancel = new AbortController(),
  ): Promise<Response> {
    const timer = setTimeout(() => cancel.abort(), this.#options.timeoutMs ?? 60_000);
    try {
      const response = await lost(
        fetch(this.#url(path, query), {
          method,
          headers: { Accept: accept, ...(await this.#credentials()) },
          signal: cancel.signal,
        }),
      );
      if (response.ok) return response;
      throw new Refused({
        status: response.status,
        retryAfter: response.headers.get('Retry-After'),
        text: await lost(response.text()),
      });
    } finally {
      clearTimeout(timer);
    }
  }

  async #call<T>(send: () => Promise<T>): Promise<T> {
    let left = this.#options.patienceMs ?? 300_000;
    let wait = FIRST_WAIT_MS;
    for (;;) {
      let failure: HiringError;
      let pause: number | undefined;
      try {
        return await send();
      } catch (thrown) {
        if (thrown instanceof Refused) {
          failure = thrown.failure();
          pause = thrown.pause(wait);
        } else if (thrown instanceof ConnectionLost) {
          failure = new HiringError(`the connection to the service failed: ${thrown.message}`, {
            cause: thrown,
          });
          pause = wait;
        } else {
          throw thrown instanceof HiringError
            ? thrown
            : new HiringError(String(thrown), { cause: thrown });
        }
      }
      if (pause === undefined || pause > left) throw failure;
      await pauseFor(pause);
      left -= pause;
      if (pause === wait) wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  }
}

function columnsText(columns: ColumnMapping | undefined): string | undefined {
  if (columns === undefined || typeof columns === 'string') return columns;
  const escaped = (name: string) => (name === '-' ? '\\-' : name.replace(/[\\,:]/g, '\\$&'));
  const target = (column: string | null) => (column === null ? '-' : escaped(column));
  if (Array.isArray(columns)) return columns.map(target).join(',');
  return Object.entries(columns)
    .map(([name, column]) => `${escaped(name)}:${target(column as string | null)}`)
    .join(',');
}

/** An answer other than 2xx. */
class Refused extends Error {
  constructor(readonly answer: Answer) {
    super(`status ${answer.status}`);
  }

  #problem(): Problem | undefined {
    try {
      const problem = JSON.parse(this.answer.text) as Problem;
      return typeof problem?.code === 'string' ? problem : undefined;
    } catch {
      return undefined;
    }
  }

  failure(): HiringError {
    const problem = this.#problem();
    return problem
      ? new ProblemError(problem)
      : new HiringError(`status ${this.answer.status} without a problem`);
  }

  /** How long to wait before the next attempt, in milliseconds; undefined if it would fail too. */
  pause(wait: number): number | undefined {
    const { retryAfter, status } = this.answer;
    if (retryAfter !== null) return /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : wait;
    const problem = this.#problem();
    if (problem) return SLOW_BODIES.includes(problem.code) ? wait : undefined;
    return GATEWAYS.includes(status) ? wait : undefined;
  }
}

function pauseFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** The names and the data of server-sent events. */
async function* events(response: Response): AsyncGenerator<{ name: string; data: string }> {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await lost(reader.read());
    if (done) return;
    text += value;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      let name = '';
      let data = '';
      for (const line of text.slice(0, end).split('\n')) {
        if (line.startsWith('event:')) name = line.slice('event:'.length).trim();
        if (line.startsWith('data:')) data += line.slice('data:'.length);
      }
      text = text.slice(end + 2);
      if (data) yield { name, data };
    }
  }
}
