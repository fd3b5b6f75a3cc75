"""The rows of each generated table, a chunk at a time. Keys refer to rows that exist unless orphans are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from etl.generate.random_columns import Draw, identifiers, joined, money

if TYPE_CHECKING:
    from etl.generate.dirt import Dirt

_EPOCH = date(1970, 1, 1)
_GIVEN = ("Amelia", "Björn", "Chloé", "Daniel", "Elif", "Finn", "Grace", "Hugo", "Imani", "José", "Kaito", "Lena")
_FAMILY = ("Ahmed", "Baker", "Curie", "Diaz", "Evans", "Fischer", "García", "Hughes", "Ito", "Jones", "Novák", "O'Neill")
_BROKERS = ('Marsh & "Partners", London', "Aon plc", "Willis Towers", "Howden", "Direct")
_LINES = ("home", "professional_indemnity", "cyber", "marine", "fine_art")
_LOSSES = ("Water damage, kitchen", "Theft of equipment", 'Data loss ("ransomware")', "Fire;\nsecond floor", "Transit damage")
_FORMULA = '=HYPERLINK("http://example.invalid","click")'


@dataclass(frozen=True, slots=True)
class Plan:
    """Rows of each table follow from the number of policies: one customer for two policies, one claim for eight."""

    policies: int
    seed: int
    as_of: date
    dirt: Dirt

    def rows(self, table: str) -> int:
        """At least one in every table."""
        return {"customers": max(1, self.policies // 2), "policies": self.policies, "claims": max(1, self.policies // 8)}[table]

    def chunk(self, table: str, first: int, rows: int) -> pa.Table:
        """Columns in the declared order."""
        draw = Draw(self.seed, table, first, rows)
        columns = {"customers": self._customers, "policies": self._policies, "claims": self._claims}[table](draw)
        return pa.table(columns)

    def _keys(self, draw: Draw, prefix: str) -> pa.StringArray:
        numbers = draw.row_numbers()
        repeated = draw.every(self.dirt.duplicate_keys, 0.25)
        return identifiers(prefix, pc.if_else(pc.and_(repeated, pc.greater(numbers, 0)), pc.subtract(numbers, 1), numbers))

    def _days_ago(self, draw: Draw, column: str, oldest: int) -> pa.Int32Array:
        return pc.subtract((self.as_of - _EPOCH).days, draw.integers(column, 1, oldest)).cast(pa.int32())

    def _updated_at(self, draw: Draw) -> pa.TimestampArray:
        """Within the day before `as_of`."""
        midnight = int(datetime.combine(self.as_of, time(), UTC).timestamp())
        return pc.subtract(midnight, draw.integers("updated_at", 1, 86_399)).cast(pa.timestamp("s", "UTC")).cast(pa.timestamp("us", "UTC"))

    def _customers(self, draw: Draw) -> dict[str, pa.Array]:
        numbers = draw.row_numbers().cast(pa.string())
        return {
            "customer_id": self._keys(draw, "CUS"),
            "full_name": joined(" ", draw.choice("given", _GIVEN), draw.choice("family", _FAMILY)),
            "email": joined("", pa.array(["customer"] * draw.rows), numbers, pa.array(["@example.com"] * draw.rows)),
            "country": draw.choice("country", ("GB", "DE", "FR", "ES", "US")),
            "date_of_birth": self._days_ago(draw, "date_of_birth", 25_000).cast(pa.date32()),
            "updated_at": self._updated_at(draw),
        }

    def _policies(self, draw: Draw) -> dict[str, pa.Array]:
        dirt = self.dirt
        customers = identifiers("CUS", draw.integers("customer", 0, self.rows("customers") - 1))
        # Squared: many small premiums, few large ones.
        premium = pc.add(10_000, pc.multiply(pc.power(draw.uniform("premium"), 2.0), 2_500_000.0).cast(pa.int64(), safe=False))
        outside = pc.if_else(pc.equal(pc.bit_wise_and(draw.row_numbers(), 1), 0), -5_000, 100_000_001)
        premium = money(pc.if_else(draw.every(dirt.premium_out_of_range, 0.5), outside, premium))
        start = self._days_ago(draw, "start", 1_100)
        return {
            "policy_id": self._keys(draw, "POL"),
            "customer_id": _emptied(customers, draw.every(dirt.missing_customer_id)),
            "product_line": draw.choice("line", _LINES),
            "status": draw.choice("status", ("active", "active", "active", "lapsed", "cancelled", "quoted")),
            "premium": _emptied(premium, draw.every(dirt.missing_premium, 0.75)),
            "currency": draw.choice("currency", ("GBP", "GBP", "EUR", "USD")),
            "start_date": start.cast(pa.date32()),
            "end_date": pc.add(start, 365).cast(pa.int32()).cast(pa.date32()),
            "broker": pc.if_else(draw.every(dirt.formulas, 0.1), _FORMULA, draw.choice("broker", _BROKERS)),
            "updated_at": self._updated_at(draw),
        }

    def _claims(self, draw: Draw) -> dict[str, pa.Array]:
        policies = draw.integers("policy", 0, self.policies - 1)
        orphans = draw.every(self.dirt.orphan_claims, 0.3)
        reported = self._days_ago(draw, "reported", 900)
        return {
            "claim_id": self._keys(draw, "CLM"),
            "policy_id": identifiers("POL", pc.if_else(orphans, pc.add(policies, 900_000_000), policies)),
            "status": draw.choice("status", ("open", "paid", "paid", "declined")),
            "loss_date": pc.subtract(reported, draw.integers("delay", 0, 60).cast(pa.int32())).cast(pa.int32()).cast(pa.date32()),
            "reported_date": reported.cast(pa.date32()),
            "amount": money(draw.integers("amount", 5_000, 6_000_000)),
            "description": pc.if_else(draw.every(self.dirt.formulas, 0.1), _FORMULA, draw.choice("description", _LOSSES)),
            "updated_at": self._updated_at(draw),
        }


def _emptied(values: pa.Array, where: pa.BooleanArray) -> pa.Array:
    return pc.if_else(where, pa.scalar(None, values.type), values)
