"""`npm run bench -- ingestion`: hx's ingestion against plain psql \\copy, pandas and DuckDB, side by side on one server; writes bench/ingestion-results.md.

Each candidate is a process of its own and its start counts; runs alternate, and medians are taken.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "app"))

import psycopg
from etl.schema import load_schema
from etl.warehouse.dialect import POSTGRES, create_table
from tests.support.postgres import installed_binaries, running_postgres

COLUMNS = load_schema().table("policies").column_names
_LARGE = 10_000_000
RIVALS = Path(__file__).with_name("rivals.py")
LAUNCHER = Path(__file__).with_name("launch.py")
# The same for every candidate: durable, and no checkpoint in the middle of a run.
SETTINGS = {"fsync": "on", "shared_buffers": "512MB", "max_wal_size": "8GB", "checkpoint_timeout": "30min"}


@dataclass(frozen=True)
class Candidate:
    """`most` is the largest number of rows for which it is worth waiting."""

    name: str
    command: tuple[str, ...]
    most: int = 10**9
    has_key: bool = True
    loads: bool = True


@dataclass(frozen=True)
class Run:
    """Seconds from start to end of the process, and the most memory that it held, in MiB."""

    seconds: float
    memory: float


def candidates(folder: Path, rivals_python: str) -> list[Candidate]:
    """All load policies.csv of the folder into s.policies, the last one apart."""
    csv = folder / "policies.csv"
    copy = f"\\copy s.policies ({', '.join(COLUMNS)}) from '{csv}' with (format csv, header)"
    psql = (str(installed_binaries() / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c")
    ingest = (sys.executable, "-m", "etl", "ingest", "--source", str(folder), "--slot-schema", "s", "--batch-size", "10000")
    rival = (rivals_python, str(RIVALS))
    return [
        Candidate("hx ingest: validated, keyed, recorded", ingest),
        Candidate("psql \\copy into the keyed table", (*psql, copy)),
        Candidate("psql \\copy into a table without a key", (*psql, copy), has_key=False),
        Candidate("pandas read_csv, to_sql (multi-row inserts)", (*rival, "pandas", str(csv)), most=100_000),
        Candidate("DuckDB read_csv with the declared types, counted, not loaded", (*rival, "duckdb", str(csv)), loads=False),
    ]


def prepare(candidate: Candidate) -> None:
    """An empty table as the candidate finds it; hx makes its own."""
    with psycopg.connect(autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS s CASCADE")
        connection.execute("CREATE SCHEMA s")
        connection.execute(create_table(POSTGRES, "s", load_schema().table("policies")))
        if candidate.has_key:
            connection.execute("ALTER TABLE s.policies ADD PRIMARY KEY (policy_id)")
        connection.execute("CHECKPOINT")


def measure(candidate: Candidate, rows: int) -> Run:
    """Raises where the candidate fails, or has not loaded every row."""
    prepare(candidate)
    # A process inherits the peak of the one that starts it: a small one stands between.
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "app")}
    measured = subprocess.run([sys.executable, "-S", "-E", str(LAUNCHER), *candidate.command], env=environment, stdout=subprocess.PIPE, check=False)
    found = json.loads(measured.stdout)
    if found["status"] != 0:
        raise SystemExit(f"{candidate.name} failed: {found['output']}")
    if candidate.loads:
        with psycopg.connect() as connection:
            loaded = connection.execute("SELECT count(*) FROM s.policies").fetchone()
        if loaded != (rows,):
            raise SystemExit(f"{candidate.name} loaded {loaded} of {rows} rows")
    return Run(found["seconds"], found["memory"])


def table_of(rows: int, runs: dict[Candidate, list[Run]]) -> list[str]:
    """One line a candidate; the rates are compared with that of the keyed \\copy."""
    seconds = {candidate: statistics.median(run.seconds for run in measured) for candidate, measured in runs.items()}
    plain = next(value for candidate, value in seconds.items() if candidate.name.endswith("keyed table"))
    lines = [
        f"## {rows:,} rows",
        "",
        "| candidate | seconds | rows/s | rate against keyed \\copy | peak memory | runs |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for candidate, measured in runs.items():
        memory = statistics.median(run.memory for run in measured)
        spread = f"{min(run.seconds for run in measured):.2f}-{max(run.seconds for run in measured):.2f}"
        lines.append(
            f"| {candidate.name} | {seconds[candidate]:.2f} ({spread}) | {rows / seconds[candidate]:,.0f} | {plain / seconds[candidate]:.2f} × | {memory:.0f} MiB | {len(measured)} |"
        )
    return [*lines, ""]


def main() -> None:
    """Sizes and runs by option; the file is written when all sizes of the default were measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 1_000_000, 10_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--large-runs", type=int, default=2, help=f"from {_LARGE:,} rows on")
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "ingestion-results.md")
    parser.add_argument("--rivals-python", required=True, help="interpreter with pandas and DuckDB")
    given = parser.parse_args()
    text = [
        "# Ingestion",
        "",
        f"`policies.csv` into PostgreSQL 18 on the same machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}. Made by `npm run bench -- ingestion`.",
        "Medians of alternating runs (lowest-highest); a process's start and end count, its memory is that of the client. hx checks every value, keeps bad rows apart, gives the",
        "table its key, records the run and analyzes the table, all in one transaction; \\copy does none of it but keep the key. `fsync` is on for all.",
        "",
    ]
    with running_postgres(SETTINGS) as variables, tempfile.TemporaryDirectory(prefix="hx-bench-") as temporary:
        os.environ.update(variables)
        for rows in given.rows:
            folder = Path(temporary) / str(rows)
            made = (sys.executable, "-m", "etl", "generate", "--out", str(folder), "--rows", str(rows), "--seed", "7", "--tables", "policies")
            subprocess.run(made, env={**os.environ, "PYTHONPATH": str(ROOT / "app")}, stdout=subprocess.DEVNULL, check=True)
            runs: dict[Candidate, list[Run]] = {candidate: [] for candidate in candidates(folder, given.rivals_python) if rows <= candidate.most}
            for _ in range(given.runs if rows < _LARGE else given.large_runs):
                for candidate, measured in runs.items():
                    measured.append(measure(candidate, rows))
                    sys.stderr.write(f"{rows:>10,} rows  {candidate.name:<62} {measured[-1].seconds:8.2f} s  {measured[-1].memory:6.0f} MiB\n")
            text += table_of(rows, runs)
            (folder / "policies.csv").unlink()
    extension = json.loads(subprocess.run([given.rivals_python, str(RIVALS), "extension"], stdout=subprocess.PIPE, check=True).stdout)
    text += [
        f"DuckDB's postgres extension, which would load as well, is a download at run time: {extension['message']}.",
        "pandas is measured up to 100,000 rows: more would take minutes to say the same.",
        "",
    ]
    given.out.write_text("\n".join(text), "utf-8")
    sys.stdout.write("\n".join(text))


if __name__ == "__main__":
    main()
