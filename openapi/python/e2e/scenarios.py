"""Uses the client against a service, as told by the end-to-end tests; ends with 0 if all is right."""

from __future__ import annotations

import os
import sys
import tempfile
from typing import Callable

from hiring_client import HiringClient, HiringError, ProblemError

#: Of memory, in MiB: much less than the file that is uploaded.
MOST_MEMORY = 150


def client(key: str | None = None) -> HiringClient:
    return HiringClient(
        os.environ["HIRING_URL"], schema=os.environ["HIRING_SCHEMA"], api_key=key
    )


def everything() -> None:
    api = client()
    assert api.who_am_i().name == "anonymous"
    assert [table.table for table in api.tables()] == ["departments", "jobs", "hired_employees"]
    departments = api.load_rows(
        "departments",
        [{"id": 1, "department": "Sales"}, {"id": 2, "department": "Legal"}],
        append=True,
    )
    assert departments.rows.inserted == 2

    jobs = file("1,Recruiter\nx,bad\n")
    loaded = api.load("jobs", jobs, append=True, idempotency_key="e2e-python")
    assert (loaded.status, loaded.rows.inserted) == ("committed", 1)
    assert loaded.errors[0].code == "invalid_integer"
    again = api.load("jobs", jobs, append=True, idempotency_key="e2e-python")
    assert again.load_id == loaded.load_id
    assert [row.raw for row in api.rejects(loaded.load_id)] == ["x,bad"]
    many = file("3,IT\n" + "x,bad\n" * 1500)
    refused_rows = api.load("departments", many, append=True)
    assert sum(1 for _ in api.rejects(refused_rows.load_id)) == 1500

    named = api.load(
        "jobs",
        file('Number,"Job: title",-\n8,Cook,x\n'),
        append=True,
        columns={"Number": "id", "Job: title": "job", "-": None},
    )
    unnamed = api.load(
        "jobs", file("x,9,Pilot\n"), append=True, header="absent", columns=[None, "id", "job"]
    )
    assert (named.rows.inserted, unnamed.rows.inserted) == (1, 1)

    running = api.load_rows(
        "hired_employees",
        [
            {
                "id": 1,
                "name": "Ada",
                "datetime": "2021-01-01T00:00:00Z",
                "department_id": 1,
                "job_id": 1,
            }
        ],
        append=True,
        wait=False,
    )
    events = list(api.watch(running.load_id))
    assert events[-1].ended and events[-1].load.status == "committed"

    assert next(api.loads(table="jobs")).load_id == unnamed.load_id
    assert sum(1 for _, _ in zip(range(60), api.loads())) >= 4
    assert api.get(loaded.load_id).status == "committed"

    rows = api.report("hires-by-quarter", 2021)
    assert [(row.department, row.job, row.q1) for row in rows] == [("Sales", "Recruiter", 1)]
    report = file("")
    api.save_report("hires-by-quarter", 2021, report)
    with open(report, newline="") as saved:
        assert saved.read() == "department,job,Q1,Q2,Q3,Q4\r\nSales,Recruiter,1,0,0,0\r\n"

    bad = [{"id": "x", "job": "y"}]
    no_rows = refused("no_rows_accepted", lambda: api.load_rows("jobs", bad, append=True))
    assert isinstance(no_rows.problem.errors, list) and no_rows.problem.errors[0].column == "id"
    assert "(line 1: " in str(no_rows)
    refused("unknown_table", lambda: api.load_rows("users", bad, append=True))
    refused("unknown_column", lambda: api.load_rows("jobs", [{"salary": 1}], append=True))
    refused(
        "invalid_parameter",
        lambda: api.load_rows("jobs", bad, append=True, parameters={"on_error": "stop"}),
    )
    refused(
        "idempotency_key_reused",
        lambda: api.load("jobs", many, append=True, idempotency_key="e2e-python"),
    )
    refused("source_not_allowed", lambda: api.load_source("jobs", "s3://history/jobs/"))
    refused("unknown_load", lambda: api.get("nobody"))
    refused("load_ended", lambda: api.cancel(loaded.load_id))
    refused("invalid_parameter", lambda: api.report("hires-by-quarter", 21))
    # Only dry runs on Spark have reports.
    other = loaded.load_id
    refused("no_reports", lambda: api.report("hires-by-quarter", 2021, load_id=other))
    refused(
        "no_reports",
        lambda: api.save_report("hires-by-quarter", 2021, report, load_id=other),
    )
    try:
        HiringClient("http://127.0.0.1:9", patience=0).who_am_i()
    except HiringError as lost:
        assert not isinstance(lost, ProblemError)
    else:
        raise AssertionError("no service listens there")


def keys(loader: str) -> None:
    """With the key of a reader in the environment, and that of a loader."""
    reader = client(os.environ["HIRING_API_KEY"])
    rows = [{"id": 1, "job": "Recruiter"}]
    assert reader.who_am_i().roles == ["reader"]
    refused("forbidden", lambda: reader.load_rows("jobs", rows, append=True))
    refused("unauthorized", lambda: client("wrong.key").who_am_i())
    assert client(loader).load_rows("jobs", rows, append=True).rows.inserted == 1


def tokens(loader: str) -> None:
    """With the token of a loader. Each request asks for the token again."""
    asked: list[str] = []

    def token() -> str:
        asked.append(loader)
        return loader

    def with_token(bearer_token: Callable[[], str]) -> HiringClient:
        return HiringClient(
            os.environ["HIRING_URL"], schema=os.environ["HIRING_SCHEMA"], bearer_token=bearer_token
        )

    api = with_token(token)
    assert (api.who_am_i().name, api.who_am_i().roles) == ("e2e", ["reader", "loader"])
    assert api.load_rows("jobs", [{"id": 1, "job": "Cook"}], append=True).rows.inserted == 1
    loaded = api.load("jobs", file("2,Pilot\n"), append=True)
    assert [event.load.status for event in api.watch(loaded.load_id)][-1] == "committed"
    assert len(asked) >= 5
    refused("unauthorized", lambda: with_token(lambda: loader + "x").who_am_i())
    refused("unauthorized", lambda: client("wrong.key").who_am_i())


def upload(path: str) -> None:
    sent: list[int] = []
    outcome = client().load(
        "jobs", path, append=True, progress=lambda count, total: sent.append(count)
    )
    assert outcome.rows.inserted == 1
    assert outcome.bytes_ == sent[-1] == os.path.getsize(path)
    if sys.platform == "linux":
        # Unlike getrusage, it does not count the memory of the process that started this one.
        with open("/proc/self/status") as status:
            [most] = [line.split()[1] for line in status if line.startswith("VmHWM:")]
        memory = int(most) // 1024
        print(f"at most {memory} MiB of memory")
        assert memory < MOST_MEMORY


def killed(path: str) -> None:
    """Waits for a line of input when half of the file is sent."""
    waited: list[int] = []

    def wait(sent: int, total: int | None) -> None:
        if total and sent > total / 2 and not waited:
            waited.append(sent)
            print("HALF", flush=True)
            sys.stdin.readline()

    print("inserted", client().load("jobs", path, append=True, progress=wait).rows.inserted)


def file(text: str) -> str:
    descriptor, path = tempfile.mkstemp(suffix=".csv")
    with open(descriptor, "w", newline="") as out:
        out.write(text)
    return path


def refused(code: str, call: Callable[[], object]) -> ProblemError:
    try:
        call()
    except ProblemError as problem:
        assert problem.code == code, problem
        return problem
    raise AssertionError("not refused with " + code)


if __name__ == "__main__":
    scenarios: dict[str, Callable[..., None]] = {
        "everything": everything,
        "keys": keys,
        "tokens": tokens,
        "upload": upload,
        "killed": killed,
    }
    scenarios[sys.argv[1]](*sys.argv[2:])
    print("OK")
