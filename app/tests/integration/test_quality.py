"""The checks on a real PostgreSQL: the gate, its words, its history, and one scan a table."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from etl.ingestion import IngestionPipeline
from etl.quality import DataQualityChecker, load_checks
from etl.quality.scan import Names, scan
from etl.warehouse.dialect import POSTGRES
from tests.support.cli import etl
from tests.support.files import generated

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from etl.warehouse.postgres import PostgresWarehouse


def loaded(folder: Path, warehouse: PostgresWarehouse, rows: int = 1000, run_id: str = "load-1", **dirt: Any) -> PostgresWarehouse:
    IngestionPipeline(generated(folder, rows, **dirt), warehouse, run_id=run_id).run()
    return warehouse


def test_clean_data_passes_every_gate(tmp_path: Path, warehouse: PostgresWarehouse) -> None:
    report = DataQualityChecker(loaded(tmp_path, warehouse), environment="prod").run("q")
    assert [result.message for result in report.results if not result.passed] == []
    assert report.score == 1.0
    assert len(report.results) >= 15


def test_two_per_cent_missing_customers_fail_the_gate_by_name(tmp_path: Path, warehouse: PostgresWarehouse) -> None:
    report = DataQualityChecker(loaded(tmp_path, warehouse, missing_customer_id=0.02)).run("q")
    assert [(one.table, one.check, one.column, one.score, one.threshold, one.failing_rows) for one in report.failed_gates] == [
        (f"{warehouse.schema}.policies", "completeness", "customer_id", 0.98, 0.99, 20)
    ]
    samples = report.failed_gates[0].sample_keys
    assert samples == ("POL-000000049", "POL-000000099", "POL-000000149", "POL-000000199", "POL-000000249")
    assert report.failed_gates[0].message == (
        f"{warehouse.schema}.policies.customer_id: completeness 0.9800 does not meet 0.99: 20 of 1000 rows have no customer_id, such as {', '.join(samples)}"
    )


def test_six_per_cent_premiums_out_of_range_fail_the_gate_and_five_do_not(tmp_path: Path, new_warehouse: Callable[[], PostgresWarehouse]) -> None:
    six = DataQualityChecker(loaded(tmp_path / "6", new_warehouse(), premium_out_of_range=0.06)).run("q")
    assert [(one.check, one.column, one.score, one.threshold) for one in six.failed_gates] == [("range", "premium", 0.94, 0.95)]
    assert len(six.failed_gates[0].sample_keys) == 5
    five = DataQualityChecker(loaded(tmp_path / "5", new_warehouse(), premium_out_of_range=0.05)).run("q")
    assert five.failed_gates == ()


def test_orphans_are_found_and_an_other_table_that_repeats_its_key_counts_no_row_twice(tmp_path: Path, warehouse: PostgresWarehouse) -> None:
    loaded(tmp_path, warehouse, orphan_claims=0.1)
    schema = warehouse.schema
    warehouse.ensure(
        warehouse.schema, [f"ALTER TABLE {schema}.policies DROP CONSTRAINT policies_pkey", f"INSERT INTO {schema}.policies SELECT * FROM {schema}.policies"]
    )
    checker = DataQualityChecker(warehouse)
    assert checker.check_references("insurance.claims", "policy_id", "insurance.policies", "policy_id") == pytest.approx(113 / 125)
    assert checker.check_uniqueness("insurance.policies", "policy_id") == 0.5


def test_the_two_calls_of_the_data_quality_suite(tmp_path: Path, warehouse: PostgresWarehouse) -> None:
    checker = DataQualityChecker(loaded(tmp_path, warehouse, missing_premium=0.04, premium_out_of_range=0.02))
    completeness = checker.check_completeness("insurance.policies", ["policy_id", "customer_id", "premium", "start_date"])
    assert (completeness["completeness_score"], completeness["rows"]) == (0.96, 1000)
    assert completeness["fields"] == {"policy_id": 1.0, "customer_id": 1.0, "premium": 0.96, "start_date": 1.0}
    # 20 of the 960 premiums that are there, but those of rows that have none don't count.
    validity = checker.check_range("insurance.policies", "premium", 0, 1_000_000)
    in_range = warehouse.query(f"SELECT count(*) AS n FROM {warehouse.schema}.policies WHERE premium BETWEEN 0 AND 1000000")[0]["n"]
    assert validity["validity_score"] == pytest.approx(in_range / 960, abs=1e-6)


def test_an_empty_table_and_a_missing_one_fail_with_0(tmp_path: Path, warehouse: PostgresWarehouse) -> None:
    missing = DataQualityChecker(warehouse).check_completeness("insurance.policies", ["policy_id"])
    assert missing["completeness_score"] == 0.0
    loaded(tmp_path, warehouse)
    warehouse.ensure(warehouse.schema, [f"TRUNCATE {warehouse.schema}.policies"])
    report = DataQualityChecker(warehouse).run("q")
    of_policies = [one for one in report.results if one.table.endswith(".policies")]
    assert {(one.score, one.passed) for one in of_policies} == {(0.0, False)}
    assert all("the table is empty" in one.message for one in of_policies)


def test_results_are_kept_and_a_repeated_run_replaces_its_own(tmp_path: Path, warehouse: PostgresWarehouse) -> None:
    checker = DataQualityChecker(loaded(tmp_path, warehouse))
    report = checker.run("q1")
    checker.run("q1")
    checker.run("q2")
    kept = warehouse.query(f"SELECT run_id, count(*) AS n, min(score) AS low FROM {warehouse.schema}.etl_quality_results GROUP BY 1 ORDER BY 1")
    assert kept == [{"run_id": "q1", "n": len(report.results), "low": 1.0}, {"run_id": "q2", "n": len(report.results), "low": 1.0}]


def test_the_row_count_is_compared_with_the_last_good_run_of_the_other_slot(tmp_path: Path, new_warehouse: Callable[[], PostgresWarehouse]) -> None:
    blue, green = loaded(tmp_path / "b", new_warehouse()), loaded(tmp_path / "g", new_warehouse(), 400)
    DataQualityChecker(blue, environment="prod", history_schema=blue.schema).run("q1")
    report = DataQualityChecker(green, environment="prod", history_schema=blue.schema).run("q2")
    counts = {one.table: (one.score, one.passed, one.gate) for one in report.results if one.check == "row_count"}
    assert counts[f"{green.schema}.policies"] == (0.4, False, False)
    assert not green.query("SELECT 1 AS x WHERE EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 'nothing')")


def test_old_data_fails_in_prod_and_not_in_dev(tmp_path: Path, warehouse: PostgresWarehouse) -> None:
    loaded(tmp_path, warehouse)
    later = datetime.now(UTC) + timedelta(days=10)
    failed = {
        environment: [one.check for one in DataQualityChecker(warehouse, environment=environment, now=lambda: later).run(environment).failed_gates]
        for environment in ("dev", "prod")
    }
    assert failed == {"dev": [], "prod": ["freshness"]}


def test_the_plan_of_the_server_reads_a_checked_table_once(tmp_path: Path, warehouse: PostgresWarehouse, pg_environment: dict[str, str]) -> None:
    loaded(tmp_path, warehouse)
    for declared in load_checks("prod"):
        statement = scan(Names(POSTGRES, warehouse.schema), declared.table, declared.checks)
        with psycopg.connect() as connection:
            row = connection.execute(f"EXPLAIN (FORMAT JSON) {statement}").fetchone()
        relations = [line for line in json.dumps(row).split('"') if line == declared.table.split(".")[1]]
        assert len(relations) == 1


def test_the_command_exits_with_11_and_names_the_gate_in_its_json(tmp_path: Path, pg_environment: dict[str, str]) -> None:
    variables = {"HX_SLOT_SCHEMA": "insurance_gate", "HX_ENVIRONMENT": "dev", "HX_TELEMETRY_FILE": str(tmp_path / "telemetry.jsonl")}
    generated(tmp_path / "in", 500, missing_customer_id=0.02)
    assert etl("ingest", "--source", str(tmp_path / "in"), **variables).code == 0
    outcome = etl("quality", "--run-id", "q", **variables)
    assert outcome.code == 11
    assert (outcome.json["ok"], outcome.json["passed"], outcome.json["error"]["kind"]) == (False, False, "gate")
    assert outcome.json["failedGates"] == [check["message"] for check in outcome.json["checks"] if check["gate"] and not check["passed"]]
    assert outcome.json["failedGates"][0] in outcome.stderr
    telemetry = (tmp_path / "telemetry.jsonl").read_text()
    assert '"name":"data_quality_score"' in telemetry
    assert '"asDouble":0.98' in telemetry
    assert etl("quality", "--run-id", "q", "--environment", "dev", "--slot-schema", "insurance_never_loaded").code == 11
