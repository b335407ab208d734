"""What is promised to the customer, what becomes of it, and a warning where it takes less time than usual."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from service.domain.case.decisions.commitments import (
    BreakCommitment,
    CommitmentAlreadyKeptError,
    CommitmentAlreadyMadeError,
    KeepCommitment,
    MakeCommitment,
    RenegotiateCommitment,
)
from service.domain.case.decisions.replies import ShareProgress
from service.domain.case.record.classification import CaseClassified
from service.domain.case.record.commitments import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    CommitmentRenegotiated,
    OverPromiseFlagged,
)
from service.domain.case.record.replies import ProgressShared
from service.domain.case.standards import EtaNotPromisedError
from service.domain.refusal import LaterEventContradictsError, OnRecordOtherwiseError
from service.domain.vocabulary import Channel, CloseReason, ResponseClass
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
    received_complaint,
)
from tests.rules import default_rulebook
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
    words_digest="8c32ff6f62b0c193",
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


def test_a_broken_commitment_agreed_anew_for_the_same_instant_is_an_event() -> None:
    same = RENEGOTIATE.model_copy(update={"due_at": DUE})
    given(*PROMISED).when(same, at=ELEVEN).then_nothing()
    given(*PROMISED, BROKEN).when(same, at=ELEVEN).then(RENEGOTIATED.model_copy(update={"due_at": DUE}))


def test_what_was_given_up_can_be_done_after_all() -> None:
    keep = KeepCommitment(commitment_id=COMMITMENT_ID)
    given(*PROMISED, BROKEN).when(keep, at=ELEVEN).then(KEPT.model_copy(update={"occurred_at": ELEVEN}))


def test_a_commitment_found_to_have_been_kept_earlier_is_an_event_and_later_is_refused() -> None:
    promised = (received(), commitment_made().model_copy(update={"occurred_at": NINE}))
    earlier = KeepCommitment(commitment_id=COMMITMENT_ID, occurred_at=NINE)
    given(*promised, KEPT).when(earlier, at=ELEVEN).then(KEPT.model_copy(update={"occurred_at": NINE}))
    later = KeepCommitment(commitment_id=COMMITMENT_ID, occurred_at=ELEVEN)
    given(*PROMISED, KEPT).when(later, at=ELEVEN).then_refused(OnRecordOtherwiseError)


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


DAY = 86_400
URGENT = CaseClassified(occurred_at=NINE, response_class=ResponseClass.URGENT)
"""Usually solved within a day, says the default guideline."""


def promise(due_at: datetime, **fields: Any) -> MakeCommitment:
    return MakeCommitment(commitment_id=COMMITMENT_ID, what="It runs again", due_at=due_at, **fields)


def warnings(command: Any, *history: Any, at: datetime = ELEVEN) -> list[OverPromiseFlagged]:
    decided = given(*history).when(command, at=at, rulebook=default_rulebook()).decided()
    return [event for event in decided if isinstance(event, OverPromiseFlagged)]


def test_a_promise_shorter_than_usual_is_made_and_warned_of() -> None:
    (warning,) = warnings(promise(ELEVEN + timedelta(hours=8)), received(), URGENT)
    assert warning == OverPromiseFlagged(
        occurred_at=ELEVEN,
        commitment_id=COMMITMENT_ID,
        response_class=ResponseClass.URGENT,
        promised_seconds=8 * 3600,
        usual_seconds=DAY,
        elapsed_seconds=2 * 3600,
        guideline_version=1,
    )


def test_what_is_left_of_the_usual_time_is_enough() -> None:
    enough = NINE + timedelta(days=1)
    assert warnings(promise(enough), received(), URGENT) == []
    assert len(warnings(promise(enough - timedelta(seconds=1)), received(), URGENT)) == 1


def test_a_case_that_lasts_longer_than_usual_is_warned_of_no_more() -> None:
    late = NINE + timedelta(days=2)
    assert warnings(promise(late + timedelta(minutes=5)), received(), URGENT, at=late) == []


def test_a_call_back_is_not_held_against_the_time_of_solutions() -> None:
    soon = ELEVEN + timedelta(minutes=30)
    assert warnings(promise(soon, is_interim=True), received(), URGENT) == []
    interim = commitment_made().model_copy(update={"is_interim": True})
    sooner = RenegotiateCommitment(commitment_id=COMMITMENT_ID, due_at=soon, reason="We call earlier")
    assert warnings(sooner, received(), URGENT, interim) == []
    assert len(warnings(sooner, received(), URGENT, commitment_made())) == 1


def test_an_instant_told_with_the_progress_is_judged_where_it_is_a_promise() -> None:
    progress = ShareProgress(
        problem="The drive",
        solution="A new one",
        eta_at=ELEVEN + timedelta(hours=1),
        channel=Channel.PHONE,
    )
    given(received()).when(progress, at=ELEVEN, rulebook=default_rulebook()).then_refused(EtaNotPromisedError)
    promised = progress.model_copy(update={"commitment_id": COMMITMENT_ID})
    assert len(warnings(promised, received(), URGENT)) == 1


@pytest.mark.parametrize(
    ("case", "measured_as"),
    [(received(), ResponseClass.ROUTINE), (received_complaint(), ResponseClass.COMPLAINT)],
)
def test_a_case_without_a_class_is_measured_as_what_it_counts_as(
    case: Any, measured_as: ResponseClass
) -> None:
    (warning,) = warnings(promise(TEN + timedelta(hours=2)), case)
    assert warning.response_class is measured_as


def test_the_same_promise_again_warns_of_nothing() -> None:
    due_at = ELEVEN + timedelta(hours=1)
    assert warnings(promise(due_at), received(), URGENT, commitment_made(due_at)) == []


def test_without_a_published_guideline_nothing_is_compared() -> None:
    decided = given(received(), URGENT).when(promise(ELEVEN + timedelta(hours=1)), at=ELEVEN).decided()
    assert [type(event) for event in decided] == [CommitmentMade]


def test_a_commitment_kept_earlier_than_it_was_given_up_or_agreed_anew_was_neither() -> None:
    promised = (received(), commitment_made(at=NINE))
    earlier = KeepCommitment(commitment_id=COMMITMENT_ID, occurred_at=NINE + timedelta(minutes=30))
    for since in (BROKEN, RENEGOTIATED.model_copy(update={"occurred_at": TEN})):
        refused = given(*promised, since).when(earlier, at=ELEVEN)
        refused.then_refused(LaterEventContradictsError, later_at=TEN)
    made_later = MakeCommitment(
        commitment_id=COMMITMENT_ID, what="Runs again", due_at=DUE, occurred_at=NINE + timedelta(minutes=30)
    )
    given(*PROMISED).when(made_later, at=ELEVEN).then_refused(LaterEventContradictsError, later_at=TEN)


def test_another_time_of_giving_up_is_not_taken_for_a_repeat() -> None:
    again = BreakCommitment(commitment_id=COMMITMENT_ID, reason="No such part", occurred_at=ELEVEN)
    given(*PROMISED, BROKEN).when(again, at=ELEVEN).then_refused(OnRecordOtherwiseError)
    given(*PROMISED, BROKEN).when(again.model_copy(update={"occurred_at": TEN}), at=ELEVEN).then_nothing()
