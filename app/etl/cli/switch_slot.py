"""`switch`: readers see the other slot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from etl.cli import slots
from etl.slots import switch_slot

if TYPE_CHECKING:
    import argparse

    from etl.environment import Settings

HELP = "Make the views of the live schema onto a slot, all at once. Exit code 7, with nothing changed, where loads would be lost."


def add(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    slots.add(parser)
    parser.add_argument("--to", choices=("blue", "green"), required=True)
    parser.add_argument("--expected", metavar="STATE", help="state of the slot that was judged, as `slots` told it: refuse where it was loaded since")
    parser.add_argument("--allow-missing-loads", action="store_true", help="switch although the live slot holds loads that the other one has not")


def run(given: argparse.Namespace, settings: Settings) -> dict[str, Any]:
    """What is live now and what was before."""
    named = slots.given_slots(given, settings)
    return switch_slot(settings.warehouse(named.live), named, given.to, allow_missing_loads=given.allow_missing_loads, expected=given.expected)
