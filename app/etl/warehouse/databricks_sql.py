"""The statements of a load into Databricks: stage by COPY INTO, then one MERGE a table. Pure; every name is judged by the dialect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from etl.errors import ConfigurationError
from etl.warehouse.dialect import DATABRICKS

if TYPE_CHECKING:
    from etl.schema import Table

_path = re.compile(r"(/Volumes|abfss:/)/[A-Za-z0-9_@./:-]+")
POSITION = "_position"
"""Column of the staged rows that keeps the order of the delivery."""


def stage_name(schema: str, table: Table) -> str:
    """Beside the table: a Databricks session has no temporary tables that COPY INTO could fill."""
    return DATABRICKS.qualified(schema, f"etl_stage_{table.name}")


def create_stage(schema: str, table: Table) -> str:
    """Empty at every run: what a dead run had staged is dropped."""
    columns = ", ".join(f"{DATABRICKS.identifier(column.name)} {DATABRICKS.type_of(column)}" for column in table.columns)
    return f"CREATE OR REPLACE TABLE {stage_name(schema, table)} ({columns}, {POSITION} BIGINT)"


def copy_into(schema: str, table: Table, folder: str) -> str:
    """Loads every file of the folder once. Raises ConfigurationError for a path that is no plain one."""
    if _path.fullmatch(folder) is None or ".." in folder:
        raise ConfigurationError(f"{folder!r} is no folder that Databricks can read", suggestion="HX_STAGE_DIR=/Volumes/<catalog>/<schema>/<volume>")
    return f"COPY INTO {stage_name(schema, table)} FROM '{folder}' FILEFORMAT = PARQUET"


def count_changes(schema: str, table: Table) -> str:
    """One row: staged, duplicates, inserted, updated; as MERGE will find them."""
    key = DATABRICKS.identifier(table.key)
    return (
        f"SELECT (SELECT count(*) FROM {stage_name(schema, table)}) AS staged, "
        f"count_if(t.{key} IS NULL) AS inserted, count_if(t.{key} IS NOT NULL AND {_differs(table)}) AS updated, count(*) AS kept "
        f"FROM ({_first_of_each_key(schema, table)}) AS s LEFT JOIN {DATABRICKS.qualified(schema, table.name)} AS t ON t.{key} = s.{key}"
    )


def quarantine_duplicates(schema: str, table: Table) -> str:
    """Parameters: run_id, table_name, reasons."""
    names, key = DATABRICKS.columns(table.column_names), DATABRICKS.identifier(table.key)
    return (
        f"INSERT INTO {DATABRICKS.qualified(schema, 'etl_quarantine')} (run_id, table_name, reasons, raw, quarantined_at) "
        f"SELECT :run_id, :table_name, :reasons, to_json(struct({names})), current_timestamp() FROM {stage_name(schema, table)} "
        f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {POSITION}) > 1"
    )


def merge(schema: str, table: Table) -> str:
    """Atomic in itself, and the same again changes nothing: a run that died between two tables is finished by its next."""
    key = DATABRICKS.identifier(table.key)
    names = [DATABRICKS.identifier(name) for name in table.column_names]
    assignments = ", ".join(f"{name} = s.{name}" for name in names if name != key)
    return (
        f"MERGE INTO {DATABRICKS.qualified(schema, table.name)} AS t USING ({_first_of_each_key(schema, table)}) AS s ON t.{key} = s.{key} "
        f"WHEN MATCHED AND {_differs(table)} THEN UPDATE SET {assignments}, `_loaded_at` = current_timestamp() "
        f"WHEN NOT MATCHED THEN INSERT ({', '.join(names)}, `_loaded_at`) VALUES ({', '.join(f's.{name}' for name in names)}, current_timestamp())"
    )


def _first_of_each_key(schema: str, table: Table) -> str:
    key = DATABRICKS.identifier(table.key)
    names = DATABRICKS.columns(table.column_names)
    return f"SELECT {names} FROM {stage_name(schema, table)} QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {POSITION}) = 1"


def _differs(table: Table) -> str:
    names = [DATABRICKS.identifier(name) for name in table.column_names if name != table.key]
    return "(" + " OR ".join(f"NOT (t.{name} <=> s.{name})" for name in names) + ")"
