"""Results of the checks: a part of the public JSON contract (app/README.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from etl.quality.check import Check
    from etl.quality.score import Score


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check. `table` is the physical one; `sample_keys` are keys of rows that break it, at most five."""

    table: str
    check: str
    column: str | None
    score: float
    threshold: float
    passed: bool
    gate: bool
    rows: int
    failing_rows: int | None
    message: str
    sample_keys: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Keys in camel case."""
        return {
            "table": self.table,
            "check": self.check,
            "column": self.column,
            "score": self.score,
            "threshold": self.threshold,
            "passed": self.passed,
            "gate": self.gate,
            "rows": self.rows,
            "failingRows": self.failing_rows,
            "message": self.message,
            "sampleKeys": list(self.sample_keys),
        }


@dataclass(frozen=True, slots=True)
class QualityReport:
    """All checks of a run; `score` is the lowest of the gates, which the alert on data quality watches."""

    run_id: str
    environment: str
    schema: str
    results: tuple[CheckResult, ...]

    @property
    def score(self) -> float:
        """From 0 to 1."""
        return min((result.score for result in self.results if result.gate), default=0.0)

    @property
    def failed_gates(self) -> tuple[CheckResult, ...]:
        """What stops a deployment."""
        return tuple(result for result in self.results if result.gate and not result.passed)

    def to_json(self) -> dict[str, Any]:
        """Keys in camel case."""
        return {
            "runId": self.run_id,
            "environment": self.environment,
            "schema": self.schema,
            "score": self.score,
            "passed": not self.failed_gates,
            "failedGates": [result.message for result in self.failed_gates],
            "checks": [result.to_json() for result in self.results],
        }


def message_of(table: str, check: Check, found: Score, passed: bool, samples: tuple[str, ...]) -> str:
    """`insurance_green.policies.customer_id: completeness 0.9800 does not meet 0.99: 20 of 1000 rows have no customer_id, such as POL-000000049`."""
    where = table if check.field is None else f"{table}.{check.field}"
    verdict = f"{check.kind} {found.value:.4f} {'meets' if passed else 'does not meet'} {check.threshold:g}"
    such_as = f", such as {', '.join(samples)}" if samples else ""
    return f"{where}: {verdict}: {found.reason}{such_as}"
