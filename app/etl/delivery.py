"""Reads, validates and counts the files of one table; gives the good rows on and puts the others aside."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from etl.errors import RefusedError
from etl.read_csv import CsvReader
from etl.read_parquet import ParquetReader
from etl.validate import validate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from etl.batches import SourceFile
    from etl.quarantine import Quarantine

# A share of fewer rows says nothing yet.
_FEWEST_ROWS = 10_000


@dataclass(slots=True)
class FileCount:
    """What one file held; `digest` and `size` are there when it has been read to its end."""

    file: SourceFile
    read: int = 0
    quarantined: int = 0
    digest: str = ""
    size: int = 0


@dataclass(slots=True)
class Delivery:
    """All files of one table. To be iterated once; raises RefusedError where a file is not the declared one."""

    files: Sequence[SourceFile]
    batch_size: int
    max_quarantined_share: float
    quarantine: Quarantine
    counts: list[FileCount] = field(default_factory=list)
    formulas: Counter[str] = field(default_factory=Counter)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Good rows of all files, at most `batch_size` at a time."""
        for file in self.files:
            count = FileCount(file)
            self.counts.append(count)
            try:
                yield from self._batches_of(file, count)
            except OSError as error:
                raise RefusedError(f"{file.name} cannot be read: {error.strerror or error}") from error
            if count.read == 0:
                raise RefusedError(f"{file.name} holds no rows", suggestion="leave the file out where there is nothing to deliver")

    def _batches_of(self, file: SourceFile, count: FileCount) -> Iterator[pa.RecordBatch]:
        table = file.table
        reader = CsvReader(file, self.batch_size) if file.format == "csv" else ParquetReader(file, self.batch_size)
        for reading in reader:
            if reading.malformed:
                count.read += len(reading.malformed)
                count.quarantined += len(reading.malformed)
                self.quarantine.add(table.name, reading.malformed)
            if reading.batch is not None:
                checked = validate(table, reading.batch)
                count.read += reading.batch.columns.num_rows
                count.quarantined += len(checked.quarantined)
                self.quarantine.add(table.name, checked.quarantined)
                self.formulas.update(checked.formulas)
                yield checked.rows
            if count.read >= _FEWEST_ROWS:
                self._judge(count)
        self._judge(count)
        count.digest, count.size = reader.digest, reader.size

    def _judge(self, count: FileCount) -> None:
        if count.quarantined > count.read * self.max_quarantined_share:
            reasons = self.quarantine.reasons[count.file.table.name].most_common(3)
            raise RefusedError(
                f"{count.file.name}: {count.quarantined} of {count.read} rows would be quarantined, more than {self.max_quarantined_share:.0%}; "
                f"most of all: {', '.join(f'{reason} ({rows})' for reason, rows in reasons)}",
                suggestion="correct the file; max_quarantined_share in etl/schema.yml is the limit",
            )
