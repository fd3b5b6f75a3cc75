"""How each warehouse spells names and types, and the DDL made from the declared schema. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from etl.schema import Column, Table

_identifier = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")


@dataclass(frozen=True, slots=True)
class Dialect:
    """Quote character, the warehouse's word for each type, and how a column gets the time of the transaction by default."""

    name: str
    quote: str
    types: Mapping[str, str]
    default_now: str

    def identifier(self, name: str) -> str:
        """Quoted. Raises ConfigurationError for what is no plain name, so that no statement is ever made of foreign text."""
        if _identifier.fullmatch(name) is None:
            raise ConfigurationError(f"{name!r} is no name of a schema, table or column", suggestion="a name is [A-Za-z_][A-Za-z0-9_]*")
        return f"{self.quote}{name}{self.quote}"

    def qualified(self, schema: str, table: str) -> str:
        """A schema may carry its catalog: catalog.schema."""
        return ".".join(self.identifier(part) for part in (*schema.split("."), table))

    def type_of(self, column: Column) -> str:
        """The column's type in DDL."""
        return f"{self.types['decimal']}({column.precision}, {column.scale})" if column.type == "decimal" else self.types[column.type]

    def columns(self, names: Sequence[str]) -> str:
        """A list for SELECT, INSERT and COPY."""
        return ", ".join(self.identifier(name) for name in names)


POSTGRES = Dialect(
    name="postgres",
    quote='"',
    types={
        "string": "text",
        "integer": "bigint",
        "decimal": "numeric",
        "date": "date",
        "timestamp": "timestamptz",
        "float": "double precision",
        "boolean": "boolean",
    },
    # COPY fills it; a statement that alters the table for it would shut its readers out until the load ends.
    default_now=" DEFAULT now()",
)
DATABRICKS = Dialect(
    name="databricks",
    quote="`",
    types={
        "string": "STRING",
        "integer": "BIGINT",
        "decimal": "DECIMAL",
        "date": "DATE",
        "timestamp": "TIMESTAMP",
        "float": "DOUBLE",
        "boolean": "BOOLEAN",
    },
    default_now="",
)

# The ETL's own tables, by column and type. They stand in the slot's schema beside the data that they describe.
LOADS = {
    "run_id": "string",
    "table_name": "string",
    "sources": "string",
    "rows_read": "integer",
    "inserted": "integer",
    "updated": "integer",
    "quarantined": "integer",
    "loaded_at": "timestamp",
}
QUARANTINE = {
    "run_id": "string",
    "table_name": "string",
    "file_name": "string",
    "record": "integer",
    "reasons": "string",
    "raw": "string",
    "quarantined_at": "timestamp",
}
QUALITY = {
    "run_id": "string",
    "checked_at": "timestamp",
    "environment": "string",
    "schema_name": "string",
    "table_name": "string",
    "check_name": "string",
    "column_name": "string",
    "score": "float",
    "threshold": "float",
    "passed": "boolean",
    "gate": "boolean",
    "row_count": "integer",
    "message": "string",
    "sample_keys": "string",
}
BUILDS = {"run_id": "string", "built_at": "timestamp", "selection": "string"}
OWN_TABLES = {"etl_loads": LOADS, "etl_quarantine": QUARANTINE, "etl_quality_results": QUALITY, "etl_builds": BUILDS}


def create_own_table(dialect: Dialect, schema: str, name: str) -> str:
    """DDL of one of OWN_TABLES."""
    columns = ", ".join(f"{dialect.identifier(column)} {dialect.types[kind]}" for column, kind in OWN_TABLES[name].items())
    return f"CREATE TABLE IF NOT EXISTS {dialect.qualified(schema, name)} ({columns})"


def create_table(dialect: Dialect, schema: str, table: Table) -> str:
    """DDL of a declared table; `_loaded_at` says when a row was written last."""
    columns = [f"{dialect.identifier(column.name)} {dialect.type_of(column)}{' NOT NULL' if column.required else ''}" for column in table.columns]
    loaded = f"{dialect.identifier('_loaded_at')} {dialect.types['timestamp']} NOT NULL{dialect.default_now}"
    return f"CREATE TABLE IF NOT EXISTS {dialect.qualified(schema, table.name)} ({', '.join([*columns, loaded])})"
