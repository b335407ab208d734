"""The facts of what is promised to the customer."""

from datetime import datetime
from uuid import UUID

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.decisions.over_promising import over_promise
from service.domain.case.parts.promises import Commitment
from service.domain.case.state import Case
from service.domain.command_content import content_of

Facts = tuple[fact.CaseEvent, ...]


def promised(case: Case, command: wish.PromisingCommand, around: Circumstances, at: datetime) -> Facts:
    content = content_of(command)
    match command:
        case wish.MakeCommitment():
            if case.commitment(command.commitment_id):
                return ()
            made = fact.CommitmentMade(
                occurred_at=at, **{**content, "is_interim": command.is_interim or None}
            )
            return (made, *over_promise(case, made, around))
        case wish.RenegotiateCommitment():
            before = _commitment(case, command.commitment_id)
            if before.due_at == command.due_at and not before.is_broken:
                return ()
            agreed = fact.CommitmentRenegotiated(occurred_at=at, **content)
            return (agreed, *over_promise(case, agreed, around))
        case wish.KeepCommitment():
            kept_at = _commitment(case, command.commitment_id).kept_at
            is_known = kept_at is not None and kept_at <= at
            return () if is_known else (fact.CommitmentKept(occurred_at=at, **content),)
        case wish.BreakCommitment():
            is_broken = _commitment(case, command.commitment_id).is_broken
            return () if is_broken else (fact.CommitmentBroken(occurred_at=at, **content),)


def _commitment(case: Case, commitment_id: UUID) -> Commitment:
    """Return a commitment that a rule has found on the case."""
    return next(one for one in case.commitments if one.commitment_id == commitment_id)
