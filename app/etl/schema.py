"""The declared schema of deliveries: reads and judges schema.yml. Knows no file and no warehouse."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, get_args

import yaml

from etl.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

TypeName = Literal["string", "integer", "decimal", "date", "timestamp"]

_name = re.compile(r"[a-z][a-z0-9_]{0,62}")
_type = re.compile(r"(string|integer|date|timestamp|decimal\(\s*(\d{1,2})\s*,\s*(\d{1,2})\s*\))")
_column_keys = {"name", "type", "required", "pattern", "values", "max_length", "multiline", "not_before"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column as declared; `precision` and `scale` are those of a decimal, else 0."""

    name: str
    type: TypeName
    precision: int = 0
    scale: int = 0
    required: bool = False
    pattern: str | None = None
    values: tuple[str, ...] = ()
    max_length: int = 255
    multiline: bool = False
    not_before: str | None = None

    @property
    def is_free_text(self) -> bool:
        """True where any text is allowed, so that it may hold what a spreadsheet would run."""
        return self.type == "string" and self.pattern is None and not self.values


@dataclass(frozen=True, slots=True)
class Table:
    """A table as declared: its columns in the warehouse's order, and the one that identifies a row."""

    name: str
    key: str
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names in the declared order."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Schema:
    """All tables, in the order in which they are loaded; the share of a file, 0 to 1, that may be quarantined."""

    tables: tuple[Table, ...]
    max_quarantined_share: float

    def table(self, name: str) -> Table:
        """Raises ConfigurationError for a table that isn't declared."""
        for table in self.tables:
            if table.name == name:
                return table
        raise ConfigurationError(f"no table {name!r} is declared", suggestion=f"declared: {', '.join(table.name for table in self.tables)}")


def load_schema(path: Path | None = None) -> Schema:
    """The packaged schema.yml, or another. Raises ConfigurationError naming the place in the file."""
    try:
        text = files("etl").joinpath("schema.yml").read_text("utf-8") if path is None else path.read_text("utf-8")
        document = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigurationError(f"the schema {path or 'schema.yml'} cannot be read: {error}") from error
    return parse_schema(document)


def parse_schema(document: Any) -> Schema:  # noqa: ANN401 - what YAML gives
    """Judges a parsed schema.yml; unknown words are refused, since a misspelt rule would not hold."""
    where = "schema.yml"
    document = _mapping(document, where, {"version", "max_quarantined_share", "tables"})
    if document.get("version") != 1:
        raise ConfigurationError(f"{where}: version must be 1, found {document.get('version')!r}")
    share = document.get("max_quarantined_share")
    if not isinstance(share, int | float) or isinstance(share, bool) or not 0 <= share <= 1:
        raise ConfigurationError(f"{where}: max_quarantined_share must be a share from 0 to 1, found {share!r}")
    tables = document.get("tables")
    if not isinstance(tables, dict) or not tables:
        raise ConfigurationError(f"{where}: tables must name at least one table")
    return Schema(tables=tuple(_table(name, value) for name, value in tables.items()), max_quarantined_share=float(share))


def _table(name: object, value: object) -> Table:
    where = f"schema.yml: tables.{name}"
    given = _mapping(value, where, {"key", "columns"})
    columns = given.get("columns")
    if not isinstance(columns, list) or not columns:
        raise ConfigurationError(f"{where}.columns must list at least one column")
    table = Table(name=_named(name, where), key=_named(given.get("key"), f"{where}.key"), columns=tuple(_column(where, one) for one in columns))
    names = table.column_names
    if len(set(names)) != len(names):
        raise ConfigurationError(f"{where}: a column is declared twice: {', '.join(sorted({n for n in names if names.count(n) > 1}))}")
    key = next((column for column in table.columns if column.name == table.key), None)
    if key is None or not key.required or key.type != "string":
        raise ConfigurationError(f"{where}.key must be one of its columns, a required string; found {table.key!r}")
    for column in table.columns:
        other = next((one for one in table.columns if one.name == column.not_before), None)
        if column.not_before is not None and (other is None or other.type != column.type or column.type not in ("date", "timestamp")):
            raise ConfigurationError(f"{where}.{column.name}.not_before must name a column of the same type, a date or timestamp")
    return table


def _column(table: str, value: object) -> Column:
    where = f"{table}.columns"
    given = _mapping(value, where, _column_keys)
    name = _named(given.get("name"), where)
    where = f"{table}.{name}"
    match = _type.fullmatch(str(given.get("type")))
    if match is None:
        raise ConfigurationError(f"{where}.type is {given.get('type')!r}; known: {', '.join(get_args(TypeName))}")
    kind: TypeName = next(one for one in get_args(TypeName) if match[1].startswith(one))
    pattern = given.get("pattern")
    if pattern is not None:
        try:
            re.compile(pattern)
        except (re.error, TypeError) as error:
            raise ConfigurationError(f"{where}.pattern is no regular expression: {error}") from error
    column = Column(
        name=name,
        type=kind,
        precision=int(match[2] or 0),
        scale=int(match[3] or 0),
        required=_flag(given, "required", where),
        pattern=pattern,
        values=tuple(str(one) for one in given.get("values", ())),
        max_length=_positive(given.get("max_length", 255), f"{where}.max_length"),
        multiline=_flag(given, "multiline", where),
        not_before=given.get("not_before"),
    )
    if kind != "string" and (column.pattern or column.values or column.multiline or "max_length" in given):
        raise ConfigurationError(f"{where}: pattern, values, max_length and multiline are for strings, this is a {kind}")
    if kind == "decimal" and not 1 <= column.precision <= 38:
        raise ConfigurationError(f"{where}.type: a decimal has 1 to 38 digits, found {column.precision}")
    return column


def _mapping(value: object, where: str, known: set[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ConfigurationError(f"{where} must be a mapping, found {type(value).__name__}")
    unknown = sorted(str(key) for key in value if key not in known)
    if unknown:
        raise ConfigurationError(f"{where}: unknown {', '.join(unknown)}", suggestion=f"known: {', '.join(sorted(known))}")
    return value


def _named(value: object, where: str) -> str:
    if not isinstance(value, str) or _name.fullmatch(value) is None or value.startswith("etl_"):
        raise ConfigurationError(f"{where}: {value!r} is no name; a name is [a-z][a-z0-9_]*, and etl_* is kept for the ETL's own tables")
    return value


def _flag(given: dict[str, Any], key: str, where: str) -> bool:
    value = given.get(key, False)
    if not isinstance(value, bool):
        raise ConfigurationError(f"{where}.{key} must be true or false, found {value!r}")
    return value


def _positive(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ConfigurationError(f"{where} must be a number from 1, found {value!r}")
    return value
