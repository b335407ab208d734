"""The facts of taking a case in."""

from datetime import datetime
from typing import assert_never

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.state import Case, Classification
from service.domain.command_content import content_of
from service.domain.vocabulary import Segment

Facts = tuple[fact.CaseEvent, ...]


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


def received(command: wish.ReceiveCase, around: Circumstances, at: datetime) -> Facts:
    """The tier is that of the receipt, also where it is recorded later."""
    segment = around.account.segment_at(at) if around.account else Segment.ORDINARY
    content = content_of(command)
    return (fact.CaseReceived(occurred_at=at, segment=segment, **content),)


def classified(case: Case, command: wish.ClassifyCase, at: datetime) -> Facts:
    before = case.classification
    after = Classification(
        response_class=command.response_class or before.response_class,
        priority=command.priority or before.priority,
        urgency=command.urgency or before.urgency,
        complexity=command.complexity or before.complexity,
        category=command.category or before.category,
    )
    if after == before:
        return ()
    return (
        fact.CaseClassified(
            occurred_at=at,
            response_class=after.response_class,
            priority=after.priority,
            urgency=after.urgency,
            complexity=after.complexity,
            category=after.category,
            reason=command.reason,
        ),
    )


def assigned(case: Case, command: wish.AssignOwner, at: datetime) -> Facts:
    """A team alone takes nobody's place: one person answers for the case at all times (REQUIREMENTS 13)."""
    owner, team = command.owner or case.owner, command.team or case.team
    if (owner, team) == (case.owner, case.team):
        return ()
    return (fact.OwnerAssigned(occurred_at=at, owner=owner, team=team, reason=command.reason),)


def acknowledged(case: Case, at: datetime) -> Facts:
    """Keep the first of a cycle; an earlier one that is recorded late is a fact too, and then the first."""
    if case.acknowledged_in_cycle_at is not None and case.acknowledged_in_cycle_at <= at:
        return ()
    return (fact.ReceiptAcknowledged(occurred_at=at),)


def source_update_recorded(case: Case, command: wish.RecordSourceUpdate, at: datetime) -> Facts:
    if (command.source, command.reference, command.update) == case.last_source_update:
        return ()
    return (fact.SourceUpdateRecorded(occurred_at=at, **content_of(command)),)
