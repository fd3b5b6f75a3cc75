"""The process's environment, read here and nowhere else. Variables and their meaning: app/README.md."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from etl.errors import ConfigurationError
from etl.slots import Slots
from etl.telemetry import Destination, Telemetry
from etl.warehouse.postgres import PostgresWarehouse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from etl.monitor import PipelineMonitor
    from etl.warehouse import Warehouse

_SECRETS = (
    "PGPASSWORD",
    "DATABRICKS_TOKEN",
    "DATABRICKS_CLIENT_SECRET",
    "APPLICATIONINSIGHTS_CONNECTION_STRING",
    "ARM_CLIENT_SECRET",
    "AZURE_CLIENT_SECRET",
)
_SHORTEST_SECRET = 4


@dataclass(frozen=True, slots=True)
class Settings:
    """Variables as they are; each method says which it needs."""

    variables: Mapping[str, str]

    def get(self, name: str) -> str | None:
        """An empty variable counts as none."""
        return self.variables.get(name) or None

    def need(self, name: str, example: str) -> str:
        """Raises ConfigurationError with an example."""
        value = self.get(name)
        if value is None:
            raise ConfigurationError(f"{name} is not set", suggestion=f"{name}={example}")
        return value

    def environment(self) -> str | None:
        """dev, staging or prod."""
        return self.get("HX_ENVIRONMENT")

    def schema(self) -> str:
        """The slot's schema."""
        return self.need("HX_SLOT_SCHEMA", "insurance_blue")

    def slots(self, live: str | None = None, blue: str | None = None, green: str | None = None) -> Slots:
        """The target's three schemas; what is given wins."""
        return Slots(
            live=live or self.need("HX_LIVE_SCHEMA", "insurance"),
            blue=blue or self.need("HX_BLUE_SCHEMA", "insurance_blue"),
            green=green or self.need("HX_GREEN_SCHEMA", "insurance_green"),
        )

    def landing(self) -> Path:
        """Folder with the delivery."""
        return Path(self.need("HX_LANDING_DIR", "./landing"))

    def warehouse(self, schema: str | None = None) -> Warehouse:
        """The one that the environment names; two at once must be decided by HX_WAREHOUSE."""
        schema = self.schema() if schema is None else schema
        catalog = self.get("HX_CATALOG")
        kind = self.get("HX_WAREHOUSE") or self._only_warehouse()
        if kind == "postgres":
            return PostgresWarehouse(schema, url=self.get("HX_WAREHOUSE_URL") or "")
        if kind == "databricks":
            from etl.warehouse.databricks import DatabricksWarehouse, connector_sessions  # noqa: PLC0415 - an extra, and half a second

            sessions = connector_sessions(
                host=self.need("DATABRICKS_HOST", "https://adb-1.2.azuredatabricks.net"),
                http_path=self.need("DATABRICKS_HTTP_PATH", "/sql/1.0/warehouses/abc"),
                token=self.get("DATABRICKS_TOKEN"),
            )
            return DatabricksWarehouse(
                f"{catalog}.{schema}" if catalog else schema,
                stage=Path(self.need("HX_STAGE_DIR", "/Volumes/<catalog>/<schema>/etl_stage")),
                open_session=sessions,
            )
        raise ConfigurationError(f"HX_WAREHOUSE is {kind!r}", suggestion="HX_WAREHOUSE=postgres or HX_WAREHOUSE=databricks")

    def _only_warehouse(self) -> str:
        named = [
            kind
            for kind, names in {"postgres": ("HX_WAREHOUSE_URL", "PGHOST", "PGSERVICE"), "databricks": ("DATABRICKS_HTTP_PATH",)}.items()
            if any(self.get(name) for name in names)
        ]
        if len(named) != 1:
            what = "no warehouse is named" if not named else "two warehouses are named"
            raise ConfigurationError(
                what,
                suggestion="set PGHOST, PGPORT, PGUSER, PGDATABASE and PGPASSFILE, or DATABRICKS_HOST and DATABRICKS_HTTP_PATH; HX_WAREHOUSE decides",
            )
        return named[0]

    def telemetry(self) -> Telemetry:
        """To be closed by its owner."""
        file = self.get("HX_TELEMETRY_FILE")
        has_endpoint = any(self.get(f"OTEL_EXPORTER_OTLP{kind}_ENDPOINT") for kind in ("", "_TRACES", "_METRICS"))
        destination = Destination(self.get("APPLICATIONINSIGHTS_CONNECTION_STRING"), has_endpoint, Path(file) if file else None)
        return Telemetry(destination, environment=self.environment())

    def monitor(self) -> PipelineMonitor:
        """For a process that lives on, such as a notebook's."""
        return self.telemetry().monitor

    def secrets(self) -> tuple[str, ...]:
        """Values that no message may hold; longest first, so that none is left in part."""
        found = [value for name in _SECRETS if (value := self.get(name))]
        url = self.get("HX_WAREHOUSE_URL")
        if url is not None and (password := _password_of(url)):
            found += [password, unquote(password)]
        return tuple(sorted({one for one in found if len(one) >= _SHORTEST_SECRET}, key=len, reverse=True))

    def scrub(self, text: str) -> str:
        """The text without any secret of this process."""
        for secret in self.secrets():
            text = text.replace(secret, "***")
        return text


def _password_of(url: str) -> str | None:
    try:
        return urlsplit(url).password
    except ValueError:
        return None


def from_environment() -> Settings:
    """A copy of what the process was started with."""
    return Settings(dict(os.environ))
