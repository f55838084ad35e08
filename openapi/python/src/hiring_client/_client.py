from __future__ import annotations

import json
import os
import re
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Callable, Literal, TypeVar, Union, overload
from urllib.parse import quote

import httpx

from ._errors import HiringError, ProblemError
from .generated.models.caller import Caller
from .generated.models.delimiter import Delimiter
from .generated.models.departments_above_mean_row import DepartmentsAboveMeanRow
from .generated.models.header import Header
from .generated.models.hires_by_quarter_row import HiresByQuarterRow
from .generated.models.load import Load
from .generated.models.load_outcome import LoadOutcome
from .generated.models.load_status import LoadStatus
from .generated.models.missing import Missing
from .generated.models.on_duplicate import OnDuplicate
from .generated.models.on_error import OnError
from .generated.models.problem import Problem
from .generated.models.rejected_row import RejectedRow
from .generated.models.table_summary import TableSummary

T = TypeVar("T")

#: Called with the bytes sent so far and the size of the file, or None if it is not known.
Progress = Callable[[int, Union[int, None]], None]

#: Which columns of a file are which of the table: by the names in the file's header, or, for a file
#: without one, a list in the file's order; None skips a column. Or a text as the contract has it.
ColumnMapping = Union[str, Mapping[str, Union[str, None]], Sequence[Union[str, None]]]

_CHUNK = 64 * 1024
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 15.0
_SLOW_BODIES = ("idle_body", "slow_body")
_GATEWAYS = (502, 503, 504)


@dataclass(frozen=True)
class LoadEvent:
    """The state of a load while it is watched."""

    #: Whether this is the last event: the load has ended.
    ended: bool
    load: Load


class _Refused(Exception):
    def __init__(self, response: httpx.Response) -> None:
        super().__init__(response.status_code)
        self.response = response


class HiringClient:
    """A client of the service, for any number of threads.

    Lost connections, and answers that ask for it by ``Retry-After``, are tried again within
    ``patience``. A load is done once however often it is sent, since it has an idempotency key.

    All methods raise ``ProblemError`` if the service refuses them, and ``HiringError`` if they
    fail for another reason.
    """

    def __init__(
        self,
        base_url: str,
        *,
        schema: str | None = None,
        api_key: str | None = None,
        bearer_token: Callable[[], str] | None = None,
        connect_timeout: float = 10,
        timeout: float = 60,
        patience: float = 300,
    ) -> None:
        """
        :param base_url: of the service, such as ``http://127.0.0.1:8080``
        :param schema: of the tables; by default the service is asked which has the table
        :param bearer_token: called for each request, so that an expired token can be replaced
        :param connect_timeout: longest time to open a connection, in seconds
        :param timeout: longest time until an answer begins, in seconds; loads have none
        :param patience: longest time to wait between the attempts of one call, in total, in seconds
        """
        self._schema = schema
        self._api_key = api_key
        self._bearer_token = bearer_token
        self._patience = patience
        self._timeout = httpx.Timeout(timeout, connect=connect_timeout)
        self._load_timeout = httpx.Timeout(None, connect=connect_timeout)
        self._http = httpx.Client(base_url=base_url)

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def __enter__(self) -> HiringClient:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def load(
        self,
        table: str,
        file: str | os.PathLike[str] | BinaryIO,
        *,
        schema: str | None = None,
        append: bool = False,
        header: Header | None = None,
        delimiter: Delimiter | None = None,
        columns: ColumnMapping | None = None,
        missing: Missing | None = None,
        on_error: OnError | None = None,
        max_errors: int | None = None,
        on_duplicate: OnDuplicate | None = None,
        dry_run: bool = False,
        wait: bool = True,
        content_type: str = "text/csv",
        idempotency_key: str | None = None,
        progress: Progress | None = None,
        parameters: Mapping[str, str] | None = None,
    ) -> LoadOutcome:
        """Loads a file of any size. It is streamed.

        :param file: a path, or a stream of bytes, which is read from its present position. A
            stream that is not seekable cannot be sent again after a failure
        :param columns: ``{"Employee No": "id", "Notes": None}``, or ``["id", None]`` without a header
        :param wait: whether to wait for the outcome; otherwise ``watch`` follows the load
        :param content_type: the media type of the file, with its charset
        :param idempotency_key: identifies the load; by default each call has a new one
        :param progress: called with the bytes sent so far and the size of the file
        :param parameters: further parameters of the contract
        """
        query = self._query(
            table,
            schema,
            append,
            dry_run,
            {
                "header": header,
                "delimiter": delimiter,
                "columns": _columns(columns),
                "missing": missing,
                "on_error": on_error,
                "max_errors": max_errors,
                "on_duplicate": on_duplicate,
                **(parameters or {}),
            },
        )
        headers = _load_headers(content_type, idempotency_key, wait)
        if isinstance(file, (str, os.PathLike)):
            try:
                with open(file, "rb") as opened:
                    return self._upload(opened, query, headers, progress)
            except OSError as unreadable:
                raise HiringError(f"cannot read {os.fspath(file)}: {unreadable}") from unreadable
        return self._upload(file, query, headers, progress)

    def load_source(
        self,
        table: str,
        source: str,
        *,
        schema: str | None = None,
        append: bool = False,
        dry_run: bool = False,
        idempotency_key: str | None = None,
        parameters: Mapping[str, str] | None = None,
    ) -> LoadOutcome:
        """Loads objects in S3, which the service reads itself. ``watch`` follows the load.

        :param source: ``s3://bucket/key``, or ``s3://bucket/prefix/`` for all objects below it
        :param parameters: further parameters of the contract, such as ``header``
        """
        query = self._query(
            table, schema, append, dry_run, {"source": source, **(parameters or {})}
        )
        headers = _load_headers("text/csv", idempotency_key, False)
        answer = self._call(
            lambda: self._send(
                "POST", "/db_migration", query, headers, content=b"", timeout=self._load_timeout
            )
        )
        return LoadOutcome.from_dict(answer.json())

    def load_rows(
        self,
        table: str,
        rows: Iterable[Mapping[str, object]],
        *,
        schema: str | None = None,
        append: bool = False,
        missing: Missing | None = None,
        on_error: OnError | None = None,
        max_errors: int | None = None,
        on_duplicate: OnDuplicate | None = None,
        dry_run: bool = False,
        wait: bool = True,
        idempotency_key: str | None = None,
        parameters: Mapping[str, str] | None = None,
    ) -> LoadOutcome:
        """Loads 1 to 1000 rows, each with values by column name."""
        query = self._query(
            table,
            schema,
            append,
            dry_run,
            {
                "missing": missing,
                "on_error": on_error,
                "max_errors": max_errors,
                "on_duplicate": on_duplicate,
                **(parameters or {}),
            },
        )
        headers = _load_headers("application/json", idempotency_key, wait)
        body = json.dumps([dict(row) for row in rows]).encode()
        answer = self._call(
            lambda: self._send(
                "PUT",
                "/db_migration",
                query,
                headers,
                content=body,
                timeout=self._load_timeout,
            )
        )
        return LoadOutcome.from_dict(answer.json())

    def _upload(
        self,
        file: BinaryIO,
        query: dict[str, str],
        headers: dict[str, str],
        progress: Progress | None,
    ) -> LoadOutcome:
        begin: int | None = None
        size: int | None = None
        if file.seekable():
            begin = file.tell()
            size = file.seek(0, os.SEEK_END) - begin
            headers["Content-Length"] = str(size)

        def send() -> httpx.Response:
            if begin is not None:
                file.seek(begin)
            return self._send(
                "POST",
                "/db_migration",
                query,
                headers,
                content=_chunks(file, size, progress),
                timeout=self._load_timeout,
            )

        answer = self._call(send, repeatable=begin is not None)
        return LoadOutcome.from_dict(answer.json())

    def _query(
        self,
        table: str,
        schema: str | None,
        append: bool,
        dry_run: bool,
        others: Mapping[str, object],
    ) -> dict[str, str]:
        query = {"table": table, "schema": schema or self._schema or self._only_schema(table)}
        if append:
            query["append"] = "true"
        if dry_run:
            query["dry_run"] = "true"
        for name, value in others.items():
            if value is not None:
                query[name] = str(value)
        return query

    def _only_schema(self, table: str) -> str:
        schemas = [each.schema for each in self.tables() if each.table == table]
        if len(schemas) > 1:
            raise ValueError(
                f"the schemas {', '.join(schemas)} have a table {table}; give one as schema"
            )
        # The service then refuses the table, and names those that there are.
        return schemas[0] if schemas else "hiring"

    def get(self, load_id: str) -> Load:
        """The record of a load."""
        return Load.from_dict(self._json("GET", f"/loads/{_segment(load_id)}"))

    def cancel(self, load_id: str) -> Load:
        """Ends a running load; nothing of it is in the table then."""
        return Load.from_dict(self._json("DELETE", f"/loads/{_segment(load_id)}"))

    def loads(
        self, *, table: str | None = None, status: LoadStatus | None = None
    ) -> Iterator[Load]:
        """The records of loads, newest first. Pages are read as they are needed."""
        query = {k: v for k, v in (("table", table), ("status", status)) if v is not None}
        while True:
            page = self._json("GET", "/loads", query)
            for load in page["loads"]:
                yield Load.from_dict(load)
            if page["next"] is None:
                return
            query = {**query, "before": page["next"]}

    def rejects(
        self, load_id: str, *, code: str | None = None, column: str | None = None
    ) -> Iterator[RejectedRow]:
        """The refused rows of a load, in file order. Pages are read as they are needed."""
        query = {"limit": "1000"}
        query.update({k: v for k, v in (("code", code), ("column", column)) if v is not None})
        while True:
            page = self._json("GET", f"/loads/{_segment(load_id)}/rejects", query)
            for row in page["rows"]:
                yield RejectedRow.from_dict(row)
            if page["next"] is None:
                return
            query = {**query, "after": page["next"]}

    def watch(self, load_id: str) -> Iterator[LoadEvent]:
        """Follows a load until it has ended: its state at once, then about every second.

        A lost connection is opened again.
        """
        path = f"/loads/{_segment(load_id)}/events"
        while True:
            response = self._call(
                lambda: self._send("GET", path, {}, {"Accept": "text/event-stream"}, stream=True)
            )
            try:
                for name, data in _events(response.iter_lines()):
                    if name == "closed":
                        raise ProblemError(Problem.from_dict(json.loads(data)))
                    yield LoadEvent(name == "ended", Load.from_dict(json.loads(data)))
                    if name == "ended":
                        return
            except httpx.TransportError:
                pass
            finally:
                response.close()
            time.sleep(_FIRST_WAIT)

    @overload
    def report(
        self, name: Literal["hires-by-quarter"], year: int, *, load_id: str | None = None
    ) -> list[HiresByQuarterRow]: ...

    @overload
    def report(
        self, name: Literal["departments-above-mean"], year: int, *, load_id: str | None = None
    ) -> list[DepartmentsAboveMeanRow]: ...

    def report(
        self, name: str, year: int, *, load_id: str | None = None
    ) -> list[HiresByQuarterRow] | list[DepartmentsAboveMeanRow]:
        """The rows of a report on one year (UTC): on the hires in the table, or on those of a dry
        run whose record has `reports`."""
        rows = self._json("GET", f"/reports/{_segment(name)}", _report(year, load_id))["rows"]
        if name == "hires-by-quarter":
            return [HiresByQuarterRow.from_dict(row) for row in rows]
        return [DepartmentsAboveMeanRow.from_dict(row) for row in rows]

    def save_report(
        self,
        name: Literal["hires-by-quarter", "departments-above-mean"],
        year: int,
        file: str | os.PathLike[str],
        *,
        load_id: str | None = None,
    ) -> None:
        """Writes a report on one year (UTC) to a file as CSV. A file that exists is replaced.
        `load_id` is that of `report`."""

        def send() -> None:
            response = self._send(
                "GET",
                f"/reports/{_segment(name)}",
                _report(year, load_id),
                {"Accept": "text/csv"},
                stream=True,
            )
            try:
                with open(file, "wb") as out:
                    for chunk in response.iter_bytes():
                        out.write(chunk)
            finally:
                response.close()

        self._call(send)

    def tables(self) -> list[TableSummary]:
        """The tables that can be loaded."""
        return [TableSummary.from_dict(table) for table in self._json("GET", "/tables")["tables"]]

    def who_am_i(self) -> Caller:
        """The name and the roles of this client."""
        return Caller.from_dict(self._json("GET", "/me"))

    def _json(self, method: str, path: str, query: dict[str, str] | None = None) -> Any:
        headers = {"Accept": "application/json"}
        return self._call(lambda: self._send(method, path, query or {}, headers)).json()

    def _send(
        self,
        method: str,
        path: str,
        query: dict[str, str],
        headers: dict[str, str],
        *,
        content: Iterable[bytes] | bytes | None = None,
        timeout: httpx.Timeout | None = None,
        stream: bool = False,
    ) -> httpx.Response:
        credentials = {}
        if self._api_key is not None:
            credentials["X-Api-Key"] = self._api_key
        if self._bearer_token is not None:
            credentials["Authorization"] = "Bearer " + self._bearer_token()
        request = self._http.build_request(
            method,
            path,
            params=query,
            headers={**headers, **credentials},
            content=content,
            timeout=timeout or self._timeout,
        )
        response = self._http.send(request, stream=stream)
        if response.is_success:
            return response
        response.read()
        response.close()
        raise _Refused(response)

    def _call(self, send: Callable[[], T], repeatable: bool = True) -> T:
        left = self._patience if repeatable else 0.0
        wait = _FIRST_WAIT
        while True:
            failure: HiringError
            try:
                return send()
            except _Refused as refused:
                failure = _failure(refused.response)
                pause = _pause(refused.response, failure, wait)
            except httpx.TransportError as lost:
                failure = HiringError(f"the connection to the service failed: {lost!r}")
                failure.__cause__ = lost
                pause = wait
            if pause is None or pause > left:
                raise failure
            time.sleep(pause)
            left -= pause
            if pause == wait:
                wait = min(wait * 2, _LONGEST_WAIT)


def _failure(response: httpx.Response) -> HiringError:
    try:
        return ProblemError(Problem.from_dict(response.json()))
    except (ValueError, KeyError, TypeError, AttributeError):
        return HiringError(f"status {response.status_code} without a problem")


def _pause(response: httpx.Response, failure: HiringError, wait: float) -> float | None:
    """How long to wait before the next attempt; None if it would fail too."""
    after = response.headers.get("Retry-After")
    if after is not None:
        return float(after) if after.isdigit() else wait
    if isinstance(failure, ProblemError):
        return wait if failure.code in _SLOW_BODIES else None
    return wait if response.status_code in _GATEWAYS else None


def _columns(columns: ColumnMapping | None) -> str | None:
    if columns is None or isinstance(columns, str):
        return columns
    if isinstance(columns, Mapping):
        return ",".join(f"{_name(name)}:{_target(column)}" for name, column in columns.items())
    return ",".join(_target(column) for column in columns)


def _target(column: str | None) -> str:
    return "-" if column is None else _name(column)


def _name(name: str) -> str:
    return "\\-" if name == "-" else re.sub(r"([\\,:])", r"\\\1", name)


def _load_headers(content_type: str, key: str | None, wait: bool) -> dict[str, str]:
    escaped = (key or str(uuid.uuid4())).replace("\\", "\\\\").replace('"', '\\"')
    headers = {
        "Accept": "application/json",
        "Content-Type": content_type,
        "Idempotency-Key": f'"{escaped}"',
    }
    if not wait:
        headers["Prefer"] = "respond-async"
    return headers


def _chunks(file: BinaryIO, size: int | None, progress: Progress | None) -> Iterator[bytes]:
    sent = 0
    if progress:
        progress(0, size)
    while chunk := file.read(_CHUNK):
        yield chunk
        sent += len(chunk)
        if progress:
            progress(sent, size)


def _events(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    """The names and the data of server-sent events."""
    name, data = "", ""
    for line in lines:
        if line.startswith("event:"):
            name = line[len("event:") :].strip()
        elif line.startswith("data:"):
            data += line[len("data:") :]
        elif not line and data:
            yield name, data
            name, data = "", ""


def _report(year: int, load_id: str | None) -> dict[str, str]:
    return {"year": str(year), **({} if load_id is None else {"load_id": load_id})}


def _segment(text: str) -> str:
    return quote(text, safe="")
