"""Exceptions to the policy that are asked for and decided, by example."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from service.domain.case.approvals import ApprovalLevelTooLowError, ApprovedByProposerError, RungNotHeldError
from service.domain.case.decisions.collaborations import DepartmentNotListedError
from service.domain.case.decisions.exceptions import (
    DecideException,
    ExceptionAlreadyDecidedError,
    ExceptionAlreadyRequestedError,
    ExceptionUnknownError,
    RequestException,
    approval_level_must_suffice,
    departments_must_be_listed,
    exception_must_be_known,
    exception_must_be_new,
    exception_must_not_be_decided_otherwise,
    must_be_decided_by_another,
    rung_must_be_held,
)
from service.domain.case.record.exceptions import ExceptionDecided, ExceptionRequested
from service.domain.vocabulary import EscalationLevel
from tests.domain.example import Breaks, Commands, Events, Example, Ways, by_default_rules, on, with_fields
from tests.domain.facts import ELEVEN, TEN, received, received_complaint
from tests.domain.staffed import C_ZHAO_WORKS
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes, Step

EXCEPTION_ID = UUID("0195c3a0-0000-7000-8000-000000000052")
_COMPLAINT = (received_complaint(),)
_EXCEPTION: dict[str, Any] = {
    "exception_id": EXCEPTION_ID,
    "what": "A machine on loan for a month",
    "reason": "The customer would stand still else",
    "departments": ("sales", "technical"),
    "requested_by": "b.li",
}


def exception_requested(**fields: Any) -> ExceptionRequested:
    """Return what follows from the good way of RequestException, but for the fields given."""
    return ExceptionRequested(**{"occurred_at": TEN, **_EXCEPTION, **fields})


_REFUSED = ExceptionDecided(
    occurred_at=TEN,
    exception_id=EXCEPTION_ID,
    is_granted=False,
    decided_by="d.sun",
    level=EscalationLevel.MANAGER,
)
WAYS: Ways = (
    Example(
        RequestException(**_EXCEPTION),
        _COMPLAINT,
        (exception_requested(occurred_at=ELEVEN),),
    ),
    Example(
        DecideException(
            exception_id=EXCEPTION_ID,
            is_granted=True,
            decided_by="d.sun",
            level=EscalationLevel.MANAGER,
            conditions="Back by the end of the month",
        ),
        (received(), exception_requested()),
        (
            ExceptionDecided(
                occurred_at=ELEVEN,
                exception_id=EXCEPTION_ID,
                is_granted=True,
                decided_by="d.sun",
                level=EscalationLevel.MANAGER,
                conditions="Back by the end of the month",
            ),
        ),
    ),
)
ABOUT_AN_EARLIER_EVENT: Commands = (DecideException,)
BREAKS: Breaks = {
    (exception_must_be_known, ExceptionUnknownError): on(received()),
    (exception_must_be_new, ExceptionAlreadyRequestedError): on(
        received(), exception_requested(requested_by="d.sun")
    ),
    (departments_must_be_listed, DepartmentNotListedError): by_default_rules(departments=("sales", "moon")),
    (exception_must_not_be_decided_otherwise, ExceptionAlreadyDecidedError): on(
        received(), exception_requested(), _REFUSED
    ),
    (approval_level_must_suffice, ApprovalLevelTooLowError): by_default_rules(
        level=EscalationLevel.SPECIALIST
    ),
    (must_be_decided_by_another, ApprovedByProposerError): with_fields(decided_by="b.li"),
    (rung_must_be_held, RungNotHeldError): lambda way: replace(way, rulebook=C_ZHAO_WORKS),
}
TRIGGERS: Triggers = (*untimed(WAYS, ExceptionRequested, ExceptionDecided),)
WITHOUT_FIGURES: Events = (
    ExceptionRequested,
    ExceptionDecided,
)
EXCEPTION = str(EXCEPTION_ID)
REQUEST_EXCEPTION: list[Step] = [
    (
        "exceptions",
        {
            "exception_id": EXCEPTION,
            "what": "a machine on loan",
            "reason": "the line stands",
            "departments": ["sales"],
            "requested_by": "li.na",
        },
    )
]
SCENES: Scenes = {
    RequestException: Scene("ExceptionRequested.v1", REQUEST_EXCEPTION[0][1]),
    DecideException: Scene(
        "ExceptionDecided.v1",
        {"exception_id": EXCEPTION, "is_granted": True, "decided_by": "sun.d", "level": "manager"},
        REQUEST_EXCEPTION,
    ),
}
