"""A client of the service that loads CSV into MySQL tables."""

from ._client import HiringClient, LoadEvent, Progress
from ._errors import HiringError, ProblemError

__all__ = ["HiringClient", "HiringError", "LoadEvent", "ProblemError", "Progress"]
