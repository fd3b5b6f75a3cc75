"""`ingest`: a delivery into the slot's schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.ingestion import IngestionPipeline
from etl.schema import load_schema
from etl.slots import refuse_views

if TYPE_CHECKING:
    import argparse

    from etl.environment import Settings

HELP = "Load a folder of files in one transaction. The same run id again changes nothing."


def add(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--source", type=Path, help="folder with the files [default: HX_LANDING_DIR]")
    parser.add_argument("--slot-schema", help="schema to load into [default: HX_SLOT_SCHEMA]")
    parser.add_argument("--run-id", help="[default: a new one]")
    parser.add_argument("--batch-size", type=int, default=10_000, help="rows that are checked and sent at a time [default: 10000]")
    parser.add_argument("--declared", type=Path, help="another schema.yml")


def run(given: argparse.Namespace, settings: Settings) -> dict[str, Any]:
    """The ingestion's result."""
    warehouse = settings.warehouse(given.slot_schema)
    refuse_views(warehouse)
    telemetry = settings.telemetry()
    try:
        pipeline = IngestionPipeline(
            given.source or settings.landing(),
            warehouse,
            schema=load_schema(given.declared),
            monitor=telemetry.monitor,
            run_id=given.run_id,
        )
        return pipeline.run(batch_size=given.batch_size).to_json()
    finally:
        telemetry.close()
