/**
 * A load that this page sends and follows. What is needed to find it again after a reload is kept in the session
 * storage until it has ended.
 */

import { migrateCsv, getLoad, listLoads, watchLoad, cancelLoad, Problem } from './client.js';
import { uuid } from './dom.js';

const KEY = 'hiring.load';
const RETRY_MILLIS = 1500;
/** How often a service is asked that does not answer, or has not noticed yet that a load died, which takes a minute. */
const TRIES = 80;

/** Whether a file can still be read: browsers refuse it if it was changed or removed after it was chosen. */
const isReadable = file => file.slice(0, 1).arrayBuffer().then(() => true, () => false);

const sleep = millis => new Promise(resolve => setTimeout(resolve, millis));

/**
 * Phases: sending (bytes are on their way), storing (the service has all of them), ended (load is its record),
 * refused (problem; there is no record), cut (the upload was interrupted; nothing of it is stored), lost (the
 * service does not answer).
 */
export class LoadRun extends EventTarget {
  /** @param plan {name, size, schema, table, parameters, contentType} */
  constructor(plan) {
    super();
    this.plan = plan;
    this.key = uuid();
    this.phase = 'sending';
    this.sent = 0;
    this.load = null;
    this.problem = null;
    /** Whether the service does not answer at the moment. */
    this.isWaiting = false;
    this.began = Date.now();
    this.stopped = new AbortController();
  }

  /** The load of an earlier visit to this page, or null. */
  static kept() {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    if (!kept) return null;
    const run = new LoadRun(kept.plan);
    run.key = kept.key;
    run.loadId = kept.loadId;
    run.began = kept.began;
    return run;
  }

  static forget() {
    sessionStorage.removeItem(KEY);
  }

  get isRunning() {
    return this.phase === 'sending' || this.phase === 'storing';
  }

  keep() {
    const { plan, key, loadId, began } = this;
    sessionStorage.setItem(KEY, JSON.stringify({ plan, key, loadId, began }));
  }

  change(values) {
    Object.assign(this, values);
    this.dispatchEvent(new Event('change'));
  }

  /** Sends the file; after an interruption it can be sent again, and is loaded once. */
  async send(file) {
    this.file = file;
    this.began = Date.now();
    this.stopped = new AbortController();
    this.keep();
    this.change({ phase: 'sending', sent: 0, problem: null, load: null });
    const upload = migrateCsv({
      parameters: this.plan.parameters, contentType: this.plan.contentType, body: file, key: this.key,
      onprogress: sent => this.change({ sent }),
    });
    this.abort = upload.abort;
    const watching = this.#watchWhenFound();
    try {
      const answer = await upload.promise;
      this.#found(answer.load_id);
      this.change({ phase: 'storing', sent: this.plan.size });
      await watching;
      await this.#follow();
    } catch (failure) {
      await this.#failed(failure);
    } finally {
      this.stopped.abort();
    }
  }

  /** Shows a load that was begun before the page was loaded again. */
  async resume() {
    this.change({ phase: 'storing' });
    try {
      const load = this.loadId ? await getLoad(this.loadId) : await this.#find();
      if (!load) {
        this.change({ phase: 'cut' });
        return;
      }
      this.#found(load.load_id);
      this.change({ load });
      await this.#follow();
    } catch (failure) {
      await this.#failed(failure);
    }
  }

  /** Ends the load; nothing of it is stored. */
  async cancel() {
    if (this.loadId) {
      try {
        await cancelLoad(this.loadId);
      } catch (failure) {
        if (failure.code !== 'load_ended') throw failure;
      }
    } else {
      this.abort?.();
    }
  }

  #found(loadId) {
    if (loadId && loadId !== this.loadId) {
      this.loadId = loadId;
      this.keep();
    }
  }

  /** The record of this load among the newest ones, by its request. */
  async #find(parameters) {
    const { loads } = await listLoads({ table: this.plan.table, limit: 50, ...parameters });
    return loads.find(load => load.request_id === this.key);
  }

  /** Shows the rows of a load while it is sent. Its outcome comes with the answer. */
  async #watchWhenFound() {
    const { signal } = this.stopped;
    try {
      while (!signal.aborted && !this.loadId) {
        await sleep(600);
        const load = this.isRunning && !signal.aborted ? await this.#find({ status: 'running' }) : null;
        this.#found(load?.load_id);
      }
      if (!signal.aborted && this.phase === 'sending') this.#showEvents(signal);
    } catch {
      // Rows are not shown; the answer to the upload reports what happened.
    }
  }

  async #showEvents(signal) {
    try {
      for await (const load of watchLoad(this.loadId, signal)) {
        if (this.isRunning) this.change({ load });
      }
    } catch {
      // As above.
    }
  }

  /** Follows the load to its end, over interruptions of the connection. */
  async #follow() {
    for (let tries = 0; tries < TRIES; tries++) {
      try {
        let load = await getLoad(this.loadId);
        this.isWaiting = false;
        if (load.status === 'running') {
          this.change({ phase: 'storing', load });
          for await (load of watchLoad(this.loadId)) {
            tries = 0;
            this.change({ load });
          }
          load = await getLoad(this.loadId);
        }
        if (load.status !== 'running') {
          this.#end(load);
          return;
        }
      } catch (failure) {
        if (!failure.isPassing) throw failure;
        this.change({ isWaiting: true });
      }
      await sleep(RETRY_MILLIS);
    }
    this.change({ phase: 'lost' });
  }

  #end(load) {
    const cut = load.status === 'aborted';
    if (!cut) LoadRun.forget();
    this.change({ load, phase: cut ? 'cut' : 'ended', problem: null });
  }

  async #failed(failure) {
    if (failure.name === 'AbortError') {
      LoadRun.forget();
      this.change({ phase: 'ended', load: this.loadId ? await getLoad(this.loadId).catch(() => this.load) : this.load });
      return;
    }
    if (!(failure instanceof Problem)) throw failure;
    this.#found(failure.body.load_id);
    if (failure.status === 0 && this.file && !(await isReadable(this.file))) {
      LoadRun.forget();
      this.change({ phase: 'refused', problem: new Problem(0, { code: 'file_changed', detail: 'the file cannot be read' }) });
    } else if (failure.status === 0) {
      await this.#afterLostConnection();
    } else if (this.loadId && failure.code !== 'unknown_load') {
      this.change({ problem: failure });
      await this.#follow().catch(() => this.change({ phase: 'refused' }));
    } else {
      LoadRun.forget();
      this.change({ phase: 'refused', problem: failure });
    }
  }

  /** The answer to the upload is unknown: the record of the load has it, if it was begun. */
  async #afterLostConnection() {
    this.change({ phase: 'storing', isWaiting: true });
    for (let tries = 0; tries < TRIES; tries++) {
      try {
        const load = this.loadId ? await getLoad(this.loadId) : await this.#find();
        this.isWaiting = false;
        if (!load) {
          this.change({ phase: 'cut' });
          return;
        }
        this.#found(load.load_id);
        if (load.status !== 'running') {
          this.#end(load);
          return;
        }
      } catch (failure) {
        if (!failure.isPassing) {
          this.change({ phase: 'refused', problem: failure });
          return;
        }
        this.change({ isWaiting: true });
      }
      await sleep(RETRY_MILLIS);
    }
    this.change({ phase: 'lost' });
  }
}
