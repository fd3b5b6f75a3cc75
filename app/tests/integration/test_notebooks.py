"""The notebooks as hx writes them into the workspace, run in their order over a real warehouse with Databricks' own object replaced."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from etl.errors import GateFailedError
from tests.support.exports import LAKEHOUSE, PLATFORM, stack
from tests.support.files import generated

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
MARKER = "target = None  # hx writes the target here"


class Exited(Exception):  # noqa: N818 - as Databricks ends a notebook
    """The notebook's result."""


class Dbutils:
    """Widgets that hold what a run gives, and an exit."""

    def __init__(self, values: dict[str, str]) -> None:
        self.widgets, self.notebook, self.values = self, self, values

    def text(self, name: str, default: str) -> None:
        self.values.setdefault(name, default)

    def get(self, name: str) -> str:
        return self.values[name]

    def exit(self, result: str) -> None:
        raise Exited(result)


@pytest.fixture
def target(pg_environment: dict[str, str], new_warehouse: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    # On a cluster the package is installed; here its processes find it whatever folder the tests are started from.
    monkeypatch.setenv("PYTHONPATH", str(NOTEBOOKS.parent))
    schema = new_warehouse().schema
    return stack("lakehouse", cloud="local", **{**LAKEHOUSE, **PLATFORM, "greenSchema": schema, "liveSchema": f"{schema}_live"})


def run(name: str, of: dict[str, Any], /, **values: str) -> dict[str, Any]:
    source = (NOTEBOOKS / f"{name}.py").read_text("utf-8")
    assert source.count(MARKER) == 1
    with pytest.raises(Exited) as ended:
        exec(compile(source.replace(MARKER, f"target = {json.dumps(of)}"), name, "exec"), {"dbutils": Dbutils(values)})  # noqa: S102 - as a runtime does
    result: dict[str, Any] = json.loads(str(ended.value))
    return result


def test_the_three_notebooks_load_build_and_judge_the_same_slot(target: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HX_LANDING_DIR", str(generated(tmp_path / "landing", 500)))
    words = {"slot": "green", "run_id": "nightly-1"}
    loaded = run("ingestion", target, environment="dev", **words)
    assert (loaded["status"], loaded["runId"], loaded["schema"]) == ("loaded", "nightly-1", target["outputs"]["greenSchema"])
    assert run("run_models", target, target="dev", **words)["failures"] == []
    assert run("data_quality_tests", target, environment="dev", **words)["passed"] is True
    assert run("ingestion", target, environment="dev", **words)["status"] == "already_loaded"


def test_a_gate_that_fails_fails_the_notebook(target: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HX_LANDING_DIR", str(generated(tmp_path / "landing", 500, missing_customer_id=0.2)))
    words = {"environment": "dev", "slot": "green", "run_id": "nightly-2"}
    run("ingestion", target, **words)
    source = (NOTEBOOKS / "data_quality_tests.py").read_text("utf-8").replace(MARKER, f"target = {json.dumps(target)}")
    with pytest.raises(GateFailedError) as failed:
        exec(compile(source, "data_quality_tests", "exec"), {"dbutils": Dbutils(words)})  # noqa: S102 - as a runtime does
    assert failed.value.results["failedGates"]
