"""Remembers when a slot's models were built, and tells whether building only what was modified would leave anything stale or missing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from etl.errors import ConfigurationError
from etl.warehouse.dialect import OWN_TABLES, create_own_table

if TYPE_CHECKING:
    from pathlib import Path

    from etl.warehouse import Warehouse

_TABLE = "etl_builds"


def why_full(warehouse: Warehouse, manifest: Path) -> str | None:
    """The reason for a full build; None where a slim one is enough. Raises ConfigurationError where the state has no manifest."""
    try:
        nodes = json.loads(manifest.read_text("utf-8"))["nodes"].values()
    except (OSError, ValueError, KeyError) as error:
        raise ConfigurationError(f"{manifest} is no manifest of dbt", suggestion="--state is the folder that a build's `manifest` lies in") from error
    missing = [node["alias"] for node in nodes if node["resource_type"] == "model" and not warehouse.has_table(warehouse.schema, node["alias"])]
    if missing:
        return f"the slot has no {', '.join(sorted(missing)[:5])}"
    if not warehouse.has_table(warehouse.schema, _TABLE):
        return "the slot was never built as a whole"
    built = warehouse.query(f"SELECT max(built_at) AS at FROM {_table(warehouse, _TABLE)}")[0]["at"]
    if built is None:
        return "the slot was never built as a whole"
    if warehouse.has_table(warehouse.schema, "etl_loads"):
        loaded = warehouse.query(f"SELECT max(loaded_at) AS at FROM {_table(warehouse, 'etl_loads')}")[0]["at"]
        if loaded is not None and loaded > built:
            return "data was loaded after the last build"
    return None


def remember_build(warehouse: Warehouse, run_id: str, began: datetime, selection: str) -> None:
    """`began` counts, not the end: what is loaded in between may have been missed."""
    warehouse.ensure(warehouse.schema, [create_own_table(warehouse.dialect, warehouse.schema, _TABLE)])
    warehouse.replace(_table(warehouse, _TABLE), {"run_id": run_id}, list(OWN_TABLES[_TABLE]), [(run_id, began.astimezone(UTC), selection)])


def _table(warehouse: Warehouse, name: str) -> str:
    return warehouse.dialect.qualified(warehouse.schema, name)
