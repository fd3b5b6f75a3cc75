"""One column at a time: which values pass, which fault is named, and that every input gives an answer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from etl.columns import Checked, check_column
from etl.schema import Column

PREMIUM = Column("premium", "decimal", precision=14, scale=2)
START = Column("start", "date")
UPDATED = Column("updated", "timestamp")
COUNT = Column("count", "integer")


def check(column: Column, *values: bytes | None) -> Checked:
    return check_column(column, pa.array(values, pa.binary()))


def faults(checked: Checked) -> dict[str, list[int]]:
    return {fault.reason: [index for index, is_bad in enumerate(fault.rows.to_pylist()) if is_bad] for fault in checked.faults}


@pytest.mark.parametrize(
    ("column", "good"),
    [
        (PREMIUM, {b"0": Decimal(0), b"-12.5": Decimal("-12.50"), b"999999999999.99": Decimal("999999999999.99"), b"+1.00": Decimal(1)}),
        (START, {b"2024-02-29": date(2024, 2, 29), b"1900-01-01": date(1900, 1, 1)}),
        (COUNT, {b"12": 12, b"-3": -3}),
    ],
)
def test_values_of_the_type_pass(column: Column, good: dict[bytes, Any]) -> None:
    checked = check(column, *good)
    assert checked.values.to_pylist() == list(good.values())
    assert not checked.faults


@pytest.mark.parametrize(
    ("column", "bad", "reason"),
    [
        (
            PREMIUM,
            [b"abc", b"1,000.00", b"1.234", b"NaN", b"Infinity", b"1e400", b" 1", b"1234567890123", b"--1", "١٢".encode()],
            "not a decimal(14, 2)",
        ),
        (START, [b"2023-02-29", b"2026-2-3", b"01/02/2026", b"2026-13-01", b"yesterday", b"20260101"], "not a date"),
        (UPDATED, [b"2026-11-01 10:00:00", b"2026-11-01", b"noon", b"2026-11-01T25:00:00Z"], "not a timestamp"),
        (COUNT, [b"1.5", b"x", b"99999999999999999999"], "not a integer"),
        (START, [b"0001-01-01", b"9999-12-31"], "not between 1900-01-01 and 2199-12-31"),
    ],
)
def test_every_other_value_is_one_fault_and_costs_no_good_one(column: Column, bad: list[bytes], reason: str) -> None:
    good = {"decimal": b"1.00", "date": b"2026-01-01", "timestamp": b"2026-01-01T00:00:00+01:00", "integer": b"1"}[column.type]
    checked = check(column, good, *bad, None, good)
    assert faults(checked) == {f"{column.name}: {reason}": list(range(1, len(bad) + 1))}
    assert checked.values[0].is_valid
    assert checked.values[len(bad) + 2].is_valid
    assert checked.values[len(bad) + 1].as_py() is None


@pytest.mark.parametrize(
    ("column", "values", "expected"),
    [
        (
            Column("c", "string", pattern=r"POL-\d{9}"),
            [b"POL-000000001", b"POL-1", b"xPOL-000000001", b"POL-000000001\n"],
            {r"c: does not match POL-\d{9}": [1, 2, 3]},
        ),
        (Column("c", "string", values=("a", "b")), [b"a", None, b"A", b"b"], {"c: not one of the declared values": [2]}),
        (Column("c", "string", max_length=3), ["äöü".encode(), b"abcd"], {"c: longer than 3 characters": [1]}),
        (Column("c", "string"), [b"one\ntwo", b"one"], {"c: holds a line break": [0]}),
        (Column("c", "string", multiline=True), [b"one\ntwo", b"a\0b"], {"c: holds a NUL character": [1]}),
        (Column("c", "string", required=True), [None, b"x"], {"c: missing": [0]}),
        (Column("c", "string"), [b"caf\xe9", "café".encode(), None], {"c: not UTF-8": [0]}),
    ],
)
def test_rules_of_text(column: Column, values: list[bytes | None], expected: dict[str, list[int]]) -> None:
    assert faults(check(column, *values)) == expected


def test_a_text_that_looks_like_a_formula_is_kept_as_it_is() -> None:
    checked = check(Column("c", "string"), b"=1+1", b"@SUM(A1)")
    assert checked.values.to_pylist() == ["=1+1", "@SUM(A1)"]
    assert not checked.faults


def test_typed_values_are_judged_like_written_ones() -> None:
    wide = pa.array([Decimal("1.50"), Decimal("1.555"), None], pa.decimal128(20, 3))
    checked = check_column(PREMIUM, wide)
    assert checked.values.to_pylist() == [Decimal("1.50"), None, None]
    assert faults(checked) == {"premium: not a decimal(14, 2)": [1]}


def test_an_empty_text_of_a_parquet_counts_as_missing() -> None:
    checked = check_column(Column("c", "string", required=True), pa.array(["", "x"]))
    assert checked.values.to_pylist() == [None, "x"]
    assert faults(checked) == {"c: missing": [0]}
