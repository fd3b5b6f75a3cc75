"""What an ingestion reports: a part of the public JSON contract (app/README.md)."""

from __future__ import annotations

import resource
import sys
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class TableResult:
    """Rows of one table by what became of them: read = inserted + updated + unchanged + quarantined. `files` maps names to sha256."""

    table: str
    files: dict[str, str]
    bytes: int
    read: int
    inserted: int
    updated: int
    unchanged: int
    quarantined: int
    reasons: dict[str, int]
    formulas: dict[str, int]


@dataclass(frozen=True, slots=True)
class IngestionResult:
    """A run's outcome; with `already_loaded` the tables are as the earlier run recorded them, without reasons."""

    run_id: str
    schema: str
    status: Literal["loaded", "already_loaded"]
    duration_seconds: float
    peak_memory_bytes: int
    tables: tuple[TableResult, ...]

    @property
    def rows_read(self) -> int:
        """Of all tables."""
        return sum(table.read for table in self.tables)

    def to_json(self) -> dict[str, Any]:
        """Keys in camel case, as everywhere in hx's machine output."""
        return {
            "runId": self.run_id,
            "schema": self.schema,
            "status": self.status,
            "rowsRead": self.rows_read,
            "durationSeconds": self.duration_seconds,
            "rowsPerSecond": round(self.rows_read / self.duration_seconds) if self.duration_seconds > 0 else None,
            "peakMemoryBytes": self.peak_memory_bytes,
            "tables": [asdict(table) for table in self.tables],
        }


def peak_memory_bytes() -> int:
    """Of this process since it began; Linux counts in KiB, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
