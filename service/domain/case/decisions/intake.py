"""The facts of taking a case in."""

from datetime import datetime
from typing import assert_never

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.decisions.classifying import classified, classified_by_rules
from service.domain.case.state import Case
from service.domain.command_content import content_of
from service.domain.vocabulary import AuthorKind, Segment

Facts = tuple[fact.CaseEvent, ...]


def taken_in(case: Case, command: wish.IntakeCommand, around: Circumstances, at: datetime) -> Facts:
    """Return what follows from a wish of taking a case in."""
    match command:
        case wish.ReceiveCase():
            return received(command, around, at)
        case wish.ClassifyCase():
            return classified(case, command, around, at)
        case wish.ClassifyByRules():
            return classified_by_rules(case, command, around, at)
        case wish.AssignOwner():
            return assigned(case, command, at)
        case wish.AcknowledgeReceipt():
            return acknowledged(case, command, at)
        case wish.RecordSourceUpdate():
            return source_update_recorded(case, command, at)
        case _:
            assert_never(command)


def received(command: wish.ReceiveCase, around: Circumstances, at: datetime) -> Facts:
    """The tier is that of the receipt, also where it is recorded later."""
    segment = around.account.segment_at(at) if around.account else Segment.ORDINARY
    content = content_of(command)
    return (fact.CaseReceived(occurred_at=at, segment=segment, **content),)


def assigned(case: Case, command: wish.AssignOwner, at: datetime) -> Facts:
    """A team alone takes nobody's place: one person answers for the case at all times (REQUIREMENTS 13)."""
    owner, team = command.owner or case.owner, command.team or case.team
    if (owner, team) == (case.owner, case.team):
        return ()
    return (
        fact.OwnerAssigned(
            occurred_at=at, owner=owner, team=team, reason=command.reason, choice=command.choice
        ),
    )


def acknowledged(case: Case, command: wish.AcknowledgeReceipt, at: datetime) -> Facts:
    """Keep the first of a cycle; an earlier one that is recorded late is a fact too, and then the first.

    The first by a person and the first that no person wrote stand beside each other.
    """
    by_a_person = command.author_kind is AuthorKind.HUMAN
    first_at = case.acknowledged_in_cycle_at if by_a_person else case.automatic_receipt_in_cycle_at
    if first_at is not None and first_at <= at:
        return ()
    author_kind = None if by_a_person else command.author_kind
    return (fact.ReceiptAcknowledged(occurred_at=at, author_kind=author_kind),)


def source_update_recorded(case: Case, command: wish.RecordSourceUpdate, at: datetime) -> Facts:
    if (command.source, command.reference, command.update) == case.last_source_update:
        return ()
    return (fact.SourceUpdateRecorded(occurred_at=at, **content_of(command)),)
