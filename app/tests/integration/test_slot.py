"""The slot after a deployment, as its readers will find it; reads alone. Without a slot in the environment, one that the tests load."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from etl.environment import Settings
    from etl.warehouse import Warehouse


@pytest.fixture
def deployed(slot: Settings) -> Warehouse:
    return slot.warehouse()


def name(warehouse: Warehouse, table: str) -> str:
    return warehouse.dialect.qualified(warehouse.schema, table)


@pytest.mark.parametrize(("table", "key"), [("customers", "customer_id"), ("policies", "policy_id"), ("claims", "claim_id")])
def test_every_table_is_loaded_and_each_key_once(deployed: Warehouse, table: str, key: str) -> None:
    found = deployed.query(f"SELECT count(*) AS n, count(DISTINCT {key}) AS keys FROM {name(deployed, table)}")[0]
    assert found["n"] > 0
    assert found["keys"] == found["n"]


def test_the_rows_are_those_that_the_recorded_runs_inserted(deployed: Warehouse) -> None:
    recorded = deployed.query(f"SELECT table_name, sum(inserted) AS n FROM {name(deployed, 'etl_loads')} GROUP BY table_name")
    assert {row["table_name"] for row in recorded} == {"customers", "policies", "claims"}
    for row in recorded:
        assert deployed.query(f"SELECT count(*) AS n FROM {name(deployed, row['table_name'])}") == [{"n": row["n"]}]


def test_the_marts_agree_with_what_was_loaded(deployed: Warehouse) -> None:
    if not deployed.has_table(deployed.schema, "loss_ratio_by_month"):
        pytest.skip("no models are built into this slot; tests/integration/test_transform.py builds them")
    one = {
        "policies": f"SELECT (SELECT count(*) FROM {name(deployed, 'policies')}) - (SELECT count(*) FROM {name(deployed, 'fct_policies')}) AS n",
        "customers": f"SELECT (SELECT count(*) FROM {name(deployed, 'customers')}) - (SELECT count(*) FROM {name(deployed, 'dim_customers')}) AS n",
        "claims": f"SELECT (SELECT count(*) FROM {name(deployed, 'claims')}) - (SELECT count(*) FROM {name(deployed, 'fct_claims')}) AS n",
        "premium": f"SELECT (SELECT sum(premium) FROM {name(deployed, 'fct_policies')} WHERE is_rated) "
        f"- (SELECT sum(written_premium) FROM {name(deployed, 'premium_by_month')}) AS n",
    }
    assert {what: deployed.query(statement)[0]["n"] for what, statement in one.items()} == dict.fromkeys(one, 0)
