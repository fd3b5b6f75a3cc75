"""Small deliveries for tests, written by hand or by the generator."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from etl.generate import Dirt, deliver

if TYPE_CHECKING:
    from pathlib import Path

    from etl.generate.deliver import Format

POLICY_HEADER = "policy_id,customer_id,product_line,status,premium,currency,start_date,end_date,broker,updated_at"


def policy(number: int = 1, **changed: str) -> str:
    """One line of a policies.csv; values are written as they are given."""
    row = {
        "policy_id": f"POL-{number:09d}",
        "customer_id": "CUS-000000001",
        "product_line": "home",
        "status": "active",
        "premium": "120.50",
        "currency": "GBP",
        "start_date": "2026-01-01",
        "end_date": "2026-12-31",
        "broker": "Howden",
        "updated_at": "2026-11-01T10:00:00Z",
    }
    return ",".join({**row, **changed}.values())


def policies(folder: Path, *lines: str | bytes, header: str = POLICY_HEADER, name: str = "policies.csv") -> Path:
    """A folder with one file of these lines."""
    folder.mkdir(parents=True, exist_ok=True)
    encoded = [line if isinstance(line, bytes) else line.encode() for line in (header, *lines)]
    (folder / name).write_bytes(b"\n".join(encoded) + b"\n")
    return folder


def many(first: int, count: int) -> list[str]:
    """Good lines, so that a bad one among them is no large share."""
    return [policy(number) for number in range(first, first + count)]


def generated(folder: Path, rows: int = 1000, *, seed: int = 7, file_format: Format = "csv", **dirt: float) -> Path:
    """A generated delivery, fresh as of today."""
    deliver(folder, rows, seed=seed, as_of=datetime.now(UTC).date(), file_format=file_format, dirt=Dirt(**dirt))
    return folder
