"""`slots`: which slot is live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from etl.slots import describe

if TYPE_CHECKING:
    import argparse

    from etl.environment import Settings
    from etl.slots import Slots

HELP = "Say which slot is live, by the views that readers see."


def add(parser: argparse.ArgumentParser) -> None:
    """Its options: the schemas of a target, which `copy` and `switch` take too."""
    parser.add_argument("--live-schema", help="schema of the views [default: HX_LIVE_SCHEMA]")
    parser.add_argument("--blue-schema", help="[default: HX_BLUE_SCHEMA]")
    parser.add_argument("--green-schema", help="[default: HX_GREEN_SCHEMA]")


def given_slots(given: argparse.Namespace, settings: Settings) -> Slots:
    """Options before variables."""
    return settings.slots(given.live_schema, given.blue_schema, given.green_schema)


def run(given: argparse.Namespace, settings: Settings) -> dict[str, Any]:
    """Live and idle slot, and what was loaded into each."""
    slots = given_slots(given, settings)
    return describe(settings.warehouse(slots.live), slots)
