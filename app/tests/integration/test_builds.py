"""When building only what was modified is enough, judged on a real PostgreSQL without dbt."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from etl.builds import remember_build, why_full
from etl.errors import ConfigurationError
from etl.ingestion import IngestionPipeline
from tests.support.files import policies, policy

if TYPE_CHECKING:
    from pathlib import Path

    from etl.warehouse.postgres import PostgresWarehouse


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    nodes = {name: {"alias": name, "resource_type": kind} for name, kind in {"fct_policies": "model", "dim_customers": "model", "some_test": "test"}.items()}
    (tmp_path / "manifest.json").write_text(json.dumps({"nodes": nodes}))
    return tmp_path / "manifest.json"


def test_a_full_build_is_asked_for_until_nothing_could_be_stale_or_missing(tmp_path: Path, manifest: Path, warehouse: PostgresWarehouse) -> None:
    schema = warehouse.schema
    assert why_full(warehouse, manifest) == "the slot has no dim_customers, fct_policies"
    warehouse.ensure(schema, [f"CREATE VIEW {schema}.dim_customers AS SELECT 1 AS x", f"CREATE TABLE {schema}.fct_policies AS SELECT 1 AS x"])
    assert why_full(warehouse, manifest) == "the slot was never built as a whole"
    IngestionPipeline(policies(tmp_path / "in", policy(1)), warehouse, run_id="load").run()
    assert why_full(warehouse, manifest) == "the slot was never built as a whole"
    remember_build(warehouse, "build-1", datetime.now(UTC) + timedelta(seconds=1), "all")
    assert why_full(warehouse, manifest) is None
    remember_build(warehouse, "build-1", datetime.now(UTC) - timedelta(hours=1), "all")
    assert why_full(warehouse, manifest) == "data was loaded after the last build"


def test_a_state_without_a_manifest_is_refused(tmp_path: Path, warehouse: PostgresWarehouse) -> None:
    with pytest.raises(ConfigurationError, match="is no manifest of dbt"):
        why_full(warehouse, tmp_path / "manifest.json")
