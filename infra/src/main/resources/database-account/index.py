"""Gives the service an account of its own in the database: a custom resource of CloudFormation.

Statements go through the RDS Data API, as the administrator, so that this needs no network of its own
and no client of MySQL. An account that is there gets its password and its rights again: after a restore
from a snapshot, the passwords are those of the snapshot.
"""

import json
import time

import boto3
import cfnresponse

PAUSE_SECONDS = 5


def handler(event, context):
    # Else CloudFormation waits for an hour.
    deadline = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - 30
    status, reason = cfnresponse.SUCCESS, None
    try:
        # The account goes with the database.
        if event["RequestType"] != "Delete":
            make(event["ResourceProperties"], deadline)
    except Exception as failure:
        status, reason = cfnresponse.FAILED, str(failure)
    cfnresponse.send(event, context, status, {}, "service-account", reason=reason)


def make(properties, deadline):
    secret = boto3.client("secretsmanager").get_secret_value(SecretId=properties["AccountSecret"])
    account = json.loads(secret["SecretString"])
    client = boto3.client("rds-data")

    def run(sql):
        while True:
            try:
                return client.execute_statement(
                    resourceArn=properties["Cluster"], secretArn=properties["AdministratorSecret"], sql=sql
                )
            except Exception as failure:
                # A new or sleeping database does not answer at once.
                if time.monotonic() > deadline:
                    message = str(failure).replace(account["password"], "***")
                    raise RuntimeError("The account of the service was not made: " + message) from None
                time.sleep(PAUSE_SECONDS)

    # With partial revokes, MySQL takes the name of a schema as it is; without, as a pattern.
    plain = run("SELECT @@partial_revokes")["records"][0][0]["longValue"] == 1
    for statement in statements(account, properties["Grants"], plain):
        run(statement)


def statements(account, grants, plain):
    """The SQL that makes an account.

    grants: a list of "RIGHTS ON SCHEMA", or ON * for the server
    plain: whether _ in the name of a schema stands for itself
    """
    user = "%s@'%%'" % text(account["username"])
    password = text(account["password"])
    yield "CREATE USER IF NOT EXISTS %s IDENTIFIED BY %s REQUIRE SSL" % (user, password)
    yield "ALTER USER %s IDENTIFIED BY %s REQUIRE SSL" % (user, password)
    for grant in grants:
        rights, schema = grant.split(" ON ")
        name = schema if plain else schema.replace("_", "\\_")
        yield "GRANT %s ON %s.* TO %s" % (rights, "*" if schema == "*" else "`%s`" % name, user)


def text(value):
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
