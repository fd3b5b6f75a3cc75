"""`copy`: the live slot's raw data into the idle slot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from etl.cli import slots
from etl.slots import copy_slot

if TYPE_CHECKING:
    import argparse

    from etl.environment import Settings

HELP = "Replace the idle slot's raw data by the live slot's, so that a switch loses none."


def add(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    slots.add(parser)
    parser.add_argument("--from", dest="source", required=True, help="schema of the live slot")
    parser.add_argument("--to", dest="target", required=True, help="schema of the idle slot")


def run(given: argparse.Namespace, settings: Settings) -> dict[str, Any]:
    """Tables that were copied, or why none was."""
    # The two that are named are the two slots, unless somebody says which those are.
    blue = given.blue_schema or settings.get("HX_BLUE_SCHEMA") or given.source
    green = given.green_schema or settings.get("HX_GREEN_SCHEMA") or given.target
    named = settings.slots(given.live_schema, blue, green)
    return copy_slot(settings.warehouse(given.target), named, given.source, given.target)
