"""What follows from a wish about a case."""

from datetime import datetime
from typing import assert_never

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.alarming import alarmed
from service.domain.case.circumstances import Circumstances
from service.domain.case.collaborating import collaborated
from service.domain.case.ending import (
    closed,
    confirmed,
    delivered,
    rated,
    reopened,
    resolved,
    revisited,
    survey_sent,
)
from service.domain.case.merging import merged
from service.domain.case.promising import progress_shared, promised
from service.domain.case.rules import RULES
from service.domain.case.state import Case
from service.domain.case.working import (
    acknowledged,
    assigned,
    classified,
    escalated,
    handed_over,
    note_added,
    received,
    source_update_recorded,
    waiting_ended,
    waiting_started,
)
from service.domain.command_content import content_of

Facts = tuple[fact.CaseEvent, ...]


def decide(case: Case, command: wish.CaseCommand, around: Circumstances) -> Facts:
    """Return the facts that follow; none when it is already so. Raises a `Refusal` when a rule forbids it."""
    for rule in RULES[type(command)]:
        rule(case, command, around)
    # A sender whose clock was ahead may have dated the receipt a little after our `now`.
    at = command.occurred_at or max(around.now, case.received_at or around.now)
    if isinstance(command, wish.IntakeCommand):
        return taken_in(case, command, around, at)
    if isinstance(command, wish.WorkingCommand):
        return worked_on(case, command, at)
    if isinstance(command, wish.TellingCommand):
        return told(case, command, at)
    if isinstance(command, wish.EndingCommand):
        return end(case, command, at)
    if isinstance(command, wish.AlarmingCommand):
        return alarmed(case, command, at)
    if isinstance(command, wish.PromisingCommand):
        return promised(case, command, at)
    if isinstance(command, wish.CollaboratingCommand):
        return collaborated(case, command, at)
    return merged(case, command, at)


def taken_in(case: Case, command: wish.IntakeCommand, around: Circumstances, at: datetime) -> Facts:
    """Return what follows from a wish of taking a case in."""
    match command:
        case wish.ReceiveCase():
            return received(command, around, at)
        case wish.ClassifyCase():
            return classified(case, command, at)
        case wish.AssignOwner():
            return assigned(case, command, at)
        case wish.AcknowledgeReceipt():
            return acknowledged(case, at)
        case wish.RecordSourceUpdate():
            return source_update_recorded(case, command, at)
        case _:
            assert_never(command)


def worked_on(case: Case, command: wish.WorkingCommand, at: datetime) -> Facts:
    """Return what follows from a wish of the work on a case."""
    match command:
        case wish.HandOverCase():
            return handed_over(case, command, at)
        case wish.StartWaiting():
            return waiting_started(case, command, at)
        case wish.EndWaiting():
            return waiting_ended(case, at)
        case wish.EscalateCase():
            return escalated(case, command, at)
        case wish.AddNote():
            return note_added(command, at)
        case _:
            assert_never(command)


def told(case: Case, command: wish.TellingCommand, at: datetime) -> Facts:
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


def end(case: Case, command: wish.EndingCommand, at: datetime) -> Facts:
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
        case wish.RevisitCase():
            return revisited(command, at)
        case wish.CloseCase():
            return closed(case, command, at)
        case wish.ConfirmDelivery():
            return delivered(case, command, at)
        case wish.SendSurvey():
            return survey_sent(case, command, at)
        case _:
            assert_never(command)
