"""Turns batches into what COPY reads, one step ahead of the connection: parsing and sending overlap, and a bounded number of batches is in memory."""

from __future__ import annotations

import queue
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv as pa_csv

if TYPE_CHECKING:
    from collections.abc import Iterator

_AHEAD = 4


def encode(batch: pa.RecordBatch) -> memoryview:
    """CSV without a header: null is nothing, text is quoted."""
    sink = pa.BufferOutputStream()
    pa_csv.write_csv(batch, sink, pa_csv.WriteOptions(include_header=False))
    return memoryview(sink.getvalue())


@contextmanager
def encoded_ahead(batches: Iterator[pa.RecordBatch]) -> Iterator[Iterator[memoryview]]:
    """Encodes in a thread of its own, which has ended when the context has. What `batches` raises is raised to the reader."""
    ahead: queue.Queue[memoryview | BaseException | None] = queue.Queue(_AHEAD)
    is_over = threading.Event()

    def offer(item: memoryview | BaseException | None) -> None:
        while not is_over.is_set():
            try:
                ahead.put(item, timeout=0.1)
            except queue.Full:
                continue
            return

    def produce() -> None:
        try:
            for batch in batches:
                if is_over.is_set():
                    return
                if batch.num_rows > 0:
                    offer(encode(batch))
            offer(None)
        except BaseException as error:  # noqa: BLE001 - handed to the reader, who raises it
            offer(error)

    def consume() -> Iterator[memoryview]:
        while (item := ahead.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item

    thread = threading.Thread(target=produce, name="etl-encode")
    thread.start()
    try:
        yield consume()
    finally:
        is_over.set()
        thread.join()
