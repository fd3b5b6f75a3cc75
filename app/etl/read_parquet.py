"""Reads a Parquet file row group by row group. Refuses columns whose type can't hold the declared one without loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from etl.batches import RawBatch, Reading
from etl.errors import RefusedError
from etl.source import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.batches import SourceFile
    from etl.schema import Column

_BUFFER_BYTES = 1024 * 1024


class ParquetReader:
    """Iterates over a file once; a Parquet's rows are read out of order of its bytes, so the digest is made apart."""

    def __init__(self, file: SourceFile, batch_size: int) -> None:
        self._file = file
        self._batch_size = batch_size

    @property
    def digest(self) -> str:
        """sha256, hex."""
        return digest_of(self._file.path)

    @property
    def size(self) -> int:
        """Bytes."""
        return self._file.path.stat().st_size

    def __iter__(self) -> Iterator[Reading]:
        """Raises RefusedError with the reason."""
        name = self._file.name
        if self.size == 0:
            raise RefusedError(f"{name} is empty", suggestion="leave the file out where there is nothing to deliver")
        try:
            # Without pre-buffering a row group is read page by page: memory does not grow with its size.
            with pq.ParquetFile(self._file.path, pre_buffer=False, buffer_size=_BUFFER_BYTES) as parquet:
                self._judge(parquet.schema_arrow)
                record = 1
                columns = list(self._file.table.column_names)
                for batch in parquet.iter_batches(batch_size=self._batch_size, columns=columns, use_threads=False):
                    yield Reading(batch=RawBatch(name, batch.select(columns), record))
                    record += batch.num_rows
        except (pa.ArrowInvalid, OSError) as error:
            raise RefusedError(f"{name} cannot be read as Parquet: {str(error).splitlines()[0][:200]}") from error

    def _judge(self, found: pa.Schema) -> None:
        table, name = self._file.table, self._file.name
        missing = [column.name for column in table.columns if column.name not in found.names]
        unknown = [column for column in found.names if column not in table.column_names]
        if missing or unknown:
            problems = [f"{what}: {', '.join(which[:10])}" for what, which in (("missing", missing), ("not declared", unknown)) if which]
            raise RefusedError(
                f"{name}: its columns are not those of {table.name} ({'; '.join(problems)})",
                suggestion=f"declared: {','.join(table.column_names)}",
            )
        wrong = [
            f"{column.name} is {found.field(column.name).type} instead of {column.type}"
            for column in table.columns
            if not _fits(column, found.field(column.name).type)
        ]
        if wrong:
            raise RefusedError(f"{name}: {'; '.join(wrong)}", suggestion="write it with the declared types (etl/schema.yml)")


def _fits(column: Column, found: pa.DataType) -> bool:
    """True where the values can be taken without guessing. A float is no money, and text is no date: both are refused."""
    found = found.value_type if pa.types.is_dictionary(found) else found
    if pa.types.is_null(found):
        return True
    match column.type:
        case "string":
            return bool(pa.types.is_string(found) or pa.types.is_large_string(found) or pa.types.is_string_view(found))
        case "integer":
            return bool(pa.types.is_integer(found))
        case "decimal":
            return bool(pa.types.is_decimal(found) or pa.types.is_integer(found))
        case "date":
            return bool(pa.types.is_date(found))
        case "timestamp":
            return bool(pa.types.is_timestamp(found)) and found.tz is not None
