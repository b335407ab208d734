"""The facts of what is said between the customer and us."""

from datetime import datetime
from typing import assert_never

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.state import Case
from service.domain.command_content import content_of

Facts = tuple[fact.CaseEvent, ...]


def told(case: Case, command: wish.TellingCommand, _: Circumstances, at: datetime) -> Facts:
    """Return what can be said any number of times: each is a fact of its own."""
    content = content_of(command)
    match command:
        case wish.SendReply():
            return (fact.ReplySent(occurred_at=at, **content),)
        case wish.RecordCustomerMessage():
            return (fact.CustomerMessaged(occurred_at=at, **content),)
        case wish.ShareProgress():
            return progress_shared(case, command, at)
        case wish.ProposePlan():
            return (fact.PlanProposed(occurred_at=at, **content),)
        case _:
            assert_never(command)


def progress_shared(case: Case, command: wish.ShareProgress, at: datetime) -> Facts:
    """An instant named to the customer is a promise (REQUIREMENTS 86), if the sender gives it an id.

    A decision makes no ids: without `commitment_id` the instant stands in `ProgressShared` alone.
    """
    content = content_of(command, "commitment_id")
    shared = fact.ProgressShared(occurred_at=at, **content)
    if command.commitment_id is None or command.eta_at is None or case.commitment(command.commitment_id):
        return (shared,)
    promised = fact.CommitmentMade(
        occurred_at=at, commitment_id=command.commitment_id, what=command.solution, due_at=command.eta_at
    )
    return (shared, promised)
