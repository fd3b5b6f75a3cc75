"""Processes that end in the middle of a load: nothing half, and nothing twice after the next run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.support.cli import etl, start_etl
from tests.support.files import generated

if TYPE_CHECKING:
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


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("copy", 'COPY "{}"."policies"'),
        ("key", 'ALTER TABLE "{}"."policies" ADD PRIMARY KEY'),
        ("apart", 'COPY "{}"."etl_quarantine"'),
        ("last", 'COPY "{}"."claims"'),
    ],
)
def test_killed_at_a_statement_and_run_again(name: str, statement: str, delivery: Path, pg_environment: dict[str, str]) -> None:
    schema = f"insurance_killed_{name}"
    arguments = ("ingest", "--source", str(delivery), "--run-id", "killed", "--slot-schema", schema)
    process = start_etl(*arguments)
    try:
        wait_for(schema, statement.format(schema), process)
    finally:
        process.kill()
        process.communicate()
    again = etl(*arguments)
    assert (again.code, again.json["status"]) == (0, "loaded")
    assert counts(schema) == EXPECTED
    third = etl(*arguments)
    assert (third.code, third.json["status"]) == (0, "already_loaded")
    assert counts(schema) == EXPECTED


def test_killed_in_a_merge_leaves_what_was_there(delivery: Path, pg_environment: dict[str, str], tmp_path: Path) -> None:
    schema = "insurance_killed_merge"
    assert etl("ingest", "--source", str(delivery), "--run-id", "one", "--slot-schema", schema).code == 0
    before = counts(schema)
    generated(tmp_path, ROWS, seed=8)
    arguments = ("ingest", "--source", str(tmp_path), "--run-id", "two", "--slot-schema", schema)
    process = start_etl(*arguments)
    try:
        wait_for(schema, "WITH merged", process)
    finally:
        process.kill()
        process.communicate()
    assert counts(schema) == before
    again = etl(*arguments)
    assert (again.code, again.json["status"]) == (0, "loaded")
    assert counts(schema) == {**before, "claims": ROWS // 8, "customers": ROWS // 2, "policies": ROWS, "etl_loads": 6}


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
