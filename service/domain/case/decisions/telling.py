"""The facts of what is said between the customer and us."""

from datetime import datetime
from typing import assert_never

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.decisions.over_promising import over_promise
from service.domain.case.decisions.questioning import question_of_reply
from service.domain.case.state import Case
from service.domain.command_content import content_of
from service.domain.vocabulary import Audience, AuthorKind

Facts = tuple[fact.CaseEvent, ...]
_OF_QUESTIONS = ("question_id", "asked_of", "answer_due_at")


def told(case: Case, command: wish.TellingCommand, around: Circumstances, at: datetime) -> Facts:
    """Return what can be said any number of times: each is a fact of its own."""
    match command:
        case wish.SendReply():
            sent = fact.ReplySent(occurred_at=at, **content_of(command, *_OF_QUESTIONS))
            return (sent, *question_of_reply(case, command, at))
        case wish.RecordCustomerMessage():
            return (fact.CustomerMessaged(occurred_at=at, **content_of(command)),)
        case wish.ShareProgress():
            return progress_shared(case, command, around, at)
        case wish.ProposePlan():
            return (fact.PlanProposed(occurred_at=at, **content_of(command)),)
        case wish.TellResult():
            return result_told(case, command, at)
        case _:
            assert_never(command)


def progress_shared(case: Case, command: wish.ShareProgress, around: Circumstances, at: datetime) -> Facts:
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
    return (shared, promised, *over_promise(case, promised, around))


def result_told(case: Case, command: wish.TellResult, at: datetime) -> Facts:
    """What tells the result is an answer too: what the customer has asked meanwhile is answered by it."""
    reply = fact.ReplySent(
        occurred_at=at,
        audience=Audience.PUBLIC,
        author_kind=AuthorKind.HUMAN,
        substantive=True,
        channel=command.channel,
        text=command.text,
    )
    fed_back = fact.ResultFedBack(
        occurred_at=at,
        cycle=case.cycle,
        channel=command.channel,
        contact_id=command.contact_id,
    )
    return (reply, fed_back)
