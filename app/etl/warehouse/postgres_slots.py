"""Slots in PostgreSQL, inside the transaction that the warehouse opened. dbt/macros/live_views.sql keeps the same views while models are swapped below them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import psycopg

from etl.errors import LockedError
from etl.warehouse.dialect import POSTGRES
from etl.warehouse.slot_port import Columns, LiveSchema, LoadKey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LIVE_VIEW = "etl: live view"
"""The comment that tells a view of ours from one that somebody else made."""
_VIEWS = """
SELECT v.relname::text, min(tn.nspname::text) FROM pg_class v
JOIN pg_rewrite r ON r.ev_class = v.oid
JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> v.oid
JOIN pg_class t ON t.oid = d.refobjid JOIN pg_namespace tn ON tn.oid = t.relnamespace
WHERE v.relkind = 'v' AND v.relnamespace = to_regnamespace(%s) AND obj_description(v.oid, 'pg_class') = %s GROUP BY v.relname
"""
_RELATIONS = """
SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod) FROM pg_class c
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relnamespace = to_regnamespace(%s) ORDER BY c.relname, a.attnum
"""
_LOCK_SECONDS = 1
"""Who reads a view waits behind a change that waits: so long at most, then the change stands back and tries again."""


class PostgresSlots:
    """See SlotSession."""

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]], patience_seconds: int) -> None:
        self._connection = connection
        self._patience_seconds = patience_seconds

    def is_live(self, schema: str) -> bool:
        """Whether a switch has made views there."""
        return bool(self._views(schema))

    def live(self, schema: str, slots: Sequence[str]) -> LiveSchema:  # noqa: ARG002
        """The schema that a view reads is the one that its table lies in now."""
        views = self._views(schema)
        return LiveSchema(views, frozenset(self.relations(schema).keys() - views.keys()))

    def relations(self, schema: str) -> Mapping[str, Columns]:
        """Tables and views by name."""
        found: dict[str, list[tuple[str, str]]] = {}
        for relation, column, kind in self._connection.execute(_RELATIONS, [POSTGRES.identifier(schema)]).fetchall():
            columns = found.setdefault(relation, [])
            if column is not None:
                columns.append((column, kind))
        return {name: tuple(columns) for name, columns in found.items()}

    def loads(self, schema: str) -> frozenset[LoadKey]:
        """What was loaded into a slot."""
        if "etl_loads" not in self.relations(schema):
            return frozenset()
        rows = self._connection.execute(f"SELECT run_id, table_name, sources FROM {POSTGRES.qualified(schema, 'etl_loads')}").fetchall()
        return frozenset(LoadKey(*row) for row in rows)

    def fingerprint(self, schema: str, table: str) -> tuple[int, str]:
        """A sum does not depend on the order."""
        row = self._connection.execute(
            f"SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM {POSTGRES.qualified(schema, table)} AS t"
        ).fetchone()
        return (0, "0") if row is None else (row[0], row[1])

    def copy_table(self, table: str, source: str, target: str) -> None:
        """What is built on a table with other columns goes with it: the next transform makes it again."""
        ours, theirs = self.relations(source).get(table), self.relations(target).get(table)
        old, new = POSTGRES.qualified(source, table), POSTGRES.qualified(target, table)
        if theirs is not None and ours is not None and theirs != ours:
            self._run(f"DROP TABLE {new} CASCADE")
            theirs = None
        if theirs is not None:
            self._run(f"TRUNCATE {new}")
        if ours is None:
            return
        if theirs is None:
            self._run(f"CREATE TABLE {new} (LIKE {old} INCLUDING ALL)")
        self._run(f"INSERT INTO {new} SELECT * FROM {old}")
        self._run(f"ANALYZE {new}")

    def forget_builds(self, schema: str) -> None:
        """The next transform builds everything."""
        self._run(f"CREATE SCHEMA IF NOT EXISTS {POSTGRES.identifier(schema)}")
        if "etl_builds" in self.relations(schema):
            self._run(f"DELETE FROM {POSTGRES.qualified(schema, 'etl_builds')}")

    def point(self, live: str, slot: str, names: Sequence[str], dropped: Sequence[str]) -> None:
        """All views or none: another session sees them change at the commit."""
        self._run(f"CREATE SCHEMA IF NOT EXISTS {POSTGRES.identifier(live)}")
        deadline = time.monotonic() + self._patience_seconds
        while True:
            try:
                with self._connection.transaction():
                    self._run(f"SET LOCAL lock_timeout = '{_LOCK_SECONDS}s'")
                    for name in dropped:
                        self._run(f"DROP VIEW {POSTGRES.qualified(live, name)}")
                    for name in names:
                        self._make(live, slot, name)
            except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
                if time.monotonic() > deadline:
                    raise LockedError(
                        f"readers have held the views of {live} for {self._patience_seconds} s", suggestion="end their transactions, then run again"
                    ) from None
                time.sleep(0.2)
            else:
                return

    def _make(self, live: str, slot: str, name: str) -> None:
        """Replacing keeps the view's rights; one whose columns are others can only be made anew."""
        view = POSTGRES.qualified(live, name)
        definition = f"VIEW {view} AS SELECT * FROM {POSTGRES.qualified(slot, name)}"
        try:
            with self._connection.transaction():
                self._run(f"CREATE OR REPLACE {definition}")
        except psycopg.errors.InvalidTableDefinition:
            self._run(f"DROP VIEW {view}")
            self._run(f"CREATE {definition}")
        self._run(f"COMMENT ON VIEW {view} IS '{LIVE_VIEW}'")

    def _views(self, schema: str) -> dict[str, str]:
        return dict(self._connection.execute(_VIEWS, [POSTGRES.identifier(schema), LIVE_VIEW]).fetchall())

    def _run(self, statement: str) -> None:
        self._connection.execute(statement)
