"""The warning that less time was promised than such cases usually take."""

from datetime import datetime, timedelta

from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.state import Case
from service.domain.guidelines import UsualTimes
from service.domain.vocabulary import ResponseClass

Warned = tuple[fact.OverPromiseWarned, ...]
_SECOND = timedelta(seconds=1)


def over_promise(
    case: Case, promise: fact.CommitmentMade | fact.CommitmentRenegotiated, around: Circumstances
) -> Warned:
    """Return the warning about a promise, if it is due one (REQUIREMENTS 145).

    The time from the promise to its due instant is held against what is left of the usual time: that of four
    of five cases of the class from receipt to resolution, less what has passed since the receipt, and never
    below zero. So a case that lasts longer than usual is warned of no more. Without a published guideline,
    and for what is less than the solution (`is_interim`), nothing is compared.
    """
    at = promise.occurred_at
    usual_times = around.rulebook.guideline(UsualTimes, at)
    if usual_times is None or case.received_at is None or _is_interim(case, promise):
        return ()
    usual = usual_times.of(_class_of(case, around, at))
    elapsed_seconds = max((at - case.received_at) // _SECOND, 0)
    promised_seconds = (promise.due_at - at) // _SECOND
    if usual is None or promised_seconds >= usual.resolution_seconds - elapsed_seconds:
        return ()
    return (
        fact.OverPromiseWarned(
            occurred_at=at,
            commitment_id=promise.commitment_id,
            response_class=usual.response_class,
            promised_seconds=promised_seconds,
            usual_seconds=usual.resolution_seconds,
            elapsed_seconds=elapsed_seconds,
            guideline_version=usual_times.version,
        ),
    )


def _is_interim(case: Case, promise: fact.CommitmentMade | fact.CommitmentRenegotiated) -> bool:
    if isinstance(promise, fact.CommitmentMade):
        return bool(promise.is_interim)
    known = case.commitment(promise.commitment_id)
    return known is not None and known.is_interim


def _class_of(case: Case, around: Circumstances, at: datetime) -> ResponseClass:
    """Return the class as which a case is measured: its classification, else what it counts as."""
    if case.classification.response_class is not None:
        return case.classification.response_class
    if case.green_channel_opened_at is not None:
        return ResponseClass.GREEN_CHANNEL
    if case.is_complaint:
        return ResponseClass.COMPLAINT
    return around.rulebook.policy_at(at).unclassified_counts_as
