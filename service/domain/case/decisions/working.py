"""The facts of the work on a case."""

from datetime import datetime
from typing import assert_never

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.escalations import above
from service.domain.case.state import Case
from service.domain.command_content import content_of

Facts = tuple[fact.CaseEvent, ...]


def worked_on(case: Case, command: wish.WorkingCommand, _: Circumstances, at: datetime) -> Facts:
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
        case wish.DeescalateCase():
            return deescalated(case, command, at)
        case wish.AddNote():
            return note_added(command, at)
        case _:
            assert_never(command)


def handed_over(case: Case, command: wish.HandOverCase, at: datetime) -> Facts:
    """Handed to a team, the case keeps its accountable person until one of that team takes it.

    Else nobody would answer for it in between (REQUIREMENTS 13).
    """
    owner, team = command.to_owner or case.owner, command.to_team or case.team
    if (owner, team) == (case.owner, case.team):
        return ()
    return (
        fact.CaseHandedOver(
            occurred_at=at,
            from_owner=case.owner,
            from_team=case.team,
            to_owner=owner,
            to_team=team,
            note=command.note,
        ),
    )


def waiting_started(case: Case, command: wish.StartWaiting, at: datetime) -> Facts:
    if case.waiting_on is command.waiting_on:
        return ()
    started = fact.WaitingStarted(occurred_at=at, waiting_on=command.waiting_on, note=command.note)
    return (*waiting_ended(case, at), started)


def waiting_ended(case: Case, at: datetime) -> Facts:
    if case.waiting_on is None:
        return ()
    return (fact.WaitingEnded(occurred_at=at, waiting_on=case.waiting_on),)


def escalated(case: Case, command: wish.EscalateCase, at: datetime) -> Facts:
    if (command.kind, command.level, command.escalated_to) in case.escalations:
        return ()
    return (fact.CaseEscalated(occurred_at=at, **content_of(command)),)


def deescalated(case: Case, command: wish.DeescalateCase, at: datetime) -> Facts:
    if not above(case.escalations, command.kind, command.level):
        return ()
    return (fact.CaseDeescalated(occurred_at=at, **content_of(command)),)


def note_added(command: wish.AddNote, at: datetime) -> Facts:
    return (fact.NoteAdded(occurred_at=at, text=command.text),)
