"""The checks of the Python half: format, lint with security rules, types, dependencies, dbt and unit tests. One line of JSON on stdout; `hx ci app` runs it.

Each check is passed, failed or unavailable; a check that could not be made is never a pass.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parent
Status = Literal["passed", "failed", "unavailable"]


@dataclass(frozen=True, slots=True)
class Result:
    """One check's outcome; `log` is the whole output, `reason` says why it did not pass."""

    name: str
    status: Status
    seconds: float
    command: str
    log: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Check:
    """`judge` gets the exit code and the output: (status, reason)."""

    name: str
    arguments: tuple[str, ...]
    judge: Callable[[int, str], tuple[Status, str | None]]
    environment: dict[str, str]


def by_exit_code(code: int, output: str) -> tuple[Status, str | None]:
    """0 is a pass."""
    return ("passed", None) if code == 0 else ("failed", (output.strip().splitlines() or [f"exit code {code}"])[-1][:300])


def by_audit(code: int, output: str) -> tuple[Status, str | None]:
    """pip-audit ends with 0 and "No known vulnerabilities" where it could look nothing up: what was skipped counts."""
    start = output.find('{"dependencies"')
    if start < 0:
        return "unavailable", f"pip-audit could not reach its advisory database (exit code {code})"
    found = json.JSONDecoder().raw_decode(output[start:])[0]["dependencies"]
    vulnerable = [f"{one['name']} {one['version']}: {', '.join(flaw['id'] for flaw in one['vulns'])}" for one in found if one.get("vulns")]
    skipped = [one["name"] for one in found if "skip_reason" in one]
    if vulnerable:
        return "failed", "; ".join(vulnerable)
    if skipped or not found:
        return "unavailable", f"{len(skipped)} of {len(found)} packages could not be looked up in the advisory database"
    return "passed", None


def checks(out: Path) -> tuple[Check, ...]:
    """All of them, in the order in which they run: the quick ones first."""
    python = sys.executable
    profile = {
        "HX_SLOT_SCHEMA": "insurance_green",
        "PGHOST": "127.0.0.1",
        "PGUSER": "nobody",
        "PGDATABASE": "nothing",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    dbt = ("--project-dir", "dbt", "--profiles-dir", str(out / "profiles"), "--target-path", str(out / "dbt"), "--log-path", str(out / "dbt"))
    unit = (
        "--cov",
        "--cov-report=term",
        f"--cov-report=xml:{out / 'coverage.xml'}",
        f"--cov-report=html:{out / 'coverage'}",
        f"--junitxml={out / 'junit.xml'}",
    )
    return (
        Check("format", (python, "-m", "ruff", "format", "--check", "."), by_exit_code, {}),
        Check("lint", (python, "-m", "ruff", "check", "--no-fix", "."), by_exit_code, {}),
        Check("types", (python, "-m", "mypy"), by_exit_code, {}),
        Check("dbt", (python, "-c", "from dbt.cli.main import cli; cli()", "parse", "--no-version-check", *dbt), by_exit_code, profile),
        Check("unit", (python, "-m", "pytest", "tests/unit", "-q", *unit), by_exit_code, {"COVERAGE_FILE": str(out / ".coverage")}),
        # --local: what the interpreter was given, not what a machine has besides.
        Check("dependencies", (python, "-m", "pip_audit", "--local", "--progress-spinner", "off", "--timeout", "10", "-f", "json"), by_audit, {}),
    )


def run(check: Check, out: Path) -> Result:
    """Runs one check in app/; its output goes to a log of its own."""
    log, began = out / f"{check.name}.log", time.monotonic()
    try:
        ended = subprocess.run(  # noqa: S603 - a list of our own words, no shell
            check.arguments,
            cwd=ROOT,
            env={**os.environ, **check.environment},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=900,
        )
        status, reason = check.judge(ended.returncode, ended.stdout)
        log.write_text(ended.stdout, "utf-8")
    except subprocess.TimeoutExpired:
        status, reason = "failed", "it took longer than 900 seconds"
    return Result(check.name, status, round(time.monotonic() - began, 1), " ".join(check.arguments), str(log), reason)


def tell(event: dict[str, object]) -> None:
    """One line that a program can read, at once."""
    sys.stderr.write(json.dumps(event) + "\n")
    sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where everything asked for passed; 1 else. An unavailable check fails the run unless it is named by --allow-unavailable."""
    names = [check.name for check in checks(Path())]
    parser = argparse.ArgumentParser(prog="python app/ci.py", description=__doc__)
    parser.add_argument(
        "--out", type=Path, default=Path(tempfile.gettempdir()) / "hx-ci-app", help="folder for logs, coverage and JUnit [default: a temporary one]"
    )
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    parser.add_argument("--allow-unavailable", nargs="+", choices=names, default=[], help="checks that may be left unmade; they are reported as such")
    parser.add_argument("--events", action="store_true", help="progress on stderr as one line of JSON at the start and at the end of each check")
    given = parser.parse_args(arguments)
    out: Path = given.out.resolve()
    (out / "profiles").mkdir(parents=True, exist_ok=True)
    # Parsing connects to nothing.
    profile = {
        "type": "postgres",
        "schema": "insurance_green",
        "threads": 1,
        "host": "127.0.0.1",
        "port": 1,
        "user": "nobody",
        "password": "",
        "dbname": "nothing",
    }
    (out / "profiles" / "profiles.yml").write_text(json.dumps({"hiscox_etl": {"target": "ci", "outputs": {"ci": profile}}}), "utf-8")
    results = []
    for check in checks(out):
        if check.name in given.only:
            if given.events:
                tell({"type": "check-started", "name": check.name})
            result = run(check, out)
            results.append(result)
            if given.events:
                tell({"type": "check-finished", **asdict(result)})
            else:
                sys.stderr.write(f"{result.name:<13} {result.status:<12} {result.seconds:>6.1f} s{f'  {result.reason}' if result.reason else ''}\n")
    allowed = [one for one in results if one.status == "passed" or (one.status == "unavailable" and one.name in given.allow_unavailable)]
    code = 0 if len(allowed) == len(results) else 1
    document = {
        "version": 1,
        "command": "ci",
        "ok": code == 0,
        "exitCode": code,
        "checks": [asdict(one) for one in results],
        "junit": str(out / "junit.xml") if "unit" in given.only else None,
        "coverage": str(out / "coverage.xml") if "unit" in given.only else None,
    }
    sys.stdout.write(json.dumps(document) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
