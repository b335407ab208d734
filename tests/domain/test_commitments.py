"""What is promised to the customer, and what becomes of it."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from service.domain.case.commands import (
    BreakCommitment,
    KeepCommitment,
    MakeCommitment,
    RenegotiateCommitment,
    ShareProgress,
)
from service.domain.case.events import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    CommitmentRenegotiated,
    ProgressShared,
)
from service.domain.case.refusals import CommitmentAlreadyKeptError, CommitmentAlreadyMadeError
from service.domain.vocabulary import Channel, CloseReason
from tests.domain.facts import (
    CLOSED,
    COMMITMENT_ID,
    DUE,
    ELEVEN,
    NINE,
    TEN,
    closed,
    commitment_made,
    received,
)
from tests.specification import case_after, given

LATER = DUE + timedelta(days=1)
KEPT = CommitmentKept(occurred_at=TEN, commitment_id=COMMITMENT_ID)
BROKEN = CommitmentBroken(occurred_at=TEN, commitment_id=COMMITMENT_ID, reason="No such part")
RENEGOTIATED = CommitmentRenegotiated(
    occurred_at=ELEVEN, commitment_id=COMMITMENT_ID, due_at=LATER, reason="The part is late"
)
RENEGOTIATE = RenegotiateCommitment(commitment_id=COMMITMENT_ID, due_at=LATER, reason="The part is late")
PROMISED = (received(), commitment_made())
PROGRESS = ShareProgress(
    problem="The drive is broken", solution="A new one comes", eta_at=DUE, channel=Channel.PHONE
)
SHARED = ProgressShared(
    occurred_at=ELEVEN,
    problem="The drive is broken",
    solution="A new one comes",
    eta_at=DUE,
    channel=Channel.PHONE,
)


def test_a_commitment_of_another_instant_under_the_same_id_is_refused_and_told_the_instant() -> None:
    again = MakeCommitment(commitment_id=COMMITMENT_ID, what="It runs again", due_at=LATER)
    given(*PROMISED).when(again, at=ELEVEN).then_refused(CommitmentAlreadyMadeError, due_at=DUE)


def test_a_renegotiated_commitment_is_due_at_the_new_instant() -> None:
    given(*PROMISED).when(RENEGOTIATE, at=ELEVEN).then(RENEGOTIATED)
    commitment = case_after(*PROMISED, RENEGOTIATED).commitment(COMMITMENT_ID)
    assert commitment is not None
    assert commitment.due_at == LATER


@pytest.mark.parametrize("command", [RENEGOTIATE, BreakCommitment(commitment_id=COMMITMENT_ID, reason="x")])
def test_what_has_been_kept_is_neither_renegotiated_nor_broken(
    command: RenegotiateCommitment | BreakCommitment,
) -> None:
    given(*PROMISED, KEPT).when(command, at=ELEVEN).then_refused(CommitmentAlreadyKeptError, kept_at=TEN)


def test_a_broken_commitment_may_be_agreed_anew_and_then_is_open_again() -> None:
    given(*PROMISED, BROKEN).when(RENEGOTIATE, at=ELEVEN).then(RENEGOTIATED)
    broken_again = BreakCommitment(commitment_id=COMMITMENT_ID, reason="No such part")
    given(*PROMISED, BROKEN, RENEGOTIATED).when(broken_again, at=ELEVEN).then(
        BROKEN.model_copy(update={"occurred_at": ELEVEN})
    )


def test_a_broken_commitment_agreed_anew_for_the_same_instant_is_a_fact() -> None:
    same = RENEGOTIATE.model_copy(update={"due_at": DUE})
    given(*PROMISED).when(same, at=ELEVEN).then_nothing()
    given(*PROMISED, BROKEN).when(same, at=ELEVEN).then(RENEGOTIATED.model_copy(update={"due_at": DUE}))


def test_what_was_given_up_can_be_done_after_all() -> None:
    keep = KeepCommitment(commitment_id=COMMITMENT_ID)
    given(*PROMISED, BROKEN).when(keep, at=ELEVEN).then(KEPT.model_copy(update={"occurred_at": ELEVEN}))


def test_a_commitment_found_to_have_been_kept_earlier_is_a_fact_and_later_is_none() -> None:
    earlier = KeepCommitment(commitment_id=COMMITMENT_ID, occurred_at=NINE)
    given(*PROMISED, KEPT).when(earlier, at=ELEVEN).then(KEPT.model_copy(update={"occurred_at": NINE}))
    later = KeepCommitment(commitment_id=COMMITMENT_ID, occurred_at=ELEVEN)
    given(*PROMISED, KEPT).when(later, at=ELEVEN).then_nothing()


def test_a_commitment_of_a_closed_case_can_still_be_kept() -> None:
    history = (*PROMISED, closed(CloseReason.WITHDRAWN))
    given(*history).when(KeepCommitment(commitment_id=COMMITMENT_ID, occurred_at=TEN), at=ELEVEN).then(KEPT)


def test_an_instant_told_with_the_progress_is_a_commitment_under_the_id_that_was_given() -> None:
    share = PROGRESS.model_copy(update={"commitment_id": COMMITMENT_ID})
    promised = CommitmentMade(
        occurred_at=ELEVEN, commitment_id=COMMITMENT_ID, what="A new one comes", due_at=DUE
    )
    given(received()).when(share, at=ELEVEN).then(SHARED, promised)
    given(received(), SHARED, promised).when(share, at=ELEVEN).then(SHARED)


def test_without_an_id_progress_is_shared_and_nothing_is_promised() -> None:
    given(received()).when(PROGRESS, at=ELEVEN).then(SHARED)
    given(*CLOSED).when(PROGRESS, at=ELEVEN).then(SHARED)


def test_an_id_without_an_instant_promises_nothing_and_is_invalid() -> None:
    with pytest.raises(ValidationError, match="nothing_promised"):
        ShareProgress(problem="p", solution="s", channel=Channel.PHONE, commitment_id=COMMITMENT_ID)
