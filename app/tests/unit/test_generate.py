"""The generator: the same bytes for the same seed, exactly the shares of dirt that were asked for, keys that exist."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from etl.errors import ConfigurationError
from etl.generate import Dirt, deliver
from etl.source import digest_of

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 3, 1)
CLEAN = Dirt()


def made(folder: Path, rows: int = 1000, *, seed: int = 1, as_of: date = DAY, file_format: Any = "parquet", dirt: Dirt = CLEAN) -> dict[str, Any]:
    deliver(folder, rows, seed=seed, as_of=as_of, file_format=file_format, dirt=dirt)
    return {table: pq.read_table(folder / f"{table}.parquet") for table in ("customers", "policies", "claims")} if file_format == "parquet" else {}


def test_the_same_seed_and_day_give_the_same_bytes_and_others_do_not(tmp_path: Path) -> None:
    digests = []
    for name, seed, day in (("a", 1, DAY), ("b", 1, DAY), ("c", 2, DAY), ("d", 1, date(2026, 3, 2))):
        made(tmp_path / name, seed=seed, as_of=day, file_format="csv")
        digests.append(digest_of(tmp_path / name / "policies.csv"))
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


def test_rows_do_not_change_at_the_border_of_a_chunk(tmp_path: Path) -> None:
    policies = made(tmp_path, 100_050)["policies"]
    assert len(pc.unique(policies["policy_id"])) == 100_050
    assert policies["policy_id"][-1].as_py() == "POL-000100049"


@pytest.mark.parametrize(
    ("dirt", "table", "is_dirty", "rows"),
    [
        ("missing_customer_id", "policies", lambda t: pc.is_null(t["customer_id"]), 20),
        ("missing_premium", "policies", lambda t: pc.is_null(t["premium"]), 20),
        ("premium_out_of_range", "policies", lambda t: pc.or_(pc.less(t["premium"], 0), pc.greater(t["premium"], 1_000_000)), 20),
        ("formulas", "policies", lambda t: pc.starts_with(t["broker"], "="), 20),
        ("orphan_claims", "claims", lambda t: pc.starts_with(t["policy_id"], "POL-9"), 2),
    ],
)
def test_dirt_comes_in_exactly_the_share_that_was_asked_for(tmp_path: Path, dirt: str, table: str, is_dirty: Any, rows: int) -> None:
    assert pc.sum(is_dirty(made(tmp_path / "clean")[table])).as_py() == 0
    assert pc.sum(is_dirty(made(tmp_path / "dirty", dirt=Dirt(**{dirt: 0.02}))[table])).as_py() == rows


def test_keys_refer_to_rows_that_exist(tmp_path: Path) -> None:
    tables = made(tmp_path)
    assert pc.all(pc.is_in(tables["policies"]["customer_id"], tables["customers"]["customer_id"])).as_py()
    assert pc.all(pc.is_in(tables["claims"]["policy_id"], tables["policies"]["policy_id"])).as_py()


def test_what_a_format_cannot_hold_and_shares_beyond_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="can't be written to Parquet"):
        made(tmp_path, dirt=Dirt(bad_dates=0.1))
    with pytest.raises(ConfigurationError, match="missing_customer_id must be a share"):
        Dirt(missing_customer_id=1.5)
    with pytest.raises(ConfigurationError, match="1 to 100,000,000 policies"):
        made(tmp_path, 0)
