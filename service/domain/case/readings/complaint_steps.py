"""The steps of a complaint, in order, as far as they were taken (REQUIREMENTS 10, 67, 123)."""

from datetime import datetime

from service.domain.case.state import Case
from service.domain.complaint_vocabulary import ComplaintStep


def reassured_first(case: Case) -> bool | None:
    """Return whether reassurance came before all else; None while nothing was done.

    All else is any other step, and any answer of substance: who explains first and comforts later has not
    begun with it. What happened in one instant happened together; what was dated back before what stood on
    the record already is no beginning.
    """
    granted = (one.granted_at for one in case.remedies)
    others = [case.complaint.looked_into_at, case.first_response_at, *granted]
    first = min((at for at in others if at is not None), default=None)
    reassured_at = case.complaint.reassured_first_at
    if reassured_at is None:
        return None if first is None else False
    return first is None or reassured_at <= first


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
