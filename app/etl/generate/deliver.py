"""Writes a generated delivery to a folder, a chunk of rows at a time, so that ten million rows need no more memory than ten thousand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Literal, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from etl.errors import ConfigurationError
from etl.generate.tables import Plan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from etl.generate.dirt import Dirt

_CHUNK_ROWS = 100_000
_MOST_ROWS = 100_000_000
TABLES = ("customers", "policies", "claims")
Format = Literal["csv", "parquet"]


@dataclass(frozen=True, slots=True)
class GeneratedFile:
    """`rows` counts broken records as well."""

    name: str
    table: str
    rows: int
    bytes: int


def deliver(folder: Path, rows: int, *, seed: int, as_of: date, file_format: Format, dirt: Dirt, tables: Sequence[str] = TABLES) -> tuple[GeneratedFile, ...]:
    """`rows` is the number of policies; files that are there are replaced. Raises ConfigurationError for what can't be made."""
    if not 1 <= rows <= _MOST_ROWS:
        raise ConfigurationError(f"a delivery has 1 to {_MOST_ROWS:,} policies, found {rows}")
    if file_format == "parquet" and dirt.needs_csv:
        raise ConfigurationError("bad dates, broken records and wrong bytes can't be written to Parquet", suggestion="--format csv")
    plan = Plan(policies=rows, seed=seed, as_of=as_of, dirt=dirt)
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_write(folder / f"{table}.{file_format}", table, plan, file_format) for table in TABLES if table in tables)


class _Writer(Protocol):
    def write(self, chunk: pa.Table, first: int) -> int: ...
    def close(self) -> None: ...


def _write(path: Path, table: str, plan: Plan, file_format: Format) -> GeneratedFile:
    temporary = path.with_name(f"_{path.name}.part")
    total, written = plan.rows(table), 0
    with temporary.open("wb") as sink:
        writer: _Writer = _CsvWriter(sink, plan) if file_format == "csv" else _ParquetWriter(sink)
        for first in range(0, total, _CHUNK_ROWS):
            written += writer.write(plan.chunk(table, first, min(_CHUNK_ROWS, total - first)), first)
        writer.close()
    temporary.replace(path)
    return GeneratedFile(path.name, table, written, path.stat().st_size)


class _ParquetWriter:
    def __init__(self, sink: IO[bytes]) -> None:
        self._sink = sink
        self._writer: pq.ParquetWriter | None = None

    def write(self, chunk: pa.Table, first: int) -> int:  # noqa: ARG002
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._sink, chunk.schema)
        self._writer.write_table(chunk)
        return int(chunk.num_rows)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


class _CsvWriter:
    """Broken records and bytes that are no UTF-8 are lines of their own between the others."""

    def __init__(self, sink: IO[bytes], plan: Plan) -> None:
        self._sink = sink
        self._dirt = plan.dirt

    def write(self, chunk: pa.Table, first: int) -> int:
        dirt, rows = self._dirt, chunk.num_rows
        is_bad = [int((row + 1) * dirt.bad_dates) > int(row * dirt.bad_dates) for row in range(first, first + rows)] if dirt.bad_dates else []
        for name in [field.name for field in chunk.schema if pa.types.is_date(field.type)][:1] if is_bad else []:
            dates = pc.if_else(pa.array(is_bad), "2026-02-30", chunk[name].cast(pa.string()))
            chunk = chunk.set_column(chunk.schema.get_field_index(name), name, dates)
        pa_csv.write_csv(chunk, self._sink, pa_csv.WriteOptions(include_header=first == 0))
        broken = self._count(dirt.broken_records, first, rows)
        wrong = self._count(dirt.not_utf8, first, rows)
        self._sink.write(b"BROKEN,RECORD\n" * broken)
        fields = [b"\xe4\xf6\xfc"] * chunk.num_columns
        self._sink.write((b",".join(fields) + b"\n") * wrong)
        return int(rows + broken + wrong)

    def close(self) -> None:
        self._sink.flush()

    @staticmethod
    def _count(share: float, first: int, rows: int) -> int:
        return int((first + rows) * share) - int(first * share)
