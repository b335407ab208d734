"""Steps of a complaint by chance."""

import random
from datetime import datetime
from uuid import UUID

from service.domain.case.decisions.complaints import (
    DetermineLiability,
    IdentifyCause,
    ReassureCustomer,
    ReconstructIncident,
    RecordImpact,
)
from service.domain.case.decisions.exceptions import DecideException, RequestException
from service.domain.case.decisions.remedies import ApproveRemedy, GrantRemedy, ProposeRemedy, RejectRemedy
from service.domain.command import Command
from service.domain.complaint_vocabulary import CauseClass, ImpactExtent, Liable
from service.domain.vocabulary import Channel, EscalationLevel


def complaint_steps(dice: random.Random, at: datetime, text: str) -> list[Command]:
    """Return steps of a complaint, its remedies and exceptions at this time."""
    remedy_id, exception_id = UUID(int=dice.randrange(2)), UUID(int=dice.randrange(2))
    director, pick = EscalationLevel.DIRECTOR, dice.choice
    return [
        ReassureCustomer(occurred_at=at, channel=Channel.PHONE, words=text),
        ReconstructIncident(occurred_at=at, what_happened=text, who_was_concerned=text),
        DetermineLiability(occurred_at=at, liable=pick(list(Liable)), grounds=text),
        IdentifyCause(
            occurred_at=at,
            cause_class=CauseClass.PROCESS,
            root_code=pick(["late_delivery", "wrong_bill"]),
            process_step=pick(["delivery", None]),
            whys=(text,) * pick([1, 3]),
        ),
        RecordImpact(occurred_at=at, extent=pick(list(ImpactExtent)), observed=text),
        ProposeRemedy(
            occurred_at=at,
            remedy_id=remedy_id,
            remedy_type=pick(["coupon", "repair"]),
            what=text,
            amount_minor=pick([0, 70_000]),
            proposed_by="x",
        ),
        ApproveRemedy(occurred_at=at, remedy_id=remedy_id, approved_by="y", level=director),
        RejectRemedy(occurred_at=at, remedy_id=remedy_id, rejected_by="y", reason=text),
        GrantRemedy(occurred_at=at, remedy_id=remedy_id, granted_by="x"),
        RequestException(occurred_at=at, exception_id=exception_id, what=text, reason=text, requested_by="x"),
        DecideException(
            occurred_at=at,
            exception_id=exception_id,
            is_granted=pick([True, False]),
            decided_by="y",
            level=director,
        ),
    ]
