"""Options and fixtures of all tests. A warehouse that is named in the environment is used by tests/integration and tests/data_quality alone."""

from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING

import pytest

from etl.environment import Settings
from etl.ingestion import IngestionPipeline
from etl.warehouse.postgres import PostgresWarehouse
from tests.support.files import generated
from tests.support.postgres import running_postgres

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_numbers = itertools.count(1)
_started_with = dict(os.environ)
_ROUTES = ("PG", "HX_", "DATABRICKS_", "APPLICATIONINSIGHTS_", "OTEL_")


def pytest_addoption(parser: pytest.Parser) -> None:
    """As the pipeline calls them: pytest app/tests/integration --env=… --databricks-host=…."""
    parser.addoption("--env", default="dev", help="environment whose thresholds hold")
    parser.addoption("--databricks-host", default=None, help="workspace URL of the target; without it the tests bring a PostgreSQL")


@pytest.fixture(scope="session")
def postgres() -> Iterator[dict[str, str]]:
    """PG* variables of a server of this session."""
    with running_postgres() as variables:
        yield variables


@pytest.fixture(scope="session")
def slot(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The slot that the environment names (HX_SLOT_SCHEMA and a warehouse), as after a deployment; without one, a slot in the session's own server."""
    environment, host = request.config.getoption("--env"), request.config.getoption("--databricks-host")
    named = Settings({**_started_with, "HX_ENVIRONMENT": environment, **({"DATABRICKS_HOST": host} if host else {})})
    if named.get("HX_SLOT_SCHEMA"):
        return named
    server: dict[str, str] = request.getfixturevalue("postgres")
    words = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "dbname": "PGDATABASE", "passfile": "PGPASSFILE"}
    url = " ".join(f"{word}={server[name]}" for word, name in words.items())
    own = Settings({"HX_WAREHOUSE_URL": url, "HX_SLOT_SCHEMA": "insurance_green", "HX_ENVIRONMENT": environment})
    IngestionPipeline(generated(tmp_path_factory.mktemp("slot"), 2000), own.warehouse(), run_id="slot").run()
    return own


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine's own settings reaches the code under test."""
    for name in list(os.environ):
        if name.startswith(_ROUTES):
            monkeypatch.delenv(name)


@pytest.fixture
def pg_environment(postgres: dict[str, str], clean_environment: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The process reaches the session's server as libpq does."""
    for name, value in postgres.items():
        monkeypatch.setenv(name, value)
    return postgres


@pytest.fixture
def new_warehouse(pg_environment: dict[str, str]) -> Callable[[], PostgresWarehouse]:
    """Each call gives a schema that no other test knows."""
    return lambda: PostgresWarehouse(f"insurance_{next(_numbers)}", lock_seconds=5)


@pytest.fixture
def warehouse(new_warehouse: Callable[[], PostgresWarehouse]) -> PostgresWarehouse:
    """A schema that no other test knows; it is made by the first load."""
    return new_warehouse()
