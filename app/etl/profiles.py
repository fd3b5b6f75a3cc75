"""dbt's profile and the ETL's variables out of stack exports, so that no name of a target is typed by hand. Secrets stay in the environment."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import yaml

from etl.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

Slot = Literal["blue", "green", "live"]
PROFILE = "hiscox_etl"
THREADS = 4


@dataclass(frozen=True, slots=True)
class Target:
    """One target's outputs of all its stacks, merged, and the slot that is meant."""

    env: str
    region: str
    cloud: str
    outputs: dict[str, Any]
    slot: Slot

    @property
    def adapter(self) -> str:
        """The local cloud's warehouse is PostgreSQL."""
        return "postgres" if self.cloud == "local" else "databricks"

    @property
    def schema(self) -> str:
        """The slot's schema."""
        return self._need(f"{self.slot}Schema")

    def variables(self) -> dict[str, str]:
        """What the ETL's own commands need of the target; nothing of it is secret."""
        slots = {f"HX_{name.upper()}_SCHEMA": self._need(f"{name}Schema") for name in ("live", "blue", "green")}
        common = {
            "HX_ENVIRONMENT": self.env,
            "HX_SLOT_SCHEMA": self.schema,
            "HX_HISTORY_SCHEMA": slots["HX_LIVE_SCHEMA"],
            "HX_WAREHOUSE": self.adapter,
            **slots,
        }
        if self.adapter == "postgres":
            return common
        host, catalog = self._need("databricksUrl"), self._need("catalog")
        warehouse = {"HX_CATALOG": catalog, "DATABRICKS_HOST": host, "DATABRICKS_HTTP_PATH": self._need("warehouseHttpPath")}
        landing = {"HX_LANDING_DIR": self._need("landingVolume")}
        if self.slot == "live":
            # Nothing is loaded into the live schema itself: it has views alone.
            return {**common, **warehouse, **landing}
        return {**common, **warehouse, **landing, "HX_STAGE_DIR": f"{self._need(f'{self.slot}Volume')}/stage"}

    def profile(self) -> dict[str, Any]:
        """profiles.yml as data; dbt reads the secrets from variables that it keeps out of its logs."""
        output: dict[str, Any] = {"type": self.adapter, "schema": self.schema, "threads": THREADS}
        if self.adapter == "postgres":
            output |= {
                "host": "{{ env_var('PGHOST') }}",
                "port": "{{ env_var('PGPORT', '5432') | as_number }}",
                "user": "{{ env_var('PGUSER') }}",
                # Empty: libpq asks PGPASSFILE.
                "password": "{{ env_var('DBT_ENV_SECRET_PGPASSWORD', '') }}",
                "dbname": "{{ env_var('PGDATABASE') }}",
                "connect_timeout": 10,
            }
        else:
            output |= {
                "catalog": self._need("catalog"),
                "host": self._need("databricksUrl").removeprefix("https://").rstrip("/"),
                "http_path": self._need("warehouseHttpPath"),
                "token": "{{ env_var('DBT_ENV_SECRET_DATABRICKS_TOKEN') }}",
            }
        return {PROFILE: {"target": self.env, "outputs": {self.env: output}}}

    def profile_text(self) -> str:
        """profiles.yml."""
        return "# Made by `python -m etl profiles` from a stack export; edit nothing here.\n" + yaml.safe_dump(self.profile(), sort_keys=False)

    def _need(self, name: str) -> str:
        value = self.outputs.get(name)
        if not isinstance(value, str) or not value:
            where = f"{self.env}-{self.region}"
            raise ConfigurationError(f"the export of {where} has no {name}", suggestion=f"hx up --env {self.env} --region {self.region}, then export again")
        return value


def target_of(documents: Sequence[str], *, slot: Slot, env: str | None = None, region: str | None = None) -> Target:
    """The one target that the exports describe, narrowed by `env` and `region`. Raises ConfigurationError where it isn't exactly one."""
    stacks = [stack for document in documents for stack in _stacks(document)]
    chosen = [stack for stack in stacks if env in (None, stack["env"]) and region in (None, stack["region"])]
    targets = sorted({(stack["env"], stack["region"], stack["cloud"]) for stack in chosen})
    if len(targets) != 1:
        names = ", ".join(f"{one[0]}-{one[1]} ({one[2]})" for one in sorted({(stack["env"], stack["region"], stack["cloud"]) for stack in stacks}))
        raise ConfigurationError(f"the exports describe {len(targets)} such targets", suggestion=f"--env and --region choose one of: {names or 'none'}")
    (only,) = targets
    outputs: dict[str, Any] = {}
    for stack in chosen:
        outputs |= stack["outputs"]
    return Target(env=only[0], region=only[1], cloud=only[2], outputs=outputs, slot=slot)


def _stacks(document: str) -> list[dict[str, Any]]:
    """From the output of `hx export`, or the export of a single stack."""
    try:
        parsed = json.loads(document)
    except json.JSONDecodeError as error:
        raise ConfigurationError(f"the export is no JSON: {error}", suggestion="hx export --env <env> > export.json") from error
    if not isinstance(parsed, dict) or parsed.get("version") != 1:
        raise ConfigurationError("the export is not of version 1", suggestion="hx export --env <env> > export.json")
    stacks = parsed["stacks"] if isinstance(parsed.get("stacks"), list) else [parsed]
    for stack in stacks:
        if (
            not isinstance(stack, dict)
            or not isinstance(stack.get("outputs"), dict)
            or not all(isinstance(stack.get(name), str) for name in ("env", "region", "cloud"))
        ):
            raise ConfigurationError("the export has a stack without env, region, cloud or outputs", suggestion="hx export --env <env> > export.json")
    return stacks
