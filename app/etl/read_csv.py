"""Reads a CSV in blocks of a fixed size. Refuses what is not the declared file at all; records that are broken in themselves go on as malformed."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.csv as pa_csv

from etl.batches import QuarantinedRow, RawBatch, Reading, RecordNumbers, sliced
from etl.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.batches import SourceFile
    from etl.schema import Table

BLOCK_BYTES = 2 * 1024 * 1024
"""Bytes that are parsed at a time; a longer record is refused."""

_HEADER_BYTES = 64 * 1024
_UTF16_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


class CsvReader:
    """Iterates over a file once; `digest` and `size` are those of the whole file when the iteration has ended."""

    def __init__(self, file: SourceFile, batch_size: int) -> None:
        self._file = file
        self._batch_size = batch_size
        self._counted = _CountedFile(file.path.open("rb", buffering=0))
        self._malformed: list[QuarantinedRow] = []
        self._numbers = RecordNumbers(first=2)

    @property
    def digest(self) -> str:
        """sha256, hex."""
        return self._counted.sha256.hexdigest()

    @property
    def size(self) -> int:
        """Bytes."""
        return self._counted.size

    def __iter__(self) -> Iterator[Reading]:
        """Raises RefusedError with the reason."""
        with self._counted:
            header = read_header(self._file)
            try:
                yield from self._readings(header)
            except pa.ArrowInvalid as error:
                raise RefusedError(f"{self._file.name}: {_explain(str(error))}") from error
        if self._counted.quotes % 2 != 0:
            raise RefusedError(f"{self._file.name}: a quote is opened and never closed, so records may have run into each other")

    def _readings(self, header: tuple[str, ...]) -> Iterator[Reading]:
        names = self._file.table.column_names
        reader = pa_csv.open_csv(
            pa.PythonFile(self._counted, mode="r"),
            # One thread: only then are malformed records numbered.
            read_options=pa_csv.ReadOptions(block_size=BLOCK_BYTES, use_threads=False, column_names=list(header), skip_rows=1),
            parse_options=pa_csv.ParseOptions(newlines_in_values=True, invalid_row_handler=self._keep_malformed),
            convert_options=pa_csv.ConvertOptions(
                # Bytes, not text: one wrong byte shall cost one row, not the file.
                column_types={name: pa.binary() for name in names},
                include_columns=list(names),
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
        while True:
            try:
                block = reader.read_next_batch()
            except StopIteration:
                break
            yield from self._take_malformed()
            for batch in sliced(block, self._batch_size):
                first, gaps = self._numbers.take(batch.num_rows)
                yield Reading(batch=RawBatch(self._file.name, batch, first, gaps))
        yield from self._take_malformed()

    def _keep_malformed(self, row: Any) -> str:  # noqa: ANN401 - pyarrow's own row
        number = int(row.number)
        self._numbers.skip(number)
        reason = f"record: {row.actual_columns} fields instead of {row.expected_columns}"
        self._malformed.append(QuarantinedRow(self._file.name, number, (reason,), row.text))
        return "skip"

    def _take_malformed(self) -> Iterator[Reading]:
        if self._malformed:
            taken, self._malformed = tuple(self._malformed), []
            yield Reading(malformed=taken)


def read_header(file: SourceFile) -> tuple[str, ...]:
    """The names in the first line. Raises RefusedError where they are not the declared columns, in any order."""
    with file.path.open("rb") as stream:
        start = stream.read(_HEADER_BYTES)
    if not start:
        raise RefusedError(
            f"{file.name} is empty",
            suggestion="a delivery without rows still has its header line; leave the file out where there is nothing",
        )
    if start.startswith(_UTF16_32) or b"\x00" in start:
        raise RefusedError(f"{file.name} is not UTF-8: it looks like UTF-16, UTF-32 or a binary file", suggestion="deliver it as UTF-8")
    line, found, _ = start.partition(b"\n")
    if not found and len(start) == _HEADER_BYTES:
        raise RefusedError(f"{file.name}: its first line is longer than {_HEADER_BYTES // 1024} KiB, so it is no header")
    try:
        text = line.decode("utf-8-sig").rstrip("\r")
    except UnicodeDecodeError as error:
        raise RefusedError(f"{file.name}: its header is not UTF-8", suggestion="deliver it as UTF-8") from error
    names = tuple(next(csv.reader([text]), ()))
    _judge_names(file.name, names, file.table)
    return names


def _judge_names(file: str, names: tuple[str, ...], table: Table) -> None:
    declared = table.column_names
    if len(names) == 1 and names[0] not in declared:
        delimiter = next((one for one in (";", "\t", "|") if one in names[0]), None)
        if delimiter is not None:
            raise RefusedError(f"{file}: its fields are separated by {delimiter!r}, not by a comma", suggestion="deliver it comma-separated")
    missing = [name for name in declared if name not in names]
    unknown = [name for name in names if name not in declared]
    twice = sorted({name for name in names if names.count(name) > 1})
    problems = [
        f"{what}: {', '.join(repr(name[:64]) for name in which[:10])}"
        for what, which in (("missing", missing), ("not declared", unknown), ("twice", twice))
        if which
    ]
    if problems:
        raise RefusedError(f"{file}: its header is not that of {table.name} ({'; '.join(problems)})", suggestion=f"declared: {','.join(declared)}")


def _explain(text: str) -> str:
    """The parser's words without the record that it quotes."""
    if "straddling" in text:
        return f"a record is longer than {BLOCK_BYTES // 1024 // 1024} MiB"
    # pyarrow can't hand over a malformed record that is no UTF-8, and gives up.
    match = re.search(r"Row #(\d+): Expected (\d+) columns, got (\d+)", text)
    if match is not None:
        return f"record {match[1]} has {match[3]} fields instead of {match[2]}, and is not UTF-8"
    return "it cannot be parsed as CSV"


class _CountedFile(io.RawIOBase):
    """A file that is digested and counted as it is read, so that it is read once."""

    def __init__(self, raw: io.RawIOBase | io.FileIO) -> None:
        super().__init__()
        self._raw = raw
        self.sha256 = hashlib.sha256()
        self.quotes = 0
        self.size = 0

    def readable(self) -> bool:
        """For io's protocol."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Counts what it gives."""
        data = self._raw.read(size) or b""
        self.sha256.update(data)
        self.quotes += data.count(b'"')
        self.size += len(data)
        return data

    def close(self) -> None:
        """Closes the file below as well."""
        self._raw.close()
        super().close()
