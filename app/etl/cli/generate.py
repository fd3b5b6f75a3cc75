"""`generate`: a delivery out of nothing."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.generate import Dirt, deliver
from etl.generate.deliver import TABLES

if TYPE_CHECKING:
    import argparse

    from etl.environment import Settings

HELP = "Make a delivery of customers, policies and claims. The same seed and date give the same bytes."


def add(parser: argparse.ArgumentParser) -> None:
    """Its options; every kind of dirt is one, such as --missing-customer-id 0.02."""
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--rows", type=int, default=10_000, help="number of policies [default: 10000]")
    parser.add_argument("--seed", type=int, default=1, help="[default: 1]")
    parser.add_argument("--as-of", type=date.fromisoformat, default=None, help="day to which the data is fresh [default: today in UTC]")
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv")
    parser.add_argument("--tables", nargs="+", choices=TABLES, default=TABLES)
    for field in fields(Dirt):
        parser.add_argument(f"--{field.name.replace('_', '-')}", type=float, default=0.0, metavar="SHARE", help="share of rows, 0 to 1")


def run(given: argparse.Namespace, settings: Settings) -> dict[str, Any]:  # noqa: ARG001
    """Names and sizes of the files."""
    dirt = Dirt(**{field.name: getattr(given, field.name) for field in fields(Dirt)})
    as_of = given.as_of or datetime.now(UTC).date()
    files = deliver(given.out, given.rows, seed=given.seed, as_of=as_of, file_format=given.format, dirt=dirt, tables=given.tables)
    return {"folder": str(given.out), "seed": given.seed, "asOf": as_of.isoformat(), "files": [asdict(file) for file in files]}
