"""Slots on a real PostgreSQL: what readers see while data is copied, switched, loaded and built."""

from __future__ import annotations

import itertools
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from etl.errors import ConfigurationError, ExpectationError, LockedError, WarehouseError
from etl.ingestion import IngestionPipeline
from etl.slots import Slots, copy_slot, describe, switch_slot
from etl.warehouse.postgres import PostgresWarehouse
from tests.support.files import many, policies, policy
from tests.support.readers import reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Scene:
    folder: Path
    slots: Slots

    @property
    def warehouse(self) -> PostgresWarehouse:
        return PostgresWarehouse(self.slots.live, lock_seconds=2)

    def load(self, slot: str, run_id: str, *numbers: int) -> None:
        source = policies(self.folder / slot / run_id, *(policy(number) for number in numbers))
        IngestionPipeline(source, PostgresWarehouse(slot, lock_seconds=2), run_id=run_id).run()

    def seen(self) -> list[str]:
        """As a reader sees it."""
        return [row["policy_id"][-1] for row in self.warehouse.query(f"SELECT policy_id FROM {self.slots.live}.policies ORDER BY 1")]

    def names(self, schema: str) -> set[str]:
        rows = self.warehouse.query(f"SELECT relname::text AS name FROM pg_class WHERE relnamespace = '{schema}'::regnamespace AND relkind IN ('r', 'v')")
        return {row["name"] for row in rows}

    def run(self, *statements: str) -> None:
        with psycopg.connect(autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


@pytest.fixture
def scene(tmp_path: Path, pg_environment: dict[str, str]) -> Scene:
    name = f"slots_{next(_numbers)}"
    return Scene(tmp_path, Slots(live=name, blue=f"{name}_blue", green=f"{name}_green"))


@contextmanager
def held(statement: str) -> Iterator[psycopg.Connection[Any]]:
    """A transaction that has run the statement and does not end."""
    with psycopg.connect() as connection, connection.transaction(force_rollback=True):
        connection.execute(statement)
        yield connection


def test_nothing_is_live_until_a_switch_and_then_what_the_views_read(scene: Scene) -> None:
    slots, warehouse = scene.slots, scene.warehouse
    before = describe(warehouse, slots)
    states = before.pop("states")
    assert before == {"liveSchema": slots.live, "live": None, "idle": "blue", "views": 0, "loads": {"blue": 0, "green": 0}}
    assert states["blue"] == states["green"]
    scene.load(slots.green, "one", 1)
    switched = switch_slot(warehouse, slots, "green")
    assert (switched["status"], switched["before"], switched["views"], switched["dropped"]) == ("switched", None, ["policies"], [])
    after = describe(warehouse, slots)
    assert after.pop("states") != states
    assert after == {"liveSchema": slots.live, "live": "green", "idle": "blue", "views": 1, "loads": {"blue": 0, "green": 1}}
    assert scene.seen() == ["1"]
    assert scene.names(slots.live) == {"policies"}
    assert switch_slot(warehouse, slots, "green")["status"] == "already_live"


def test_a_copy_brings_the_idle_slot_up_to_the_live_one_and_a_second_does_nothing(scene: Scene) -> None:
    slots, warehouse = scene.slots, scene.warehouse
    scene.load(slots.blue, "one", 1, 2)
    assert copy_slot(warehouse, slots, slots.blue, slots.green)["reason"] == "nothing is live yet"
    switch_slot(warehouse, slots, "blue")
    scene.load(slots.green, "stray", 9)
    scene.run(f"CREATE VIEW {slots.green}.stg_policies AS SELECT policy_id FROM {slots.green}.policies")
    scene.run(f"INSERT INTO {slots.green}.etl_builds VALUES ('old', now(), 'all')")
    copied = copy_slot(warehouse, slots, slots.blue, slots.green)
    assert (copied["status"], copied["reason"]) == ("copied", None)
    assert {one["table"]: one["rows"] for one in copied["tables"]} == {"policies": 2, "etl_loads": 1, "etl_quarantine": 0}
    both = warehouse.query(
        f"(TABLE {slots.blue}.policies EXCEPT TABLE {slots.green}.policies) UNION ALL (TABLE {slots.green}.policies EXCEPT TABLE {slots.blue}.policies)"
    )
    assert both == []
    assert warehouse.query(f"SELECT count(*) AS n FROM {slots.green}.stg_policies") == [{"n": 2}]
    # What was built before the copy says nothing about what is there now.
    assert warehouse.query(f"SELECT count(*) AS n FROM {slots.green}.etl_builds") == [{"n": 0}]
    again = copy_slot(warehouse, slots, slots.blue, slots.green)
    assert (again["status"], again["reason"]) == ("unchanged", "the slots hold the same raw data already")
    # The key is there too: the next load finds what it updates.
    scene.load(slots.green, "two", 2, 3)
    assert warehouse.query(f"SELECT count(*) AS n FROM {slots.green}.policies") == [{"n": 3}]


def test_a_row_that_somebody_changed_by_hand_is_found_by_the_next_copy(scene: Scene) -> None:
    slots, warehouse = scene.slots, scene.warehouse
    scene.load(slots.blue, "one", 1)
    switch_slot(warehouse, slots, "blue")
    copy_slot(warehouse, slots, slots.blue, slots.green)
    scene.run(f"UPDATE {slots.green}.policies SET broker = 'Nobody'")
    assert copy_slot(warehouse, slots, slots.blue, slots.green)["status"] == "copied"
    assert warehouse.query(f"SELECT DISTINCT broker FROM {slots.green}.policies") == [{"broker": "Howden"}]


def test_a_table_with_other_columns_is_replaced_and_one_that_the_live_slot_has_not_is_emptied(scene: Scene) -> None:
    slots, warehouse = scene.slots, scene.warehouse
    scene.load(slots.blue, "one", 1)
    switch_slot(warehouse, slots, "blue")
    scene.run(f"CREATE SCHEMA {slots.green}", f"CREATE TABLE {slots.green}.policies (x integer)", f"CREATE TABLE {slots.green}.claims AS SELECT 1 AS x")
    copy_slot(warehouse, slots, slots.blue, slots.green)
    assert warehouse.query(f"SELECT policy_id FROM {slots.green}.policies") == [{"policy_id": "POL-000000001"}]
    assert warehouse.query(f"SELECT count(*) AS n FROM {slots.green}.claims") == [{"n": 0}]


def test_nothing_is_copied_onto_what_is_live_or_from_what_is_no_slot(scene: Scene) -> None:
    slots, warehouse = scene.slots, scene.warehouse
    scene.load(slots.blue, "one", 1)
    scene.load(slots.green, "one", 1, 2)
    switch_slot(warehouse, slots, "blue", allow_missing_loads=True)
    with pytest.raises(ExpectationError, match="is live: what readers see is never overwritten"):
        copy_slot(warehouse, slots, slots.green, slots.blue)
    with pytest.raises(ConfigurationError, match="are not the two slots"):
        copy_slot(warehouse, slots, slots.blue, slots.live)
    assert scene.seen() == ["1"]


def test_views_of_another_slot_than_the_two_are_never_taken_for_one_of_them(scene: Scene) -> None:
    slots, warehouse = scene.slots, scene.warehouse
    for slot in (*slots.both, f"{slots.live}_old"):
        scene.load(slot, "one", 1)
    switch_slot(warehouse, Slots(slots.live, f"{slots.live}_old", slots.green), "blue")
    with pytest.raises(ExpectationError, match="_old, which is neither"):
        describe(warehouse, slots)
    with pytest.raises(ExpectationError, match="_old, which is neither"):
        switch_slot(warehouse, slots, "green")
    with pytest.raises(ExpectationError, match="_old, which is neither"):
        copy_slot(warehouse, slots, slots.blue, slots.green)


def test_a_switch_that_would_lose_loads_names_them_and_changes_nothing(scene: Scene) -> None:
    slots, warehouse = scene.slots, scene.warehouse
    scene.load(slots.blue, "shared", 1)
    scene.load(slots.green, "shared", 1)
    switch_slot(warehouse, slots, "blue")
    scene.load(slots.blue, "daily-26", 2)
    with pytest.raises(ExpectationError, match=r"holds 1 loads that .* has not: daily-26"):
        switch_slot(warehouse, slots, "green")
    assert (scene.seen(), describe(warehouse, slots)["live"]) == (["1", "2"], "blue")
    allowed = switch_slot(warehouse, slots, "green", allow_missing_loads=True)
    assert (allowed["status"], allowed["missingLoads"], scene.seen()) == ("switched", ["daily-26"], ["1"])
    # Back again: green holds nothing that blue has not.
    assert switch_slot(warehouse, slots, "blue")["missingLoads"] == []
    copy_slot(warehouse, slots, slots.blue, slots.green)
    assert switch_slot(warehouse, slots, "green")["status"] == "switched"
    assert scene.seen() == ["1", "2"]


def test_what_was_loaded_after_a_slot_was_judged_is_not_switched_to(scene: Scene) -> None:
    slots, warehouse = scene.slots, scene.warehouse
    scene.load(slots.green, "judged", 1)
    judged = describe(warehouse, slots)["states"]["green"]
    scene.load(slots.green, "by-another", 2)
    with pytest.raises(ExpectationError, match="loaded after its gates had passed"):
        switch_slot(warehouse, slots, "green", expected=judged)
    assert describe(warehouse, slots)["live"] is None
    assert switch_slot(warehouse, slots, "green", expected=describe(warehouse, slots)["states"]["green"])["status"] == "switched"


def test_the_same_run_id_with_other_files_is_another_load(scene: Scene) -> None:
    slots, warehouse = scene.slots, scene.warehouse
    scene.load(slots.blue, "daily", 1)
    switch_slot(warehouse, slots, "blue")
    scene.load(slots.green, "daily", 1, 2)
    with pytest.raises(ExpectationError, match="daily"):
        switch_slot(warehouse, slots, "green")


def test_a_slot_without_tables_is_refused(scene: Scene) -> None:
    slots, warehouse = scene.slots, scene.warehouse
    with pytest.raises(ExpectationError, match="has no tables"):
        switch_slot(warehouse, slots, "green")
    scene.load(slots.blue, "one", 1)
    switch_slot(warehouse, slots, "blue")
    scene.run(f"CREATE SCHEMA {slots.green}", f"CREATE TABLE {slots.green}.etl_loads (run_id text, table_name text, sources text)")
    with pytest.raises(ExpectationError, match="has no tables"):
        switch_slot(warehouse, slots, "green", allow_missing_loads=True)
    assert scene.seen() == ["1"]


def test_views_vanish_and_change_with_the_slot_and_leftovers_of_dbt_are_never_shown(scene: Scene) -> None:
    slots, warehouse = scene.slots, scene.warehouse
    scene.load(slots.blue, "one", 1)
    scene.load(slots.green, "one", 1)
    scene.run(f"CREATE TABLE {slots.blue}.old AS SELECT 1 AS x", f"CREATE TABLE {slots.blue}.mart AS SELECT 1 AS x, 'b' AS y")
    scene.run(f"CREATE TABLE {slots.green}.new AS SELECT 1 AS x", f"CREATE VIEW {slots.green}.mart AS SELECT 'g' AS y")
    scene.run(f"CREATE TABLE {slots.green}.mart__dbt_backup AS SELECT 1 AS x", f"CREATE TABLE {slots.green}.mart__dbt_tmp AS SELECT 1 AS x")
    switch_slot(warehouse, slots, "blue")
    assert scene.names(slots.live) == {"policies", "old", "mart"}
    assert switch_slot(warehouse, slots, "green")["dropped"] == ["old"]
    assert scene.names(slots.live) == {"policies", "new", "mart"}
    assert warehouse.query(f"TABLE {slots.live}.mart") == [{"y": "g"}]
    # A column that is new in the live slot is shown when the switch is repeated.
    scene.run(f"ALTER TABLE {slots.green}.new ADD COLUMN z integer DEFAULT 7")
    assert switch_slot(warehouse, slots, "green")["status"] == "refreshed"
    assert warehouse.query(f"TABLE {slots.live}.new") == [{"x": 1, "z": 7}]


def test_the_same_view_keeps_its_rights(scene: Scene) -> None:
    slots, warehouse = scene.slots, scene.warehouse
    for slot in slots.both:
        scene.load(slot, "one", 1)
    switch_slot(warehouse, slots, "blue")
    scene.run(f"GRANT SELECT ON {slots.live}.policies TO PUBLIC")
    switch_slot(warehouse, slots, "green")
    assert warehouse.query(f"SELECT relacl::text LIKE '%=r/%' AS granted FROM pg_class WHERE oid = '{slots.live}.policies'::regclass") == [{"granted": True}]


def test_what_somebody_else_made_in_the_live_schema_is_left_alone_or_refused(scene: Scene) -> None:
    slots, warehouse = scene.slots, scene.warehouse
    scene.load(slots.blue, "one", 1)
    scene.run(f"CREATE SCHEMA {slots.live}", f"CREATE TABLE {slots.live}.etl_quality_results (x integer)", f"CREATE VIEW {slots.live}.report AS SELECT 1 AS x")
    switch_slot(warehouse, slots, "blue")
    assert scene.names(slots.live) == {"etl_quality_results", "report", "policies"}
    scene.run(f"CREATE TABLE {slots.blue}.report AS SELECT 2 AS x")
    with pytest.raises(ExpectationError, match="has report of its own"):
        switch_slot(warehouse, slots, "blue")
    assert warehouse.query(f"TABLE {slots.live}.report") == [{"x": 1}]


def test_a_switch_that_fails_at_its_last_view_changes_none(scene: Scene) -> None:
    slots, warehouse = scene.slots, scene.warehouse
    for slot in slots.both:
        scene.load(slot, "one", 1)
    scene.run(f"CREATE TABLE {slots.blue}.zoo AS SELECT 1 AS x", f"CREATE TABLE {slots.green}.zoo AS SELECT 'g' AS y")
    switch_slot(warehouse, slots, "blue")
    scene.run(f"CREATE VIEW {slots.live}.built_on_it AS SELECT x FROM {slots.live}.zoo")
    with pytest.raises(WarehouseError, match="cannot drop view"):
        switch_slot(warehouse, slots, "green")
    assert describe(warehouse, slots)["live"] == "blue"


def test_a_switch_that_was_stopped_half_way_is_told_and_completed(scene: Scene) -> None:
    slots, warehouse = scene.slots, scene.warehouse
    for slot in slots.both:
        scene.load(slot, "one", 1)
        scene.run(f"CREATE TABLE {slot}.mart AS SELECT 1 AS x")
    switch_slot(warehouse, slots, "blue")
    scene.run(f"CREATE OR REPLACE VIEW {slots.live}.mart AS SELECT * FROM {slots.green}.mart")
    with pytest.raises(ExpectationError, match="show both slots"):
        describe(warehouse, slots)
    with pytest.raises(ExpectationError, match="show both slots"):
        copy_slot(warehouse, slots, slots.blue, slots.green)
    assert (switch_slot(warehouse, slots, "green")["status"], describe(warehouse, slots)["live"]) == ("switched", "green")


@pytest.mark.parametrize("slot", ["blue", "green"])
def test_a_load_into_either_slot_holds_switch_and_copy_up(scene: Scene, slot: str) -> None:
    slots, warehouse = scene.slots, scene.warehouse
    for one in slots.both:
        scene.load(one, "one", 1)
    switch_slot(warehouse, slots, "blue")
    with PostgresWarehouse(f"{slots.live}_{slot}").begin_load("running"):
        with pytest.raises(LockedError):
            switch_slot(warehouse, slots, "green")
        with pytest.raises(LockedError):
            copy_slot(warehouse, slots, slots.blue, slots.green)
        assert describe(warehouse, slots)["live"] == "blue"


def test_a_reader_in_the_middle_of_its_transaction_stops_a_switch_and_no_other_reader(scene: Scene) -> None:
    slots, warehouse = scene.slots, scene.warehouse
    for slot in slots.both:
        scene.load(slot, "one", 1)
    switch_slot(warehouse, slots, "blue")
    slowest = [0.0]
    with held(f"SELECT * FROM {slots.live}.policies"):
        is_over = threading.Event()

        def read() -> None:
            while not is_over.is_set():
                began = time.monotonic()
                scene.seen()
                slowest[0] = max(slowest[0], time.monotonic() - began)

        reader = threading.Thread(target=read)
        reader.start()
        with pytest.raises(LockedError, match="readers have held the views"):
            switch_slot(warehouse, slots, "green")
        is_over.set()
        reader.join()
    assert 0 < slowest[0] < 2
    assert switch_slot(warehouse, slots, "green")["status"] == "switched"


def test_readers_see_one_slot_or_the_other_while_it_is_switched_to_and_fro(scene: Scene) -> None:
    slots, warehouse = scene.slots, scene.warehouse
    for slot, name in (("blue", slots.blue), ("green", slots.green)):
        scene.load(name, "one", 1)
        scene.run(*(f"CREATE TABLE {name}.t{number} AS SELECT '{slot}' AS slot" for number in range(8)))
    switch_slot(warehouse, slots, "blue")
    # Within one snapshot all views agree.
    statement = "SELECT " + ", ".join(f"(SELECT slot FROM {slots.live}.t{number})" for number in range(8))
    with reading(statement, lambda row: row is not None and len(set(row)) == 1) as wrong:
        for _ in range(10):
            switch_slot(warehouse, slots, "green")
            switch_slot(warehouse, slots, "blue")
    assert wrong == []


def test_many_rows_are_copied_as_they_are(scene: Scene) -> None:
    slots, warehouse = scene.slots, scene.warehouse
    source = policies(scene.folder / "many", *many(1, 5000), policy(5001, premium="broken"))
    IngestionPipeline(source, PostgresWarehouse(slots.blue), run_id="many").run()
    switch_slot(warehouse, slots, "blue")
    copied = copy_slot(warehouse, slots, slots.blue, slots.green)
    assert {one["table"]: one["rows"] for one in copied["tables"]} == {"policies": 5000, "etl_loads": 1, "etl_quarantine": 1}
