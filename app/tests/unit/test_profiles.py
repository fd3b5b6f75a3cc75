"""A stack export becomes a profile: what goes in, what stays out, and which exports are refused."""

from __future__ import annotations

import json

import pytest
import yaml

from etl.errors import ConfigurationError
from etl.profiles import target_of
from tests.support.exports import LAKEHOUSE, PLATFORM, both, export, stack


def test_a_databricks_profile_comes_from_the_outputs_of_both_stacks_and_holds_no_secret() -> None:
    target = target_of([both()], slot="green")
    assert yaml.safe_load(target.profile_text()) == {
        "hiscox_etl": {
            "target": "dev",
            "outputs": {
                "dev": {
                    "type": "databricks",
                    "schema": "insurance_green",
                    "threads": 4,
                    "catalog": "insurance_dev_eus",
                    "host": "adb-1.2.azuredatabricks.net",
                    "http_path": "/sql/1.0/warehouses/1a2b",
                    "token": "{{ env_var('DBT_ENV_SECRET_DATABRICKS_TOKEN') }}",
                }
            },
        }
    }
    assert target.variables() == {
        "HX_ENVIRONMENT": "dev",
        "HX_SLOT_SCHEMA": "insurance_green",
        "HX_HISTORY_SCHEMA": "insurance",
        "HX_WAREHOUSE": "databricks",
        "HX_LIVE_SCHEMA": "insurance",
        "HX_BLUE_SCHEMA": "insurance_blue",
        "HX_GREEN_SCHEMA": "insurance_green",
        "HX_CATALOG": "insurance_dev_eus",
        "DATABRICKS_HOST": "https://adb-1.2.azuredatabricks.net",
        "DATABRICKS_HTTP_PATH": "/sql/1.0/warehouses/1a2b",
        "HX_LANDING_DIR": "/Volumes/insurance_dev_eus/insurance/landing",
        "HX_STAGE_DIR": "/Volumes/insurance_dev_eus/insurance_green/etl/stage",
    }
    assert "HX_STAGE_DIR" not in target_of([both()], slot="live").variables()


def test_a_local_target_is_postgresql_reached_by_the_variables_of_libpq() -> None:
    target = target_of([both(cloud="local")], slot="blue")
    output = yaml.safe_load(target.profile_text())["hiscox_etl"]["outputs"]["dev"]
    assert (output["type"], output["schema"], output["password"]) == ("postgres", "insurance_blue", "{{ env_var('DBT_ENV_SECRET_PGPASSWORD', '') }}")
    assert target.variables()["HX_WAREHOUSE"] == "postgres"


def test_stacks_may_come_in_files_of_their_own() -> None:
    documents = [json.dumps(stack("platform", **PLATFORM)), json.dumps(stack("lakehouse", **LAKEHOUSE))]
    assert target_of(documents, slot="live").schema == "insurance"


def test_one_of_several_targets_is_chosen_by_name() -> None:
    documents = [both(env="prod", region="eastus"), both(env="prod", region="westus2"), both(env="dev", region="eastus")]
    assert target_of(documents, slot="blue", env="prod", region="westus2").region == "westus2"
    with pytest.raises(ConfigurationError, match="describe 2 such targets"):
        target_of(documents, slot="blue", env="prod")
    with pytest.raises(ConfigurationError, match="describe 0 such targets"):
        target_of(documents, slot="blue", env="staging")


@pytest.mark.parametrize("document", ["", "[]", "{}", '{"version": 2, "stacks": []}', '{"version": 1, "stacks": [{"env": "dev"}]}', export()])
def test_what_is_no_export_is_refused(document: str) -> None:
    with pytest.raises(ConfigurationError):
        target_of([document], slot="blue")


def test_a_missing_output_is_named_with_what_brings_it() -> None:
    with pytest.raises(ConfigurationError, match="has no warehouseHttpPath") as caught:
        target_of([export(stack("lakehouse", **{**LAKEHOUSE, "warehouseHttpPath": ""}), stack("platform", **PLATFORM))], slot="blue").profile()
    assert caught.value.suggestion == "hx up --env dev --region eastus, then export again"
