"""Loads a file of hires as people do with pandas; run by benchmarks/run in its own environment.

usage: dataframe_load.py wrangler|pandas HOST PORT USER SCHEMA FILE, password in MYSQL_PWD
"""

import os
import sys

import pandas
import pymysql
import sqlalchemy

COLUMNS = ["id", "name", "datetime", "department_id", "job_id"]
TABLE = "hired_employees"

# One statement for a million rows is more than servers take; of 200, 1,000 and 5,000 rows, 1,000
# was the fastest.
PANDAS_ROWS_A_STATEMENT = 1000


def main(tool, host, port, user, schema, file):
    rows = pandas.read_csv(file, names=COLUMNS, parse_dates=["datetime"])
    rows["datetime"] = rows["datetime"].dt.tz_localize(None)
    password = os.environ["MYSQL_PWD"]
    if tool == "wrangler":
        import awswrangler

        with pymysql.connect(
            host=host, port=int(port), user=user, password=password, database=schema
        ) as connection:
            awswrangler.mysql.to_sql(
                df=rows,
                con=connection,
                schema=schema,
                table=TABLE,
                mode="append",
                use_column_names=True,
            )
    else:
        url = sqlalchemy.URL.create("mysql+pymysql", user, password, host, int(port), schema)
        rows.to_sql(
            TABLE,
            sqlalchemy.create_engine(url),
            if_exists="append",
            index=False,
            method="multi",
            chunksize=PANDAS_ROWS_A_STATEMENT,
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
