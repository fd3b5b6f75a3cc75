"""`profiles`: a stack export becomes dbt's profile and the variables of the other commands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.errors import ConfigurationError
from etl.profiles import target_of

if TYPE_CHECKING:
    import argparse

    from etl.environment import Settings

HELP = "Write dbt's profiles.yml from the output of `hx export`."


def add(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument(
        "--export", action="append", required=True, metavar="FILE", help="output of hx export, or one stack's export; - is stdin; may be repeated"
    )
    parser.add_argument("--slot", choices=("blue", "green", "live"), required=True)
    parser.add_argument("--env", help="where the export holds several")
    parser.add_argument("--region", help="where the export holds several")
    parser.add_argument("--out", type=Path, required=True, help="folder for profiles.yml")


def run(given: argparse.Namespace, settings: Settings) -> dict[str, Any]:  # noqa: ARG001
    """Where the profile is, and the variables to set for the other commands."""
    target = target_of([_read(name) for name in given.export], slot=given.slot, env=given.env, region=given.region)
    text = target.profile_text()
    given.out.mkdir(parents=True, exist_ok=True)
    file = given.out / "profiles.yml"
    file.write_text(text, "utf-8")
    return {
        "file": str(file),
        "env": target.env,
        "region": target.region,
        "slot": target.slot,
        "adapter": target.adapter,
        "schema": target.schema,
        "variables": target.variables(),
    }


def _read(name: str) -> str:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"the export {name} cannot be read: {error}") from error
