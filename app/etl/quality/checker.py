"""DataQualityChecker: scores tables of the warehouse, one by one or all that are declared, and judges the gates."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypedDict

from etl.environment import from_environment
from etl.monitor import PipelineMonitor
from etl.quality.check import Check, TableChecks
from etl.quality.declaration import load_checks
from etl.quality.history import History
from etl.quality.report import CheckResult, QualityReport, message_of
from etl.quality.scan import Names, samples, scan
from etl.quality.score import Score, passes, score

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from etl.warehouse import Warehouse

PIPELINE_NAME = "data_quality"


class Completeness(TypedDict):
    """`completeness_score` is the lowest of the fields: an average would hide one empty field behind full ones."""

    table: str
    rows: int
    completeness_score: float
    fields: dict[str, float]


class Validity(TypedDict):
    """`validity_score` is the share of filled values that lie within the range."""

    table: str
    rows: int
    field: str
    validity_score: float


class DataQualityChecker:
    """Every score is from 0 to 1; an empty or missing table has 0."""

    def __init__(
        self,
        warehouse: Warehouse,
        *,
        environment: str = "dev",
        monitor: PipelineMonitor | None = None,
        history_schema: str | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._warehouse = warehouse
        self._environment = environment
        self._monitor = PipelineMonitor() if monitor is None else monitor
        self._history = History(warehouse, warehouse.schema if history_schema is None else history_schema)
        self._now = now
        self._names = Names(warehouse.dialect, warehouse.schema)

    @classmethod
    def from_environment(cls) -> DataQualityChecker:
        """Warehouse, schema and environment from PG* or DATABRICKS_*, HX_SLOT_SCHEMA, HX_ENVIRONMENT and HX_HISTORY_SCHEMA."""
        settings = from_environment()
        environment = settings.need("HX_ENVIRONMENT", "dev")
        return cls(settings.warehouse(), environment=environment, monitor=settings.monitor(), history_schema=settings.get("HX_HISTORY_SCHEMA"))

    def check_completeness(self, table: str, required_fields: Sequence[str]) -> Completeness:
        """Share of rows in which each field is filled."""
        results = self._judge(table, None, [Check("completeness", field) for field in required_fields])
        scores = {result.column or "": result.score for result in results}
        return {"table": results[0].table, "rows": results[0].rows, "completeness_score": min(scores.values()), "fields": scores}

    def check_range(self, table: str, field: str, min_value: float, max_value: float) -> Validity:
        """Both ends belong to the range; an empty value counts for completeness, not here."""
        result = self._judge(table, None, [Check("range", field, minimum=min_value, maximum=max_value)])[0]
        return {"table": result.table, "rows": result.rows, "field": field, "validity_score": result.score}

    def check_uniqueness(self, table: str, field: str) -> float:
        """Share of filled values that didn't come before."""
        return self._judge(table, None, [Check("uniqueness", field)])[0].score

    def check_freshness(self, table: str, field: str, max_age_hours: float) -> float:
        """1 while the newest value is young enough, then falling."""
        return self._judge(table, None, [Check("freshness", field, max_age_hours=max_age_hours)])[0].score

    def check_references(self, table: str, field: str, other_table: str, other_key: str) -> float:
        """Share of filled values that are keys of the other table."""
        return self._judge(table, None, [Check("references", field, other_table=other_table, other_key=other_key)])[0].score

    def run(self, run_id: str | None = None, *, checks: Path | None = None) -> QualityReport:
        """All declared checks, kept in the history and reported as `data_quality_score`. Raises for what can't be checked, not for what fails."""
        declared = load_checks(self._environment, checks)
        run_id = f"run-{uuid.uuid4()}" if run_id is None else run_id
        with self._monitor.pipeline(PIPELINE_NAME, run_id) as outcome:
            results = [result for one in declared for result in self.judge(one, run_id)]
            report = QualityReport(run_id, self._environment, self._warehouse.schema, tuple(results))
            self._history.keep(report, self._now())
            outcome.status = "failed" if report.failed_gates else "succeeded"
            self._monitor.record_quality_score(report.score, run_id=run_id, environment=self._environment)
        return report

    def judge(self, declared: TableChecks, run_id: str = "") -> list[CheckResult]:
        """The checks of one table; writes nothing. The row count is compared with other runs than `run_id`."""
        previous = None
        if any(check.kind == "row_count" for check in declared.checks):
            previous = self._history.previous_rows(self._names.parts(declared.table)[1], run_id)
        return self._judge(declared.table, declared.key, declared.checks, previous)

    def _judge(self, table: str, key: str | None, checks: Sequence[Check], previous: int | None = None) -> list[CheckResult]:
        needed = [table, *(check.other_table for check in checks if check.other_table is not None)]
        missing = next((name for name in needed if not self._warehouse.has_table(*self._names.parts(name))), None)
        if missing is not None:
            return [self._result(table, None, check, 0, Score(0.0, None, f"{self._names.shown(missing)} does not exist")) for check in checks]
        figures = self._warehouse.query(scan(self._names, table, checks))[0]
        now, rows = self._now(), int(figures["row_count"])
        return [self._result(table, key, check, rows, score(check, index, figures, now=now, previous_rows=previous)) for index, check in enumerate(checks)]

    def _result(self, table: str, key: str | None, check: Check, rows: int, found: Score) -> CheckResult:
        # A threshold of 0 lets any score pass, but never a table without rows.
        passed = rows > 0 and passes(found.value, check.threshold)
        shown = self._names.shown(table)
        keys = self._samples(table, key, check) if not passed and rows > 0 and key is not None else ()
        return CheckResult(
            table=shown,
            check=check.kind,
            column=check.field,
            score=round(found.value, 6),
            threshold=check.threshold,
            passed=passed,
            gate=check.gate,
            rows=rows,
            failing_rows=found.broken,
            message=message_of(shown, check, found, passed, keys),
            sample_keys=keys,
        )

    def _samples(self, table: str, key: str, check: Check) -> tuple[str, ...]:
        """A failing check alone costs a second look at the table."""
        statement = samples(self._names, table, key, check)
        rows: list[dict[str, Any]] = [] if statement is None else self._warehouse.query(statement)
        return tuple(str(row["sample"]) for row in rows if row["sample"] is not None)
