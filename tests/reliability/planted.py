"""The faults that the checker and the suite must catch, each as small as the mistake that would make it."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from service.eventstore.append import Append
from service.eventstore.statements import APPEND
from service.eventstore.writing import writer as writer_module
from service.eventstore.writing.appender import Appender
from service.eventstore.writing.writer import Writer

HEAD = (
    "update es.head set position = position + %(count)b where id = 0 returning position - %(count)b as taken"
)
SEQUENCE = """select min(number) - 1 as taken from (
    select nextval('planted') as number from generate_series(1, %(count)b)) as numbers"""
APPEND_WITHOUT_LOCK = APPEND.replace(HEAD, SEQUENCE)


@contextmanager
def without_head_lock(url: str, *, cache: int = 1) -> Iterator[None]:
    """Take positions from a sequence, as the stock recorder does: nobody waits, nobody is in order.

    A sequence with a cache hands each connection so many numbers at once.
    """
    assert HEAD in APPEND
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"create sequence planted cache {cache}".encode())
    with pytest.MonkeyPatch.context() as patch:
        for statement in ("APPEND", "APPEND_ON"):
            patch.setattr(writer_module, statement, APPEND_WITHOUT_LOCK)
        yield


def drop_version_check(url: str) -> None:
    """Let two events have the same version."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("alter table es.events drop constraint events_stream_id_version_key")


class BlindWriter(Writer):
    """Sends a batch whose answer was lost again without reading back what became of it."""

    def _without_written(self, batch: list[Append], _: object) -> list[Append]:
        return batch


def blind(url: str) -> Appender:
    """Return an appender that retries blindly."""
    assert "_without_written" in vars(Writer)
    appender = Appender(url)
    appender._writer = BlindWriter(url, on_append=lambda _: None)
    return appender
