"""A client of the service that loads CSV into MySQL tables."""

from ._client import ColumnMapping, HiringClient, LoadEvent, Progress
from ._errors import HiringError, ProblemError

__all__ = ["ColumnMapping", "HiringClient", "HiringError", "LoadEvent", "ProblemError", "Progress"]
