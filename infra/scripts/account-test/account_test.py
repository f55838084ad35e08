"""The tests of account-test.sh, which describes their purpose and requirements."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import types
import unittest
import urllib.parse
import urllib.request

import pymysql

INFRA = pathlib.Path(__file__).resolve().parents[2]
HOME = INFRA.parent
SNAPSHOT = json.loads((INFRA / "src/test/resources/snapshots/RdsStack.json").read_text())
GRANTS = next(
    resource["Properties"]["Grants"]
    for resource in SNAPSHOT["Resources"].values()
    if resource["Type"] == "Custom::DatabaseAccount"
)
SERVER = urllib.parse.urlsplit(os.environ["HIRING_TEST_DATABASE_URL"])
SUFFIX = "_%d" % os.getpid()
SCHEMA, SERVICE_SCHEMA, USER = "account_test" + SUFFIX, "account_service" + SUFFIX, "account" + SUFFIX


def connect(user, password):
    return pymysql.connect(
        host=SERVER.hostname, port=SERVER.port or 3306, user=user, password=password, autocommit=True, ssl={"ca": None}
    )


def administrator():
    return connect(SERVER.username, SERVER.password or "")


class Cloud:
    """Fakes of Secrets Manager, CloudFormation and the RDS Data API; the latter runs SQL on a real server."""

    SUCCESS, FAILED = "SUCCESS", "FAILED"

    def __init__(self):
        self.password = "first"
        self.broken = False
        self.answers = []
        self.statements = []

    def client(self, name):
        return {"secretsmanager": self, "rds-data": self}[name]

    def get_secret_value(self, SecretId):
        assert SecretId == "account-secret"
        return {"SecretString": json.dumps({"username": USER, "password": self.password})}

    def execute_statement(self, resourceArn, secretArn, sql):
        assert (resourceArn, secretArn) == ("cluster", "administrator-secret")
        self.statements.append(sql)
        if self.broken:
            raise RuntimeError("Access denied near " + sql)
        with administrator() as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return {"records": [[{"longValue": value} for value in row] for row in cursor.fetchall()]}

    def send(self, event, context, status, data, physical, reason=None):
        self.answers.append((status, data, physical, reason))


class Context:
    def get_remaining_time_in_millis(self):
        return 30_000


class Account(unittest.TestCase):
    def setUp(self):
        self.cloud = Cloud()
        sys.modules["boto3"] = types.SimpleNamespace(client=self.cloud.client)
        sys.modules["cfnresponse"] = self.cloud
        sys.path.insert(0, str(INFRA / "src/main/resources/database-account"))
        sys.modules.pop("index", None)
        import index

        self.handler = index.handler

    def tearDown(self):
        with administrator() as connection, connection.cursor() as cursor:
            cursor.execute("DROP USER IF EXISTS '%s'@'%%'" % USER)
            for schema in (SCHEMA, SERVICE_SCHEMA):
                cursor.execute("DROP SCHEMA IF EXISTS " + schema)

    def call(self, kind, grants=None):
        schemas = (SCHEMA, SERVICE_SCHEMA, "*")
        grants = grants or [grant.split(" ON ")[0] + " ON " + schema for grant, schema in zip(GRANTS, schemas)]
        properties = {
            "Cluster": "cluster", "AdministratorSecret": "administrator-secret", "AccountSecret": "account-secret",
            "Grants": grants,
        }  # fmt: skip
        self.handler({"RequestType": kind, "ResourceProperties": properties}, Context())
        return self.cloud.answers[-1]

    def test_account_has_exactly_the_granted_rights_and_requires_tls(self):
        self.assertEqual(("SUCCESS", {}, "service-account", None), self.call("Create"))
        with connect(USER, "first") as connection, connection.cursor() as cursor:
            cursor.execute("SHOW GRANTS")
            grants = sorted((row[0] for row in cursor.fetchall()), key=lambda grant: ("*.*" in grant, grant))
            cursor.execute("SHOW STATUS LIKE 'Ssl_cipher'")
            self.assertTrue(cursor.fetchone()[1])
        self.assertEqual(3, len(grants), grants)
        self.assertIn("GRANT PROCESS ON *.*", grants[-1])
        for granted, wanted in zip(grants[:-1], sorted(GRANTS[:2], key=lambda grant: "service" not in grant)):
            rights = re.match(r"GRANT (.*) ON `account", granted).group(1)
            self.assertEqual(set(wanted.split(" ON ")[0].split(", ")), set(rights.split(", ")))
        with administrator() as connection, connection.cursor() as cursor:
            cursor.execute("SELECT ssl_type FROM mysql.user WHERE user = %s", (USER,))
            self.assertEqual((("ANY",),), cursor.fetchall())

    def test_underscore_in_schema_name_is_no_wildcard(self):
        self.call("Create")
        with connect(USER, "first") as connection, connection.cursor() as cursor:
            with self.assertRaises(pymysql.err.OperationalError):
                cursor.execute("CREATE SCHEMA " + SCHEMA.replace("_", "x"))

    def test_rights_on_a_table_can_be_granted_before_it_exists(self):
        """As those of the account of loads on Spark."""
        grants = ["SELECT, INSERT ON " + SCHEMA, "SELECT, INSERT, UPDATE, CREATE ON %s.bulk_runs" % SERVICE_SCHEMA]
        self.assertEqual("SUCCESS", self.call("Create", grants)[0])
        with administrator() as connection, connection.cursor() as cursor:
            for schema, table in ((SCHEMA, "t"), (SERVICE_SCHEMA, "bulk_runs"), (SERVICE_SCHEMA, "loads")):
                cursor.execute("CREATE SCHEMA IF NOT EXISTS " + schema)
                cursor.execute("CREATE TABLE %s.%s (id INT PRIMARY KEY)" % (schema, table))
        with connect(USER, "first") as connection, connection.cursor() as cursor:
            cursor.execute("INSERT INTO %s.t VALUES (1)" % SCHEMA)
            cursor.execute("INSERT INTO %s.bulk_runs VALUES (1)" % SERVICE_SCHEMA)
            cursor.execute("UPDATE %s.bulk_runs SET id = 2" % SERVICE_SCHEMA)
            for refused in ("UPDATE %s.t SET id = 2" % SCHEMA, "SELECT * FROM %s.loads" % SERVICE_SCHEMA):
                with self.assertRaises(pymysql.err.OperationalError):
                    cursor.execute(refused)

    def test_existing_account_gets_the_password_of_the_secret(self):
        """As after a restore. The password contains characters with a meaning in SQL."""
        self.call("Create")
        self.cloud.password = "second' \\ \" ` %s \\"
        self.assertEqual("SUCCESS", self.call("Update")[0])
        connect(USER, self.cloud.password).close()
        with self.assertRaises(pymysql.err.OperationalError):
            connect(USER, "first")

    def test_failure_message_hides_the_password(self):
        self.cloud.broken = True
        self.cloud.password = "hidden"
        status, _, _, reason = self.call("Create")
        self.assertEqual("FAILED", status)
        self.assertIn("Access denied", reason)
        self.assertNotIn("hidden", reason)

    def test_deleting_the_stack_runs_no_sql(self):
        self.assertEqual("SUCCESS", self.call("Delete")[0])
        self.assertEqual([], self.cloud.statements)

    def test_service_runs_with_the_granted_rights(self):
        self.call("Create")
        jars = [HOME / "bootstrap/target/hiring-service.jar", HOME / "local/app/target/hiring-local.jar"]
        with tempfile.TemporaryDirectory() as directory:
            environment = {k: v for k, v in os.environ.items() if not k.startswith("HIRING_")}
            environment.update(
                HIRING_DATA_DIR=directory, HIRING_HTTP_PORT="0", HIRING_DATABASE_HOST=SERVER.hostname,
                HIRING_DATABASE_PORT=str(SERVER.port or 3306), HIRING_DATABASE_USER=USER,
                HIRING_DATABASE_PASSWORD="first\n", HIRING_DATABASE_TLS="required", HIRING_DATABASE_SCHEMAS=SCHEMA,
                HIRING_DATABASE_SERVICE_SCHEMA=SERVICE_SCHEMA,
            )  # fmt: skip
            command = ["java", "-cp", ":".join(map(str, jars)), "com.globant.hiring.local.Main", "serve"]
            log = pathlib.Path(directory) / "log"
            with log.open("wb") as output, subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=output, text=True
            ) as service:
                try:
                    line = service.stdout.readline()
                    address = re.search(r"http://\S+", line)
                    self.assertTrue(address, line + log.read_text())
                    self.run_api_test(address.group().rstrip("/"))
                    # The service logs a warning if it lacks a right and takes a slower way.
                    self.assertNotRegex(log.read_text(), r"(?i)denied|the account has no")
                finally:
                    service.terminate()

    def run_api_test(self, url):
        test = [sys.executable, INFRA / "api-test/db_migration_test.py", url]
        done = subprocess.run(test, env={"HIRING_TEST_SCHEMA": SCHEMA}, capture_output=True, text=True)
        self.assertEqual(0, done.returncode, done.stderr)
        # Large enough for an exchange of tables, if the service does that.
        rows = "".join("%d,Department %d\n" % (n, n) for n in range(1, 200_001)).encode()
        with administrator() as connection, connection.cursor() as cursor:
            cursor.execute("DELETE FROM %s.hired_employees" % SCHEMA)
        request = urllib.request.Request(
            url + "/db_migration?table=departments&schema=" + SCHEMA, data=rows, method="PUT",
            headers={"Content-Type": "text/csv"},
        )  # fmt: skip
        with urllib.request.urlopen(request, timeout=120) as answer:
            self.assertEqual(200_000, json.load(answer)["rows"]["inserted"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
