"""Columns out of seeded randomness, vectorised. Every value depends on seed, column and row's chunk alone."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Draw:
    """One chunk of rows: the number of its first row, counted from 0, and how many there are."""

    seed: int
    table: str
    first: int
    rows: int

    def uniform(self, column: str) -> pa.DoubleArray:
        """From 0 to 1, 1 left out."""
        return pc.random(self.rows, initializer=zlib.crc32(f"{self.seed}/{self.table}/{column}/{self.first}".encode()))

    def integers(self, column: str, low: int, high: int) -> pa.Int64Array:
        """From `low` to `high`, both included."""
        return pc.add(pc.floor(pc.multiply(self.uniform(column), float(high - low + 1))).cast(pa.int64()), low)

    def choice(self, column: str, values: Sequence[str]) -> pa.StringArray:
        """One of the values."""
        return pa.array(values, pa.string()).take(self.integers(column, 0, len(values) - 1))

    def row_numbers(self) -> pa.Int64Array:
        """Of the chunk's rows, counted from 0."""
        return pa.array(range(self.first, self.first + self.rows), pa.int64())

    def every(self, share: float, phase: float = 0.0) -> pa.BooleanArray:
        """True for exactly this share of all rows, spread evenly; `phase` from 0 to 1 keeps two kinds of dirt apart."""
        numbers = self.row_numbers().cast(pa.float64())
        before = pc.floor(pc.add(pc.multiply(numbers, share), phase))
        after = pc.floor(pc.add(pc.multiply(pc.add(numbers, 1.0), share), phase))
        return pc.greater(after, before)


def identifiers(prefix: str, numbers: pa.Int64Array) -> pa.StringArray:
    """Such as POL-000000042."""
    return pc.binary_join_element_wise(prefix, pc.utf8_lpad(numbers.cast(pa.string()), 9, "0"), "-")


def joined(separator: str, *parts: pa.StringArray) -> pa.StringArray:
    """Texts side by side."""
    return pc.binary_join_element_wise(*parts, separator)


def money(cents: pa.Int64Array) -> pa.Decimal128Array:
    """A decimal(14, 2) out of hundredths."""
    return pc.divide(cents.cast(pa.decimal128(21, 2)), pa.scalar(100, pa.decimal128(3, 0))).cast(pa.decimal128(14, 2))
