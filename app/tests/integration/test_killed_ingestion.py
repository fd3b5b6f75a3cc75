"""Processes that end in the middle of a load: nothing half, and nothing twice after the next run."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from etl.schema import load_schema
from etl.warehouse.dialect import POSTGRES, create_own_table, create_table
from tests.support.cli import etl, start_etl
from tests.support.files import generated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from subprocess import Popen

ROWS = 60_000


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generated(tmp_path_factory.mktemp("delivery"), ROWS, bad_dates=0.001, duplicate_keys=0.001)


def counts(schema: str) -> dict[str, Any]:
    with psycopg.connect() as connection:
        tables = [row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [schema])]
        found = {table: connection.execute(f"SELECT count(*) FROM {schema}.{table}").fetchone() for table in tables}
        return {table: row[0] if row else None for table, row in found.items()}


EXPECTED = {
    "claims": ROWS // 8 - 14,
    "customers": ROWS // 2 - 60,
    "etl_builds": 0,
    "etl_loads": 3,
    "etl_quality_results": 0,
    "etl_quarantine": 14 + 60 + 120,
    "policies": ROWS - 120,
}


def wait_for(schema: str, statement: str, process: Popen[str]) -> None:
    """Until the server works at a statement of this load."""
    with psycopg.connect(autocommit=True) as connection:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'hx-etl' AND state = 'active' AND query LIKE %s AND query LIKE %s",
                [f"{statement}%", f"%{schema}%"],
            ).fetchone()
            if row and row[0]:
                return
            assert process.poll() is None, "the load ended before it could be killed"
    raise AssertionError(f"no {statement} was seen")


@contextmanager
def held(schema: str, table: str, columns: str) -> Iterator[None]:
    """The table is there and can be read, and who wants to write to it waits: a load stops at a known place."""
    with psycopg.connect(autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        connection.execute(f"CREATE TABLE IF NOT EXISTS {schema}.{table} ({columns})")
        with connection.transaction():
            connection.execute(f"LOCK TABLE {schema}.{table} IN SHARE MODE")
            yield


def kill_at(schema: str, statement: str, arguments: tuple[str, ...]) -> None:
    process = start_etl(*arguments)
    try:
        wait_for(schema, statement, process)
    finally:
        process.kill()
        process.communicate()


def declared(table: str) -> str:
    """Columns of a table as the load would make them."""
    ddl = create_table(POSTGRES, "x", load_schema().table(table)) if table in ("policies", "claims") else create_own_table(POSTGRES, "x", table)
    return ddl.partition("(")[2].rpartition(")")[0]


def finish(schema: str, arguments: tuple[str, ...]) -> None:
    """The next run loads everything once, and the one after it nothing."""
    again = etl(*arguments)
    assert (again.code, again.json["status"]) == (0, "loaded")
    assert counts(schema) == EXPECTED
    third = etl(*arguments)
    assert (third.code, third.json["status"]) == (0, "already_loaded")
    assert counts(schema) == EXPECTED


def test_killed_in_a_copy_and_run_again(delivery: Path, pg_environment: dict[str, str]) -> None:
    schema = "insurance_killed_copy"
    arguments = ("ingest", "--source", str(delivery), "--run-id", "killed", "--slot-schema", schema)
    kill_at(schema, f'COPY "{schema}"."policies"', arguments)
    finish(schema, arguments)


@pytest.mark.parametrize(
    ("table", "statement"),
    [("etl_quarantine", "WITH ranked"), ("etl_loads", 'INSERT INTO "{}"."etl_loads"'), ("claims", 'ALTER TABLE "{}"."claims"')],
)
def test_killed_between_tables_and_run_again(table: str, statement: str, delivery: Path, pg_environment: dict[str, str]) -> None:
    """While duplicates are put apart, while a table is recorded, and when all but the last table is there."""
    schema = f"insurance_killed_{table}"
    arguments = ("ingest", "--source", str(delivery), "--run-id", "killed", "--slot-schema", schema)
    with held(schema, table, declared(table)):
        kill_at(schema, statement.format(schema), arguments)
    assert counts(schema) == {table: 0}
    finish(schema, arguments)


def test_killed_in_a_merge_leaves_what_was_there(delivery: Path, pg_environment: dict[str, str], tmp_path: Path) -> None:
    schema = "insurance_killed_merge"
    assert etl("ingest", "--source", str(delivery), "--run-id", "one", "--slot-schema", schema).code == 0
    before = counts(schema)
    generated(tmp_path, ROWS, seed=8)
    arguments = ("ingest", "--source", str(tmp_path), "--run-id", "two", "--slot-schema", schema)
    with held(schema, "policies", "x integer"):
        kill_at(schema, "WITH merged", arguments)
    assert counts(schema) == before
    again = etl(*arguments)
    assert (again.code, again.json["status"]) == (0, "loaded")
    assert counts(schema) == {**before, "claims": ROWS // 8, "customers": ROWS // 2, "policies": ROWS, "etl_loads": 6}


def test_readers_are_not_shut_out_by_a_merge(delivery: Path, pg_environment: dict[str, str], tmp_path: Path) -> None:
    schema = "insurance_read"
    assert etl("ingest", "--source", str(delivery), "--run-id", "one", "--slot-schema", schema).code == 0
    generated(tmp_path, 1000, seed=8)
    with held(schema, "claims", "x integer"):
        process = start_etl("ingest", "--source", str(tmp_path), "--run-id", "two", "--slot-schema", schema)
        wait_for(schema, "WITH merged", process)
        with psycopg.connect() as reader:
            reader.execute("SET lock_timeout = '2s'")
            found = [reader.execute(f"SELECT count(*) FROM {schema}.{table}").fetchone() for table in ("customers", "policies", "claims")]
    process.communicate(timeout=120)
    assert process.returncode == 0
    assert found == [(EXPECTED["customers"],), (EXPECTED["policies"],), (EXPECTED["claims"],)]


def test_a_lost_connection_fails_the_run_and_loads_nothing(delivery: Path, pg_environment: dict[str, str]) -> None:
    schema = "insurance_lost"
    arguments = ("ingest", "--source", str(delivery), "--run-id", "lost", "--slot-schema", schema)
    process = start_etl(*arguments)
    wait_for(schema, f'COPY "{schema}"."policies"', process)
    with psycopg.connect(autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hx-etl'")
    stdout, _ = process.communicate(timeout=60)
    assert process.returncode == 4
    assert '"kind": "warehouse"' in stdout
    assert counts(schema) == {}
    assert etl(*arguments).code == 0
    assert counts(schema) == EXPECTED


def test_two_at_once_with_one_run_id_load_once(delivery: Path, pg_environment: dict[str, str]) -> None:
    schema = "insurance_twice"
    arguments = ("ingest", "--source", str(delivery), "--run-id", "twice", "--slot-schema", schema)
    processes = [start_etl(*arguments) for _ in range(2)]
    outputs = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted('"status": "loaded"' in output for output in outputs) == [False, True]
    assert counts(schema) == EXPECTED


def test_sigterm_stops_a_load_with_code_8_and_loads_nothing(delivery: Path, pg_environment: dict[str, str]) -> None:
    schema = "insurance_stopped"
    process = start_etl("ingest", "--source", str(delivery), "--run-id", "stopped", "--slot-schema", schema)
    wait_for(schema, f'COPY "{schema}"."policies"', process)
    process.terminate()
    stdout, _ = process.communicate(timeout=60)
    assert process.returncode == 8
    assert '"kind": "cancelled"' in stdout
    assert counts(schema) == {}
