"""The facts of what other departments are asked to do."""

from datetime import datetime
from uuid import UUID

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.parts.promises import Collaboration
from service.domain.case.state import Case
from service.domain.command_content import content_of

Facts = tuple[fact.CaseEvent, ...]
_TO_CUSTOMER = frozenset({"commitment_id", "promise"})


def collaborated(case: Case, command: wish.CollaboratingCommand, _: Circumstances, at: datetime) -> Facts:
    """Keep the first of each step; an earlier one that is recorded late is a fact too. Answers are many."""
    content = content_of(command, *_TO_CUSTOMER.intersection(type(command).model_fields))
    match command:
        case wish.RequestCollaboration():
            known = case.collaboration(command.collaboration_id)
            return () if known else (fact.CollaborationRequested(occurred_at=at, **content),)
        case wish.AcceptCollaboration():
            since = _collaboration(case, command.collaboration_id).accepted_at
            is_known = since is not None and since <= at
            accepted = () if is_known else (fact.CollaborationAccepted(occurred_at=at, **content),)
            return (*accepted, *promised_on(case, command, at))
        case wish.AnswerCollaboration():
            answered = fact.CollaborationAnswered(occurred_at=at, **content)
            return (answered, *promised_on(case, command, at))
        case wish.CompleteCollaboration():
            since = _collaboration(case, command.collaboration_id).completed_at
            is_known = since is not None and since <= at
            return () if is_known else (fact.CollaborationCompleted(occurred_at=at, **content),)
        case wish.DeclineCollaboration():
            is_known = _collaboration(case, command.collaboration_id).is_declined
            return () if is_known else (fact.CollaborationDeclined(occurred_at=at, **content),)


def promised_on(
    case: Case, command: wish.AcceptCollaboration | wish.AnswerCollaboration, at: datetime
) -> Facts:
    """What a department means to be done by is a promise to the customer if the sender says so.

    It is an interim one: a department's task is a part of the solution (REQUIREMENTS 63).
    """
    commitment_id, what, due_at = command.commitment_id, command.promise, command.eta_at
    if commitment_id is None or what is None or due_at is None or case.commitment(commitment_id):
        return ()
    made = fact.CommitmentMade(
        occurred_at=at, commitment_id=commitment_id, what=what, due_at=due_at, is_interim=True
    )
    return (made,)


def _collaboration(case: Case, collaboration_id: UUID) -> Collaboration:
    """Return a collaboration that a rule has found on the case."""
    return next(one for one in case.collaborations if one.collaboration_id == collaboration_id)
