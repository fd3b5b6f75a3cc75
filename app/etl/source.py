"""Finds the files of a delivery and fingerprints them. Reads no rows."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from etl.batches import SourceFile
from etl.errors import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from etl.schema import Schema, Table

_formats = {".csv": "csv", ".parquet": "parquet"}


def find_files(folder: Path, schema: Schema) -> tuple[SourceFile, ...]:
    """The files of all tables, in the order of the schema, then by name. Raises RefusedError where a file belongs to no table, or none is there."""
    if not folder.is_dir():
        raise RefusedError(f"{folder} is no folder", suggestion="python -m etl generate --out <folder> makes one with data")
    found: list[SourceFile] = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "_")):
            continue
        table = _table_of(path, schema)
        if table is None:
            names = ", ".join(f"{one.name}*.csv" for one in schema.tables)
            raise RefusedError(f"{path.name} belongs to no declared table", suggestion=f"names that are read: {names}, and .parquet; _* is left out")
        if not path.is_file():
            raise RefusedError(f"{path.name} is no regular file")
        found.append(SourceFile(table=table, path=path, format=_formats[path.suffix]))
    if not found:
        raise RefusedError(f"{folder} holds no file to load", suggestion="python -m etl generate --out <folder> makes some")
    order = [table.name for table in schema.tables]
    return tuple(sorted(found, key=lambda file: (order.index(file.table.name), file.name)))


def digest_of(path: Path) -> str:
    """sha256 of the content, as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _table_of(path: Path, schema: Schema) -> Table | None:
    match = re.fullmatch(r"([a-z0-9_]+?)(?:[-.][A-Za-z0-9_.-]*)?", path.name.removesuffix(path.suffix))
    if match is None or path.suffix not in _formats:
        return None
    return next((table for table in schema.tables if table.name == match[1]), None)
