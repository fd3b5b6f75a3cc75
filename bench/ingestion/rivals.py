"""The rivals that are Python programs, each as its documentation shows it: pandas' to_sql, and DuckDB's CSV reader."""

from __future__ import annotations

import json
import sys


def with_pandas(path: str) -> None:
    """In chunks, with multi-row inserts, the faster of its two ways here; psycopg takes PG* from the environment."""
    import pandas as pd
    from sqlalchemy import create_engine

    engine = create_engine("postgresql+psycopg://")
    dates = ["start_date", "end_date", "updated_at"]
    with engine.begin() as connection:
        for chunk in pd.read_csv(path, chunksize=10_000, parse_dates=dates):
            chunk.to_sql("policies", connection, schema="s", if_exists="append", index=False, method="multi", chunksize=1000)


def with_duckdb(path: str) -> None:
    """Reads and converts every value; the sums keep it from skipping columns."""
    import duckdb

    duckdb.sql(
        f"""SELECT count(*), sum(premium), max(length(policy_id || customer_id || product_line || status || currency || broker)), max(end_date - start_date), max(updated_at)
        FROM read_csv('{path}', header = true, types = {{'premium': 'DECIMAL(14,2)', 'start_date': 'DATE', 'end_date': 'DATE', 'updated_at': 'TIMESTAMPTZ'}})"""
    ).fetchall()


def extension() -> None:
    """Whether DuckDB's postgres extension can be had."""
    import duckdb

    try:
        duckdb.sql("INSTALL postgres")
        print(json.dumps({"message": "it could be installed here"}))
    except duckdb.Error as error:
        print(json.dumps({"message": f"not to be had here ({str(error).splitlines()[0][:120]})"}))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["pandas", path]:
            with_pandas(path)
        case ["duckdb", path]:
            with_duckdb(path)
        case ["extension"]:
            extension()
        case _:
            raise SystemExit("rivals.py pandas|duckdb FILE, or extension")
