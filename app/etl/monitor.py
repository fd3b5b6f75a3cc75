"""PipelineMonitor: what a run reports about itself. The names are a contract with the alerts (app/monitoring/alerts.yml, infra/monitoring)."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from opentelemetry.metrics import NoOpMeter
from opentelemetry.trace import NoOpTracer, Span, Status, StatusCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opentelemetry.metrics import Meter
    from opentelemetry.trace import Tracer

    from etl.result import IngestionResult

PipelineStatus = Literal["succeeded", "failed", "cancelled"]

_log = logging.getLogger("etl.pipeline")


@dataclass(slots=True)
class Outcome:
    """How a run that raised nothing has ended; whoever runs it may know better than `succeeded`."""

    status: PipelineStatus = "succeeded"


class PipelineMonitor:
    """Spans `pipeline_execution` and `pipeline_completion`, metrics `pipeline_rows` and `data_quality_score`, and a log line each."""

    def __init__(self, tracer: Tracer | None = None, meter: Meter | None = None) -> None:
        self._tracer = NoOpTracer() if tracer is None else tracer
        meter = NoOpMeter("etl") if meter is None else meter
        self._rows = meter.create_counter("pipeline_rows", unit="{row}", description="Rows of an ingestion by table and outcome")
        self._score = meter.create_gauge("data_quality_score", unit="1", description="Lowest score of a run's gates, 0 to 1")
        self._running: dict[tuple[str, str], Span] = {}

    def track_pipeline_start(self, pipeline_name: str, run_id: str) -> None:
        """Opens `pipeline_execution`, which ends with the run's completion or failure."""
        attributes = {"pipeline.name": pipeline_name, "pipeline.run_id": run_id}
        self._running[pipeline_name, run_id] = self._tracer.start_span("pipeline_execution", attributes=attributes)
        _log.info("pipeline %s started, run %s", pipeline_name, run_id)

    def track_pipeline_completion(self, pipeline_name: str, run_id: str, status: PipelineStatus) -> None:
        """Reports `pipeline_completion` with the status that the alert reads. A start that this process never saw is no error."""
        attributes = {"pipeline.name": pipeline_name, "pipeline.run_id": run_id, "pipeline.status": status}
        with self._tracer.start_as_current_span("pipeline_completion", attributes=attributes) as span:
            if status == "failed":
                span.set_status(Status(StatusCode.ERROR))
        running = self._running.pop((pipeline_name, run_id), None)
        if running is not None:
            running.set_attribute("pipeline.status", status)
            running.end()
        _log.log(logging.INFO if status == "succeeded" else logging.ERROR, "pipeline %s %s, run %s", pipeline_name, status, run_id)

    def track_pipeline_failure(self, pipeline_name: str, run_id: str, error: BaseException) -> None:
        """The kind of the error goes out, not its text: a text may quote rows."""
        running = self._running.get((pipeline_name, run_id))
        if running is not None:
            running.set_status(Status(StatusCode.ERROR))
            running.set_attribute("error.type", type(error).__name__)
        self.track_pipeline_completion(pipeline_name, run_id, "failed")

    @contextmanager
    def pipeline(self, pipeline_name: str, run_id: str) -> Iterator[Outcome]:
        """Tracks what is inside from its start to whichever end it takes."""
        outcome = Outcome()
        self.track_pipeline_start(pipeline_name, run_id)
        try:
            yield outcome
        except KeyboardInterrupt:
            self.track_pipeline_completion(pipeline_name, run_id, "cancelled")
            raise
        except BaseException as error:
            self.track_pipeline_failure(pipeline_name, run_id, error)
            raise
        self.track_pipeline_completion(pipeline_name, run_id, outcome.status)

    def record_rows(self, result: IngestionResult) -> None:
        """Rows of this run; a repeated run has loaded none."""
        if result.status == "already_loaded":
            return
        for table in result.tables:
            outcomes = {
                "inserted": table.inserted,
                "updated": table.updated,
                "unchanged": table.unchanged,
                "quarantined": table.quarantined,
            }
            for outcome, rows in outcomes.items():
                self._rows.add(rows, {"pipeline.table": table.table, "pipeline.outcome": outcome})

    def record_quality_score(self, score: float, *, run_id: str, environment: str) -> None:
        """From 0 to 1."""
        self._score.set(score, {"pipeline.run_id": run_id, "deployment.environment.name": environment})
