"""Parquet: the types that are taken, and those that are refused by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl.errors import RefusedError
from tests.support.files import generated
from tests.unit.test_validate import read

if TYPE_CHECKING:
    from pathlib import Path


def with_column(folder: Path, name: str, change: Any) -> Path:
    generated(folder, 50, file_format="parquet")
    for other in ("customers", "claims"):
        (folder / f"{other}.parquet").unlink()
    path = folder / "policies.parquet"
    table = pq.read_table(path)
    pq.write_table(table.set_column(table.schema.get_field_index(name), name, change(table[name])), path)
    return folder


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("premium", lambda column: column.cast(pa.decimal128(20, 4))),
        ("broker", lambda column: column.cast(pa.large_string())),
        ("product_line", lambda column: column.dictionary_encode()),
        ("start_date", lambda column: column.cast(pa.date64())),
        ("updated_at", lambda column: column.cast(pa.timestamp("ns", "Europe/London"))),
        ("customer_id", lambda column: pa.nulls(len(column))),
    ],
)
def test_types_that_hold_the_declared_one_are_taken(tmp_path: Path, name: str, change: Any) -> None:
    keys, apart, _ = read(with_column(tmp_path, name, change))
    assert len(keys) == 50
    assert not apart


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("premium", lambda column: column.cast(pa.float64()), "premium is double instead of decimal"),
        ("premium", lambda column: column.cast(pa.string()), "premium is string instead of decimal"),
        ("start_date", lambda column: column.cast(pa.string()), "start_date is string instead of date"),
        ("policy_id", lambda column: pa.array(range(len(column))), "policy_id is int64 instead of string"),
        ("updated_at", lambda column: column.cast(pa.timestamp("us")), r"updated_at is timestamp\[us\] instead of timestamp"),
    ],
)
def test_other_types_are_refused_by_name(tmp_path: Path, name: str, change: Any, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        read(with_column(tmp_path, name, change))


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = with_column(tmp_path, "premium", lambda column: column) / "policies.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(RefusedError, match="cannot be read as Parquet"):
        read(tmp_path)
    path.write_bytes(b"")
    with pytest.raises(RefusedError, match="is empty"):
        read(tmp_path)


def test_values_that_do_not_fit_are_kept_apart_by_their_row(tmp_path: Path) -> None:
    def with_thousandths(column: Any) -> Any:
        values = column.cast(pa.decimal128(20, 3)).to_pylist()
        values[4] += type(values[4])("0.001")
        return pa.array(values, pa.decimal128(20, 3))

    keys, apart, _ = read(with_column(tmp_path, "premium", with_thousandths))
    assert len(keys) == 49
    assert [(row.record, row.reasons) for row in apart] == [(5, ("premium: not a decimal(14, 2)",))]
