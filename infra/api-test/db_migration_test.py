#!/usr/bin/env python3
"""Tests a running service over HTTP: the parameter errors of /db_migration, an upload of each table, both reports.

    infra/api-test/db_migration_test.py http://127.0.0.1:8080

Needs Python 3.8 or newer, without packages. Environment variables:

    HIRING_API_KEY       a key with the role loader, if the service requires one
    HIRING_TEST_SCHEMA   the schema to load into (default: hiring)
    HIRING_TEST_WAIT     seconds to wait until the service is ready (default: 0)

It leaves a few rows in the tables, with ids from 2147483001 on and hires of the year 1900 only; another run writes
the same rows again. Do not run it in production. Exit status 0: all tests passed.
"""

import csv
import io
import json
import os
import sys
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

FIRST_ID = 2147483001
YEAR = 1900
TIMEOUT_SECONDS = 60

SCHEMA = os.environ.get("HIRING_TEST_SCHEMA", "hiring")
# A secret created from a file ends in a newline, which is invalid in a header.
API_KEY = os.environ.get("HIRING_API_KEY", "").strip()
WAIT_SECONDS = float(os.environ.get("HIRING_TEST_WAIT", "0"))

base_url = ""


class Answer:
    """An HTTP response."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.text = body.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.text)

    def rows(self):
        return list(csv.reader(io.StringIO(self.text)))


def exchange(method, url, body=None, headers=None):
    request = urllib.request.Request(url, data=body, headers=headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
            return Answer(response.status, response.headers, response.read())
    except urllib.error.HTTPError as problem:
        with problem:
            return Answer(problem.code, problem.headers, problem.read())


def call(method, path, parameters, body=None, content_type=None, accept=None):
    """Sends a request to the service. The parameters are (name, value) pairs."""
    headers = {}
    if API_KEY:
        headers["X-Api-Key"] = API_KEY
    if content_type:
        headers["Content-Type"] = content_type
    if accept:
        headers["Accept"] = accept
    return exchange(method, base_url + path + "?" + urllib.parse.urlencode(parameters), body, headers)


def load(table, text, **options):
    parameters = [("schema", SCHEMA), ("table", table), *options.items()]
    return call("POST", "/db_migration", parameters, text.encode("utf-8"), "text/csv")


class ParameterErrors(unittest.TestCase):
    """The service refuses each with a problem whose detail names the parameter."""

    GOOD = {"table": "departments", "schema": SCHEMA, "append": "true", "dry_run": "true"}

    def refused(self, parameters, status, code, *words):
        answer = call("POST", "/db_migration", parameters, b"%d,Nobody\n" % FIRST_ID, "text/csv")
        self.assertEqual(answer.status, status, answer.text)
        self.assertEqual(answer.headers.get_content_type(), "application/problem+json")
        problem = answer.json()
        self.assertEqual(problem["code"], code, answer.text)
        self.assertEqual(problem["status"], status)
        for word in words:
            self.assertIn(word, problem["detail"])

    def without(self, name):
        return [pair for pair in self.GOOD.items() if pair[0] != name]

    def test_missing_parameter(self):
        for name in ("table", "schema"):
            with self.subTest(name):
                self.refused(self.without(name), 400, "missing_parameter", name)

    def test_unknown_table_or_schema(self):
        self.refused(self.without("table") + [("table", "salaries")], 404, "unknown_table", "departments")
        self.refused(self.without("schema") + [("schema", "mysql")], 404, "unknown_schema", SCHEMA)

    def test_invalid_value(self):
        for name, value in (
            ("append", "yes"),
            ("header", "maybe"),
            ("missing", "zero"),
            ("on_error", "retry"),
            ("max_errors", "-1"),
            ("max_errors", "many"),
            ("on_duplicate", "replace"),
            ("dry_run", "1"),
        ):
            with self.subTest(name + "=" + value):
                self.refused(self.without(name) + [(name, value)], 400, "invalid_parameter", name)

    def test_empty_value(self):
        for name in ("append", "header", "missing", "on_error", "max_errors", "on_duplicate", "dry_run"):
            with self.subTest(name):
                self.refused(self.without(name) + [(name, "")], 400, "invalid_parameter", name)

    def test_repeated_parameter(self):
        for name in ("table", "schema", "append", "dry_run"):
            with self.subTest(name):
                self.refused([*self.GOOD.items(), (name, self.GOOD[name])], 400, "invalid_parameter", name)

    def test_unknown_parameter(self):
        self.refused([*self.GOOD.items(), ("dryrun", "true")], 400, "invalid_parameter", "dryrun")

    def test_invalid_year(self):
        for path in ("/first_sql_requirement", "/second_sql_requirement"):
            for year in ("999", "10000", "MMXXI"):
                with self.subTest(path, year=year):
                    answer = call("GET", path, [("year", year)])
                    self.assertEqual(answer.status, 400, answer.text)
                    self.assertEqual(answer.json()["code"], "invalid_parameter")


class Bodies(unittest.TestCase):
    def test_empty_body_is_refused(self):
        answer = load("departments", "", append="true", dry_run="true")
        self.assertEqual((answer.status, answer.json()["code"]), (400, "empty_body"))

    def test_other_media_type_is_refused(self):
        parameters = [("schema", SCHEMA), ("table", "departments"), ("append", "true"), ("dry_run", "true")]
        answer = call("POST", "/db_migration", parameters, b"<rows/>", "application/xml")
        self.assertEqual((answer.status, answer.json()["code"]), (415, "unsupported_media_type"))

    def test_refused_row_is_reported_with_its_line(self):
        text = "%d,Nobody\nfive,Nobody\n" % FIRST_ID
        answer = load("departments", text, append="true", dry_run="true", on_duplicate="ignore")
        self.assertEqual(answer.status, 200, answer.text)
        error = answer.json()["errors"][0]
        self.assertEqual((error["line"], error["column"], error["code"]), (2, "id", "invalid_integer"))


class UploadAndReports(unittest.TestCase):
    """An upload of each table, and both reports."""

    BUSY, QUIET = FIRST_ID, FIRST_ID + 1
    PICKER, PACKER = FIRST_ID, FIRST_ID + 1
    HIRES = (
        (0, "1900-01-01T00:00:00Z", BUSY, PICKER),
        (1, "1900-03-31T23:59:59Z", BUSY, PICKER),
        (2, "1900-04-01T00:00:00Z", BUSY, PACKER),
        (3, "1900-12-31T23:59:59Z", BUSY, PICKER),
        (4, "1900-07-14T12:00:00Z", QUIET, PICKER),
    )

    @classmethod
    def setUpClass(cls):
        cls.load_all("departments", [(cls.BUSY, "API test, busy"), (cls.QUIET, "API test, quiet")])
        cls.load_all("jobs", [(cls.PICKER, "API test, picker"), (cls.PACKER, "API test, packer")])
        cls.load_all(
            "hired_employees",
            [(FIRST_ID + n, "Zoë Test", when, department, job) for n, when, department, job in cls.HIRES],
        )

    @staticmethod
    def load_all(table, rows):
        """Adds rows, or updates those of an earlier run."""
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        answer = load(table, out.getvalue(), append="true", on_duplicate="update", missing="reject")
        if answer.status != 200:
            raise AssertionError("%s: %d %s" % (table, answer.status, answer.text))
        report = answer.json()
        if (report["status"], report["rows"]["read"], report["rows"]["rejected"]) != ("committed", len(rows), 0):
            raise AssertionError("%s: %s" % (table, answer.text))

    def test_first_report_counts_hires_by_quarter(self):
        rows = self.report("/first_sql_requirement")
        self.assertEqual(rows[0], ["department", "job", "Q1", "Q2", "Q3", "Q4"])
        mine = [row for row in rows if row[0].startswith("API test, ")]
        self.assertEqual(
            mine,
            [
                ["API test, busy", "API test, packer", "0", "1", "0", "0"],
                ["API test, busy", "API test, picker", "2", "0", "0", "1"],
                ["API test, quiet", "API test, picker", "0", "0", "1", "0"],
            ],
        )

    def test_second_report_lists_departments_above_the_mean(self):
        rows = self.report("/second_sql_requirement")
        self.assertEqual(rows[0], ["id", "department", "hired"])
        self.assertIn([str(self.BUSY), "API test, busy", "4"], rows)

    def report(self, path):
        """Rows behind the presigned URL, which must equal those of a direct request."""
        answer = call("GET", path, [("year", YEAR)])
        self.assertEqual(answer.status, 200, answer.text)
        link = answer.json()
        self.assertRegex(link["expires_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
        stored = exchange("GET", link["presigned-url"])
        self.assertEqual(stored.status, 200, stored.text)
        self.assertEqual(len(stored.rows()) - 1, link["rows"])
        direct = call("GET", path, [("year", YEAR)], accept="text/csv")
        self.assertEqual(direct.status, 200, direct.text)
        self.assertEqual(stored.text, direct.text)
        return stored.rows()


def wait_until_ready():
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            answer = exchange("GET", base_url + "/health/ready")
            if answer.status == 200:
                return
            state = "answers %d: %s" % (answer.status, answer.text)
        except OSError as failure:
            state = str(failure)
        if time.monotonic() >= deadline:
            sys.exit("%s is not ready: %s" % (base_url, state))
        time.sleep(2)


if __name__ == "__main__":
    if len(sys.argv) < 2 or not sys.argv[1].startswith(("http://", "https://")):
        sys.exit(__doc__)
    base_url = sys.argv.pop(1).rstrip("/")
    wait_until_ready()
    unittest.main(verbosity=2)
