"""A page of a list is read from an index, however many rows there are."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, Engine

from service.projections.cases.lists import CaseFilter, list_cases
from service.projections.clocks.promises import PromiseFilter, Show, list_promises
from service.projections.clocks.queue import ClockFilter, list_clocks
from service.projections.complaints.archive import ComplaintFilter, list_complaints
from tests.projections.filled_lists import ACCOUNT, KINDS, fill, plan_of

START = datetime(2026, 1, 1, tzinfo=UTC)
DEEP = (START + timedelta(minutes=500), UUID(int=500))
Reading = Callable[[Connection], object]


def promises(show: Show, after: tuple[datetime, UUID] | None = None) -> Reading:
    wanted = PromiseFilter(show=show)
    return lambda connection: list_promises(connection, KINDS, wanted, (), after, 51, START)


def clocks(account_id: UUID | None = None, clock: str | None = None) -> Reading:
    wanted = ClockFilter(account_id=account_id, clock=clock, verdict="met")
    return lambda connection: list_clocks(connection, wanted, None, 51, START)


def complaints(wanted: ComplaintFilter, after: tuple[datetime, UUID] | None = None) -> Reading:
    return lambda connection: list_complaints(connection, wanted, after, 51)


LISTS: dict[str, tuple[Reading, str]] = {
    "missed revisits": (promises("missed"), "clocks_clock_due"),
    "revisits held": (promises("done", DEEP), "clocks_clock_due"),
    "an account's clocks": (clocks(account_id=ACCOUNT), "clocks_account_due"),
    "clocks of a name": (clocks(clock="weekly"), "clocks_clock_due"),
    "a case by its number": (
        lambda connection: list_cases(connection, CaseFilter(reference="C77"), None, 51),
        "cases_reference",
    ),
    "a deep page of complaints": (complaints(ComplaintFilter(), DEEP), "cases_received"),
    "an account's complaints": (complaints(ComplaintFilter(account_id=ACCOUNT)), "cases_account_received"),
}


def test_a_page_is_read_from_its_index_and_not_from_the_whole_table(engine: Engine) -> None:
    fill(engine)
    for name, (read, index) in LISTS.items():
        plan = plan_of(engine, read)
        table = index.partition("_")[0]
        assert re.search(rf"Index Scan (Backward )?(using|on) {index}\b", plan), f"{name}\n{plan}"
        assert f"Seq Scan on {table} " not in plan, f"{name}\n{plan}"


def test_promises_of_several_kinds_come_in_one_order_across_pages(engine: Engine) -> None:
    fill(engine)
    found: list[tuple[datetime, UUID]] = []
    with engine.connect() as connection:
        after = None
        while page := list_promises(connection, KINDS, PromiseFilter(show="all"), (), after, 701, START):
            found += [(row["due_at"], row["clock_id"]) for row in page]
            assert found == sorted(set(found))
            after = found[-1]
        kinds = {
            row["clock"] for row in list_promises(connection, KINDS, PromiseFilter(), (), None, 9, START)
        }
    assert (len(found), kinds) == (3_000, set(KINDS))
