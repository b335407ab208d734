"""Cases that have to do with each other, and parts that go on as cases of their own."""

from uuid import UUID

import pytest

from service.domain.case.commands import (
    ClearEscalationRisk,
    FlagEscalationRisk,
    LinkCase,
    SplitCase,
    UnlinkCase,
)
from service.domain.case.events import CaseLinked, CaseSplit, EscalationRiskFlagged
from service.domain.case.refused.linking import LinkedOtherWayRoundError
from service.domain.vocabulary import CaseRelation, Degree
from tests.domain.facts import ELEVEN, OTHER_CASE_ID, TEN, received
from tests.specification import case_after, given

PARENT, CHILD = CaseRelation.PARENT, CaseRelation.CHILD


def linked(relation: CaseRelation, other: UUID = OTHER_CASE_ID) -> CaseLinked:
    return CaseLinked(occurred_at=TEN, other_case_id=other, relation=relation)


@pytest.mark.parametrize("relation", CaseRelation)
def test_a_link_stands_once_and_can_be_taken_back_and_made_again(relation: CaseRelation) -> None:
    link = LinkCase(other_case_id=OTHER_CASE_ID, relation=relation)
    given(received(), linked(relation)).when(link, at=ELEVEN).then_nothing()
    unlink = UnlinkCase(other_case_id=OTHER_CASE_ID, relation=relation)
    (gone,) = given(received(), linked(relation)).when(unlink, at=ELEVEN).decided()
    given(received(), linked(relation), gone).when(link, at=ELEVEN).then(
        linked(relation).model_copy(update={"occurred_at": ELEVEN})
    )
    given(received()).when(unlink, at=ELEVEN).then_nothing()


def test_a_parent_has_many_children() -> None:
    children = [UUID(int=number) for number in range(1, 4)]
    case = case_after(received(), *(linked(CHILD, child) for child in children))
    assert case.links.linked == {(CHILD, child) for child in children}


@pytest.mark.parametrize(("told", "contrary"), [(PARENT, CHILD), (CHILD, PARENT)])
def test_of_two_cases_only_one_is_the_parent(told: CaseRelation, contrary: CaseRelation) -> None:
    link = LinkCase(other_case_id=OTHER_CASE_ID, relation=contrary)
    given(received(), linked(told)).when(link, at=ELEVEN).then_refused(
        LinkedOtherWayRoundError, relation=told, other_case_id=OTHER_CASE_ID
    )
    related = LinkCase(other_case_id=OTHER_CASE_ID, relation=CaseRelation.RELATED)
    given(received(), linked(told)).when(related, at=ELEVEN).then(
        linked(CaseRelation.RELATED).model_copy(update={"occurred_at": ELEVEN})
    )


def test_a_case_knows_what_was_split_off_and_what_it_was_a_part_of() -> None:
    split = CaseSplit(occurred_at=TEN, into_case_id=OTHER_CASE_ID, reason="The invoice")
    assert case_after(received(), split).links.split_into == {OTHER_CASE_ID}
    again = SplitCase(into_case_id=OTHER_CASE_ID, reason="The invoice")
    given(received(), split).when(again, at=ELEVEN).then_nothing()
    assert case_after(received(split_from=OTHER_CASE_ID)).links.split_from == OTHER_CASE_ID


def test_a_risk_of_another_degree_is_a_fact_and_the_same_is_none() -> None:
    flagged = EscalationRiskFlagged(occurred_at=TEN, degree=Degree.LOW, reason="Short answers")
    same = FlagEscalationRisk(degree=Degree.LOW, reason="Still")
    given(received(), flagged).when(same, at=ELEVEN).then_nothing()
    worse = FlagEscalationRisk(degree=Degree.HIGH, reason="Names a lawyer")
    (fact,) = given(received(), flagged).when(worse, at=ELEVEN).decided()
    assert case_after(received(), flagged, fact).escalation_risk is Degree.HIGH
    given(received()).when(ClearEscalationRisk(reason="None seen"), at=ELEVEN).then_nothing()
