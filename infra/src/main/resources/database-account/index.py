"""Creates an account in the database: a custom resource of CloudFormation.

It runs SQL as the administrator through the RDS Data API, so it needs neither a VPC nor a MySQL client.
It sets the password and the rights of an existing account again, since a restored snapshot contains the
old password.
"""

import json
import time

import boto3
import cfnresponse

PAUSE_SECONDS = 5


def handler(event, context):
    # CloudFormation waits for an hour if no answer comes.
    deadline = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - 30
    status, reason = cfnresponse.SUCCESS, None
    try:
        # The account is deleted with the database.
        if event["RequestType"] != "Delete":
            create_account(event["ResourceProperties"], deadline)
    except Exception as failure:
        status, reason = cfnresponse.FAILED, str(failure)
    cfnresponse.send(event, context, status, {}, "service-account", reason=reason)


def create_account(properties, deadline):
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
                # A new or paused database does not answer at once.
                if time.monotonic() > deadline:
                    message = str(failure).replace(account["password"], "***")
                    raise RuntimeError("The account was not created: " + message) from None
                time.sleep(PAUSE_SECONDS)

    # Without partial revokes, GRANT treats _ in a schema name as a wildcard.
    literal = run("SELECT @@partial_revokes")["records"][0][0]["longValue"] == 1
    for statement in statements(account, properties["Grants"], literal):
        run(statement)


def statements(account, grants, literal):
    """The SQL that creates an account and grants its rights.

    grants: a list of "RIGHTS ON SCHEMA" or "RIGHTS ON SCHEMA.TABLE"; ON * means global rights
    literal: whether GRANT treats _ in a schema name as a plain character
    """
    user = "%s@'%%'" % text(account["username"])
    password = text(account["password"])
    yield "CREATE USER IF NOT EXISTS %s IDENTIFIED BY %s REQUIRE SSL" % (user, password)
    yield "ALTER USER %s IDENTIFIED BY %s REQUIRE SSL" % (user, password)
    for grant in grants:
        rights, place = grant.split(" ON ")
        schema, _, table = place.partition(".")
        # There are no wildcards in the schema of a table.
        name = schema if literal or table else schema.replace("_", "\\_")
        schema, table = "*" if schema == "*" else "`%s`" % name, "`%s`" % table if table else "*"
        yield "GRANT %s ON %s.%s TO %s" % (rights, schema, table, user)


def text(value):
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
