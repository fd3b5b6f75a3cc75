"""Parses argv, runs one command, prints its JSON and maps errors to exit codes. Logs go to stderr."""

from __future__ import annotations

import argparse
import ctypes
import json
import logging
import os
import signal
import sys
import traceback
from typing import TYPE_CHECKING, Any, NoReturn

from etl.cli import copy_slot, generate, ingest, profiles, quality, slots, switch_slot, transform
from etl.environment import Settings, from_environment
from etl.errors import EtlError, GateFailedError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

CANCELLED, BUG = 8, 255
_commands = {
    "generate": generate,
    "ingest": ingest,
    "quality": quality,
    "profiles": profiles,
    "transform": transform,
    "slots": slots,
    "copy": copy_slot,
    "switch": switch_slot,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code of the command: 0 done, 2 wrong input, 3 credentials, 4 warehouse, 7 expectation, 8 cancelled, 11 gate, 12 locked, 255 bug."""
    parser = argparse.ArgumentParser(prog="python -m etl", description="Ingestion and data quality of the insurance ETL. Prints one line of JSON.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, module in _commands.items():
        module.add(commands.add_parser(name, help=module.HELP, description=module.HELP))
    given = parser.parse_args(arguments)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    signal.signal(signal.SIGTERM, _interrupt)
    if os.environ.get("HX_PARENT"):
        _end_with_parent()
    settings = from_environment()
    code, outcome = _run(given, settings)
    line = json.dumps({"version": 1, "command": given.command, "ok": code == 0, "exitCode": code, **outcome}, ensure_ascii=False)
    sys.stdout.write(settings.scrub(line) + "\n")
    return code


def _run(given: argparse.Namespace, settings: Settings) -> tuple[int, dict[str, Any]]:
    try:
        return 0, _commands[given.command].run(given, settings)
    except GateFailedError as error:
        return error.exit_code, {"error": _error_json(error), **error.results}
    except EtlError as error:
        sys.stderr.write(settings.scrub(f"error: {error.message}\n" + (f"    try: {error.suggestion}\n" if error.suggestion else "")))
        return error.exit_code, {"error": _error_json(error)}
    except KeyboardInterrupt:
        return CANCELLED, {"error": {"kind": "cancelled", "message": "stopped by a signal; nothing of it was loaded", "suggestion": None}}
    except Exception as error:  # noqa: BLE001 - the last door before a bare traceback, which may quote rows
        where = "".join(traceback.format_tb(error.__traceback__))
        sys.stderr.write(settings.scrub(f"{where}{type(error).__name__}: {error}\n"))
        return BUG, {"error": {"kind": "bug", "message": f"{type(error).__name__}: {error}", "suggestion": None}}


def _error_json(error: EtlError) -> dict[str, Any]:
    return {"kind": error.kind, "message": error.message, "suggestion": error.suggestion}


def _end_with_parent() -> None:
    """Linux alone: a hx that is killed takes its commands with it, so that none works on beside the hx that comes after."""
    if sys.platform != "linux":
        return
    parent_death_signal = 1
    ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGTERM)
    if str(os.getppid()) != os.environ["HX_PARENT"]:
        sys.exit(CANCELLED)


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
