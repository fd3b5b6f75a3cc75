"""The Databricks adapter over a recorded session: the statements, their order, and what a failure leaves undone. No Databricks is reached."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
import sqlglot

from etl.errors import AuthenticationError, ConfigurationError, ExpectationError, RefusedError
from etl.ingestion import IngestionPipeline
from etl.schema import load_schema
from etl.slots import Slots, copy_slot, describe, switch_slot
from etl.warehouse import databricks_sql as sql
from etl.warehouse.databricks import DatabricksWarehouse, connector_sessions
from tests.support.files import policies, policy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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


SLOTS = Slots(live="insurance", blue="insurance_blue", green="insurance_green")
COLUMNS = {"policies": ["policy_id", "premium"], "etl_loads": ["run_id"], "etl_builds": ["run_id"]}


class SlotsSession:
    """A catalog of tables, views and loads by schema, and what was run."""

    def __init__(self, tables: dict[str, list[str]], views: dict[str, str] | None = None, loads: dict[str, list[str]] | None = None) -> None:
        self.tables, self.views, self.recorded = tables, views or {}, loads or {}
        self.changes: list[str] = []

    def run(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        sqlglot.parse_one(statement, dialect="databricks", error_level=sqlglot.ErrorLevel.RAISE)
        schema = (parameters or {}).get("schema", "")
        if "information_schema`.columns" in statement or "information_schema.columns" in statement:
            names = self.tables.get(schema, []) + (list(self.views) if schema == SLOTS.live else [])
            return [{"table_name": name, "column_name": column, "full_data_type": "string"} for name in names for column in COLUMNS.get(name, ["x"])]
        if "information_schema.views" in statement:
            return [{"table_name": name, "view_definition": text} for name, text in self.views.items()] if schema == SLOTS.live else []
        if "run_id, table_name, sources" in statement:
            where = next(name for name in SLOTS.both if f"`{name}`" in statement)
            return [{"run_id": run_id, "table_name": "policies", "sources": "{}"} for run_id in self.recorded.get(where, [])]
        if statement.startswith("SELECT count(*) AS n"):
            return [{"n": 3, "digest": 7 if SLOTS.blue in statement else 8}]
        self.changes.append(statement)
        return []

    def warehouse(self) -> DatabricksWarehouse:
        @contextmanager
        def opened() -> Iterator[SlotsSession]:
            yield self

        return DatabricksWarehouse("cat.insurance", stage=Path("/Volumes/c/s/v"), open_session=opened)


def reads(slot: str, name: str = "policies") -> str:
    return f"SELECT *\n FROM `cat`.`{slot}`.`{name}`"


FULL = {SLOTS.blue: ["policies", "etl_loads", "etl_builds"], SLOTS.green: ["policies", "etl_loads", "etl_builds", "mart"]}


def test_databricks_tells_the_live_slot_by_the_definitions_of_the_views() -> None:
    views = {"policies": reads(SLOTS.green), "by_hand": "SELECT 1 AS x", "renamed": reads(SLOTS.blue)}
    found = describe(SlotsSession(FULL, views, {SLOTS.green: ["one", "two"]}).warehouse(), SLOTS)
    assert (found["live"], found["idle"], found["views"], found["loads"]) == ("green", "blue", 1, {"blue": 0, "green": 2})


def test_databricks_switches_view_by_view_and_drops_last() -> None:
    session = SlotsSession(FULL, {"policies": reads(SLOTS.blue), "old": reads(SLOTS.blue, "old")}, {SLOTS.blue: ["one"], SLOTS.green: ["one", "two"]})
    assert switch_slot(session.warehouse(), SLOTS, "green")["dropped"] == ["old"]
    assert session.changes == [
        "CREATE OR REPLACE VIEW `cat`.`insurance`.`mart` AS SELECT * FROM `cat`.`insurance_green`.`mart`",
        "CREATE OR REPLACE VIEW `cat`.`insurance`.`policies` AS SELECT * FROM `cat`.`insurance_green`.`policies`",
        "DROP VIEW IF EXISTS `cat`.`insurance`.`old`",
    ]


def test_databricks_completes_a_switch_that_was_stopped_and_says_so_before() -> None:
    views = {"policies": reads(SLOTS.blue), "mart": reads(SLOTS.green, "mart")}
    session = SlotsSession(FULL, views, {SLOTS.blue: ["one"], SLOTS.green: ["one"]})
    with pytest.raises(ExpectationError, match="show both slots"):
        describe(session.warehouse(), SLOTS)
    assert switch_slot(session.warehouse(), SLOTS, "green")["status"] == "switched"
    assert [change.split("`")[5] for change in session.changes] == ["policies"]


def test_databricks_refuses_a_switch_that_loses_loads_and_changes_nothing() -> None:
    session = SlotsSession(FULL, {"policies": reads(SLOTS.blue)}, {SLOTS.blue: ["daily"]})
    with pytest.raises(ExpectationError, match="daily"):
        switch_slot(session.warehouse(), SLOTS, "green")
    assert session.changes == []


def test_databricks_copies_by_deep_clones_and_the_record_of_the_loads_last() -> None:
    session = SlotsSession({**FULL, SLOTS.green: [*FULL[SLOTS.green], "claims"]}, {"policies": reads(SLOTS.blue)}, {SLOTS.blue: ["one"]})
    assert copy_slot(session.warehouse(), SLOTS, SLOTS.blue, SLOTS.green)["status"] == "copied"
    assert session.changes == [
        "DELETE FROM `cat`.`insurance_green`.`etl_builds`",
        "CREATE OR REPLACE TABLE `cat`.`insurance_green`.`policies` DEEP CLONE `cat`.`insurance_blue`.`policies`",
        "DELETE FROM `cat`.`insurance_green`.`claims`",
        "CREATE OR REPLACE TABLE `cat`.`insurance_green`.`etl_loads` DEEP CLONE `cat`.`insurance_blue`.`etl_loads`",
    ]
