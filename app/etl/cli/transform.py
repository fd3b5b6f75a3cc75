"""`transform`: dbt's models and tests into the slot's schema."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.builds import remember_build
from etl.errors import EtlError
from etl.slots import refuse_views
from etl.transform import DbtRun

if TYPE_CHECKING:
    import argparse

    from etl.environment import Settings

HELP = "Build and test the dbt models in the slot's schema. Exit code 11 where a test fails."
PIPELINE_NAME = "transformation"
_PROJECT = Path(__file__).resolve().parents[2] / "dbt"


def add(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--project-dir", type=Path, help="[default: HX_DBT_PROJECT, else app/dbt]")
    parser.add_argument("--profiles-dir", type=Path, required=True, help="folder with the profiles.yml that `profiles` wrote")
    parser.add_argument("--out", type=Path, required=True, help="folder for dbt's target and logs")
    parser.add_argument("--target", help="[default: the profile's]")
    parser.add_argument("--state", type=Path, help="folder with the last release's manifest.json: builds only what was modified, where that is enough")
    parser.add_argument("--slot-schema", help="[default: HX_SLOT_SCHEMA]")
    parser.add_argument("--run-id", help="[default: a new one]")


def run(given: argparse.Namespace, settings: Settings) -> dict[str, Any]:
    """Counts by status, failures, and where dbt's files are."""
    warehouse = settings.warehouse(given.slot_schema)
    project = given.project_dir or Path(settings.get("HX_DBT_PROJECT") or _PROJECT)
    run_id, began = given.run_id or f"run-{uuid.uuid4()}", datetime.now(UTC)
    if not (project / "dbt_project.yml").is_file():
        raise EtlError(f"{project} is no dbt project", suggestion="--project-dir app/dbt")
    refuse_views(warehouse)
    telemetry = settings.telemetry()
    try:
        with telemetry.monitor.pipeline(PIPELINE_NAME, run_id):
            dbt = DbtRun(project.resolve(), given.profiles_dir.resolve(), given.out.resolve(), given.target, given.state.resolve() if given.state else None)
            outcome = dbt.build(warehouse)
            remember_build(warehouse, run_id, began, outcome["selection"])
    finally:
        telemetry.close()
    return {"runId": run_id, **outcome}
