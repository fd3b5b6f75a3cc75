"""Checks without a warehouse: what is declared, the one statement a table, and what figures mean."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlglot

from etl.errors import ConfigurationError
from etl.quality.check import Check
from etl.quality.declaration import load_checks, parse_checks
from etl.quality.report import CheckResult, QualityReport
from etl.quality.scan import Names, samples, scan
from etl.quality.score import passes, score
from etl.warehouse.dialect import DATABRICKS, POSTGRES

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def figures(check: Check, rows: int, good: Any, counted: int, previous: int | None = None) -> float:
    return score(check, 0, {"row_count": rows, "m0": good, "n0": counted}, now=NOW, previous_rows=previous).value


def test_the_gate_of_the_insurance_data_is_declared_for_every_environment() -> None:
    for environment in ("dev", "staging", "prod"):
        policies = next(one for one in load_checks(environment) if one.table == "insurance.policies")
        gates = {(check.kind, check.field): check for check in policies.checks if check.gate}
        assert {field: gates["completeness", field].threshold for field in ("policy_id", "customer_id", "premium", "start_date")} == dict.fromkeys(
            ("policy_id", "customer_id", "premium", "start_date"), 0.99
        )
        premium = gates["range", "premium"]
        assert (premium.minimum, premium.maximum, premium.threshold) == (0, 1_000_000, 0.95)


def test_thresholds_differ_by_environment() -> None:
    hours = {
        environment: next(check for one in load_checks(environment) for check in one.checks if check.kind == "freshness").max_age_hours
        for environment in ("dev", "prod", "unheard-of")
    }
    assert hours == {"dev": 8760, "prod": 48, "unheard-of": 48}


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"key": "id"}, "has no checks"),
        ({"key": "id", "completness": []}, "unknown completness"),
        ({"key": "id", "range": [{"field": "a", "min": 0, "max": "x"}]}, "max must be a number"),
        ({"key": "id", "range": [{"field": "a", "min": 0, "max": float("nan")}]}, "max must be a number"),
        ({"key": "id", "completeness": [{"fields": ["a"], "threshold": 1.2}]}, "a share from 0 to 1"),
        ({"key": "id", "completeness": [{"fields": ["a"], "threshold": {"dev": 1}}]}, "need a default"),
        ({"key": "id", "completeness": [{"fields": ['a" OR 1=1']}]}, "is no column"),
        ({"key": "id", "references": [{"field": "a", "table": "other", "key": "b"}]}, "<schema>.<table>"),
        ({"key": "id", "uniqueness": [{"field": "a", "gate": "no"}]}, "true or false"),
    ],
)
def test_a_slip_in_the_checks_is_refused(table: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        parse_checks({"version": 1, "tables": {"insurance.t": table}}, "dev")


@pytest.mark.parametrize("document", [None, {}, {"version": 1, "tables": {}}, {"version": 2, "tables": {"a.b": {}}}, {"version": 1, "tables": {"b": {}}}])
def test_checks_of_another_shape_are_refused(document: Any) -> None:
    with pytest.raises(ConfigurationError):
        parse_checks(document, "dev")


@pytest.mark.parametrize("dialect", [POSTGRES, DATABRICKS])
def test_all_checks_of_a_table_are_one_statement_that_reads_it_once(dialect: Any) -> None:
    names = Names(dialect, "insurance_green")
    for declared in load_checks("prod"):
        statement = sqlglot.parse_one(scan(names, declared.table, declared.checks), dialect=dialect.name)
        read = [table.name for table in statement.find_all(sqlglot.exp.Table)]
        assert read.count(declared.table.split(".")[1]) == 1
        assert {table.db for table in statement.find_all(sqlglot.exp.Table)} == {"insurance_green"}
        for check in declared.checks:
            sample = samples(names, declared.table, declared.key, check)
            assert sample is None or sqlglot.parse_one(sample, dialect=dialect.name)


@pytest.mark.parametrize("kind", ["completeness", "range", "uniqueness", "freshness", "references", "row_count"])
def test_an_empty_table_scores_0_in_everything(kind: Any) -> None:
    check = Check(kind, "f", minimum=0, maximum=1, max_age_hours=1, other_table="a.b", other_key="k")
    assert figures(check, 0, None if kind == "freshness" else 0, 0) == 0.0


@pytest.mark.parametrize("kind", ["range", "uniqueness", "freshness", "references"])
def test_a_field_that_is_never_filled_scores_0(kind: Any) -> None:
    assert figures(Check(kind, "f", minimum=0, maximum=1, max_age_hours=1), 10, None if kind == "freshness" else 0, 0) == 0.0


@pytest.mark.parametrize(("good", "counted", "expected"), [(98, 100, 0.98), (100, 100, 1.0), (0, 100, 0.0)])
def test_shares(good: int, counted: int, expected: float) -> None:
    assert figures(Check("range", "f", minimum=0, maximum=1), 1000, good, counted) == expected


@pytest.mark.parametrize(
    ("newest", "expected"),
    [
        (NOW, 1.0),
        (NOW - timedelta(hours=48), 1.0),
        (NOW - timedelta(hours=96), 0.5),
        (NOW + timedelta(hours=23), 1.0),
        (NOW + timedelta(days=400), 0.0),
        (date(2026, 11, 26), 1.0),
        (datetime(2026, 11, 26, 12), 1.0),  # noqa: DTZ001 - a driver may give it without a zone
        ("yesterday", 0.0),
    ],
)
def test_freshness(newest: Any, expected: float) -> None:
    assert figures(Check("freshness", "f", max_age_hours=48), 10, newest, 10) == expected


@pytest.mark.parametrize(("rows", "previous", "expected"), [(100, None, 1.0), (100, 100, 1.0), (60, 100, 0.6), (140, 100, 0.6), (500, 100, 0.0)])
def test_row_count_change(rows: int, previous: int | None, expected: float) -> None:
    assert figures(Check("row_count"), rows, rows, rows, previous) == pytest.approx(expected)


def test_a_score_that_equals_its_threshold_passes() -> None:
    assert passes(99 / 100, 0.99)
    assert passes(1 - 0.05, 0.95)
    assert not passes(0.98999, 0.99)


def test_the_score_of_a_run_is_the_lowest_of_its_gates_and_0_without_any() -> None:
    def result(value: float, gate: bool) -> CheckResult:
        return CheckResult("t", "range", "f", value, 0.5, value >= 0.5, gate, 1, 0, "", ())

    assert QualityReport("r", "dev", "s", (result(0.9, True), result(0.7, True), result(0.1, False))).score == 0.7
    assert QualityReport("r", "dev", "s", ()).score == 0.0
