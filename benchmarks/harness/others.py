"""Many uploads at a time, reports, memory, start."""

import os
import subprocess
import time

from .files import verify, verify_count
from .processes import Failed, Watch
from .service import seconds_to_start
from .tools import committed, curl

_SCHEMA = "hiring_bench"
_SAMPLE_ROWS = 10_000
_REPORTS = {"first": "/first_sql_requirement", "second": "/second_sql_requirement"}
_YEAR = 2021
# By its CPU time, the service is warm after about as many rounds.
_WARM_UPS = 5
_WARM_UP_ROWS = 2_000_000


def uploads(bench, database, definition, rows, rounds, numbers=(1, 4, 16)):
    """
    The same rows in 1, 4 and 16 files at a time, and one of the smallest files without the others:
    rows a second, slowest against fastest.
    """
    warm_up, measured = (
        _upload_steps(bench, definition, size, numbers)
        for size in (min(rows, _WARM_UP_ROWS), rows)
    )
    turns = [(turn, step) for turn in range(-_WARM_UPS, 0) for step in warm_up]
    turns += [(turn, step) for turn in range(rounds) for step in measured]
    schemas = [f"{_SCHEMA}_{number}" for number in range(len(turns))]
    for schema in schemas:
        database.drop(schema)
    service = bench.service(database, schemas, definition=definition)
    try:
        bench.load_references(service, schemas, definition)
        for (turn, (size, number, files)), schema in zip(turns, schemas):
            name = f"{number} at a time{_of(bench, definition)}"
            try:
                found = _at_once(database, service, schema, definition, files, bench.files)
                if turn >= 0:
                    bench.add(database, "uploads", "service", name, size, turn, **found)
            except Failed as failure:
                bench.void(database, "uploads", "service", name, size, turn, failure)
            database.empty(schema, definition.table)
    finally:
        service.stop()
        bench.drop_all(database)


def _of(bench, definition):
    return "" if definition is bench.files.hired else f", {definition.table}"


def _upload_steps(bench, definition, rows, numbers):
    """Rows together, uploads at a time and their files."""
    steps = [(rows, number, bench.files.parts(definition, rows, number)) for number in numbers]
    most = max(numbers)
    return steps + [(rows // most, 1, bench.files.parts(definition, rows, most)[:1])]


def _at_once(database, service, schema, definition, files, known):
    database.settle()
    watch = Watch(service.pid, database.pid)
    began = time.monotonic()
    running = [
        curl(service, schema, file, append=True, table=definition.table) for file in files
    ]
    answers = [upload.wait() for upload in running]
    seconds = time.monotonic() - began
    used = watch.read(sum(client for _, _, client in answers))
    expected = [known.expected(definition, file) for file in files]
    # By the clients' own clocks; ours would show the order in which they are waited for.
    each = [committed(output, rows)[1] for (output, _, _), (rows, _) in zip(answers, expected)]
    verify(database, schema, definition, [sum(column) for column in zip(*expected)])
    return {
        "seconds": seconds,
        "slowest_to_fastest": round(max(each) / min(each), 3),
        **used,
    }


def reports(bench, database, sizes, repeats):
    """Each report after a load that changed something, and again with nothing changed."""
    for rows in sizes:
        database.drop(_SCHEMA)
        service = bench.service(database, [_SCHEMA])
        try:
            bench.load_references(service, [_SCHEMA])
            output, _, _ = curl(service, _SCHEMA, bench.files.of(bench.files.hired, rows), False).wait()
            committed(output, rows)
            key = rows
            for report, path in _REPORTS.items():
                for form, accept in (("url", "*/*"), ("csv", "text/csv")):
                    for turn in range(repeats):
                        key += 1
                        row = f"{key},New Hire,{_YEAR}-06-01T00:00:00Z,1,1\n".encode()
                        service.load(_SCHEMA, "hired_employees", True, row)
                        step = f"{report} report, {form}"
                        for state in ("after a load", "repeated"):
                            _report(bench, database, service, path, accept, step, state, rows, turn)
        finally:
            service.stop()
            bench.drop_all(database)


def _report(bench, database, service, path, accept, step, state, rows, turn):
    before = len(service.answered())
    began = time.monotonic()
    status, body = service.send(f"{path}?year={_YEAR}", headers={"Accept": accept})
    seconds = time.monotonic() - began
    if status != 200:
        bench.void(database, "reports", state, step, rows, turn, Failed(f"{status} {body[:300]}"))
        return
    in_service = _logged(service, before, path) / 1000
    bench.add(database, "reports", state, step, rows, turn, seconds, in_service=in_service)


def _logged(service, before, path):
    """Milliseconds that the service says the last request took; the line follows the answer."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        lines = service.answered()[before:]
        if lines and lines[-1]["path"] == path:
            return lines[-1]["duration_ms"]
        time.sleep(0.005)
    raise Failed("the log has no line for the request")


def memory(bench, database, definition, sizes):
    """Files of so many bytes through a small heap, straight from the generator."""
    environment = {**os.environ, **definition.environment}
    sample = subprocess.check_output(
        bench.files.generator(definition, _SAMPLE_ROWS), env=environment
    )
    for size in sizes:
        rows = int(size * _SAMPLE_ROWS / len(sample))
        database.drop(_SCHEMA)
        service = bench.service(
            database, [_SCHEMA], java_options="-Xmx128m", definition=definition
        )
        step = f"{size / 1e6:,.0f} MB{_of(bench, definition)}"
        try:
            bench.load_references(service, [_SCHEMA], definition)
            watch = Watch(service.pid, database.pid)
            source = subprocess.Popen(
                bench.files.generator(definition, rows), stdout=subprocess.PIPE, env=environment
            )
            with source.stdout as pipe:
                running = curl(service, _SCHEMA, "-", True, stdin=pipe, table=definition.table)
            output, seconds, client = running.wait()
            source.wait()
            used = watch.read(client)
            sent = committed(output, rows)[0]["bytes"]
            verify_count(database, _SCHEMA, definition, rows)
            bench.add(
                database, "memory", "service", step, rows, 0, seconds, sent_mb=sent / 1e6, **used
            )
        except Failed as failure:
            bench.void(database, "memory", "service", step, rows, 0, failure)
        finally:
            service.stop()
            bench.drop_all(database)


def start(bench, database, rounds):
    """./hiring serve against a running database with its tables, with the embedded store and with
    a bucket elsewhere, which is not asked anything at the start."""
    elsewhere = {
        "HIRING_STORAGE_BUCKET": "reports",
        "HIRING_STORAGE_REGION": "us-east-1",
        "HIRING_STORAGE_ENDPOINT": "http://127.0.0.1:9",
        "HIRING_STORAGE_ACCESS_KEY": "unused",
        "HIRING_STORAGE_SECRET_KEY": "unused",
    }
    database.drop(_SCHEMA)
    bench.service(database, [_SCHEMA]).stop()
    for turn in range(rounds):
        for step, extra in (("bucket elsewhere", elsewhere), ("embedded store", {})):
            data = bench.work / "start"
            seconds = seconds_to_start(bench.checkout, data, database, [_SCHEMA], extra)
            bench.add(database, "start", "service", step, 0, turn, seconds)
    bench.drop_all(database)
