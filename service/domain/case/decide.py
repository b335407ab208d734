"""What follows from a wish about a case."""

from datetime import datetime
from typing import assert_never

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.ending import closed, confirmed, rated, reopened, resolved
from service.domain.case.rules import RULES, Circumstances
from service.domain.case.state import Case
from service.domain.case.working import (
    acknowledged,
    assigned,
    classified,
    escalated,
    handed_over,
    received,
    source_update_recorded,
    waiting_ended,
    waiting_started,
)

Facts = tuple[fact.CaseEvent, ...]


def decide(case: Case, command: wish.CaseCommand, around: Circumstances) -> Facts:
    """Return the facts that follow; none when it is already so. Raises a `Refusal` when a rule forbids it."""
    for rule in RULES[type(command)]:
        rule(case, command, around)
    # A sender whose clock was ahead may have dated the receipt a little after our `now`.
    at = command.occurred_at or max(around.now, case.received_at or around.now)
    match command:
        case wish.ReceiveCase():
            return received(command, around, at)
        case wish.ClassifyCase():
            return classified(case, command, at)
        case wish.AssignOwner():
            return assigned(case, command, at)
        case wish.AcknowledgeReceipt():
            return acknowledged(case, at)
        case wish.HandOverCase():
            return handed_over(case, command, at)
        case wish.StartWaiting():
            return waiting_started(case, command, at)
        case wish.EndWaiting():
            return waiting_ended(case, at)
        case wish.EscalateCase():
            return escalated(case, command, at)
        case wish.RecordSourceUpdate():
            return source_update_recorded(case, command, at)
        case wish.SendReply() | wish.AddNote() | wish.RevisitCase():
            return told(command, at)
        case _:
            return end(case, command, at)


def told(command: wish.SendReply | wish.AddNote | wish.RevisitCase, at: datetime) -> Facts:
    """Return what can be said any number of times: each is a fact of its own."""
    content = command.model_dump(exclude={"occurred_at"})
    match command:
        case wish.SendReply():
            return (fact.ReplySent(occurred_at=at, **content),)
        case wish.AddNote():
            return (fact.NoteAdded(occurred_at=at, **content),)
        case wish.RevisitCase():
            return (fact.CaseRevisited(occurred_at=at, **content),)
        case _:
            assert_never(command)


def end(
    case: Case,
    command: wish.ResolveCase
    | wish.ConfirmResolution
    | wish.ReopenCase
    | wish.RateSatisfaction
    | wish.CloseCase,
    at: datetime,
) -> Facts:
    """Return what follows from a wish about the end of a case."""
    match command:
        case wish.ResolveCase():
            return resolved(case, command, at)
        case wish.ConfirmResolution():
            return confirmed(case, at)
        case wish.ReopenCase():
            return reopened(case, command, at)
        case wish.RateSatisfaction():
            return rated(case, command, at)
        case wish.CloseCase():
            return closed(case, command, at)
        case _:
            assert_never(command)
