"""Lists, page by page."""

from datetime import timedelta
from typing import get_args
from uuid import UUID

from sqlalchemy import Engine

from service.domain.vocabulary import Channel
from service.projections.accounts import list_accounts
from service.projections.cases.lists import CaseFilter, CaseKey, CaseSummary, LackingMark, list_cases
from service.projections.runner import Runner
from tests.projections.histories.history import START, history

OF_OTHER_COLUMNS = {
    "lacking",
    "without_owner",
    "is_merged",
    "needs_engineer_follow_up",
    "order_reference",
    "received_from",
    "received_before",
    "resolved_from",
    "resolved_before",
}
"""Filters that ask for something which a row of the list does not show."""


def pages(engine: Engine, wanted: CaseFilter, size: int) -> list[CaseSummary]:
    found: list[CaseSummary] = []
    after: CaseKey | None = None
    with engine.connect() as connection:
        while page := list_cases(connection, wanted, after, size):
            assert len(page) <= size
            found += page
            after = (page[-1].received_at, page[-1].case_id)
    return found


async def test_pages_of_any_size_hold_every_case_once_newest_first(engine: Engine, database_url: str) -> None:
    async with history(database_url) as past:
        account_id = await past.account()
        for minute in (0, 1, 1, 1, 2):  # three at the same instant, across the end of a page
            await past.case(account_id, START + timedelta(minutes=minute))
    Runner(engine).catch_up()
    whole = pages(engine, CaseFilter(), 100)
    keys = [(case.received_at, case.case_id) for case in whole]
    assert keys == sorted(keys, reverse=True)
    assert len(set(keys)) == 5
    for size in (1, 2, 3):
        assert pages(engine, CaseFilter(), size) == whole


async def test_a_filter_keeps_what_it_names(engine: Engine, database_url: str) -> None:
    async with history(database_url) as past:
        await past.random(60)
    Runner(engine).catch_up()
    whole = pages(engine, CaseFilter(), 7)
    assert len(whole) == 60
    assert set(CaseFilter.model_fields) - set(CaseSummary.model_fields) == OF_OTHER_COLUMNS
    for name in set(CaseFilter.model_fields) - OF_OTHER_COLUMNS:
        value = next(value for case in whole if (value := getattr(case, name)) is not None)
        expected = [case for case in whole if getattr(case, name) == value]
        assert pages(engine, CaseFilter.model_validate({name: value}), 7) == expected
        assert 0 < len(expected) < 60
    one = whole[0]
    both = CaseFilter(status=one.status, channel=Channel(one.channel))
    assert one in pages(engine, both, 7)
    assert {(case.status, case.channel) for case in pages(engine, both, 7)} == {(one.status, one.channel)}


async def test_cases_that_lack_a_mark_or_an_owner_are_found(engine: Engine, database_url: str) -> None:
    async with history(database_url) as past:
        await past.random(60)
    Runner(engine).catch_up()
    whole = {case.case_id: case for case in pages(engine, CaseFilter(), 7)}
    lacking = {mark: set(_ids(engine, CaseFilter(lacking=mark))) for mark in get_args(LackingMark)}
    unclassified = {case_id for case_id, case in whole.items() if case.response_class is None}
    assert lacking["classification"] == unclassified != set()
    assert lacking["solution"] >= {case_id for case_id, case in whole.items() if case.status == "open"}
    for mark in ("cause", "solution", "feedback"):
        assert 0 < len(lacking[mark]) < len(whole)
    unowned = set(_ids(engine, CaseFilter(without_owner=True)))
    assert unowned == {case_id for case_id, case in whole.items() if case.owner is None} != set()
    assert set(_ids(engine, CaseFilter(without_owner=False))) == set(whole) - unowned


def _ids(engine: Engine, wanted: CaseFilter) -> list[UUID]:
    return [case.case_id for case in pages(engine, wanted, 7)]


async def test_accounts_come_in_order_of_their_code(engine: Engine, database_url: str) -> None:
    async with history(database_url) as past:
        for code in ("B", "A", "C"):
            await past.account(code, industry="steel")
    Runner(engine).catch_up()
    with engine.connect() as connection:
        first = list_accounts(connection, None, 2)
        rest = list_accounts(connection, first[-1].code, 2)
    assert [account.code for account in (*first, *rest)] == ["A", "B", "C"]
    assert rest[0].industry == "steel"
