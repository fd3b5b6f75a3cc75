"""Slots in Databricks: deep clones, and views one after the other. There is no transaction over them: every step can be repeated, and a stopped one is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from etl.warehouse.dialect import DATABRICKS
from etl.warehouse.slot_port import Columns, LiveSchema, LoadKey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from etl.warehouse.databricks import Session

_reads = re.compile(r"SELECT \* FROM (?:`\w+`\.)?`(\w+)`\.`(\w+)`", re.IGNORECASE)


class DatabricksSlots:
    """See SlotSession. `catalog` is empty where the session has a default one."""

    def __init__(self, session: Session, catalog: str) -> None:
        self._session = session
        self._catalog = catalog

    def is_live(self, schema: str) -> bool:
        """Whether a switch has made views there."""
        return bool(self._views(schema))

    def live(self, schema: str, slots: Sequence[str]) -> LiveSchema:
        """A view is ours where it says what the switch writes, of one of the slots."""
        views = {name: slot for name, slot in self._views(schema).items() if slot in slots}
        return LiveSchema(views, frozenset(self.relations(schema).keys() - views.keys()))

    def relations(self, schema: str) -> Mapping[str, Columns]:
        """Tables and views by name."""
        found: dict[str, list[tuple[str, str]]] = {}
        for row in self._information("table_name, column_name, full_data_type", "columns", schema, "ORDER BY table_name, ordinal_position"):
            found.setdefault(row["table_name"], []).append((row["column_name"], row["full_data_type"]))
        return {name: tuple(columns) for name, columns in found.items()}

    def loads(self, schema: str) -> frozenset[LoadKey]:
        """What was loaded into a slot."""
        if "etl_loads" not in self.relations(schema):
            return frozenset()
        rows = self._session.run(f"SELECT run_id, table_name, sources FROM {self._name(schema, 'etl_loads')}")
        return frozenset(LoadKey(row["run_id"], row["table_name"], row["sources"]) for row in rows)

    def fingerprint(self, schema: str, table: str) -> tuple[int, str]:
        """A sum does not depend on the order."""
        row = self._session.run(f"SELECT count(*) AS n, coalesce(sum(CAST(xxhash64(*) AS DECIMAL(38, 0))), 0) AS digest FROM {self._name(schema, table)}")[0]
        return int(row["n"]), str(row["digest"])

    def copy_table(self, table: str, source: str, target: str) -> None:
        """A clone that is made again copies what has changed."""
        if table in self.relations(source):
            self._session.run(f"CREATE OR REPLACE TABLE {self._name(target, table)} DEEP CLONE {self._name(source, table)}")
        elif table in self.relations(target):
            self._session.run(f"DELETE FROM {self._name(target, table)}")

    def forget_builds(self, schema: str) -> None:
        """The next transform builds everything."""
        if "etl_builds" in self.relations(schema):
            self._session.run(f"DELETE FROM {self._name(schema, 'etl_builds')}")

    def point(self, live: str, slot: str, names: Sequence[str], dropped: Sequence[str]) -> None:
        """Each view changes at once; one that vanishes goes when all others are there."""
        for name in names:
            self._session.run(f"CREATE OR REPLACE VIEW {self._name(live, name)} AS SELECT * FROM {self._name(slot, name)}")
        for name in dropped:
            self._session.run(f"DROP VIEW IF EXISTS {self._name(live, name)}")

    def _views(self, schema: str) -> dict[str, str]:
        rows = self._information("table_name, view_definition", "views", schema)
        read = {row["table_name"]: _reads.fullmatch(" ".join(str(row["view_definition"] or "").split())) for row in rows}
        return {name: found[1] for name, found in read.items() if found is not None and found[2] == name}

    def _information(self, columns: str, table: str, schema: str, order: str = "") -> list[dict[str, Any]]:
        source = f"{DATABRICKS.identifier(self._catalog)}.information_schema" if self._catalog else "information_schema"
        return self._session.run(f"SELECT {columns} FROM {source}.{table} WHERE table_schema = :schema {order}".strip(), {"schema": schema})

    def _name(self, schema: str, table: str) -> str:
        return DATABRICKS.qualified(f"{self._catalog}.{schema}" if self._catalog else schema, table)
