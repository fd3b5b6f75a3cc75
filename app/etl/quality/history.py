"""Keeps the results of every run in the warehouse, and finds what the last good run counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.warehouse.dialect import QUALITY, create_own_table

if TYPE_CHECKING:
    from datetime import datetime

    from etl.quality.report import QualityReport
    from etl.warehouse import Warehouse

_TABLE = "etl_quality_results"


class History:
    """`schema` may be shared by the slots, so that a green slot is compared with the blue one before it."""

    def __init__(self, warehouse: Warehouse, schema: str) -> None:
        self._warehouse = warehouse
        self._schema = schema
        self._table = warehouse.dialect.qualified(schema, _TABLE)

    def previous_rows(self, table: str, run_id: str) -> int | None:
        """Rows of the last other run whose row count passed; `table` without its schema, which is another in the other slot."""
        if not self._warehouse.has_table(self._schema, _TABLE):
            return None
        rows = self._warehouse.query(
            f"SELECT row_count FROM {self._table} WHERE table_name = {_quoted(table)} AND run_id <> {_quoted(run_id)} "
            "AND check_name = 'row_count' AND passed AND row_count > 0 ORDER BY checked_at DESC LIMIT 1"
        )
        return int(rows[0]["row_count"]) if rows else None

    def keep(self, report: QualityReport, at: datetime) -> None:
        """A repeated run replaces its own results."""
        rows = []
        for result in report.results:
            schema, _, table = result.table.rpartition(".")
            rows.append(
                (
                    report.run_id,
                    at,
                    report.environment,
                    schema,
                    table,
                    result.check,
                    result.column,
                    result.score,
                    result.threshold,
                    result.passed,
                    result.gate,
                    result.rows,
                    result.message,
                    ",".join(result.sample_keys),
                )
            )
        self._warehouse.ensure(self._schema, [create_own_table(self._warehouse.dialect, self._schema, _TABLE)])
        self._warehouse.replace(self._table, {"run_id": report.run_id, "environment": report.environment}, list(QUALITY), rows)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "").replace("'", "''") + "'"
