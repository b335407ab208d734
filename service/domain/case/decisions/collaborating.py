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


def collaborated(case: Case, command: wish.CollaboratingCommand, _: Circumstances, at: datetime) -> Facts:
    """Keep the first of each step; an earlier one that is recorded late is a fact too. Answers are many."""
    content = content_of(command)
    match command:
        case wish.RequestCollaboration():
            known = case.collaboration(command.collaboration_id)
            return () if known else (fact.CollaborationRequested(occurred_at=at, **content),)
        case wish.AcceptCollaboration():
            since = _collaboration(case, command.collaboration_id).accepted_at
            is_known = since is not None and since <= at
            return () if is_known else (fact.CollaborationAccepted(occurred_at=at, **content),)
        case wish.AnswerCollaboration():
            return (fact.CollaborationAnswered(occurred_at=at, **content),)
        case wish.CompleteCollaboration():
            since = _collaboration(case, command.collaboration_id).completed_at
            is_known = since is not None and since <= at
            return () if is_known else (fact.CollaborationCompleted(occurred_at=at, **content),)
        case wish.DeclineCollaboration():
            is_known = _collaboration(case, command.collaboration_id).is_declined
            return () if is_known else (fact.CollaborationDeclined(occurred_at=at, **content),)


def _collaboration(case: Case, collaboration_id: UUID) -> Collaboration:
    """Return a collaboration that a rule has found on the case."""
    return next(one for one in case.collaborations if one.collaboration_id == collaboration_id)
