"""The three steps of a run as a notebook of Databricks calls them: each is `python -m etl …` in a process of its own, as everywhere else."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.errors import ConfigurationError, EtlError, GateFailedError
from etl.profiles import target_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SLOTS = ("blue", "green")


def ingest(target: Mapping[str, Any] | None, *, environment: str, slot: str, run_id: str) -> str:
    """Loads what lies in the landing volume. Every step returns its line of JSON, or raises: then the run of the notebook fails by the same words."""
    return _step("ingest", target, environment, slot, run_id)


def transform(target: Mapping[str, Any] | None, *, environment: str, slot: str, run_id: str) -> str:
    """Builds and tests the dbt models of the release that stands in the slot's volume."""
    return _step("transform", target, environment, slot, run_id)


def quality(target: Mapping[str, Any] | None, *, environment: str, slot: str, run_id: str) -> str:
    """Checks the slot's data. Raises GateFailedError where a gate fails."""
    return _step("quality", target, environment, slot, run_id)


def _step(command: str, target: Mapping[str, Any] | None, environment: str, slot: str, run_id: str) -> str:
    if target is None:
        raise ConfigurationError("this notebook knows no target: hx writes it where it puts the notebook", suggestion=f"hx up --env {environment or '<env>'}")
    if slot not in _SLOTS:
        raise ConfigurationError(f"slot is {slot!r}", suggestion="slot: blue or green")
    if environment != target["env"]:
        raise ConfigurationError(f"environment is {environment!r}, and this workspace is of {target['env']}", suggestion=f"environment: {target['env']}")
    with tempfile.TemporaryDirectory(prefix="hx-etl-") as scratch:
        folder = Path(scratch)
        document = json.dumps(target)
        chosen = target_of([document], slot="blue" if slot == "blue" else "green")
        variables = {**os.environ, **chosen.variables()}
        if chosen.adapter == "databricks":
            variables["DATABRICKS_TOKEN"] = os.environ.get("DATABRICKS_TOKEN") or _token()
            # The wheel has no dbt project: the release's stands beside it.
            variables["HX_DBT_PROJECT"] = f"{target['outputs'][f'{slot}Volume']}/packages/dbt"
        arguments = ["--run-id", run_id]
        if command == "transform":
            (folder / "export.json").write_text(document, "utf-8")
            _run(["profiles", "--export", str(folder / "export.json"), "--slot", slot, "--out", str(folder / "profiles")], variables)
            arguments += ["--profiles-dir", str(folder / "profiles"), "--out", str(folder / "dbt")]
        return _run([command, *arguments], variables)


def _run(arguments: Sequence[str], variables: Mapping[str, str]) -> str:
    process = subprocess.Popen(  # noqa: S603 - this interpreter; arguments are a list and no shell reads them
        [sys.executable, "-m", "etl", *arguments], env=dict(variables), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )
    answer = ""
    with process:
        for line in process.stdout or ():
            # What a step says on its way is the notebook's output; its answer is the last line.
            if answer:
                sys.stderr.write(answer)
            answer = line
    try:
        outcome = json.loads(answer)
        error = None if outcome["ok"] else outcome["error"]
    except (json.JSONDecodeError, KeyError, TypeError):
        sys.stderr.write(answer)
        raise EtlError(f"etl {arguments[0]} ended with {process.returncode} and gave no answer; its words are above") from None
    if error is None:
        return answer.strip()
    if outcome["exitCode"] == GateFailedError.exit_code:
        raise GateFailedError(error["message"], results=outcome)
    raise EtlError(f"{error['kind']}: {error['message']}", suggestion=error["suggestion"])


def _token() -> str:
    """Databricks' own sign-in of a notebook, by the SDK that its runtime brings: a token of who runs it, for as long as the run takes."""
    headers = importlib.import_module("databricks.sdk.core").Config().authenticate()
    return str(headers["Authorization"]).removeprefix("Bearer ")
