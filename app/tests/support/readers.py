"""Readers that never stop while something is changed below them."""

from __future__ import annotations

import itertools
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def reading(statement: str, is_right: Callable[[Any], bool], *, readers: int = 3) -> Iterator[list[Any]]:
    """Readers that never stop; the list holds every answer that was not right and every error, and must have had answers."""
    wrong: list[Any] = []
    answers = itertools.count()
    is_over = threading.Event()

    def read() -> None:
        with psycopg.connect(autocommit=True) as connection:
            while not is_over.is_set():
                try:
                    row = connection.execute(statement).fetchone()
                except psycopg.Error as error:
                    wrong.append(error)
                    return
                next(answers)
                if not is_right(row):
                    wrong.append(row)
                # What they watch needs the processor too.
                is_over.wait(0.005)

    threads = [threading.Thread(target=read) for _ in range(readers)]
    for thread in threads:
        thread.start()
    try:
        yield wrong
    finally:
        is_over.set()
        for thread in threads:
            thread.join()
    assert next(answers) > 10
