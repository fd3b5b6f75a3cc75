"""The commands as the pipeline calls them, and the daily run: dbt builds into the slot that readers see, while they read."""

from __future__ import annotations

import itertools
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from etl.warehouse.postgres import PostgresWarehouse
from tests.support.cli import ROOT, etl
from tests.support.exports import LAKEHOUSE, PLATFORM, export, stack
from tests.support.files import generated
from tests.support.readers import reading

if TYPE_CHECKING:
    from tests.support.cli import Outcome

_numbers = itertools.count(1)
MODELS = {"stg_customers", "stg_policies", "stg_claims", "dim_customers", "fct_policies", "fct_claims", "premium_by_month", "loss_ratio_by_month"}
VIEWS = MODELS | {"customers", "policies", "claims"}


@dataclass(frozen=True)
class Target:
    folder: Path
    live: str

    def etl(self, slot: str, command: str, *arguments: str) -> Outcome:
        made = etl("profiles", "--export", str(self.folder / "export.json"), "--slot", slot, "--out", str(self.folder / slot))
        return etl(command, *arguments, **made.json["variables"])

    def ingest(self, slot: str, run_id: str, rows: int) -> Outcome:
        source = self.folder / run_id
        if not source.exists():
            generated(source, rows)
        return self.etl(slot, "ingest", "--source", str(source), "--run-id", run_id)

    def transform(self, slot: str, project: Path) -> Outcome:
        folders = ("--project-dir", str(project), "--profiles-dir", str(self.folder / slot), "--out", str(self.folder / f"{slot}-out"))
        return self.etl(slot, "transform", *folders)

    def query(self, statement: str) -> list[dict[str, Any]]:
        return PostgresWarehouse(self.live).query(statement)

    def views(self) -> dict[str, str]:
        """Live views, each with the schema of what it reads, by the catalog."""
        rows = self.query(
            "SELECT DISTINCT v.relname::text AS view, t.relnamespace::regnamespace::text || '.' || t.relname AS reads FROM pg_class v "
            "JOIN pg_rewrite r ON r.ev_class = v.oid JOIN pg_depend d ON d.objid = r.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> v.oid "
            f"JOIN pg_class t ON t.oid = d.refobjid WHERE v.relnamespace = '{self.live}'::regnamespace AND v.relkind = 'v'"
        )
        return {row["view"]: row["reads"] for row in rows}


@pytest.fixture
def target(tmp_path: Path, pg_environment: dict[str, str]) -> Target:
    live = f"target_{next(_numbers)}"
    outputs = {**LAKEHOUSE, **PLATFORM, "liveSchema": live, "blueSchema": f"{live}_blue", "greenSchema": f"{live}_green"}
    (tmp_path / "export.json").write_text(export(stack("lakehouse", cloud="local", **outputs)))
    return Target(tmp_path, live)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "dbt", tmp_path / "dbt", ignore=shutil.ignore_patterns("target", "logs")))


def test_a_daily_run_into_the_live_slot_leaves_its_readers_right(target: Target, project: Path) -> None:
    assert target.ingest("blue", "day-1", 400).code == 0
    assert target.transform("blue", project).code == 0
    switched = target.etl("blue", "switch", "--to", "blue")
    assert (switched.code, set(switched.json["views"])) == (0, VIEWS)

    counts = ", ".join(f"(SELECT count(*) FROM {target.live}.{name})" for name in sorted(VIEWS))
    with reading(f"SELECT {counts}", lambda row: row is not None and all(row)) as wrong:
        assert target.ingest("blue", "day-2", 800).code == 0
        assert target.transform("blue", project).code == 0
    assert wrong == []
    assert target.views() == {name: f"{target.live}_blue.{name}" for name in VIEWS}
    assert target.query(f"SELECT count(*) AS n FROM {target.live}.fct_policies") == [{"n": 800}]
    assert target.etl("blue", "slots").json["live"] == "blue"
    assert target.etl("blue", "switch", "--to", "blue").json["status"] == "already_live"

    # The other slot is built below readers who do not see it.
    assert target.etl("green", "copy", "--from", f"{target.live}_blue", "--to", f"{target.live}_green").json["status"] == "copied"
    with reading(f"SELECT {counts}", lambda row: row is not None and all(row)) as wrong:
        assert target.transform("green", project).code == 0
        assert target.views() == {name: f"{target.live}_blue.{name}" for name in VIEWS}
        assert target.etl("green", "switch", "--to", "green").json["status"] == "switched"
        assert target.transform("blue", project).code == 0
    assert wrong == []
    assert target.views() == {name: f"{target.live}_green.{name}" for name in VIEWS}


def test_a_model_that_gets_another_column_or_is_new_in_the_live_slot_is_shown_so(target: Target, project: Path) -> None:
    target.ingest("blue", "day-1", 200)
    target.transform("blue", project)
    target.etl("blue", "switch", "--to", "blue")
    mart = project / "models" / "marts" / "premium_by_month.sql"
    mart.write_text(f"select 'first' as now_first, t.* from (\n{mart.read_text()}\n) as t\n")
    (project / "models" / "marts" / "brokers.sql").write_text("select distinct broker from {{ source('insurance', 'policies') }}\n")
    with reading(f"SELECT count(*) FROM {target.live}.premium_by_month", lambda row: row is not None and row[0] > 0) as wrong:
        assert target.transform("blue", project).code == 0
    assert wrong == []
    assert target.query(f"SELECT DISTINCT now_first FROM {target.live}.premium_by_month") == [{"now_first": "first"}]
    assert target.views() == {name: f"{target.live}_blue.{name}" for name in VIEWS | {"brokers"}}


def test_a_build_waits_for_a_reader_in_its_transaction_and_lets_others_read(target: Target, project: Path) -> None:
    target.ingest("blue", "day-1", 200)
    target.transform("blue", project)
    target.etl("blue", "switch", "--to", "blue")
    name = f"{target.live}.fct_policies"
    with psycopg.connect() as slow:
        slow.execute(f"SELECT count(*) FROM {name}")
        # It lets go when the build has asked for the view: the server tells that somebody waits for it.
        blocked = "SELECT count(*) FROM pg_locks WHERE relation = %s::regclass AND mode = 'AccessExclusiveLock' AND NOT granted"

        def release(row: Any) -> bool:
            if row is not None and row[1] > 0 and not slow.closed:
                slow.rollback()
            return row is not None and row[0] > 0

        statement = f"SELECT (SELECT count(*) FROM {target.live}.dim_customers), ({blocked.replace('%s', repr(name))})"
        with reading(statement, release, readers=1) as wrong:
            assert target.transform("blue", project).code == 0
        assert slow.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
    assert wrong == []
    assert target.views()["fct_policies"] == f"{target.live}_blue.fct_policies"


def test_nothing_is_loaded_or_built_into_the_schema_of_the_views(target: Target, project: Path) -> None:
    target.ingest("blue", "day-1", 200)
    target.etl("blue", "switch", "--to", "blue")
    for outcome in (target.ingest("live", "day-1", 200), target.transform("live", project)):
        assert (outcome.code, outcome.json["error"]["kind"]) == (2, "configuration")
        assert outcome.json["error"]["message"] == f"{target.live} holds the views that readers see, and no tables"
    assert set(target.views()) == {"customers", "policies", "claims"}


def test_the_commands_answer_in_one_line_with_their_exit_codes(target: Target) -> None:
    assert target.ingest("blue", "day-1", 200).code == 0
    empty = target.etl("blue", "switch", "--to", "green")
    assert (empty.code, empty.json["error"]["kind"], len(empty.stdout.splitlines())) == (7, "expectation", 1)
    assert target.etl("blue", "switch", "--to", "blue").code == 0
    live = target.etl("blue", "slots")
    assert (live.code, live.json["live"], live.json["idle"], live.json["loads"]) == (0, "blue", "green", {"blue": 1, "green": 0})
    refused = target.etl("blue", "copy", "--from", f"{target.live}_green", "--to", f"{target.live}_blue")
    assert (refused.code, refused.json["error"]["kind"]) == (7, "expectation")
    copied = etl("copy", "--from", f"{target.live}_blue", "--to", f"{target.live}_green", "--live-schema", target.live, HX_WAREHOUSE="postgres")
    assert (copied.code, copied.json["status"]) == (0, "copied")
    given = etl("slots", "--live-schema", "a", "--blue-schema", "a", "--green-schema", "b", HX_WAREHOUSE="postgres")
    assert (given.code, given.json["error"]["message"]) == (2, "live, blue and green are a, a and b: they must differ")
