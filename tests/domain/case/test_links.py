"""Cases that have to do with each other, that are split, and that turned out to be one."""

from datetime import timedelta
from uuid import UUID

import pytest

from service.domain.case.decisions.links import (
    CaseAlreadyMergedError,
    LinkCase,
    LinkedOtherWayRoundError,
    MergeCase,
    SplitCase,
    UnlinkCase,
    UnmergeCase,
)
from service.domain.case.record.links import CaseLinked, CaseMerged, CaseSplit, CaseUnmerged
from service.domain.refusal import LaterEventContradictsError, NoEffectThenError, OnRecordOtherwiseError
from service.domain.vocabulary import CaseRelation
from tests.domain.facts import ACCOUNT_ID, ELEVEN, OTHER_CASE_ID, TEN, received
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
    assert case.links == {(CHILD, child) for child in children}


@pytest.mark.parametrize(("known", "contrary"), [(PARENT, CHILD), (CHILD, PARENT)])
def test_of_two_cases_only_one_is_the_parent(known: CaseRelation, contrary: CaseRelation) -> None:
    link = LinkCase(other_case_id=OTHER_CASE_ID, relation=contrary)
    given(received(), linked(known)).when(link, at=ELEVEN).then_refused(
        LinkedOtherWayRoundError, relation=known, other_case_id=OTHER_CASE_ID
    )
    related = LinkCase(other_case_id=OTHER_CASE_ID, relation=CaseRelation.RELATED)
    given(received(), linked(known)).when(related, at=ELEVEN).then(
        linked(CaseRelation.RELATED).model_copy(update={"occurred_at": ELEVEN})
    )


def test_a_case_knows_what_was_split_off_and_what_it_was_a_part_of() -> None:
    split = CaseSplit(occurred_at=TEN, into_case_id=OTHER_CASE_ID, reason="The invoice")
    assert case_after(received(), split).split_into == {OTHER_CASE_ID}
    again = SplitCase(into_case_id=OTHER_CASE_ID, reason="The invoice")
    given(received(), split).when(again, at=ELEVEN).then_nothing()
    assert case_after(received(split_from=OTHER_CASE_ID)).split_from == OTHER_CASE_ID


MERGED = CaseMerged(occurred_at=TEN, into_case_id=OTHER_CASE_ID, reason="The same stop")
UNMERGED = CaseUnmerged(occurred_at=TEN, reason="Another spindle")


def test_a_merged_case_is_merged_into_another_only_when_it_was_unmerged() -> None:
    elsewhere = MergeCase(into_case_id=ACCOUNT_ID, reason="The same stop")
    given(received(), MERGED).when(elsewhere, at=ELEVEN).then_refused(
        CaseAlreadyMergedError, into_case_id=OTHER_CASE_ID
    )
    given(received(), MERGED, UNMERGED).when(elsewhere, at=ELEVEN).then(
        MERGED.model_copy(update={"occurred_at": ELEVEN, "into_case_id": ACCOUNT_ID})
    )


def test_a_case_that_stands_by_itself_cannot_be_unmerged_further() -> None:
    given(received()).when(UnmergeCase(reason="x"), at=TEN).then_nothing()
    assert case_after(received(), MERGED).merged_into == OTHER_CASE_ID
    assert case_after(received(), MERGED, UNMERGED).merged_into is None


TOLD_TWICE = CaseMerged(occurred_at=TEN, into_case_id=OTHER_CASE_ID, reason="Told twice")
EARLIER = TEN - timedelta(minutes=30)


def test_a_merge_or_link_is_not_undone_before_it_was_made() -> None:
    unmerge = UnmergeCase(reason="Another press", occurred_at=EARLIER)
    given(received(), TOLD_TWICE).when(unmerge, at=ELEVEN).then_refused(
        NoEffectThenError, last_happened_at=TEN
    )
    unlink = UnlinkCase(other_case_id=OTHER_CASE_ID, relation=CHILD, occurred_at=EARLIER)
    given(received(), linked(CHILD)).when(unlink, at=ELEVEN).then_refused(NoEffectThenError)


def test_a_merge_or_link_told_late_rules_out_the_one_that_followed() -> None:
    elsewhere = MergeCase(into_case_id=ACCOUNT_ID, reason="Told twice", occurred_at=EARLIER)
    given(received(), TOLD_TWICE).when(elsewhere, at=ELEVEN).then_refused(LaterEventContradictsError)
    contrary = LinkCase(other_case_id=OTHER_CASE_ID, relation=PARENT, occurred_at=EARLIER)
    given(received(), linked(CHILD)).when(contrary, at=ELEVEN).then_refused(LaterEventContradictsError)


def test_another_time_of_a_merge_is_not_taken_for_a_repeat() -> None:
    again = MergeCase(into_case_id=OTHER_CASE_ID, reason="Told twice", occurred_at=TEN)
    given(received(), TOLD_TWICE).when(again, at=ELEVEN).then_nothing()
    later = again.model_copy(update={"occurred_at": ELEVEN})
    given(received(), TOLD_TWICE).when(later, at=ELEVEN).then_refused(OnRecordOtherwiseError)
