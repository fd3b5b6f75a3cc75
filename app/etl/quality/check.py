"""One check of one column or table, as data. `Metric` says what it needs of the scan, `score` what that means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["completeness", "range", "uniqueness", "freshness", "references", "row_count"]


@dataclass(frozen=True, slots=True)
class Check:
    """`threshold` is the lowest score that passes. Fields that a kind doesn't know are at their defaults."""

    kind: Kind
    field: str | None = None
    threshold: float = 1.0
    gate: bool = True
    minimum: float | None = None
    maximum: float | None = None
    max_age_hours: float | None = None
    other_table: str | None = None
    other_key: str | None = None


@dataclass(frozen=True, slots=True)
class TableChecks:
    """All checks of a table; `table` as it is declared, `insurance.policies`."""

    table: str
    key: str
    checks: tuple[Check, ...]
