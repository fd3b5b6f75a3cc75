"""What can be wrong with a generated delivery, each as a share of the rows of its table."""

from __future__ import annotations

from dataclasses import dataclass, fields

from etl.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Dirt:
    """Shares from 0 to 1. The first five are valid files with data that gates must find; the others are rows that the ingestion must keep apart."""

    missing_customer_id: float = 0.0
    premium_out_of_range: float = 0.0
    missing_premium: float = 0.0
    orphan_claims: float = 0.0
    formulas: float = 0.0
    duplicate_keys: float = 0.0
    bad_dates: float = 0.0
    broken_records: float = 0.0
    not_utf8: float = 0.0

    def __post_init__(self) -> None:
        for field in fields(self):
            share = getattr(self, field.name)
            if not 0 <= share <= 1:
                raise ConfigurationError(f"{field.name} must be a share from 0 to 1, found {share}")

    @property
    def needs_csv(self) -> bool:
        """True for what a Parquet file can't hold."""
        return self.bad_dates + self.broken_records + self.not_utf8 > 0
