"""Waiting for somebody else to act."""

from datetime import datetime

from service.domain.case.context import DecisionContext
from service.domain.case.record.waiting import WaitingEnded, WaitingStarted
from service.domain.case.rules import DATED, WORKED_ON
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of
from service.domain.personal import FreeText
from service.domain.vocabulary import WaitingOn


class StartWaiting(Command, records=WaitingStarted, example={"note": "Waiting for the serial number"}):
    """Start a wait for another party that must act first."""

    waiting_on: WaitingOn
    note: FreeText | None = None


class EndWaiting(Command):
    """End the wait."""


def start_waiting(case: Case, command: StartWaiting, _: DecisionContext, at: datetime) -> Events:
    if case.waiting_on is command.waiting_on:
        return ()
    return (*end_any_wait(case, at), WaitingStarted(occurred_at=at, **fields_of(command)))


def end_waiting(case: Case, _: EndWaiting, __: DecisionContext, at: datetime) -> Events:
    return end_any_wait(case, at)


def end_any_wait(case: Case, at: datetime) -> Events:
    """Return the end of the wait; nothing where nobody is waited for."""
    if case.waiting_on is None:
        return ()
    return (WaitingEnded(occurred_at=at, waiting_on=case.waiting_on),)


DECISIONS = (
    decides(StartWaiting, start_waiting, *WORKED_ON),
    decides(EndWaiting, end_waiting, *DATED, ends=True),
)
