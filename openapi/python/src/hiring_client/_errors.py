from __future__ import annotations

from .generated.models.problem import Problem


class HiringError(Exception):
    """A call failed. ``ProblemError`` if the service refused it."""


class ProblemError(HiringError):
    """The service refused a request. After a refused load, the table is unchanged."""

    def __init__(self, problem: Problem) -> None:
        message = f"{problem.status} {problem.code}: {problem.detail}"
        if problem.errors:
            # A stack trace shows the message alone.
            row = problem.errors[0]
            message += f" (line {row.line}: {row.message})"
        super().__init__(message)
        self.problem = problem

    @property
    def code(self) -> str:
        """The kind of problem, such as ``no_rows_accepted``."""
        return self.problem.code
