"""Runs dbt for a slot and reads what it did. A slim build is taken only where it gives what a full one would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from etl.builds import why_full
from etl.errors import ConfigurationError, EtlError, GateFailedError, WarehouseError
from etl.profiles import PROFILE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from etl.warehouse import Warehouse

_DBT = "from dbt.cli.main import cli; cli()"
_SECRETS = {"PGPASSWORD": "DBT_ENV_SECRET_PGPASSWORD", "DATABRICKS_TOKEN": "DBT_ENV_SECRET_DATABRICKS_TOKEN"}
_QUIET = {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1", "DBT_VERSION_CHECK": "false", "DBT_USE_COLORS": "false"}


@dataclass(frozen=True, slots=True)
class DbtRun:
    """Folders of one run: the project, the profile, and `out` for target and logs. `state` holds the manifest of the last release."""

    project: Path
    profiles: Path
    out: Path
    target: str | None = None
    state: Path | None = None

    def build(self, warehouse: Warehouse) -> dict[str, Any]:
        """Models, seeds and tests. Raises WarehouseError where a model failed, GateFailedError where a test did."""
        schema = warehouse.schema.rpartition(".")[2]
        self._judge_profile(schema)
        self._judge_packages(schema)
        reason = None if self.state is None else why_full(warehouse, self.state / "manifest.json")
        is_slim = self.state is not None and reason is None
        selection = ["--select", "state:modified+", "--state", str(self.state)] if is_slim else []
        began = _newest(self.out / "target" / "run_results.json")
        code = self._run(schema, "build", *selection)
        results = self._results(began, code)
        outcome = {
            "selection": "state:modified+" if is_slim else "all",
            "reason": reason,
            "counts": _counts(results),
            "failures": [_failure(one) for one in results if one["status"] in ("error", "fail", "runtime error")],
            "warnings": [_failure(one) for one in results if one["status"] == "warn"],
            "manifest": str(self.out / "target" / "manifest.json"),
            "runResults": str(self.out / "target" / "run_results.json"),
        }
        _raise_for(code, results, outcome)
        return outcome

    def _judge_profile(self, schema: str) -> None:
        """The profile was made for one slot; building it into another would overwrite what is live."""
        file = self.profiles / "profiles.yml"
        try:
            outputs = yaml.safe_load(file.read_text("utf-8"))[PROFILE]
            found = outputs["outputs"][self.target or outputs["target"]]["schema"]
        except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
            raise ConfigurationError(
                f"{file} has no such target of {PROFILE}", suggestion="python -m etl profiles --export <file> --slot <slot> --out <folder>"
            ) from error
        if found != schema:
            raise ConfigurationError(f"the profile builds into {found}, and the slot's schema is {schema}", suggestion="make the profile for the same slot")

    def _judge_packages(self, schema: str) -> None:
        """Packages from the hub or from git would need a network in the middle of a deployment."""
        file = self.project / "packages.yml"
        if not file.is_file():
            return
        packages = (yaml.safe_load(file.read_text("utf-8")) or {}).get("packages", [])
        remote = [str(next(iter(package.values()))) for package in packages if "local" not in package]
        if remote:
            raise ConfigurationError(
                f"packages.yml names packages that are not local: {', '.join(remote)}", suggestion="vendor them below app/dbt and name them by local:"
            )
        if self._run(schema, "deps") != 0:
            raise EtlError("dbt deps failed; its words are above")

    def _run(self, schema: str, command: str, *arguments: str) -> int:
        folders = ["--project-dir", str(self.project), "--profiles-dir", str(self.profiles), "--log-path", str(self.out / "logs")]
        target = ["--target", self.target] if self.target else []
        at = [] if command == "deps" else ["--target-path", str(self.out / "target")]
        return subprocess.run(  # noqa: S603 - this interpreter; arguments are a list and no shell reads them
            [sys.executable, "-c", _DBT, command, *folders, *target, *at, *arguments],
            env={**_environment(os.environ), "HX_SLOT_SCHEMA": schema},
            # stdout is for this command's own JSON.
            stdout=sys.stderr.fileno(),
            check=False,
        ).returncode

    def _results(self, before: float, code: int) -> list[dict[str, Any]]:
        file = self.out / "target" / "run_results.json"
        if _newest(file) == before:
            if code != 0:
                raise ConfigurationError("dbt could not begin; its words are above", suggestion=f"its log: {self.out / 'logs' / 'dbt.log'}")
            return []
        results: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))["results"]
        return results


def _environment(variables: Mapping[str, str]) -> dict[str, str]:
    """dbt keeps what is named DBT_ENV_SECRET_* out of its logs."""
    secret = {theirs: variables[ours] for ours, theirs in _SECRETS.items() if variables.get(ours)}
    return {**variables, **_QUIET, **secret}


def _newest(file: Path) -> float:
    return file.stat().st_mtime_ns if file.exists() else 0.0


def _counts(results: list[dict[str, Any]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in results:
        counts[one["status"]] = counts.get(one["status"], 0) + 1
    return counts


def _failure(result: dict[str, Any]) -> dict[str, Any]:
    """A message of dbt can quote a row in its later lines: the first one is taken."""
    message = str(result.get("message") or "").strip().splitlines()
    return {"node": result["unique_id"], "status": result["status"], "failingRows": result.get("failures"), "message": message[0][:300] if message else ""}


def _raise_for(code: int, results: list[dict[str, Any]], outcome: dict[str, Any]) -> None:
    broken = [one["unique_id"] for one in results if one["status"] in ("error", "runtime error")]
    failed = [one["unique_id"] for one in results if one["status"] == "fail"]
    if broken:
        raise WarehouseError(f"dbt could not build {', '.join(broken[:5])}", suggestion=f"the whole story: {outcome['runResults']}")
    if failed:
        raise GateFailedError(f"{len(failed)} dbt tests failed: {', '.join(failed[:5])}", results=outcome)
    if code != 0:
        raise EtlError(f"dbt ended with {code}; its words are above")
