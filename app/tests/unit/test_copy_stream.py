"""Encoding ahead: order, bounded look-ahead, and that no thread outlives its reader."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from etl.warehouse.copy_stream import encode, encoded_ahead

if TYPE_CHECKING:
    from collections.abc import Iterator


def batch(value: int) -> pa.RecordBatch:
    return pa.record_batch({"n": pa.array([value])})


def alive() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "etl-encode"]


def test_null_is_nothing_and_text_is_quoted() -> None:
    rows = pa.record_batch({"a": pa.array(["x,y", None, 'say "hi"\n', ""]), "b": pa.array([1, None, 3, 4])})
    assert bytes(encode(rows)) == b'"x,y",1\n,\n"say ""hi""\n",3\n"",4\n'


def test_batches_come_in_order_and_empty_ones_not_at_all() -> None:
    with encoded_ahead(iter([batch(1), batch(1).slice(1), batch(2)])) as chunks:
        assert [bytes(chunk) for chunk in chunks] == [b"1\n", b"2\n"]
    assert not alive()


def test_what_the_source_raises_is_raised_to_the_reader_after_what_came_before() -> None:
    def broken() -> Iterator[pa.RecordBatch]:
        yield batch(1)
        raise ValueError("broken")

    with encoded_ahead(broken()) as chunks:
        assert bytes(next(chunks)) == b"1\n"
        with pytest.raises(ValueError, match="broken"):
            next(chunks)
    assert not alive()


def test_a_reader_that_gives_up_ends_the_thread_and_little_was_read_ahead() -> None:
    taken = []

    def endless() -> Iterator[pa.RecordBatch]:
        for number in range(10**9):
            taken.append(number)
            yield batch(number)

    with encoded_ahead(endless()) as chunks:
        next(chunks)
    assert not alive()
    assert len(taken) < 10
