"""The SQL of the checks: one SELECT reads a table once for all its checks, whatever their number. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.quality.check import Check
    from etl.warehouse import Dialect

LOGICAL_SCHEMA = "insurance"
SAMPLES = 5


@dataclass(frozen=True, slots=True)
class Names:
    """Where a declared table lies: insurance.<table> in the slot's schema, any other as it is written."""

    dialect: Dialect
    slot_schema: str

    def parts(self, table: str) -> tuple[str, str]:
        """Schema and table."""
        schema, _, name = table.rpartition(".")
        return (self.slot_schema if schema in ("", LOGICAL_SCHEMA) else schema), name

    def shown(self, table: str) -> str:
        """As it is printed."""
        return ".".join(self.parts(table))

    def quoted(self, table: str) -> str:
        """As it stands in a statement."""
        return self.dialect.qualified(*self.parts(table))


def scan(names: Names, table: str, checks: Sequence[Check]) -> str:
    """One row: `row_count`, and for check i `m<i>` (rows that pass, or the newest value) and `n<i>` (rows that count)."""
    columns = ["count(*) AS row_count"]
    joins = []
    for index, check in enumerate(checks):
        columns += _columns(names.dialect, index, check)
        if check.kind == "references":
            joins.append(_join(names, index, check))
    return " ".join([f"SELECT {', '.join(columns)} FROM {names.quoted(table)} AS t", *joins])


def samples(names: Names, table: str, key: str, check: Check) -> str | None:
    """Keys of some rows that break the check; None for a check of the table as a whole."""
    predicate = _breaks(names, check)
    if predicate is None:
        return None
    shown = f"t.{names.dialect.identifier(key)}"
    join = f" {_join(names, 0, check)}" if check.kind == "references" else ""
    return f"SELECT {shown} AS sample FROM {names.quoted(table)} AS t{join} WHERE {predicate} ORDER BY {shown} LIMIT {SAMPLES}"


def _columns(dialect: Dialect, index: int, check: Check) -> list[str]:
    field = None if check.field is None else f"t.{dialect.identifier(check.field)}"
    match check.kind:
        case "completeness":
            return [f"count({field}) AS m{index}", f"count(*) AS n{index}"]
        case "range":
            return [
                f"count(*) FILTER (WHERE {field} BETWEEN {_literal(check.minimum)} AND {_literal(check.maximum)}) AS m{index}",
                f"count({field}) AS n{index}",
            ]
        case "uniqueness":
            return [f"count(DISTINCT {field}) AS m{index}", f"count({field}) AS n{index}"]
        case "freshness":
            return [f"max({field}) AS m{index}", f"count({field}) AS n{index}"]
        case "references":
            return [f"count(r{index}.k) AS m{index}", f"count({field}) AS n{index}"]
        case "row_count":
            return [f"count(*) AS m{index}", f"count(*) AS n{index}"]


def _join(names: Names, index: int, check: Check) -> str:
    """DISTINCT: a key that comes twice there must not count a row twice here."""
    if check.other_table is None or check.other_key is None or check.field is None:
        raise ConfigurationError("a reference names a field, a table and its key")
    key, field = names.dialect.identifier(check.other_key), names.dialect.identifier(check.field)
    return f"LEFT JOIN (SELECT DISTINCT {key} AS k FROM {names.quoted(check.other_table)}) AS r{index} ON r{index}.k = t.{field}"


def _breaks(names: Names, check: Check) -> str | None:
    field = None if check.field is None else f"t.{names.dialect.identifier(check.field)}"
    match check.kind:
        case "completeness":
            return f"{field} IS NULL"
        case "range":
            return f"NOT ({field} BETWEEN {_literal(check.minimum)} AND {_literal(check.maximum)})"
        case "references":
            return f"{field} IS NOT NULL AND r0.k IS NULL"
        case "uniqueness":
            return None
        case "freshness" | "row_count":
            return None


def _literal(number: float | None) -> str:
    if number is None:
        raise ConfigurationError("a range has a minimum and a maximum")
    return repr(number)
