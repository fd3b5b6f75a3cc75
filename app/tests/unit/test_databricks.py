"""The Databricks adapter over a recorded session: the statements, their order, and what a failure leaves undone. No Databricks is reached."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
import sqlglot

from etl.errors import AuthenticationError, ConfigurationError, RefusedError
from etl.ingestion import IngestionPipeline
from etl.schema import load_schema
from etl.warehouse import databricks_sql as sql
from etl.warehouse.databricks import DatabricksWarehouse, connector_sessions
from tests.support.files import policies, policy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SCHEMA = "insurance_dev_eus.insurance_green"
POLICIES = load_schema().table("policies")


class RecordedSession:
    def __init__(self) -> None:
        self.statements: list[str] = []
        self.staged_rows: list[int] = []
        self.loads: list[dict[str, Any]] = []

    def run(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        sqlglot.parse_one(statement, dialect="databricks", error_level=sqlglot.ErrorLevel.RAISE)
        self.statements.append(statement)
        if statement.startswith("COPY INTO"):
            folder = statement.split("'")[1]
            self.staged_rows.append(pq.read_table(folder.replace("/Volumes", self.root)).num_rows)
        if statement.startswith("SELECT (SELECT count(*)"):
            return [{"staged": self.staged_rows[-1], "inserted": self.staged_rows[-1], "updated": 0, "kept": self.staged_rows[-1]}]
        return self.loads if "etl_loads" in statement and statement.startswith("SELECT") else []

    root = ""


def started(folder: Path, session: RecordedSession, monkeypatch: pytest.MonkeyPatch) -> DatabricksWarehouse:
    @contextmanager
    def opened() -> Iterator[RecordedSession]:
        yield session

    stage = folder / "volumes" / "c" / "s"
    session.root = str(folder / "volumes")
    # The process sees the volume as a folder; Databricks sees it under /Volumes.
    monkeypatch.setattr(sql, "copy_into", lambda schema, table, path, real=sql.copy_into: real(schema, table, path.replace(session.root, "/Volumes")))
    return DatabricksWarehouse(SCHEMA, stage=stage, open_session=opened)


def words(statements: list[str]) -> list[str]:
    return [" ".join(statement.split()[:2]) for statement in statements]


def test_tables_change_after_everything_is_staged_and_the_run_is_recorded_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = RecordedSession()
    result = IngestionPipeline(policies(tmp_path / "in", policy(1), policy(2)), started(tmp_path, session, monkeypatch), run_id="r").run()
    assert (result.status, result.tables[0].inserted) == ("loaded", 2)
    assert session.staged_rows == [2]
    assert words(session.statements[4:]) == [
        "SELECT table_name,",
        "CREATE TABLE",
        "CREATE OR",
        "COPY INTO",
        "SELECT (SELECT",
        "DELETE FROM",
        "INSERT INTO",
        "MERGE INTO",
        "INSERT INTO",
        "DROP TABLE",
    ]
    assert "`etl_loads`" in session.statements[-2]
    assert not list((tmp_path / "volumes" / "c" / "s").iterdir())


def test_a_refused_file_changes_no_table_and_leaves_nothing_staged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = RecordedSession()
    folder = policies(tmp_path / "in", policy(1))
    (folder / "claims.csv").write_text("wrong\n")
    with pytest.raises(RefusedError, match=r"claims\.csv"):
        IngestionPipeline(folder, started(tmp_path, session, monkeypatch), run_id="r").run()
    assert not [statement for statement in session.statements if statement.startswith(("MERGE", "INSERT"))]
    assert words(session.statements)[-1] == "DROP TABLE"
    assert not list((tmp_path / "volumes" / "c" / "s").iterdir())


def test_a_recorded_run_does_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = policies(tmp_path / "in", policy(1))
    from etl.source import digest_of

    session = RecordedSession()
    sources = json.dumps({"policies.csv": digest_of(folder / "policies.csv")})
    session.loads = [{"table_name": "policies", "sources": sources, "rows_read": 1, "inserted": 1, "updated": 0, "quarantined": 0}]
    result = IngestionPipeline(folder, started(tmp_path, session, monkeypatch), run_id="r").run()
    assert result.status == "already_loaded"
    assert not [statement for statement in session.statements if statement.startswith(("MERGE", "COPY"))]


@pytest.mark.parametrize("folder", ["/Volumes/a/b'; DROP TABLE x; --", "/Volumes/a/../b", "relative", "file:///etc"])
def test_a_path_that_is_no_plain_one_never_reaches_a_statement(folder: str) -> None:
    with pytest.raises(ConfigurationError, match="no folder that Databricks can read"):
        sql.copy_into(SCHEMA, POLICIES, folder)


def test_a_schema_that_is_no_plain_name_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="is no name"):
        sql.merge("a.b`; DROP TABLE x", POLICIES)


def test_without_a_token_nothing_is_tried() -> None:
    with pytest.raises(AuthenticationError):
        connector_sessions(host="https://h", http_path="/p", token=None)
