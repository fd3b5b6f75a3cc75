"""Whole rows: what is quarantined with which reasons, and that a row's verdict does not depend on its neighbours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from etl.delivery import Delivery
from etl.errors import RefusedError
from etl.quarantine import quarantine
from etl.schema import load_schema
from etl.source import find_files
from tests.support.files import POLICY_HEADER, many, policies, policy

if TYPE_CHECKING:
    from pathlib import Path

    from etl.batches import QuarantinedRow


def read(folder: Path, *, batch_size: int = 10, share: float = 1.0) -> tuple[list[str], list[QuarantinedRow], Delivery]:
    """Keys of the good rows, what was put apart, and the counts."""
    with quarantine() as apart:
        delivery = Delivery(find_files(folder, load_schema()), batch_size, share, apart)
        keys = [key for batch in delivery.batches() for key in batch.column("policy_id").to_pylist()]
        return keys, [row for _, row in apart.rows()], delivery


def test_a_row_with_several_faults_is_kept_apart_once_with_all_of_them(tmp_path: Path) -> None:
    keys, apart, _ = read(policies(tmp_path, policy(1), policy(2, premium="much", end_date="2020-01-01", product_line="")))
    assert keys == ["POL-000000001"]
    assert [(row.record, row.reasons) for row in apart] == [(3, ("product_line: missing", "premium: not a decimal(14, 2)", "end_date: before start_date"))]
    assert json.loads(apart[0].raw)["premium"] == "much"


def test_what_the_gates_measure_is_loaded(tmp_path: Path) -> None:
    keys, apart, _ = read(policies(tmp_path, policy(1, customer_id=""), policy(2, premium="-5.00"), policy(3, premium=""), policy(4, start_date="")))
    assert len(keys) == 4
    assert not apart


@pytest.mark.parametrize("batch_size", [1, 2, 3, 7, 100])
def test_record_numbers_and_verdicts_do_not_depend_on_the_batches(tmp_path: Path, batch_size: int) -> None:
    lines = many(1, 20)
    lines[3] = policy(4, premium="x")
    lines[4:4] = ["one,two", ""]
    lines[9:9] = ["broken"]
    lines[15] = policy(99, status="unknown")
    keys, apart, delivery = read(policies(tmp_path, *lines), batch_size=batch_size)
    assert {row.record: row.reasons[0] for row in apart} == {
        5: "premium: not a decimal(14, 2)",
        6: "record: 2 fields instead of 10",
        10: "record: 1 fields instead of 10",
        16: "status: not one of the declared values",
    }
    assert len(keys) == 18
    assert (delivery.counts[0].read, delivery.counts[0].quarantined) == (22, 4)


def test_columns_may_come_in_any_order_and_with_a_byte_order_mark(tmp_path: Path) -> None:
    header = "\ufeffupdated_at,broker,end_date,start_date,currency,premium,status,product_line,customer_id,policy_id"
    line = ",".join(reversed(policy(1).split(",")))
    keys, apart, _ = read(policies(tmp_path, line, header=header))
    assert keys == ["POL-000000001"]
    assert not apart


def test_carriage_returns_quotes_and_line_breaks_in_quotes_are_read_as_rfc_4180_says(tmp_path: Path) -> None:
    folder = policies(tmp_path, policy(1, broker='"Marsh & ""Partners"", London"') + "\r", policy(2) + "\r", header=POLICY_HEADER + "\r")
    keys, apart, _ = read(folder)
    assert keys == ["POL-000000001", "POL-000000002"]
    assert not apart


def test_a_swallowed_line_is_seen_as_a_line_break(tmp_path: Path) -> None:
    """Two stray quotes make one value of several records: none of them may be lost unseen."""
    lines = [policy(1), policy(2, broker='"Howden'), policy(3, broker='Howden"'), policy(4)]
    keys, apart, _ = read(policies(tmp_path, *lines))
    assert keys == ["POL-000000001", "POL-000000004"]
    assert len(apart) == 1
    assert "POL-000000003" in apart[0].raw


def test_formulas_are_kept_and_counted(tmp_path: Path) -> None:
    keys, apart, delivery = read(policies(tmp_path, policy(1, broker="=cmd|' /C calc'!A0"), policy(2, broker="+44 20"), policy(3, premium="-1.00")))
    assert len(keys) == 3
    assert not apart
    assert dict(delivery.formulas) == {"broker": 2}


def test_one_wrong_byte_costs_one_row(tmp_path: Path) -> None:
    keys, apart, _ = read(policies(tmp_path, policy(1), policy(2).encode().replace(b"Howden", b"H\xf6wden"), policy(3)))
    assert keys == ["POL-000000001", "POL-000000003"]
    assert [(row.record, row.reasons) for row in apart] == [(3, ("broker: not UTF-8",))]
    assert json.loads(apart[0].raw)["broker"] == "H\\xf6wden"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_broken_record_that_is_no_utf8_either_refuses_the_file_without_quoting_it(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        read(policies(tmp_path, policy(1), b"M\xfcnchen,2", policy(3)))
    assert caught.value.message == "policies.csv: record 3 has 2 fields instead of 10, and is not UTF-8"


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "policies.csv").symlink_to(tmp_path / "gone.csv")
    with pytest.raises(RefusedError, match=r"policies\.csv is no regular file"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "policies.csv is empty"),
        ((POLICY_HEADER + "\n").encode(), "holds no rows"),
        (POLICY_HEADER.replace(",", ";").encode() + b"\n", "separated by ';'"),
        (POLICY_HEADER.replace(",", "\t").encode() + b"\n", r"separated by '\\t'"),
        (POLICY_HEADER.encode("utf-16"), "not UTF-8: it looks like UTF-16"),
        (b"PK\x03\x04\x00\x00", "a binary file"),
        (POLICY_HEADER.replace("premium,", "").encode() + b"\n", "missing: 'premium'"),
        ((POLICY_HEADER + ",discount\n").encode(), "not declared: 'discount'"),
        ((POLICY_HEADER + ",premium\n").encode(), "twice: 'premium'"),
        (b"pr\xe4mie\n", "its header is not UTF-8"),
        (b"x" * 70_000, "longer than 64 KiB"),
        (POLICY_HEADER.encode() + b"\n" + b"x" * 5_000_000, "a record is longer than 2 MiB"),
        (
            (POLICY_HEADER + "\n" + policy(1) + "\n" + policy(2, broker='"Howden') + "\n" + policy(3)).encode(),
            "a quote is opened and never closed",
        ),
    ],
)
def test_what_is_not_the_declared_file_is_refused_with_the_reason(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "policies.csv").write_bytes(content)
    with pytest.raises(RefusedError, match=message):
        read(tmp_path)


def test_a_file_with_too_many_bad_rows_is_refused_naming_the_most_frequent_reasons(tmp_path: Path) -> None:
    lines = [*many(1, 80), *(policy(number, premium="x") for number in range(100, 120))]
    with pytest.raises(RefusedError, match=r"20 of 100 rows would be quarantined, more than 10%; most of all: premium: not a decimal\(14, 2\) \(20\)"):
        read(policies(tmp_path, *lines), share=0.1)


def test_files_that_belong_to_no_table_are_refused_and_those_set_aside_left_out(tmp_path: Path) -> None:
    policies(tmp_path, policy(1))
    (tmp_path / "_policies.csv.part").write_text("half a file")
    assert len(find_files(tmp_path, load_schema())) == 1
    (tmp_path / "payments.csv").write_text("x")
    with pytest.raises(RefusedError, match=r"payments\.csv belongs to no declared table"):
        find_files(tmp_path, load_schema())


def test_several_files_of_a_table_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    policies(tmp_path, policy(2), name="policies-02.csv")
    policies(tmp_path, policy(1), name="policies-01.csv")
    keys, _, delivery = read(tmp_path)
    assert keys == ["POL-000000001", "POL-000000002"]
    assert [len(count.digest) for count in delivery.counts] == [64, 64]


def test_a_line_break_in_quotes_is_read_across_the_blocks_of_a_file(tmp_path: Path) -> None:
    """A block ends somewhere in the text of a claim; 30,000 of them fill two blocks and more."""
    header = "claim_id,policy_id,status,loss_date,reported_date,amount,description,updated_at"
    text = "first line\n" * 8
    lines = [f'CLM-{number:09d},POL-000000001,open,2026-01-01,2026-01-02,1.00,"{text}",2026-01-03T00:00:00Z' for number in range(30_000)]
    (tmp_path / "claims.csv").write_text("\n".join([header, *lines]))
    with quarantine() as apart:
        delivery = Delivery(find_files(tmp_path, load_schema()), 10_000, 0.1, apart)
        rows = sum(batch.num_rows for batch in delivery.batches())
        assert (rows, apart.is_empty) == (30_000, True)
