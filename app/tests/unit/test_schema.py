"""The declared schema: what is read, and that a slip in it is refused with its place."""

from __future__ import annotations

from typing import Any

import pytest

from etl.errors import ConfigurationError
from etl.schema import load_schema, parse_schema


def document(**column: Any) -> dict[str, Any]:
    key = {"name": "id", "type": "string", "required": True}
    return {
        "version": 1,
        "max_quarantined_share": 0.1,
        "tables": {"t": {"key": "id", "columns": [key, {"name": "c", "type": "string", **column}]}},
    }


def test_the_packaged_schema_declares_the_three_tables_with_what_the_gates_measure_left_optional() -> None:
    schema = load_schema()
    assert [table.name for table in schema.tables] == ["customers", "policies", "claims"]
    policies = {column.name: column for column in schema.table("policies").columns}
    assert policies["policy_id"].required
    # Were these required, ingestion would keep the rows apart and the completeness gate would see nothing.
    assert not any(policies[name].required for name in ("customer_id", "premium", "start_date"))
    assert (policies["premium"].precision, policies["premium"].scale) == (14, 2)


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ({"patern": "x"}, r"unknown patern"),
        ({"type": "money"}, r"t\.c\.type is 'money'"),
        ({"type": "decimal(39, 2)"}, r"1 to 38 digits"),
        ({"type": "date", "pattern": "x"}, r"are for strings, this is a date"),
        ({"pattern": "("}, r"no regular expression"),
        ({"required": "yes"}, r"must be true or false"),
        ({"max_length": 0}, r"a number from 1"),
        ({"name": "c; drop table t"}, r"is no name"),
        ({"name": "id"}, r"declared twice"),
        ({"not_before": "id"}, r"same type, a date or timestamp"),
    ],
)
def test_a_slip_is_refused(column: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        parse_schema(document(**column))


@pytest.mark.parametrize(
    "broken",
    [None, [], {"version": 2}, {"version": 1, "max_quarantined_share": 2, "tables": {}}, {"version": 1, "max_quarantined_share": True}],
)
def test_a_document_of_another_shape_is_refused(broken: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"schema\.yml"):
        parse_schema(broken)


def test_a_table_that_is_not_declared_is_named_with_those_that_are() -> None:
    with pytest.raises(ConfigurationError, match="no table 'payments'"):
        load_schema().table("payments")
