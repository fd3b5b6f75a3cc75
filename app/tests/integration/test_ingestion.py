"""Deliveries into a real PostgreSQL: once, completely, and with everything that was put apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from etl.errors import AuthenticationError, ConfigurationError, LockedError, RefusedError, WarehouseError
from etl.ingestion import IngestionPipeline
from etl.warehouse.postgres import PostgresWarehouse
from tests.support.cli import etl
from tests.support.files import generated, many, policies, policy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from etl.result import IngestionResult


def ingest(folder: Path, warehouse: PostgresWarehouse, run_id: str = "run-1", batch_size: int = 10_000) -> IngestionResult:
    return IngestionPipeline(folder, warehouse, run_id=run_id).run(batch_size=batch_size)


def content(warehouse: PostgresWarehouse, table: str, order: str = "1") -> list[dict[str, Any]]:
    return warehouse.query(f"SELECT * FROM {warehouse.schema}.{table} ORDER BY {order}")


def snapshot(warehouse: PostgresWarehouse) -> dict[str, Any]:
    """Everything that a load may write, with the place on disk and the transaction of each row: an equal rewrite shows too."""
    tables = ("customers", "policies", "claims", "etl_loads", "etl_quarantine")
    return {table: warehouse.query(f"SELECT ctid::text, xmin::text, t.* FROM {warehouse.schema}.{table} t ORDER BY ctid") for table in tables}


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_a_delivery_is_loaded_as_it_was_written(tmp_path: Path, new_warehouse: Callable[[], PostgresWarehouse], file_format: Any) -> None:
    generated(tmp_path, 400, file_format=file_format, formulas=0.05)
    first, second = new_warehouse(), new_warehouse()
    result = ingest(tmp_path, first)
    ingest(tmp_path, second, batch_size=7)
    assert {table.table: (table.read, table.inserted, table.quarantined) for table in result.tables} == {
        "customers": (200, 200, 0),
        "policies": (400, 400, 0),
        "claims": (50, 50, 0),
    }
    for table in ("customers", "policies", "claims"):
        rows = content(first, table)
        without_time = [{**row, "_loaded_at": None} for row in rows]
        assert without_time == [{**row, "_loaded_at": None} for row in content(second, table)]
        assert all(row["_loaded_at"] is not None for row in rows)
    assert any(row["broker"].startswith("=HYPERLINK") for row in content(first, "policies"))
    assert any("\n" in row["description"] for row in content(first, "claims"))


def test_the_two_formats_hold_the_same(tmp_path: Path, new_warehouse: Callable[[], PostgresWarehouse]) -> None:
    csv, parquet = new_warehouse(), new_warehouse()
    ingest(generated(tmp_path / "csv", 300), csv)
    ingest(generated(tmp_path / "parquet", 300, file_format="parquet"), parquet)
    for table in ("customers", "policies", "claims"):
        assert [{**row, "_loaded_at": None} for row in content(csv, table)] == [{**row, "_loaded_at": None} for row in content(parquet, table)]


def test_the_same_run_again_changes_nothing(tmp_path: Path, warehouse: PostgresWarehouse) -> None:
    generated(tmp_path, 300, bad_dates=0.02, duplicate_keys=0.01)
    first = ingest(tmp_path, warehouse)
    before = snapshot(warehouse)
    again = ingest(tmp_path, warehouse)
    assert (first.status, again.status) == ("loaded", "already_loaded")
    assert sorted((table.table, table.inserted, table.quarantined) for table in again.tables) == sorted(
        (table.table, table.inserted, table.quarantined) for table in first.tables
    )
    assert snapshot(warehouse) == before


def test_other_files_under_a_run_id_that_was_used_are_refused(tmp_path: Path, warehouse: PostgresWarehouse) -> None:
    ingest(policies(tmp_path, policy(1)), warehouse)
    policies(tmp_path, policy(1, premium="1.00"))
    with pytest.raises(RefusedError, match="run run-1 has loaded other files of policies"):
        ingest(tmp_path, warehouse)
    assert [str(row["premium"]) for row in content(warehouse, "policies")] == ["120.50"]


def test_a_later_run_adds_new_rows_updates_changed_ones_and_leaves_equal_ones_alone(tmp_path: Path, warehouse: PostgresWarehouse) -> None:
    ingest(policies(tmp_path, policy(1), policy(2), policy(3, customer_id="")), warehouse)
    before = {row["policy_id"]: row["xmin"] for row in warehouse.query(f"SELECT policy_id, xmin::text FROM {warehouse.schema}.policies")}
    policies(tmp_path, policy(1), policy(2, premium="99.00"), policy(3, customer_id="CUS-000000009"), policy(4))
    result = ingest(tmp_path, warehouse, "run-2").tables[0]
    assert (result.read, result.inserted, result.updated, result.unchanged) == (4, 1, 2, 1)
    rows = {row["policy_id"]: row for row in content(warehouse, "policies")}
    assert str(rows["POL-000000002"]["premium"]) == "99.00"
    assert rows["POL-000000003"]["customer_id"] == "CUS-000000009"
    after = {row["policy_id"]: row["xmin"] for row in warehouse.query(f"SELECT policy_id, xmin::text FROM {warehouse.schema}.policies")}
    assert after["POL-000000001"] == before["POL-000000001"]


@pytest.mark.parametrize("is_first_load", [True, False])
def test_a_key_that_comes_twice_is_loaded_once_and_the_others_are_kept_apart(tmp_path: Path, warehouse: PostgresWarehouse, is_first_load: bool) -> None:
    if not is_first_load:
        ingest(policies(tmp_path, *many(500, 3)), warehouse, "run-0")
    lines = [policy(1, premium="1.00"), *many(2, 30), policy(1, premium="2.00"), policy(1, premium="3.00")]
    result = ingest(policies(tmp_path, *lines), warehouse).tables[0]
    assert (result.read, result.inserted, result.quarantined) == (33, 31, 2)
    assert result.reasons == {"policy_id: came before in the same delivery": 2}
    kept = warehouse.query(f"SELECT premium::text FROM {warehouse.schema}.policies WHERE policy_id = 'POL-000000001'")
    assert kept == [{"premium": "1.00"}]
    apart = warehouse.query(f"SELECT raw::json ->> 'premium' AS premium FROM {warehouse.schema}.etl_quarantine ORDER BY 1")
    assert apart == [{"premium": "2.00"}, {"premium": "3.00"}]


def test_every_row_is_accounted_for(tmp_path: Path, warehouse: PostgresWarehouse) -> None:
    generated(tmp_path, 1000, bad_dates=0.02, duplicate_keys=0.01, broken_records=0.01, not_utf8=0.01)
    for run in ("run-1", "run-2"):
        for table in ingest(tmp_path, warehouse, run).tables:
            assert table.read == table.inserted + table.updated + table.unchanged + table.quarantined
            apart = warehouse.query(f"SELECT count(*) AS n FROM {warehouse.schema}.etl_quarantine WHERE run_id = '{run}' AND table_name = '{table.table}'")
            assert apart == [{"n": table.quarantined}]
    assert len(content(warehouse, "policies")) == 970


def test_a_refused_file_leaves_nothing_of_its_run(tmp_path: Path, warehouse: PostgresWarehouse) -> None:
    """The customers come first and are good; the claims come last and are not."""
    generated(tmp_path, 300)
    (tmp_path / "claims.csv").write_text("claim_id;policy_id\n")
    with pytest.raises(RefusedError, match=r"claims\.csv: its fields are separated by ';'"):
        ingest(tmp_path, warehouse)
    assert not warehouse.has_table(warehouse.schema, "customers")
    ingest(generated(tmp_path, 300), warehouse)
    assert len(content(warehouse, "customers")) == 150


def test_a_file_that_turns_bad_late_is_refused_as_a_whole(tmp_path: Path, warehouse: PostgresWarehouse) -> None:
    ingest(policies(tmp_path, *many(1, 10)), warehouse, "run-0")
    before = content(warehouse, "policies")
    lines = [*many(100, 20_000), *(["nonsense"] * 9_000)]
    with pytest.raises(RefusedError, match="would be quarantined"):
        ingest(policies(tmp_path, *lines), warehouse)
    assert content(warehouse, "policies") == before
    assert not content(warehouse, "etl_quarantine")


def test_a_column_that_was_declared_since_is_added_and_another_type_is_refused(tmp_path: Path, warehouse: PostgresWarehouse) -> None:
    ingest(policies(tmp_path, policy(1)), warehouse)
    warehouse.ensure(warehouse.schema, [f"ALTER TABLE {warehouse.schema}.policies DROP COLUMN broker"])
    ingest(policies(tmp_path, policy(2)), warehouse, "run-2")
    assert [row["broker"] for row in content(warehouse, "policies", "policy_id")] == [None, "Howden"]
    warehouse.ensure(warehouse.schema, [f"ALTER TABLE {warehouse.schema}.policies ALTER COLUMN premium TYPE text"])
    with pytest.raises(ConfigurationError, match=r"policies\.premium is text in the warehouse and numeric\(14,2\) in schema\.yml"):
        ingest(tmp_path, warehouse, "run-3")


def test_a_load_waits_for_another_and_gives_up_after_its_time(tmp_path: Path, pg_environment: dict[str, str]) -> None:
    patient = PostgresWarehouse("insurance_locked", lock_seconds=1)
    with psycopg.connect() as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended('hx-etl:insurance_locked', 0))")
        with pytest.raises(LockedError, match="another load works on the same schema"):
            ingest(policies(tmp_path, policy(1)), patient)


def test_a_wrong_password_is_an_authentication_error_and_no_message_holds_a_password(
    tmp_path: Path, pg_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGPASSFILE")
    # Made at run time: a scan of the sources for secrets finds none.
    wrong = "-".join(("wrong", "password"))
    folder = policies(tmp_path, policy(1))
    for variables in (
        {"PGPASSWORD": wrong},
        {"HX_WAREHOUSE_URL": f"postgresql://etl:{wrong}@127.0.0.1:{pg_environment['PGPORT']}/insurance"},
        {"HX_WAREHOUSE_URL": f"postgresql://etl:{wrong}@127.0.0.1:{pg_environment['PGPORT']}/insurance?nonsense={wrong}"},
    ):
        outcome = etl("ingest", "--source", str(folder), HX_SLOT_SCHEMA="s", **variables)
        assert outcome.code in (3, 4)
        assert not outcome.json["ok"]
        assert wrong not in outcome.stdout + outcome.stderr
    with pytest.raises(AuthenticationError):
        ingest(folder, PostgresWarehouse("s"))


def test_a_warehouse_that_is_not_there_is_named(tmp_path: Path, pg_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPORT", "1")
    with pytest.raises(WarehouseError, match="could not be reached"):
        ingest(policies(tmp_path, policy(1)), PostgresWarehouse("s"))


def test_an_error_of_the_warehouse_quotes_no_row(tmp_path: Path, warehouse: PostgresWarehouse) -> None:
    ingest(policies(tmp_path, policy(1)), warehouse)
    warehouse.ensure(warehouse.schema, [f"ALTER TABLE {warehouse.schema}.policies ADD CONSTRAINT short CHECK (broker <> 'Private Person')"])
    policies(tmp_path, policy(2, broker="Private Person"))
    with pytest.raises(WarehouseError) as caught:
        ingest(tmp_path, warehouse, "run-2")
    assert "short" in caught.value.message
    assert "Private Person" not in caught.value.message


def test_the_command_prints_one_line_of_json_and_refuses_with_code_2(tmp_path: Path, pg_environment: dict[str, str]) -> None:
    made = etl("generate", "--out", str(tmp_path), "--rows", "200", "--seed", "3")
    assert (made.code, made.json["files"][1]["rows"]) == (0, 200)
    loaded = etl("ingest", "--source", str(tmp_path), "--run-id", "r", "--slot-schema", "insurance_cli")
    assert (loaded.code, loaded.json["status"], loaded.json["rowsRead"]) == (0, "loaded", 325)
    assert len(loaded.stdout.splitlines()) == 1
    (tmp_path / "policies.csv").write_bytes(b"")
    refused = etl("ingest", "--source", str(tmp_path), "--run-id", "r2", "--slot-schema", "insurance_cli")
    assert (refused.code, refused.json["error"]["kind"]) == (2, "refused")
    assert refused.json["error"]["message"] == "policies.csv is empty"
    nowhere = etl("ingest", "--source", str(tmp_path), PGHOST="", HX_SLOT_SCHEMA="x")
    assert (nowhere.code, nowhere.json["error"]["message"]) == (2, "no warehouse is named")
