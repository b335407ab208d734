"""The steps of a complaint, in order, as far as they were taken (REQUIREMENTS 10, 67, 123)."""

from collections.abc import Iterable
from datetime import datetime

from service.domain.case.record.complaints import (
    CauseIdentified,
    CustomerReassured,
    IncidentReconstructed,
    LiabilityDetermined,
)
from service.domain.case.record.remedies import RemedyGranted
from service.domain.case.state import Case
from service.domain.complaint_vocabulary import ComplaintStep
from service.domain.event import Event

_OTHER_STEPS = (IncidentReconstructed, LiabilityDetermined, CauseIdentified, RemedyGranted)


def reassured_first(events: Iterable[Event]) -> bool | None:
    """Return whether reassurance came before all other steps, or with them; None while there is no step."""
    facts = list(events)
    reassured = [fact.occurred_at for fact in facts if isinstance(fact, CustomerReassured)]
    others = [fact.occurred_at for fact in facts if isinstance(fact, _OTHER_STEPS)]
    if not reassured:
        return False if others else None
    return not others or min(reassured) <= min(others)


def steps(case: Case) -> tuple[tuple[ComplaintStep, datetime | None], ...]:
    """Return each step with when it was taken, None until then.

    What can be done again counts from the first time, what is settled anew from the last. The remedy is
    reached when the customer gets the first one.
    """
    known = case.complaint
    granted = (one.granted_at for one in case.remedies if one.granted_at is not None)
    return (
        (ComplaintStep.REASSURE, min((at for at, _ in known.reassured), default=None)),
        (ComplaintStep.RECONSTRUCT, min((at for at, _ in known.incidents), default=None)),
        (ComplaintStep.LIABILITY, known.liability.determined_at if known.liability else None),
        (ComplaintStep.CAUSE, known.cause.identified_at if known.cause else None),
        (ComplaintStep.REMEDY, min(granted, default=None)),
    )
