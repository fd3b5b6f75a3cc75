"""PostgreSQL as the warehouse, by psycopg. Connects as libpq does: PGHOST, PGUSER, PGPASSFILE …; a password is never part of an argument or a message."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.rows import dict_row

from etl.errors import AuthenticationError, LockedError, WarehouseError
from etl.warehouse.dialect import OWN_TABLES, POSTGRES, create_own_table
from etl.warehouse.postgres_load import PostgresLoad
from etl.warehouse.postgres_slots import PostgresSlots

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from etl.warehouse.dialect import Dialect
    from etl.warehouse.port import Load
    from etl.warehouse.slot_port import SlotSession

_CONNECT_SECONDS = 10


class PostgresWarehouse:
    """One schema of one database. Every call opens its own connection: nothing is held between steps."""

    def __init__(self, schema: str, *, url: str = "", lock_seconds: int = 60) -> None:
        POSTGRES.identifier(schema)
        self._schema = schema
        self._url = url
        self._lock_seconds = lock_seconds

    @property
    def dialect(self) -> Dialect:
        """How SQL is written there."""
        return POSTGRES

    @property
    def schema(self) -> str:
        """Where tables are, such as insurance_blue."""
        return self._schema

    @contextmanager
    def begin_load(self, run_id: str) -> Iterator[Load]:
        """One transaction: committed at the end, rolled back by any error, and by the server when this process dies."""
        with self._connected() as connection:
            self._lock(connection, [self._schema])
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {POSTGRES.identifier(self._schema)}")
            for table in OWN_TABLES:
                connection.execute(create_own_table(POSTGRES, self._schema, table))
            yield PostgresLoad(connection, self._schema, run_id)

    @contextmanager
    def open_slots(self, locked: Sequence[str]) -> Iterator[SlotSession]:
        """One transaction, as a load."""
        with self._connected() as connection:
            self._lock(connection, locked)
            yield PostgresSlots(connection, self._lock_seconds)

    def _lock(self, connection: psycopg.Connection[tuple[Any, ...]], schemas: Sequence[str]) -> None:
        """Always in the same order, so that two who want both don't wait for each other."""
        connection.execute(f"SET LOCAL lock_timeout = '{self._lock_seconds}s'")
        # A server that builds an index for a dead process notices it, so that the next run need not wait.
        connection.execute("SET LOCAL client_connection_check_interval = '1s'")
        for schema in sorted(schemas):
            connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('hx-etl:' || %s, 0))", [schema])

    def query(self, sql: str) -> list[dict[str, Any]]:
        """Rows of one statement that reads."""
        with self._connected() as connection:
            connection.read_only = True
            return connection.cursor(row_factory=dict_row).execute(sql).fetchall()

    def replace(self, table: str, scope: dict[str, str], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """In one transaction: removes the rows of a qualified table whose columns equal `scope`, then inserts."""
        where = " AND ".join(f"{POSTGRES.identifier(name)} = %s" for name in scope)
        with self._connected() as connection, connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE {where}", list(scope.values()))
            cursor.executemany(f"INSERT INTO {table} ({POSTGRES.columns(columns)}) VALUES ({', '.join(['%s'] * len(columns))})", rows)

    def ensure(self, schema: str, statements: Sequence[str]) -> None:
        """Runs DDL one after the other, alone among all processes: IF NOT EXISTS is not safe against itself."""
        with self._connected() as connection:
            connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('hx-etl-ddl', 0))")
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {POSTGRES.identifier(schema)}")
            for statement in statements:
                connection.execute(statement)

    def has_table(self, schema: str, table: str) -> bool:
        """True for a table or view that can be read."""
        with self._connected() as connection:
            row = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [POSTGRES.qualified(schema, table)]).fetchone()
            return bool(row and row[0])

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        try:
            with psycopg.connect(self._url, connect_timeout=_CONNECT_SECONDS, application_name="hx-etl") as connection:
                yield connection
        except psycopg.Error as error:
            raise translated(error) from None


def translated(error: psycopg.Error) -> AuthenticationError | LockedError | WarehouseError:
    """An error of ours. Takes the server's primary message alone: details and contexts quote rows, which are people's data."""
    if error.sqlstate is None:
        text = str(error).strip().splitlines()
        reason = text[0] if text else type(error).__name__
        if "password" in reason or "authentication" in reason:
            return AuthenticationError(f"the warehouse refused the credentials: {reason}", suggestion="set PGUSER and PGPASSFILE (or PGPASSWORD)")
        return WarehouseError(f"the warehouse could not be reached: {reason}", suggestion="check PGHOST and PGPORT, then: psql -c 'select 1'")
    if error.sqlstate in ("28P01", "28000"):
        return AuthenticationError(
            f"the warehouse refused the credentials: {error.diag.message_primary}", suggestion="set PGUSER and PGPASSFILE (or PGPASSWORD)"
        )
    if error.sqlstate == "55P03":
        return LockedError("another load works on the same schema", suggestion="wait for it to end, or for its connection to be closed, then run again")
    return WarehouseError(f"the warehouse failed: {error.diag.message_primary} (SQLSTATE {error.sqlstate})")
