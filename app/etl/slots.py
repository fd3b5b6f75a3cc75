"""Blue, green and what is live. Readers see views alone; which slot they show is read from the views, never from a record beside them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from etl.errors import ConfigurationError, ExpectationError
from etl.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from etl.warehouse import Warehouse
    from etl.warehouse.slot_port import Columns, LiveSchema, LoadKey, SlotSession

SlotName = Literal["blue", "green"]
_LEFTOVERS = ("__dbt_tmp", "__dbt_backup")
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Slots:
    """The three schemas of a target."""

    live: str
    blue: str
    green: str

    def __post_init__(self) -> None:
        if len({self.live, self.blue, self.green}) != 3:
            raise ConfigurationError(f"live, blue and green are {self.live}, {self.blue} and {self.green}: they must differ")

    @property
    def both(self) -> tuple[str, str]:
        """Blue's and green's."""
        return (self.blue, self.green)

    def schema_of(self, slot: SlotName) -> str:
        """The slot's schema."""
        return self.blue if slot == "blue" else self.green

    def judge(self, found: LiveSchema) -> None:
        """Raises ExpectationError where readers see what is neither slot: the names of the slots are another target's, or were changed."""
        strange = sorted(set(found.views.values()) - set(self.both))
        if strange:
            raise ExpectationError(f"the views of {self.live} show {', '.join(strange)}, which is neither {self.blue} nor {self.green}")

    def shown_by(self, found: LiveSchema) -> SlotName | None:
        """Raises ExpectationError where the views show both: a switch was stopped between them."""
        self.judge(found)
        shown = set(found.views.values())
        if len(shown) > 1:
            raise ExpectationError(
                f"the views of {self.live} show both slots: a switch was stopped half-way", suggestion="python -m etl switch --to <slot>, which completes it"
            )
        return None if not shown else "blue" if shown == {self.blue} else "green"


def other(slot: SlotName) -> SlotName:
    """The one that is not meant."""
    return "green" if slot == "blue" else "blue"


def describe(warehouse: Warehouse, slots: Slots) -> dict[str, Any]:
    """Reads alone, and waits for nobody."""
    with warehouse.open_slots(()) as session:
        found = session.live(slots.live, slots.both)
        live = slots.shown_by(found)
        held = {name: session.loads(schema) for name, schema in zip(("blue", "green"), slots.both, strict=True)}
    return {
        "liveSchema": slots.live,
        "live": live,
        "idle": "blue" if live is None else other(live),
        "views": len(found.views),
        "loads": {name: len({load.run_id for load in loads}) for name, loads in held.items()},
        "states": {name: _state(loads) for name, loads in held.items()},
    }


def _state(loads: frozenset[LoadKey]) -> str:
    """Differs as soon as anything is loaded into a slot, or copied over it."""
    return hashlib.sha256(repr(sorted((load.run_id, load.table, load.sources) for load in loads)).encode()).hexdigest()[:32]


def refuse_views(warehouse: Warehouse) -> None:
    """Nothing is loaded or built into the schema of the live views. Raises ConfigurationError."""
    schema = warehouse.schema.rpartition(".")[2]
    with warehouse.open_slots(()) as session:
        if session.is_live(schema):
            raise ConfigurationError(
                f"{schema} holds the views that readers see, and no tables", suggestion="python -m etl slots says which slot is live: use its schema"
            )


def copy_slot(warehouse: Warehouse, slots: Slots, source: str, target: str) -> dict[str, Any]:
    """Brings the idle slot up to the live one's raw data. Raises ExpectationError where the target is live, or the source is not; nothing is changed then."""
    if {source, target} != set(slots.both):
        raise ConfigurationError(f"{source} and {target} are not the two slots", suggestion=f"--from {slots.blue} --to {slots.green}, or the other way round")
    tables = [table.name for table in load_schema().tables] + ["etl_quarantine", "etl_loads"]
    with warehouse.open_slots(slots.both) as session:
        live = slots.shown_by(session.live(slots.live, slots.both))
        if live is None:
            return _copied(source, target, reason="nothing is live yet")
        if slots.schema_of(live) == target:
            raise ExpectationError(f"{target} is live: what readers see is never overwritten", suggestion=f"--from {target} --to {source}")
        if _is_same(session, source, target, tables):
            return _copied(source, target, reason="the slots hold the same raw data already")
        # The record of what is loaded comes last: where nothing holds the statements together, one that is stopped is repeated.
        session.forget_builds(target)
        for table in tables:
            session.copy_table(table, source, target)
        there = session.relations(target)
        rows = [{"table": table, "rows": session.fingerprint(target, table)[0]} for table in tables if table in there]
    return {**_copied(source, target, reason=None), "status": "copied", "tables": rows}


def _copied(source: str, target: str, *, reason: str | None) -> dict[str, Any]:
    return {"from": source, "to": target, "status": "unchanged", "reason": reason, "tables": []}


def _is_same(session: SlotSession, source: str, target: str, tables: list[str]) -> bool:
    if session.loads(source) != session.loads(target):
        return False
    ours, theirs = session.relations(source), session.relations(target)
    return all(
        ours.get(table) == theirs.get(table) and (table not in ours or session.fingerprint(source, table) == session.fingerprint(target, table))
        for table in tables
    )


def switch_slot(warehouse: Warehouse, slots: Slots, to: SlotName, *, allow_missing_loads: bool = False, expected: str | None = None) -> dict[str, Any]:
    """Readers see the slot from now on. Raises ExpectationError, with nothing changed, where they would lose loads or see nothing.

    `expected` is the state of the slot that was judged, as `describe` told it: what was loaded since then was judged by nobody.
    """
    slot, left = slots.schema_of(to), slots.schema_of(other(to))
    with warehouse.open_slots(slots.both) as session:
        found = session.live(slots.live, slots.both)
        slots.judge(found)
        if expected is not None and _state(session.loads(slot)) != expected:
            raise ExpectationError(f"{slot} was loaded after its gates had passed", suggestion="build, test and judge it again")
        wanted = _shown(session.relations(slot))
        _judge(slots, found, wanted, slot)
        missing = _missing(session, slot, left) if left in found.views.values() else []
        if missing and not allow_missing_loads:
            raise ExpectationError(
                f"{left} is live and holds {len(missing)} loads that {slot} has not: {', '.join(missing[:_NAMED])}",
                suggestion=f"python -m etl copy --from {left} --to {slot}, transform and test it again",
            )
        before = _before(slots, found)
        dropped = sorted(found.views.keys() - wanted.keys())
        current = session.relations(slots.live) if found.views else {}
        stale = sorted(name for name, columns in wanted.items() if found.views.get(name) != slot or current.get(name) != columns)
        if stale or dropped:
            session.point(slots.live, slot, stale, dropped)
    status = "switched" if before != to else "refreshed" if stale or dropped else "already_live"
    views = sorted(wanted)
    return {
        "liveSchema": slots.live,
        "slotSchema": slot,
        "live": to,
        "before": before,
        "status": status,
        "views": views,
        "dropped": dropped,
        "missingLoads": missing,
    }


def _before(slots: Slots, found: LiveSchema) -> SlotName | None:
    """None where both are shown: a switch is completed."""
    try:
        return slots.shown_by(found)
    except ExpectationError:
        return None


def _shown(relations: Mapping[str, Columns]) -> dict[str, Columns]:
    """Nothing of the ETL's own, and nothing that a killed dbt has left."""
    return {name: columns for name, columns in relations.items() if not name.startswith("etl_") and not name.endswith(_LEFTOVERS)}


def _judge(slots: Slots, found: LiveSchema, wanted: Mapping[str, Columns], slot: str) -> None:
    if not wanted:
        raise ExpectationError(f"{slot} has no tables that readers could see", suggestion="python -m etl ingest and transform fill it")
    taken = sorted(found.others & wanted.keys())
    if taken:
        raise ExpectationError(
            f"{slots.live} has {', '.join(taken[:_NAMED])} of its own, and no switch made them", suggestion=f"move them out of {slots.live}, then switch again"
        )


def _missing(session: SlotSession, slot: str, left: str) -> list[str]:
    gone: frozenset[LoadKey] = session.loads(left) - session.loads(slot)
    return sorted({load.run_id for load in gone})
