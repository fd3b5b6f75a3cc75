"""The gates of the insurance data on the slot that is deployed, or on one that the tests make. Nothing is written to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from etl.quality import DataQualityChecker, load_checks

if TYPE_CHECKING:
    from etl.environment import Settings


@pytest.fixture
def checker(slot: Settings) -> DataQualityChecker:
    return DataQualityChecker(slot.warehouse(), environment=slot.need("HX_ENVIRONMENT", "dev"))


def test_policies_are_complete(checker: DataQualityChecker) -> None:
    found = checker.check_completeness("insurance.policies", ["policy_id", "customer_id", "premium", "start_date"])
    assert found["completeness_score"] >= 0.99, found


def test_premiums_are_within_their_range(checker: DataQualityChecker) -> None:
    found = checker.check_range("insurance.policies", "premium", 0, 1_000_000)
    assert found["validity_score"] >= 0.95, found


def test_every_declared_gate_holds(checker: DataQualityChecker, slot: Settings) -> None:
    results = [result for declared in load_checks(slot.need("HX_ENVIRONMENT", "dev")) for result in checker.judge(declared)]
    assert [result.message for result in results if result.gate and not result.passed] == []
