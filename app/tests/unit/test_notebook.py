"""What a notebook's step hands to the command, and which runs it refuses. The steps over a real warehouse: tests/integration/test_notebooks.py."""

from __future__ import annotations

import json
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from etl import notebook
from etl.errors import ConfigurationError, EtlError, GateFailedError
from tests.support.exports import LAKEHOUSE, PLATFORM, stack

if TYPE_CHECKING:
    from pathlib import Path

TARGET = stack("lakehouse", **LAKEHOUSE, **PLATFORM)
WORDS = {"environment": "dev", "slot": "green", "run_id": "run-1"}
OK = {"version": 1, "ok": True, "exitCode": 0}


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """In place of the interpreter: a program that writes down its arguments and variables and says what is in `answer`."""
    program = tmp_path / "python"
    program.write_text(
        f"#!{sys.executable}\n"
        "import json, os, sys\n"
        f"with open({str(tmp_path / 'calls')!r}, 'a') as file:\n"
        "    file.write(json.dumps({'arguments': sys.argv[1:], 'variables': dict(os.environ)}) + '\\n')\n"
        "sys.stderr.write('on the way\\n')\n"
        f"print(open({str(tmp_path / 'answer')!r}).read(), flush=True)\n",
        "utf-8",
    )
    program.chmod(0o755)
    (tmp_path / "answer").write_text(json.dumps(OK), "utf-8")
    monkeypatch.setattr(sys, "executable", str(program))
    core = ModuleType("databricks.sdk.core")
    core.Config = type("Config", (), {"authenticate": lambda _self: {"Authorization": "Bearer of-the-notebook"}})  # type: ignore[attr-defined]
    for name in ("databricks", "databricks.sdk"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, "databricks.sdk.core", core)
    monkeypatch.delenv("DATABRICKS_TOKEN", raising=False)
    return tmp_path


def told(calls: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (calls / "calls").read_text("utf-8").splitlines()]


def test_a_step_knows_its_target_by_variables_and_signs_in_as_the_notebook(calls: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(notebook.ingest(TARGET, **WORDS)) == OK
    (call,) = told(calls)
    assert call["arguments"] == ["-m", "etl", "ingest", "--run-id", "run-1"]
    expected = {
        "HX_ENVIRONMENT": "dev",
        "HX_SLOT_SCHEMA": "insurance_green",
        "HX_HISTORY_SCHEMA": "insurance",
        "HX_WAREHOUSE": "databricks",
        "HX_CATALOG": "insurance_dev_eus",
        "HX_LANDING_DIR": "/Volumes/insurance_dev_eus/insurance/landing",
        "HX_STAGE_DIR": "/Volumes/insurance_dev_eus/insurance_green/etl/stage",
        "HX_DBT_PROJECT": "/Volumes/insurance_dev_eus/insurance_green/etl/packages/dbt",
        "DATABRICKS_HTTP_PATH": "/sql/1.0/warehouses/1a2b",
        "DATABRICKS_TOKEN": "of-the-notebook",
    }
    assert {name: call["variables"].get(name) for name in expected} == expected
    assert "of-the-notebook" not in json.dumps(call["arguments"])
    assert capsys.readouterr().err == "on the way\n"


def test_the_models_are_built_by_a_profile_of_the_same_target(calls: Path) -> None:
    notebook.transform(TARGET, **WORDS)
    profiles, transform = (call["arguments"] for call in told(calls))
    assert profiles[2:5:2] == ["profiles", profiles[4]]
    assert profiles[profiles.index("--slot") + 1] == "green"
    assert transform[transform.index("--profiles-dir") + 1] == profiles[profiles.index("--out") + 1]


@pytest.mark.parametrize(
    ("target", "changes", "message"),
    [
        (None, {}, "knows no target"),
        (TARGET, {"slot": "live"}, "slot is 'live'"),
        (TARGET, {"slot": ""}, "slot is ''"),
        (TARGET, {"environment": "prod"}, "this workspace is of dev"),
    ],
)
def test_a_run_that_is_not_of_this_target_starts_nothing(target: dict[str, Any] | None, changes: dict[str, str], message: str, calls: Path) -> None:
    with pytest.raises(ConfigurationError, match=message):
        notebook.ingest(target, **{**WORDS, **changes})
    assert not (calls / "calls").exists()


def test_a_failure_fails_the_notebook_by_the_commands_own_words(calls: Path) -> None:
    error = {"kind": "refused", "message": "claims is empty", "suggestion": "deliver it again"}
    (calls / "answer").write_text(json.dumps({"version": 1, "ok": False, "exitCode": 2, "error": error}), "utf-8")
    with pytest.raises(EtlError, match="refused: claims is empty"):
        notebook.ingest(TARGET, **WORDS)
    (calls / "answer").write_text(json.dumps({"version": 1, "ok": False, "exitCode": 11, "error": {**error, "kind": "gate"}}), "utf-8")
    with pytest.raises(GateFailedError):
        notebook.quality(TARGET, **WORDS)


def test_a_command_that_gives_no_answer_is_no_success(calls: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (calls / "answer").write_text("Killed", "utf-8")
    with pytest.raises(EtlError, match="gave no answer"):
        notebook.quality(TARGET, **WORDS)
    assert "Killed" in capsys.readouterr().err
