"""The facts of what the customer gets for a wrong, and of exceptions to the policy."""

from datetime import datetime
from typing import assert_never

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.state import Case
from service.domain.command_content import content_of
from service.domain.guidelines import RemedyCatalogue

Facts = tuple[fact.CaseEvent, ...]


def remedied(case: Case, command: wish.RemedyingCommand, around: Circumstances, at: datetime) -> Facts:
    """Return what follows; nothing where it is so already."""
    content = content_of(command)
    match command:
        case wish.ProposeRemedy():
            return proposed(case, command, around, at)
        case wish.RequestException():
            is_known = case.remedies.exception(command.exception_id) is not None
            return () if is_known else (fact.ExceptionRequested(occurred_at=at, **content),)
        case wish.DecideException():
            asked = case.remedies.exception(command.exception_id)
            is_known = asked is not None and asked.is_granted is not None
            return () if is_known else (fact.ExceptionDecided(occurred_at=at, **content),)
        case wish.GrantRemedy():
            return granted(case, command, at)
        case wish.ApproveRemedy():
            remedy = case.remedies.remedy(command.remedy_id)
            is_known = remedy is not None and remedy.approved_by is not None
            return () if is_known else (fact.RemedyApproved(occurred_at=at, **content),)
        case wish.RejectRemedy():
            remedy = case.remedies.remedy(command.remedy_id)
            is_known = remedy is not None and remedy.is_rejected
            return () if is_known else (fact.RemedyRejected(occurred_at=at, **content),)
        case _:
            assert_never(command)


def proposed(case: Case, command: wish.ProposeRemedy, around: Circumstances, at: datetime) -> Facts:
    """Propose it, and promise it where an instant was named under an id (REQUIREMENTS 17)."""
    if case.remedies.remedy(command.remedy_id) is not None:
        return ()
    catalogue = around.rulebook.guideline(RemedyCatalogue, at)
    listed = catalogue.remedy(command.remedy_type) if catalogue else None
    approval = (
        catalogue.approval_of(listed, command.amount_minor, command.currency)
        if catalogue and listed
        else None
    )
    remedy = fact.RemedyProposed(
        occurred_at=at,
        **content_of(command),
        remedy_class=listed.remedy_class if listed else None,
        needs_approval_by=approval,
        catalogue_version=catalogue.version if catalogue else None,
    )
    if command.commitment_id is None or command.due_at is None or case.commitment(command.commitment_id):
        return (remedy,)
    promised = fact.CommitmentMade(
        occurred_at=at,
        commitment_id=command.commitment_id,
        what=command.what,
        due_at=command.due_at,
        is_interim=True,
    )
    return (remedy, promised)


def granted(case: Case, command: wish.GrantRemedy, at: datetime) -> Facts:
    """Grant it, which keeps what was promised of it."""
    remedy = case.remedies.remedy(command.remedy_id)
    if remedy is None or (remedy.granted_at is not None and remedy.granted_at <= at):
        return ()
    given = fact.RemedyGranted(occurred_at=at, **content_of(command))
    promise = case.commitment(remedy.commitment_id) if remedy.commitment_id else None
    if promise is None or (promise.kept_at is not None and promise.kept_at <= at):
        return (given,)
    return (given, fact.CommitmentKept(occurred_at=at, commitment_id=promise.commitment_id))
