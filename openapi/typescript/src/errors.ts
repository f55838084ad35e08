import type { Problem } from './generated/types.gen.js';

/** A call failed. `ProblemError` if the service refused it. */
export class HiringError extends Error {
  override name = 'HiringError';
}

/** The service refused a request. After a refused load, the table is unchanged. */
export class ProblemError extends HiringError {
  override name = 'ProblemError';

  constructor(readonly problem: Problem) {
    // A stack trace shows the message alone.
    const row = problem.errors?.[0];
    const why = row ? ` (line ${row.line}: ${row.message})` : '';
    super(`${problem.status} ${problem.code}: ${problem.detail}${why}`);
  }

  /** The kind of problem, such as `no_rows_accepted`. */
  get code(): string {
    return this.problem.code;
  }
}
