"""Reads and judges checks.yml for one environment."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from etl.errors import ConfigurationError
from etl.quality.check import Check, TableChecks

_table = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_column = re.compile(r"[a-z_][a-z0-9_]*")
_common = {"threshold", "gate"}
_words = {
    "completeness": {"fields"} | _common,
    "range": {"field", "min", "max"} | _common,
    "uniqueness": {"field"} | _common,
    "freshness": {"field", "max_age_hours", "gate"},
    "references": {"field", "table", "key"} | _common,
    "row_count": {"max_change", "gate"},
}


def default_checks_file() -> Path:
    """app/quality/checks.yml in a checkout; the copy inside the package where it is installed."""
    package = Path(str(files("etl")))
    return next((file for file in (package.parent / "quality" / "checks.yml", package / "checks.yml") if file.is_file()), package / "checks.yml")


def load_checks(environment: str, path: Path | None = None) -> tuple[TableChecks, ...]:
    """Thresholds are those of the environment. Raises ConfigurationError naming the place in the file."""
    path = default_checks_file() if path is None else path
    try:
        document = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigurationError(f"the checks {path} cannot be read: {error}") from error
    return parse_checks(document, environment)


def parse_checks(document: Any, environment: str) -> tuple[TableChecks, ...]:  # noqa: ANN401 - what YAML gives
    """Unknown words are refused: a misspelt check would never fail."""
    if not isinstance(document, dict) or document.get("version") != 1 or not isinstance(document.get("tables"), dict) or set(document) - {"version", "tables"}:
        raise ConfigurationError("checks.yml must have version: 1 and tables, and nothing else")
    if not document["tables"]:
        raise ConfigurationError("checks.yml: no table is checked")
    return tuple(_table_checks(name, value, environment) for name, value in document["tables"].items())


def _table_checks(name: object, value: object, environment: str) -> TableChecks:
    where = f"checks.yml: {name}"
    if not isinstance(name, str) or _table.fullmatch(name) is None:
        raise ConfigurationError(f"{where}: a table is <schema>.<table>")
    given = _mapping(value, where, {"key", *_words})
    checks = [check for kind in _words for one in _list(given.get(kind, []), f"{where}.{kind}") for check in _checks(kind, one, f"{where}.{kind}", environment)]
    if not checks:
        raise ConfigurationError(f"{where} has no checks")
    return TableChecks(table=name, key=_name(given.get("key"), f"{where}.key"), checks=tuple(checks))


def _checks(kind: str, value: object, where: str, environment: str) -> list[Check]:
    given = _mapping(value, where, _words[kind])
    threshold = _share(_by_environment(given.get("threshold", 1.0), where, environment), f"{where}.threshold")
    gate = given.get("gate", True)
    if not isinstance(gate, bool):
        raise ConfigurationError(f"{where}.gate must be true or false, found {gate!r}")
    match kind:
        case "completeness":
            fields = [_name(field, f"{where}.fields") for field in _list(given.get("fields"), f"{where}.fields")]
            return [Check("completeness", field, threshold, gate) for field in fields]
        case "range":
            low, high = _number(given.get("min"), f"{where}.min"), _number(given.get("max"), f"{where}.max")
            return [Check("range", _name(given.get("field"), where), threshold, gate, minimum=low, maximum=high)]
        case "uniqueness":
            return [Check("uniqueness", _name(given.get("field"), where), threshold, gate)]
        case "freshness":
            hours = _number(_by_environment(given.get("max_age_hours"), where, environment), f"{where}.max_age_hours")
            return [Check("freshness", _name(given.get("field"), where), 1.0, gate, max_age_hours=hours)]
        case "references":
            other = given.get("table")
            if not isinstance(other, str) or _table.fullmatch(other) is None:
                raise ConfigurationError(f"{where}.table: a table is <schema>.<table>, found {other!r}")
            return [Check("references", _name(given.get("field"), where), threshold, gate, other_table=other, other_key=_name(given.get("key"), where))]
        case _:
            change = _share(_by_environment(given.get("max_change"), where, environment), f"{where}.max_change")
            return [Check("row_count", None, 1.0 - change, gate)]


def _by_environment(value: Any, where: str, environment: str) -> Any:  # noqa: ANN401 - what YAML gives
    if not isinstance(value, dict):
        return value
    if "default" not in value:
        raise ConfigurationError(f"{where}: values by environment need a default")
    return value.get(environment, value["default"])


def _mapping(value: object, where: str, known: set[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ConfigurationError(f"{where} must be a mapping, found {type(value).__name__}")
    unknown = sorted(str(key) for key in value if key not in known)
    if unknown:
        raise ConfigurationError(f"{where}: unknown {', '.join(unknown)}", suggestion=f"known: {', '.join(sorted(known))}")
    return value


def _list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise ConfigurationError(f"{where} must be a list, found {value!r}")
    return value


def _name(value: object, where: str) -> str:
    if not isinstance(value, str) or _column.fullmatch(value) is None:
        raise ConfigurationError(f"{where}: {value!r} is no column")
    return value


def _number(value: object, where: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or value != value:  # noqa: PLR0124 - NaN
        raise ConfigurationError(f"{where} must be a number, found {value!r}")
    return value


def _share(value: object, where: str) -> float:
    number = _number(value, where)
    if not 0 <= number <= 1:
        raise ConfigurationError(f"{where} must be a share from 0 to 1, found {value!r}")
    return float(number)
