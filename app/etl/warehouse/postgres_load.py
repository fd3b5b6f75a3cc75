"""One load into PostgreSQL, inside the transaction that its warehouse opened: COPY in bulk, then keys, then the record of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg

from etl.errors import ConfigurationError
from etl.warehouse.copy_stream import encoded_ahead
from etl.warehouse.dialect import POSTGRES, create_table
from etl.warehouse.port import LoadCounts, LoadRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from etl.batches import QuarantinedRow
    from etl.schema import Table

_RAW_CHARACTERS = 8192
"""Of a quarantined row that are kept: enough to see it, little enough that a broken file fills no disk."""


class PostgresLoad:
    """See Load. An empty table is filled directly and gets its key at the end; one with rows is merged from a temporary table."""

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]], schema: str, run_id: str) -> None:
        self._connection = connection
        self._schema = schema
        self._run_id = run_id

    def recorded(self) -> tuple[LoadRecord, ...]:
        """What an earlier run of the same id has loaded."""
        found = self._connection.execute(
            f"SELECT table_name, sources, rows_read, inserted, updated, quarantined FROM {self._own('etl_loads')} WHERE run_id = %s ORDER BY table_name",
            [self._run_id],
        )
        return tuple(LoadRecord(*row) for row in found.fetchall())

    def load(self, table: Table, batches: Iterator[pa.RecordBatch]) -> LoadCounts:
        """Everything in the one transaction of the run."""
        target = self._ensure(table)
        counts = self._fill(table, target, batches) if self._is_empty(target) else self._merge(table, target, batches)
        # The planner knows nothing of a bulk load until somebody tells it, and dbt comes right after.
        self._run(f"ANALYZE {target}")
        return counts

    def quarantine(self, rows: Iterable[tuple[str, QuarantinedRow]]) -> None:
        """Streams; memory does not grow with the number of rows."""
        columns = POSTGRES.columns(("run_id", "table_name", "file_name", "record", "reasons", "raw", "quarantined_at"))
        now = self._connection.execute("SELECT now()").fetchone()
        with self._connection.cursor().copy(f"COPY {self._own('etl_quarantine')} ({columns}) FROM STDIN") as copy:
            for table, row in rows:
                raw = row.raw.replace("\0", "\\u0000")[:_RAW_CHARACTERS]
                copy.write_row((self._run_id, table, row.file, row.record, "; ".join(row.reasons), raw, now and now[0]))

    def record(self, record: LoadRecord) -> None:
        """Becomes visible with the rows that it speaks of."""
        columns = ("run_id", "table_name", "sources", "rows_read", "inserted", "updated", "quarantined")
        self._connection.execute(
            f"INSERT INTO {self._own('etl_loads')} ({POSTGRES.columns(columns)}, loaded_at) VALUES (%s, %s, %s, %s, %s, %s, %s, now())",
            [self._run_id, record.table, record.sources, record.rows_read, record.inserted, record.updated, record.quarantined],
        )

    def _ensure(self, table: Table) -> str:
        """Makes the table, adds columns that were declared since, refuses other types."""
        target = self._own(table.name)
        self._run(create_table(POSTGRES, self._schema, table))
        found = dict(
            self._connection.execute(
                "SELECT attname::text, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
                [target],
            ).fetchall()
        )
        for column in table.columns:
            wanted = POSTGRES.type_of(column).replace(", ", ",").replace("timestamptz", "timestamp with time zone")
            if column.name not in found:
                self._run(f"ALTER TABLE {target} ADD COLUMN {POSTGRES.identifier(column.name)} {POSTGRES.type_of(column)}")
            elif found[column.name] != wanted:
                raise ConfigurationError(
                    f"{self._schema}.{table.name}.{column.name} is {found[column.name]} in the warehouse and {wanted} in schema.yml",
                    suggestion="load into a fresh slot's schema, or change the column in the warehouse first",
                )
        return target

    def _is_empty(self, target: str) -> bool:
        row = self._connection.execute(f"SELECT NOT EXISTS (SELECT 1 FROM {target})").fetchone()
        return bool(row and row[0])

    def _fill(self, table: Table, target: str, batches: Iterator[pa.RecordBatch]) -> LoadCounts:
        """Building the key once is several times cheaper than keeping it at every row."""
        self._run(f"ALTER TABLE {target} DROP CONSTRAINT IF EXISTS {POSTGRES.identifier(f'{table.name}_pkey')}")
        copied = self._copy(table, target, batches)
        duplicates = self._key(table, target)
        return LoadCounts(inserted=copied - duplicates, updated=0, duplicates=duplicates)

    def _merge(self, table: Table, target: str, batches: Iterator[pa.RecordBatch]) -> LoadCounts:
        stage = POSTGRES.qualified("pg_temp", f"etl_stage_{table.name}")
        columns, key = POSTGRES.columns(table.column_names), POSTGRES.identifier(table.key)
        self._run(f"CREATE TEMPORARY TABLE {POSTGRES.identifier(f'etl_stage_{table.name}')} ON COMMIT DROP AS SELECT {columns} FROM {target} WITH NO DATA")
        self._copy(table, stage, batches)
        duplicates = self._key(table, stage)
        others = [POSTGRES.identifier(name) for name in table.column_names if name != table.key]
        assignments = ", ".join(f"{name} = EXCLUDED.{name}" for name in [*others, POSTGRES.identifier("_loaded_at")])
        changed = f"({', '.join(f't.{name}' for name in others)}) IS DISTINCT FROM ({', '.join(f'EXCLUDED.{name}' for name in others)})"
        merged = self._connection.execute(
            f"WITH merged AS (INSERT INTO {target} AS t ({columns}) SELECT {columns} FROM {stage} "
            f"ON CONFLICT ({key}) DO UPDATE SET {assignments} WHERE {changed} RETURNING (xmax = 0) AS is_new) "
            "SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM merged"
        ).fetchone()
        self._run(f"DROP TABLE {stage}")
        inserted, updated = merged or (0, 0)
        return LoadCounts(inserted=inserted, updated=updated, duplicates=duplicates)

    def _copy(self, table: Table, target: str, batches: Iterator[pa.RecordBatch]) -> int:
        cursor = self._connection.cursor()
        with (
            encoded_ahead(batches) as chunks,
            cursor.copy(f"COPY {target} ({POSTGRES.columns(table.column_names)}) FROM STDIN (FORMAT csv)") as copy,
        ):
            for chunk in chunks:
                copy.write(chunk)
        return cursor.rowcount

    def _key(self, table: Table, target: str) -> int:
        """Gives the table its key; where the delivery has a key twice, quarantines all but the first. Number of quarantined rows."""
        statement = f"ALTER TABLE {target} ADD PRIMARY KEY ({POSTGRES.identifier(table.key)})"
        try:
            with self._connection.transaction():
                self._connection.execute(statement)
        except psycopg.errors.UniqueViolation:
            duplicates = self._quarantine_duplicates(table, target)
            self._connection.execute(statement)
            return duplicates
        return 0

    def _quarantine_duplicates(self, table: Table, target: str) -> int:
        """The order of a COPY is that of the row's place on disk."""
        key = POSTGRES.identifier(table.key)
        return self._connection.execute(
            (
                f"WITH ranked AS (SELECT ctid, row_number() OVER (PARTITION BY {key} ORDER BY ctid) AS place FROM {target}), "
                f"gone AS (DELETE FROM {target} AS t USING ranked WHERE t.ctid = ranked.ctid AND ranked.place > 1 RETURNING t.*) "
                f"INSERT INTO {self._own('etl_quarantine')} (run_id, table_name, reasons, raw, quarantined_at) "
                f"SELECT %s, %s, %s, left((to_jsonb(gone) - '_loaded_at')::text, {_RAW_CHARACTERS}), now() FROM gone"
            ),
            [self._run_id, table.name, f"{table.key}: came before in the same delivery"],
        ).rowcount

    def _own(self, table: str) -> str:
        return POSTGRES.qualified(self._schema, table)

    def _run(self, statement: str) -> None:
        self._connection.execute(statement)
