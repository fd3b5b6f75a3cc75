"""What an ingestion and the quality checks need of a warehouse. Adapters stand beside; nothing here knows one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    import pyarrow as pa

    from etl.batches import QuarantinedRow
    from etl.schema import Table
    from etl.warehouse.dialect import Dialect
    from etl.warehouse.slot_port import SlotSession


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """Rows of one table: new ones, changed ones, and those whose key came twice in the delivery (the first is kept, the others quarantined)."""

    inserted: int
    updated: int
    duplicates: int


@dataclass(frozen=True, slots=True)
class LoadRecord:
    """What the warehouse remembers of one table of one run. `sources` is canonical JSON of the files' names and digests."""

    table: str
    sources: str
    rows_read: int
    inserted: int
    updated: int
    quarantined: int


class Load(Protocol):
    """One run's load; becomes visible as a whole when its context ends without an error, or not at all."""

    def recorded(self) -> tuple[LoadRecord, ...]:
        """What an earlier run of the same id has loaded; empty where there was none."""

    def load(self, table: Table, batches: Iterator[pa.RecordBatch]) -> LoadCounts:
        """Inserts new keys, updates changed rows, leaves equal rows alone. `batches` are in the declared types; what it raises ends the load."""

    def quarantine(self, rows: Iterable[tuple[str, QuarantinedRow]]) -> None:
        """Keeps rows apart, each with the name of its table."""

    def record(self, record: LoadRecord) -> None:
        """Remembers the table as loaded by this run."""


class Warehouse(Protocol):
    """A schema of a warehouse."""

    @property
    def dialect(self) -> Dialect:
        """How SQL is written there."""

    @property
    def schema(self) -> str:
        """Where tables are, such as insurance_blue."""

    def begin_load(self, run_id: str) -> AbstractContextManager[Load]:
        """Raises LockedError where another load holds the schema for longer than the adapter waits."""

    def query(self, sql: str) -> list[dict[str, Any]]:
        """Rows of one statement that reads. Raises WarehouseError."""

    def replace(self, table: str, scope: dict[str, str], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """In one transaction: removes the rows of a qualified table whose columns equal `scope`, then inserts."""

    def ensure(self, schema: str, statements: Sequence[str]) -> None:
        """Runs DDL that changes nothing where it has been run before; makes the schema first where schemas are the ETL's to make."""

    def open_slots(self, locked: Sequence[str]) -> AbstractContextManager[SlotSession]:
        """With no load into the named schemas meanwhile. Raises LockedError where one holds them for longer than the adapter waits."""

    def has_table(self, schema: str, table: str) -> bool:
        """True for a table or view that can be read."""
