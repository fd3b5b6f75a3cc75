"""What a scan's figures mean: a score from 0 to 1 for every check, never NaN. Pure; the time is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from etl.quality.check import Check

_SKEW_HOURS = 24.0
"""How far in the future a newest value may lie: clocks and time zones differ, a year that was mistyped is another thing."""


@dataclass(frozen=True, slots=True)
class Score:
    """`broken` counts the rows that break the check, where rows can; `reason` completes "because"."""

    value: float
    broken: int | None
    reason: str


def score(check: Check, index: int, figures: Mapping[str, Any], *, now: datetime, previous_rows: int | None) -> Score:
    """An empty table scores 0 in everything; so does a field that is never filled."""
    rows, counted = int(figures["row_count"]), int(figures[f"n{index}"])
    if rows == 0:
        return Score(0.0, None, "the table is empty")
    if check.kind == "row_count":
        return _row_count(rows, previous_rows)
    if counted == 0:
        return Score(0.0, rows, f"{check.field} is never filled")
    if check.kind == "freshness":
        return _freshness(check, figures[f"m{index}"], now)
    good = int(figures[f"m{index}"])
    broken = counted - good
    words = {
        "completeness": f"{broken} of {counted} rows have no {check.field}",
        "range": f"{broken} of {counted} values lie outside {check.minimum} to {check.maximum}",
        "uniqueness": f"{broken} of {counted} values came before",
        "references": f"{broken} of {counted} values are no {check.other_key} of {check.other_table}",
    }
    return Score(good / counted, broken, words[check.kind])


def passes(value: float, threshold: float) -> bool:
    """Equal passes; a share such as 0.99 has no exact binary form, hence the hair's breadth."""
    return value >= threshold - 1e-12


def _row_count(rows: int, previous: int | None) -> Score:
    if not previous:
        return Score(1.0, None, f"{rows} rows, and no earlier run that passed")
    change = abs(rows - previous) / previous
    return Score(max(0.0, 1.0 - change), None, f"{rows} rows after {previous}, a change of {change:.1%}")


def _freshness(check: Check, newest: Any, now: datetime) -> Score:  # noqa: ANN401 - a driver's date or time
    moment = newest if isinstance(newest, datetime) else datetime(newest.year, newest.month, newest.day, tzinfo=UTC) if isinstance(newest, date) else None
    if moment is None:
        return Score(0.0, None, f"{check.field} is no time")
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    age = (now - moment).total_seconds() / 3600
    if age < -_SKEW_HOURS:
        return Score(0.0, None, f"the newest {check.field} lies {-age:.0f} hours in the future")
    allowed = check.max_age_hours or 0.0
    value = 1.0 if age <= allowed else allowed / age
    return Score(value, None, f"the newest {check.field} is {age:.0f} hours old, {allowed:g} are allowed")
