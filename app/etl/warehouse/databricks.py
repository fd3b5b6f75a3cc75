"""Databricks SQL as the warehouse, by its connector. Tables change one after the other, each atomically: there is no transaction over several."""

from __future__ import annotations

import importlib
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from etl.errors import AuthenticationError, ConfigurationError, WarehouseError
from etl.warehouse import databricks_sql as sql
from etl.warehouse.databricks_slots import DatabricksSlots
from etl.warehouse.dialect import DATABRICKS, LOADS, OWN_TABLES, QUARANTINE, create_own_table, create_table
from etl.warehouse.port import LoadCounts, LoadRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from etl.batches import QuarantinedRow
    from etl.schema import Table
    from etl.warehouse.dialect import Dialect
    from etl.warehouse.port import Load
    from etl.warehouse.slot_port import SlotSession

_QUARANTINE_ROWS = 500


class Session(Protocol):
    """One connection's cursor, as the databricks-sql-connector gives it."""

    def run(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Rows of a statement that has some."""


class DatabricksWarehouse:
    """One schema, `catalog.schema`. `stage` is a folder that this process writes and Databricks reads: a volume."""

    def __init__(self, schema: str, *, stage: Path, open_session: Callable[[], Any]) -> None:
        DATABRICKS.qualified(schema, "etl_loads")
        self._schema = schema
        self._stage = stage
        self._open_session = open_session

    @property
    def dialect(self) -> Dialect:
        """How SQL is written there."""
        return DATABRICKS

    @property
    def schema(self) -> str:
        """Catalog and schema."""
        return self._schema

    @contextmanager
    def begin_load(self, run_id: str) -> Iterator[Load]:
        """Everything is read, judged and staged first; tables change when the context ends without an error, and the run is recorded after the last."""
        with self._open_session() as session:
            for table in OWN_TABLES:
                session.run(create_own_table(DATABRICKS, self._schema, table))
            load = DatabricksLoad(session, self._schema, run_id, self._stage / run_id.replace(":", "_"))
            try:
                yield load
                load.finish()
            finally:
                load.clean_up()

    @contextmanager
    def open_slots(self, locked: Sequence[str]) -> Iterator[SlotSession]:  # noqa: ARG002
        """No lock is there to take: the pipeline runs one at a time."""
        with self._open_session() as session:
            yield DatabricksSlots(session, self._schema.rpartition(".")[0])

    def query(self, sql: str) -> list[dict[str, Any]]:
        """Rows of one statement that reads."""
        with self._open_session() as session:
            return list(session.run(sql))

    def replace(self, table: str, scope: dict[str, str], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Two statements: a reader may see the rows gone for a moment."""
        with self._open_session() as session:
            session.run(f"DELETE FROM {table} WHERE {' AND '.join(f'{DATABRICKS.identifier(name)} = :{name}' for name in scope)}", scope)
            _insert(session, table, columns, rows)

    def ensure(self, schema: str, statements: Sequence[str]) -> None:  # noqa: ARG002
        """Runs DDL one after the other. Schemas are the platform's: hx up makes them."""
        with self._open_session() as session:
            for statement in statements:
                session.run(statement)

    def has_table(self, schema: str, table: str) -> bool:
        """True for a table or view that can be read."""
        catalog, _, name = schema.rpartition(".")
        source = f"{DATABRICKS.identifier(catalog)}.information_schema.tables" if catalog else "information_schema.tables"
        with self._open_session() as session:
            return bool(session.run(f"SELECT 1 AS found FROM {source} WHERE table_schema = :schema AND table_name = :table", {"schema": name, "table": table}))


class DatabricksLoad:
    """See Load. Counts are taken before the MERGE, from what is staged."""

    def __init__(self, session: Session, schema: str, run_id: str, stage: Path) -> None:
        self._session = session
        self._schema = schema
        self._run_id = run_id
        self._stage = stage
        self._staged: list[Table] = []
        self._records: list[LoadRecord] = []

    def recorded(self) -> tuple[LoadRecord, ...]:
        """Empty as long as not every table of the run is merged: then the run is to be repeated."""
        rows = self._session.run(
            f"SELECT table_name, sources, rows_read, inserted, updated, quarantined FROM {self._own('etl_loads')} WHERE run_id = :run_id ORDER BY table_name",
            {"run_id": self._run_id},
        )
        return tuple(LoadRecord(*row.values()) for row in rows)

    def load(self, table: Table, batches: Iterator[pa.RecordBatch]) -> LoadCounts:
        """Stages the rows; the table itself changes in `finish`."""
        folder = self._stage / table.name
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / "rows.parquet", batches)
        self._session.run(create_table(DATABRICKS, self._schema, table))
        self._session.run(sql.create_stage(self._schema, table))
        self._staged.append(table)
        self._session.run(sql.copy_into(self._schema, table, str(folder)))
        counts = self._session.run(sql.count_changes(self._schema, table))[0]
        return LoadCounts(inserted=counts["inserted"], updated=counts["updated"], duplicates=counts["staged"] - counts["kept"])

    def quarantine(self, rows: Iterable[tuple[str, QuarantinedRow]]) -> None:
        """What a dead run of the same id has put apart is replaced."""
        self._session.run(f"DELETE FROM {self._own('etl_quarantine')} WHERE run_id = :run_id", {"run_id": self._run_id})
        pending: list[list[Any]] = []
        names = [name for name in QUARANTINE if name != "quarantined_at"]
        for table, row in rows:
            pending.append([self._run_id, table, row.file, row.record, "; ".join(row.reasons), row.raw])
            if len(pending) == _QUARANTINE_ROWS:
                _insert(self._session, self._own("etl_quarantine"), names, pending)
                pending = []
        _insert(self._session, self._own("etl_quarantine"), names, pending)

    def record(self, record: LoadRecord) -> None:
        """Kept until everything is merged."""
        self._records.append(record)

    def finish(self) -> None:
        """Changes the tables, then remembers the run."""
        for table in self._staged:
            reason = f"{table.key}: came before in the same delivery"
            self._session.run(
                f"DELETE FROM {self._own('etl_quarantine')} WHERE run_id = :run_id AND table_name = :table_name AND reasons = :reasons",
                {"run_id": self._run_id, "table_name": table.name, "reasons": reason},
            )
            self._session.run(sql.quarantine_duplicates(self._schema, table), {"run_id": self._run_id, "table_name": table.name, "reasons": reason})
            self._session.run(sql.merge(self._schema, table))
        names = [name for name in LOADS if name != "loaded_at"]
        rows = [[self._run_id, one.table, one.sources, one.rows_read, one.inserted, one.updated, one.quarantined] for one in self._records]
        _insert(self._session, self._own("etl_loads"), names, rows)

    def clean_up(self) -> None:
        """Staged rows hold people's data: they stay no longer than the run."""
        for table in self._staged:
            self._session.run(f"DROP TABLE IF EXISTS {sql.stage_name(self._schema, table)}")
        shutil.rmtree(self._stage, ignore_errors=True)

    def _own(self, table: str) -> str:
        return DATABRICKS.qualified(self._schema, table)


def _write(path: Path, batches: Iterator[pa.RecordBatch]) -> None:
    writer: pq.ParquetWriter | None = None
    position = 0
    for batch in batches:
        numbered = batch.append_column(sql.POSITION, pa.array(range(position, position + batch.num_rows), pa.int64()))
        position += batch.num_rows
        writer = pq.ParquetWriter(path, numbered.schema) if writer is None else writer
        writer.write_batch(numbered)
    if writer is not None:
        writer.close()


def _insert(session: Session, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    if not rows:
        return
    names = [[f"p{row}_{column}" for column in range(len(columns))] for row in range(len(rows))]
    values = ", ".join(f"({', '.join(f':{name}' for name in line)})" for line in names)
    parameters = {name: value for line, row in zip(names, rows, strict=True) for name, value in zip(line, row, strict=True)}
    session.run(f"INSERT INTO {table} ({DATABRICKS.columns(columns)}) VALUES {values}", parameters)


def connector_sessions(*, host: str, http_path: str, token: str | None) -> Callable[[], Any]:
    """Opens sessions by the databricks-sql-connector. Raises AuthenticationError without a token, ConfigurationError without the connector."""
    if token is None:
        raise AuthenticationError("no token for Databricks", suggestion="DATABRICKS_TOKEN=<from az account get-access-token>")
    try:
        connector = importlib.import_module("databricks.sql")
    except ModuleNotFoundError as error:
        raise ConfigurationError("the Databricks connector is not installed", suggestion="pip install 'hiscox-etl[databricks]'") from error

    @contextmanager
    def opened() -> Iterator[Session]:
        try:
            with connector.connect(server_hostname=host.removeprefix("https://").rstrip("/"), http_path=http_path, access_token=token) as connection:
                yield _ConnectorSession(connection)
        except connector.Error as error:
            raise WarehouseError(f"Databricks failed: {str(error).splitlines()[0][:200]}") from None

    return opened


class _ConnectorSession:
    def __init__(self, connection: Any) -> None:  # noqa: ANN401 - the connector ships no types
        self._connection = connection

    def run(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        with self._connection.cursor() as cursor:
            cursor.execute(statement, dict(parameters or {}))
            if cursor.description is None:
                return []
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
