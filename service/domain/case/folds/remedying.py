"""How remedies and exceptions change by a fact. Reads no personal field."""

from dataclasses import replace
from typing import assert_never

from service.domain.case import events as fact
from service.domain.case.parts.remedies import PolicyException, Remedies, Remedy
from service.domain.case.state import Case
from service.domain.changed import changed


def evolve_remedying(case: Case, event: fact.RemedyingEvent) -> Case:
    return changed(case, remedies=_with_fact(case.remedies, event))


def _with_fact(known: Remedies, event: fact.RemedyingEvent) -> Remedies:
    match event:
        case fact.RemedyProposed():
            return replace(known, proposed=(*known.proposed, _proposed(event)))
        case fact.ExceptionRequested():
            asked = PolicyException(
                exception_id=event.exception_id,
                requested_by=event.requested_by,
                departments=event.departments,
            )
            return replace(known, exceptions=(*known.exceptions, asked))
        case fact.ExceptionDecided():
            exceptions = (
                replace(one, is_granted=event.is_granted, decided_by=event.decided_by)
                if one.exception_id == event.exception_id
                else one
                for one in known.exceptions
            )
            return replace(known, exceptions=tuple(exceptions))
        case _:
            proposed = (
                _after(one, event) if one.remedy_id == event.remedy_id else one for one in known.proposed
            )
            return replace(known, proposed=tuple(proposed))


def _proposed(event: fact.RemedyProposed) -> Remedy:
    return Remedy(
        remedy_id=event.remedy_id,
        remedy_type=event.remedy_type,
        remedy_class=event.remedy_class,
        amount_minor=event.amount_minor,
        currency=event.currency,
        proposed_by=event.proposed_by,
        due_at=event.due_at,
        commitment_id=event.commitment_id,
        needs_approval_by=event.needs_approval_by,
    )


def _after(one: Remedy, event: fact.RemedyApproved | fact.RemedyRejected | fact.RemedyGranted) -> Remedy:
    match event:
        case fact.RemedyApproved():
            return replace(one, approved_by=event.approved_by)
        case fact.RemedyRejected():
            return replace(one, is_rejected=True)
        case fact.RemedyGranted():
            return replace(one, granted_at=min(one.granted_at or event.occurred_at, event.occurred_at))
        case _:
            assert_never(event)
