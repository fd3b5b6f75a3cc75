"""What flows through an ingestion: raw batches out of readers, quarantined rows beside them. Data only."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

    from etl.schema import Table


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A row that is kept apart. `record` counts from 1 with a CSV's header as 1 and blank lines left out; in Parquet the first row is 1."""

    file: str
    record: int | None
    reasons: tuple[str, ...]
    raw: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a delivery and the table it belongs to."""

    table: Table
    path: Path
    format: str

    @property
    def name(self) -> str:
        """Name without folder, as it is recorded and printed."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class RawBatch:
    """Rows as a file gave them, in the declared order of columns: bytes from a CSV, the file's own types from Parquet."""

    file: str
    columns: pa.RecordBatch
    first_record: int
    gaps: tuple[int, ...] = ()

    def record_of(self, row: int) -> int:
        """The record's number in its file, over the malformed records that were left out between."""
        number = self.first_record + row
        for gap in self.gaps:
            if gap > number:
                break
            number += 1
        return number


@dataclass(frozen=True, slots=True)
class Reading:
    """One step of a reader: a batch, or rows that could not be read as rows at all."""

    batch: RawBatch | None = None
    malformed: tuple[QuarantinedRow, ...] = ()


class RecordNumbers:
    """Gives good rows their record numbers although malformed ones between them were skipped. Holds the skipped numbers ahead of the reader alone."""

    def __init__(self, first: int) -> None:
        self._next = first
        self._skipped: deque[int] = deque()

    def skip(self, number: int) -> None:
        """Numbers come in ascending order."""
        self._skipped.append(number)

    def take(self, rows: int) -> tuple[int, tuple[int, ...]]:
        """First number of the next `rows` good rows, and the skipped numbers among them."""
        first, gaps = self._next, []
        end = first + rows
        while self._skipped and self._skipped[0] < end:
            gaps.append(self._skipped.popleft())
            end += 1
        self._next = end
        return first, tuple(gaps)


def sliced(batch: pa.RecordBatch, rows: int) -> Iterator[Any]:
    """The batch in pieces of at most `rows` rows, without copying."""
    for start in range(0, batch.num_rows, rows):
        yield batch.slice(start, rows)
