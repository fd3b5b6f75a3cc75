"""What the slots need of a warehouse: two schemas with the same names in them, and a third of views onto one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Columns = tuple[tuple[str, str], ...]
"""Names and types, in order."""


@dataclass(frozen=True, slots=True)
class LiveSchema:
    """`views` maps each live view to the schema that it reads; `others` are names that the switch has not made."""

    views: Mapping[str, str]
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class LoadKey:
    """One table of one recorded run, with the digests of what was loaded."""

    run_id: str
    table: str
    sources: str


class SlotSession(Protocol):
    """Names of schemas are as the target's outputs give them, without a catalog. On PostgreSQL everything in one session is one transaction."""

    def live(self, schema: str, slots: Sequence[str]) -> LiveSchema:
        """Told by the definitions of the views, so that no record of it can be wrong."""

    def is_live(self, schema: str) -> bool:
        """Whether a switch has made views there."""

    def relations(self, schema: str) -> Mapping[str, Columns]:
        """Tables and views by name; empty where there is no such schema."""

    def loads(self, schema: str) -> frozenset[LoadKey]:
        """What was loaded into a slot."""

    def fingerprint(self, schema: str, table: str) -> tuple[int, str]:
        """Number of rows, and a digest of them in any order."""

    def copy_table(self, table: str, source: str, target: str) -> None:
        """The target's table is as the source's after it, in its columns too; it is emptied where the source has none."""

    def forget_builds(self, schema: str) -> None:
        """The next transform builds everything."""

    def point(self, live: str, slot: str, names: Sequence[str], dropped: Sequence[str]) -> None:
        """Makes live views onto a slot's relations, and drops others. Raises LockedError where readers hold them for minutes."""
