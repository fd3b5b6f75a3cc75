"""Real dbt on a real PostgreSQL: the marts against figures counted by hand, slim builds, and how failures end."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pytest

from etl.warehouse.postgres import PostgresWarehouse
from tests.support.cli import ROOT, etl
from tests.support.exports import LAKEHOUSE, PLATFORM, export, stack
from tests.support.files import generated

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.cli import Outcome

MODELS = {"stg_customers", "stg_policies", "stg_claims", "dim_customers", "fct_policies", "fct_claims", "premium_by_month", "loss_ratio_by_month"}


class Slot:
    """A slot's schema with a delivery, and a copy of the dbt project that a test may change."""

    def __init__(self, folder: Path, schema: str) -> None:
        self.folder, self.schema = folder, schema
        self.project = Path(shutil.copytree(ROOT / "dbt", folder / "dbt", ignore=shutil.ignore_patterns("target", "logs")))
        self.warehouse = PostgresWarehouse(schema)
        outputs = {**LAKEHOUSE, **PLATFORM, "greenSchema": schema}
        (folder / "export.json").write_text(export(stack("lakehouse", cloud="local", **outputs)))
        made = etl("profiles", "--export", str(folder / "export.json"), "--slot", "green", "--out", str(folder / "profiles"))
        assert (made.code, made.json["schema"]) == (0, schema)
        self.load("load-1", 800)

    def load(self, run_id: str, rows: int) -> Path:
        source = generated(self.folder / run_id, rows)
        assert etl("ingest", "--source", str(source), "--run-id", run_id, "--slot-schema", self.schema).code == 0
        return source

    def transform(self, *arguments: str, out: str = "out") -> Outcome:
        folders = ("--project-dir", str(self.project), "--profiles-dir", str(self.folder / "profiles"), "--out", str(self.folder / out))
        return etl("transform", *folders, "--slot-schema", self.schema, *arguments)

    def modified_in(self, schema: str, state: Path) -> list[str]:
        """Models that dbt takes for modified when it looks at another schema."""
        arguments: list[str | Path] = [
            "--project-dir",
            self.project,
            "--profiles-dir",
            self.folder / "profiles",
            "--target-path",
            self.folder / "ls",
            "--log-path",
            self.folder / "ls",
        ]
        listed = subprocess.run(
            [
                sys.executable,
                "-c",
                "from dbt.cli.main import cli; cli()",
                "ls",
                *arguments,
                "--state",
                state,
                "--select",
                "state:modified",
                "--resource-type",
                "model",
                "-q",
            ],
            env={**os.environ, "HX_SLOT_SCHEMA": schema},
            text=True,
            check=True,
            stdout=subprocess.PIPE,
        )
        return [line.split(".")[-1] for line in listed.stdout.split()]

    def built(self, out: str = "out") -> set[str]:
        results = json.loads((self.folder / out / "target" / "run_results.json").read_text())["results"]
        return {one["unique_id"].split(".")[-1] for one in results if one["unique_id"].startswith("model.")}


@pytest.fixture
def new_slot(tmp_path: Path, pg_environment: dict[str, str]) -> Callable[[str], Slot]:
    return lambda name: Slot(tmp_path, f"insurance_{name}")


def decimals(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: value for row in rows for name, value in row.items()}


def test_a_slot_is_built_as_counted_by_hand_then_only_what_was_modified(new_slot: Callable[[str], Slot]) -> None:
    slot = new_slot("slim")
    first = slot.transform("--run-id", "build-1")
    assert (first.code, first.json["selection"], first.json["failures"]) == (0, "all", [])
    assert slot.built() == MODELS
    assert len(first.stdout.splitlines()) == 1

    policies = pa_csv.read_csv(slot.folder / "load-1" / "policies.csv")
    claims = pa_csv.read_csv(slot.folder / "load-1" / "claims.csv", parse_options=pa_csv.ParseOptions(newlines_in_values=True))
    written = pc.sum(policies.filter(pc.not_equal(policies["status"], "quoted"))["premium"]).as_py()
    incurred = pc.sum(claims.filter(pc.not_equal(claims["status"], "declined"))["amount"]).as_py()
    sums = decimals(
        slot.warehouse.query(
            f"SELECT (SELECT sum(written_premium) FROM {slot.schema}.premium_by_month) AS written, "
            f"(SELECT sum(incurred_losses) FROM {slot.schema}.loss_ratio_by_month) AS incurred, "
            f"(SELECT count(*) FROM {slot.schema}.dim_customers) AS customers, (SELECT count(*) FROM {slot.schema}.fct_policies) AS policies"
        )
    )
    assert sums == {"written": Decimal(str(round(written, 2))), "incurred": Decimal(str(round(incurred, 2))), "customers": 400, "policies": 800}

    # The state of this release; then one mart is modified.
    state = slot.folder / "state"
    shutil.copytree(slot.folder / "out" / "target", state)
    model = slot.project / "models" / "marts" / "premium_by_month.sql"
    model.write_text(model.read_text() + "\n-- modified\nhaving sum(premium) >= 0\n")
    slim = slot.transform("--state", str(state), out="slim")
    assert (slim.code, slim.json["selection"], slim.json["reason"]) == (0, "state:modified+", None)
    assert slot.built("slim") == {"premium_by_month", "loss_ratio_by_month"}

    # The other slot differs by its schema alone.
    assert slot.modified_in("insurance_other_slot", state) == ["premium_by_month"]


def test_a_failing_dbt_test_is_a_gate_and_a_broken_model_is_not(new_slot: Callable[[str], Slot]) -> None:
    slot = new_slot("failing")
    staging = slot.project / "models" / "staging" / "stg_claims.sql"
    good = staging.read_text()
    staging.write_text(
        good
        + "\nunion all select * from ("
        + good.replace("{{ source('insurance', 'claims') }}", "{{ source('insurance', 'claims') }} limit 1")
        + ") as twice\n"
    )
    failed = slot.transform()
    assert (failed.code, failed.json["error"]["kind"]) == (11, "gate")
    assert failed.json["failures"][0] == {
        "node": failed.json["failures"][0]["node"],
        "status": "fail",
        "failingRows": 1,
        "message": "Got 1 result, configured to fail if != 0",
    }
    assert "unique_stg_claims_claim_id" in failed.json["failures"][0]["node"]
    staging.write_text("select no_such_column from {{ source('insurance', 'claims') }}")
    broken = slot.transform()
    assert (broken.code, broken.json["error"]["kind"]) == (4, "warehouse")
    assert "stg_claims" in broken.json["error"]["message"]
    (slot.project / "models" / "sources.yml").write_text("version: [")
    unread = slot.transform()
    assert (unread.code, unread.json["error"]["message"]) == (2, "dbt could not begin; its words are above")


def test_a_profile_of_another_slot_and_packages_from_the_hub_are_refused_before_dbt_begins(new_slot: Callable[[str], Slot]) -> None:
    slot = new_slot("refused")
    other = etl("transform", "--profiles-dir", str(slot.folder / "profiles"), "--out", str(slot.folder / "out"), "--slot-schema", "insurance_other")
    assert (other.code, other.json["error"]["message"]) == (2, "the profile builds into insurance_refused, and the slot's schema is insurance_other")
    (slot.project / "packages.yml").write_text("packages:\n  - package: dbt-labs/dbt_utils\n    version: 1.3.0\n")
    hub = slot.transform()
    assert (hub.code, hub.json["error"]["kind"]) == (2, "configuration")
    assert "dbt-labs/dbt_utils" in hub.json["error"]["message"]
    assert not (slot.folder / "out").exists()
