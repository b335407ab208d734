"""Cases that turned out to be one, and that what was delivered is known."""

from service.domain.case.commands import ConfirmDelivery, MergeCase, UnmergeCase
from service.domain.case.events import CaseMerged, CaseUnmerged, ServiceDelivered
from service.domain.case.refusals import CaseAlreadyMergedError
from tests.domain.facts import ACCOUNT_ID, ELEVEN, OTHER_CASE_ID, TEN, received
from tests.specification import case_after, given

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


def test_a_delivery_is_known_by_its_number() -> None:
    delivered = ServiceDelivered(occurred_at=TEN, what="A new drive", reference="DN-4")
    again = ConfirmDelivery(what="The drive", reference="DN-4")
    given(received(), delivered).when(again, at=ELEVEN).then_nothing()
    other = ConfirmDelivery(what="A new drive", reference="DN-5")
    given(received(), delivered).when(other, at=ELEVEN).then(
        delivered.model_copy(update={"occurred_at": ELEVEN, "reference": "DN-5"})
    )


def test_a_delivery_without_a_number_is_known_by_its_instant() -> None:
    delivered = ServiceDelivered(occurred_at=TEN, what="A cable")
    cable = ConfirmDelivery(what="A cable")
    given(received(), delivered).when(cable, at=TEN).then_nothing()
    given(received(), delivered).when(cable, at=ELEVEN).then(
        delivered.model_copy(update={"occurred_at": ELEVEN})
    )
