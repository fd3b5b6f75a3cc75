"""Keeps quarantined rows on disk while a COPY holds the connection, and counts their reasons. Memory does not grow with the rows."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from etl.batches import QuarantinedRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

_MOST_REASONS = 1000


class Quarantine:
    """Rows in the order in which they were found."""

    def __init__(self, spool: IO[str]) -> None:
        self._spool = spool
        self.reasons: dict[str, Counter[str]] = {}
        self.is_empty = True

    def add(self, table: str, rows: Iterable[QuarantinedRow]) -> None:
        """Rows of one table."""
        counter = self.reasons.setdefault(table, Counter())
        for row in rows:
            self.is_empty = False
            for reason in row.reasons:
                # Reasons come from the declaration; the number of fields of a broken record does not, and must not fill the memory.
                counter[reason if reason in counter or len(counter) < _MOST_REASONS else "other"] += 1
            self._spool.write(json.dumps([table, row.file, row.record, row.reasons, row.raw]) + "\n")

    def rows(self) -> Iterator[tuple[str, QuarantinedRow]]:
        """All rows with their tables; to be read once, after the last `add`."""
        self._spool.seek(0)
        for line in self._spool:
            table, file, record, reasons, raw = json.loads(line)
            yield table, QuarantinedRow(file, record, tuple(reasons), raw)


@contextmanager
def quarantine() -> Iterator[Quarantine]:
    """The spool has no name in the file system: nothing of it is left, however the process ends."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="surrogatepass", prefix="etl-quarantine-") as spool:
        yield Quarantine(spool)
