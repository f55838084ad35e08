import type { Problem } from './generated/types.gen.js';

/** A call failed. `ProblemError` if the service refused it. */
export class HiringError extends Error {
  override name = 'HiringError';
}

/** The service refused a request. After a refused load, the table is unchanged. */
export class ProblemError extends HiringError {
  override name = 'ProblemError';

  constructor(readonly problem: Problem) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`);
  }

  /** The kind of problem, such as `no_rows_accepted`. */
  get code(): string {
    return this.problem.code;
  }
}
