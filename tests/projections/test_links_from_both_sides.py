"""Links as they are seen from each of their two cases."""

from uuid import UUID

from sqlalchemy import Engine

from service.domain.case.decisions.links import LinkCase, MergeCase, UnlinkCase, UnmergeCase
from service.domain.vocabulary import CaseRelation
from service.projections.links import links_of, merged_with
from service.projections.runner import Runner
from tests.projections.histories.history import History, history

CAUSE, PARENT = CaseRelation.CAUSE, CaseRelation.PARENT


async def three_cases(past: History) -> tuple[UUID, UUID, UUID]:
    account_id = await past.account()
    return (await past.case(account_id), await past.case(account_id), await past.case(account_id))


async def test_a_merge_joins_its_two_cases_from_either_side_while_it_stands(
    engine: Engine, database_url: str
) -> None:
    async with history(database_url) as past:
        into, merged, unmerged = await three_cases(past)
        await past.accept(merged, MergeCase(into_case_id=into, reason="The same stop"))
        await past.accept(unmerged, MergeCase(into_case_id=into, reason="The same stop"))
        await past.accept(unmerged, UnmergeCase(reason="Another spindle"))
        await past.accept(unmerged, LinkCase(other_case_id=merged, relation=CAUSE))
    Runner(engine).catch_up()
    with engine.connect() as connection:
        found = {case: merged_with(connection, case) for case in (into, merged, unmerged)}
    assert found == {into: {merged}, merged: {into}, unmerged: set()}


async def test_a_link_is_told_on_its_own_case_first_and_is_gone_when_it_was_taken_back(
    engine: Engine, database_url: str
) -> None:
    async with history(database_url) as past:
        one, other, third = await three_cases(past)
        for relation in (CAUSE, PARENT):
            await past.accept(one, LinkCase(other_case_id=other, relation=relation))
        await past.accept(one, UnlinkCase(other_case_id=other, relation=CAUSE))
        await past.accept(third, LinkCase(other_case_id=one, relation=CAUSE))
    Runner(engine).catch_up()
    with engine.connect() as connection:
        found = {
            case: [(link.case_id, link.relation, link.is_told_here) for link in links_of(connection, case)]
            for case in (one, other, third)
        }
    assert found == {
        one: [(other, PARENT, True), (third, CAUSE, False)],
        other: [(one, PARENT, False)],
        third: [(one, CAUSE, True)],
    }
