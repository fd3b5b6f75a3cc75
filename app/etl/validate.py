"""Splits a raw batch into typed rows that go to the warehouse and rows that go to quarantine. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from etl.batches import QuarantinedRow
from etl.columns import Fault, check_column

if TYPE_CHECKING:
    from etl.batches import RawBatch
    from etl.schema import Table

# What a spreadsheet would run when somebody opens an extract of the column.
_FORMULA = "^[=+\\-@\t\r]"


@dataclass(frozen=True, slots=True)
class Validated:
    """Good rows in the declared types and order; bad ones with every reason; per free-text column the rows that hold a formula."""

    rows: pa.RecordBatch
    quarantined: tuple[QuarantinedRow, ...]
    formulas: dict[str, int]


def validate(table: Table, batch: RawBatch) -> Validated:
    """A row with several faults is quarantined once, with all of them."""
    checked = [check_column(column, batch.columns.column(index)) for index, column in enumerate(table.columns)]
    values = {column.name: one.values for column, one in zip(table.columns, checked, strict=True)}
    faults = [fault for one in checked for fault in one.faults] + _order_faults(table, values)
    rows = pa.RecordBatch.from_arrays(list(values.values()), names=list(values))
    if not faults:
        return Validated(rows, (), _formulas(table, rows))
    masks = [pc.fill_null(fault.rows, False) for fault in faults]
    bad = reduce(pc.or_, masks)
    good_rows = rows.filter(pc.invert(bad))
    return Validated(good_rows, _quarantined(batch, faults, masks, bad), _formulas(table, good_rows))


def _order_faults(table: Table, values: dict[str, pa.Array]) -> list[Fault]:
    faults = []
    for column in table.columns:
        if column.not_before is None:
            continue
        holds = pc.greater_equal(values[column.name], values[column.not_before])
        if not pc.all(holds).as_py():
            faults.append(Fault(f"{column.name}: before {column.not_before}", pc.invert(holds)))
    return faults


def _quarantined(batch: RawBatch, faults: list[Fault], masks: list[pa.BooleanArray], bad: pa.BooleanArray) -> tuple[QuarantinedRow, ...]:
    indices = pc.indices_nonzero(bad)
    reasons: dict[int, list[str]] = {index: [] for index in indices.to_pylist()}
    for fault, mask in zip(faults, masks, strict=True):
        for index in pc.indices_nonzero(mask).to_pylist():
            reasons[index].append(fault.reason)
    raw_rows = batch.columns.take(indices).to_pylist()
    return tuple(QuarantinedRow(batch.file, batch.record_of(index), tuple(reasons[index]), raw_text(row)) for index, row in zip(reasons, raw_rows, strict=True))


def raw_text(row: dict[str, object]) -> str:
    """The row as JSON; bytes that are no UTF-8 stay readable as escapes."""
    return json.dumps({name: _shown(value) for name, value in row.items()}, ensure_ascii=False)


def _shown(value: object) -> str | None:
    if value is None:
        return None
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)


def _formulas(table: Table, rows: pa.RecordBatch) -> dict[str, int]:
    found = {}
    for column in table.columns:
        if column.is_free_text:
            count = pc.sum(pc.match_substring_regex(rows.column(column.name), _FORMULA)).as_py()
            if count:
                found[column.name] = int(count)
    return found
