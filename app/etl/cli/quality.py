"""`quality`: the declared checks, and the gate."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.errors import GateFailedError
from etl.quality import DataQualityChecker

if TYPE_CHECKING:
    import argparse

    from etl.environment import Settings

HELP = "Check the slot's data. Exit code 11 where a gate fails."


def add(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--environment", help="whose thresholds hold [default: HX_ENVIRONMENT]")
    parser.add_argument("--slot-schema", help="schema to check [default: HX_SLOT_SCHEMA]")
    parser.add_argument("--history-schema", help="where results are kept [default: HX_HISTORY_SCHEMA, else the slot's schema]")
    parser.add_argument("--run-id", help="[default: a new one]")
    parser.add_argument("--checks", type=Path, help="another checks.yml [default: HX_QUALITY_CHECKS, else app/quality/checks.yml]")


def run(given: argparse.Namespace, settings: Settings) -> dict[str, Any]:
    """The report; a failed gate carries it in the error."""
    telemetry = settings.telemetry()
    try:
        checker = DataQualityChecker(
            settings.warehouse(given.slot_schema),
            environment=given.environment or settings.need("HX_ENVIRONMENT", "dev"),
            monitor=telemetry.monitor,
            history_schema=given.history_schema or settings.get("HX_HISTORY_SCHEMA"),
        )
        file = settings.get("HX_QUALITY_CHECKS")
        report = checker.run(given.run_id, checks=given.checks or (Path(file) if file else None))
    finally:
        telemetry.close()
    for result in report.results:
        if not result.passed:
            sys.stderr.write(f"{'gate' if result.gate else 'note'}: {result.message}\n")
    if report.failed_gates:
        raise GateFailedError(f"{len(report.failed_gates)} of {sum(one.gate for one in report.results)} gates failed", results=report.to_json())
    return report.to_json()
