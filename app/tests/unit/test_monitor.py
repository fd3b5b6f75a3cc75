"""Telemetry: the names that the alerts read, and that it reaches the file in OTLP's own form and holds no secret."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from etl.environment import Settings
from etl.errors import ConfigurationError
from etl.telemetry import Destination, Telemetry

if TYPE_CHECKING:
    from pathlib import Path


ENCODED = "pa%24%24word"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def spans(path: Path) -> list[dict[str, Any]]:
    found = [scope["spans"] for line in lines(path) for one in line.get("resourceSpans", ()) for scope in one["scopeSpans"]]
    return [span for group in found for span in group]


def attributes(span: dict[str, Any]) -> dict[str, str]:
    return {one["key"]: one["value"]["stringValue"] for one in span["attributes"]}


def metrics(path: Path) -> dict[str, Any]:
    groups = [scope["metrics"] for line in lines(path) for one in line.get("resourceMetrics", ()) for scope in one["scopeMetrics"]]
    return {metric["name"]: metric for group in groups for metric in group}


def test_a_run_that_succeeds_gives_the_two_spans_that_the_alerts_know(tmp_path: Path) -> None:
    file = tmp_path / "t" / "telemetry.jsonl"
    telemetry = Telemetry(Destination(file=file), environment="dev")
    with telemetry.monitor.pipeline("ingestion", "run-1"):
        pass
    telemetry.monitor.record_quality_score(0.93, run_id="run-1", environment="dev")
    telemetry.close()
    found = {span["name"]: span for span in spans(file)}
    assert set(found) == {"pipeline_execution", "pipeline_completion"}
    expected = {"pipeline.name": "ingestion", "pipeline.run_id": "run-1", "pipeline.status": "succeeded"}
    assert attributes(found["pipeline_completion"]) == expected
    assert attributes(found["pipeline_execution"]) == expected
    # OTLP/JSON writes ids in hex: 16 and 8 bytes.
    assert (len(found["pipeline_completion"]["traceId"]), len(found["pipeline_completion"]["spanId"])) == (32, 16)
    int(found["pipeline_completion"]["traceId"], 16)
    assert metrics(file)["data_quality_score"]["gauge"]["dataPoints"][0]["asDouble"] == 0.93
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("error", "status"), [(ValueError("row: Private Person"), "failed"), (KeyboardInterrupt(), "cancelled")])
def test_a_run_that_ends_badly_says_how_without_the_words_of_the_error(tmp_path: Path, error: BaseException, status: str) -> None:
    file = tmp_path / "telemetry.jsonl"
    telemetry = Telemetry(Destination(file=file), environment=None)
    with pytest.raises(type(error)), telemetry.monitor.pipeline("ingestion", "run-1"):
        raise error
    telemetry.close()
    assert {attributes(span)["pipeline.status"] for span in spans(file)} == {status}
    assert "Private" not in file.read_text()


def test_start_and_completion_may_be_in_two_processes(tmp_path: Path) -> None:
    file = tmp_path / "telemetry.jsonl"
    telemetry = Telemetry(Destination(file=file), environment=None)
    telemetry.monitor.track_pipeline_completion("ETL_Pipeline_CI_CD", "run-1", "failed")
    telemetry.close()
    assert [span["name"] for span in spans(file)] == ["pipeline_completion"]


def test_a_file_that_cannot_be_written_fails_no_run(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("")
    telemetry = Telemetry(Destination(file=tmp_path / "blocked" / "telemetry.jsonl"), environment=None)
    with telemetry.monitor.pipeline("ingestion", "run-1"):
        pass
    telemetry.close()


def test_a_connection_string_wins_and_is_never_shown() -> None:
    destination = Destination(azure_connection_string="InstrumentationKey=secret", otlp=True)
    assert destination.label == "azure-monitor"
    with pytest.raises(ConfigurationError) as caught:
        Telemetry(destination, environment=None)
    assert "secret" not in str(caught.value)


def test_the_environment_decides_where_telemetry_goes(tmp_path: Path) -> None:
    settings = Settings({"HX_TELEMETRY_FILE": str(tmp_path / "t.jsonl"), "HX_ENVIRONMENT": "staging"})
    telemetry = settings.telemetry()
    with telemetry.monitor.pipeline("ingestion", "r"):
        pass
    telemetry.close()
    resource = lines(tmp_path / "t.jsonl")[0]["resourceSpans"][0]["resource"]["attributes"]
    assert {"key": "deployment.environment.name", "value": {"stringValue": "staging"}} in resource


@pytest.mark.parametrize(
    "variables",
    [
        {"PGPASSWORD": "pa$$word"},
        {"DATABRICKS_TOKEN": "dapi123"},
        {"HX_WAREHOUSE_URL": f"postgresql://u:{ENCODED}@h/db"},
        {"APPLICATIONINSIGHTS_CONNECTION_STRING": "InstrumentationKey=1-2-3"},
    ],
)
def test_secrets_are_taken_out_of_what_is_printed(variables: dict[str, str]) -> None:
    settings = Settings(variables)
    for secret in ("pa$$word", ENCODED, "dapi123", "InstrumentationKey=1-2-3"):
        if any(secret in value for value in variables.values()):
            assert settings.scrub(f"before {secret} after") == "before *** after"
