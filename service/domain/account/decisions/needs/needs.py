"""What customers ask for that we do not offer yet, and what becomes of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from service.domain.account.context import AccountContext
from service.domain.account.decisions.contacts import ContactNotFoundError
from service.domain.account.needs.known import KnownNeed
from service.domain.account.needs.vocabulary import NeedStage
from service.domain.account.reaching import channel_must_reach_the_customer as channel_must_reach
from service.domain.account.reaching import person_must_be_named, words_must_answer
from service.domain.account.record.needs import needs as record
from service.domain.account.rules import CARED_FOR
from service.domain.account.signals.found import (
    DepartmentNotKnownError,
    Found,
    case_must_be_of_the_account,
    must_be_listed,
)
from service.domain.account.state import CustomerAccount
from service.domain.command import Command
from service.domain.decision import Events, Told, decides, fields_of, records, refuses_with
from service.domain.event import LocalDate
from service.domain.personal import FreeText, Quoted
from service.domain.refusal import NotOfTheDepartmentError, Refusal
from service.domain.rulebook.department_people import refuse_stranger_to
from service.domain.staff_id import StaffId
from service.domain.text import Code, MeaningfulCode
from service.domain.vocabulary import Channel

MOST_DEPARTMENTS = 20


class RaiseNeed(
    Found,
    Command,
    records=record.NeedRaised,
    example={
        "need_number": "N-17",
        "topic": "Export of the readings as a table",
        "product": "Gauge 4",
        "departments": ["product", "research", "sales"],
        "words": "我们每周都要手工抄读数",
        "origin": "visit",
        "origin_reference": "2026-03 visit",
    },
):
    """Record that a contact asks for something that we do not offer yet.

    A need that another account has raised before keeps its topic, product and departments, which may then be
    omitted; it stands with this account as far as it is.
    """

    need_number: Code
    topic: MeaningfulCode | None = None
    """What is asked for, in a few words without names of people. Needed if no account has raised it yet."""
    product: Code | None = None
    departments: Annotated[tuple[Code, ...], Field(min_length=1, max_length=MOST_DEPARTMENTS)] | None = None
    """Departments that are told of it, such as product, research and sales; the first decides on it. Needed
    if no account has raised it yet."""
    contact_id: UUID
    words: Quoted


class AssessNeed(
    Command,
    records=record.NeedAssessed,
    example={"need_number": "N-17", "assessment": "The data are there; an export takes two weeks"},
):
    """Record what the department thinks of a need; one that was declined is considered again."""

    need_number: Code
    assessment: FreeText
    responsible: StaffId | None = None


class PlanNeed(
    Command,
    records=record.NeedPlanned,
    example={"need_number": "N-17", "plan": "Part of version 4.2", "due_on": "2030-06-30"},
):
    """Record by when a need is to be delivered; of another day askers are told anew."""

    need_number: Code
    plan: FreeText
    due_on: LocalDate


class DeliverNeed(
    Command, records=record.NeedDelivered, example={"need_number": "N-17", "release": "Gauge 4.2"}
):
    """Record that what was asked for is there."""

    need_number: Code
    release: MeaningfulCode


class DeclineNeed(
    Command,
    records=record.NeedDeclined,
    example={"need_number": "N-17", "reason": "The gauge has no memory for it"},
):
    """Record that the department has decided against a need."""

    need_number: Code
    reason: FreeText


class TellAsker(
    Command,
    records=record.AskerTold,
    example={"need_number": "N-17", "channel": "phone", "text": "The export comes with version 4.2 in June"},
):
    """Record that a contact who asked was told how the need stands."""

    need_number: Code
    contact_id: UUID
    channel: Channel
    text: FreeText


class WithdrawNeed(
    Command,
    records=record.NeedWithdrawn,
    example={"need_number": "N-17", "reason": "The customer has bought another gauge"},
):
    """Record that the account asks for it no longer, or never did; a decided need is told, not withdrawn."""

    need_number: Code
    reason: FreeText


Move = AssessNeed | PlanNeed | DeliverNeed | DeclineNeed | WithdrawNeed
STAGE_OF: dict[type[Command], NeedStage] = {
    AssessNeed: NeedStage.ASSESSED,
    PlanNeed: NeedStage.PLANNED,
    DeliverNeed: NeedStage.DELIVERED,
    DeclineNeed: NeedStage.DECLINED,
    WithdrawNeed: NeedStage.WITHDRAWN,
}
"""To which stage a command brings a need."""


class NeedNotAskedError(Refusal, field="need_number"):
    """The account has not asked for this need."""


class NeedNotDescribedError(Refusal, field="topic"):
    """A need that no account has raised yet is named with its topic and the departments that are told."""


class NeedKnownOtherwiseError(Refusal, field="topic"):
    """One number is one need: all accounts that ask for it ask for the same (REQUIREMENTS 79, 134)."""


class NeedNotSoFarError(Refusal, field="need_number"):
    """A need is assessed, planned and delivered in this order, or declined (REQUIREMENTS 134)."""


class NothingToTellYetError(Refusal, field="need_number"):
    """Who asked can be told of a need once the department has said something about it (REQUIREMENTS 134)."""


class NotAskedByContactError(Refusal, field="contact_id"):
    """Told is who has asked (REQUIREMENTS 134)."""


class PlannedForThePastError(Refusal, field="due_on"):
    """A need is planned for a day that is still to come."""


@refuses_with(ContactNotFoundError)
def asker_must_be_a_contact(account: CustomerAccount, command: RaiseNeed, _: AccountContext) -> None:
    if command.contact_id not in account.contact_ids:
        raise ContactNotFoundError(contact_id=command.contact_id)


@refuses_with(NeedNotDescribedError, NeedKnownOtherwiseError)
def need_must_be_the_one_known(account: CustomerAccount, command: RaiseNeed, context: AccountContext) -> None:
    known = known_need(account, command, context)
    for name in ("topic", "departments"):
        if known is None and getattr(command, name) is None:
            raise NeedNotDescribedError(field=name, need_number=command.need_number)
    for name in ("topic", "product", "departments"):
        said = getattr(command, name)
        if known is not None and said not in {None, getattr(known, name)}:
            on_record = getattr(known, name) or "-"
            shown = on_record if isinstance(on_record, str) else ", ".join(on_record)
            raise NeedKnownOtherwiseError(field=name, need_number=command.need_number, on_record=shown)


@refuses_with(DepartmentNotKnownError)
def departments_must_be_listed(account: CustomerAccount, command: RaiseNeed, context: AccountContext) -> None:
    if known_need(account, command, context) is None:
        must_be_listed("departments", command.departments or (), command, context)


@refuses_with(NeedNotAskedError)
def need_must_be_asked(account: CustomerAccount, command: Move | TellAsker, _: AccountContext) -> None:
    if command.need_number not in account.needs:
        raise NeedNotAskedError(need_number=command.need_number)


@refuses_with(NeedNotSoFarError)
def need_must_be_so_far(account: CustomerAccount, command: Move, _: AccountContext) -> None:
    """The stage itself is a repeat."""
    known, wanted = account.needs.get(command.need_number), STAGE_OF[type(command)]
    if known is not None and known.stage is not wanted and known.stage not in record.BEFORE[wanted]:
        before = ", ".join(sorted(record.BEFORE[wanted]))
        raise NeedNotSoFarError(need_number=command.need_number, stage=known.stage.value, before=before)


@refuses_with(NotOfTheDepartmentError)
def must_be_of_the_first_department(account: CustomerAccount, command: Move, context: AccountContext) -> None:
    known = account.needs.get(command.need_number)
    if known is not None:
        refuse_stranger_to(known.departments[0], None, command, context)


@refuses_with(PlannedForThePastError)
def day_must_lie_ahead(_: CustomerAccount, command: PlanNeed, context: AccountContext) -> None:
    at = command.happened_at(context.now)
    if command.due_on < at.date():
        raise PlannedForThePastError(due_on=command.due_on, occurred_at=at)


@refuses_with(NothingToTellYetError, NotAskedByContactError)
def asker_must_have_asked(account: CustomerAccount, command: TellAsker, _: AccountContext) -> None:
    known = account.needs.get(command.need_number)
    if known is None:
        return
    if not known.is_to_tell:
        raise NothingToTellYetError(need_number=command.need_number, stage=known.stage.value)
    if command.contact_id not in known.askers:
        raise NotAskedByContactError(need_number=command.need_number, contact_id=command.contact_id)


def known_need(
    account: CustomerAccount, command: RaiseNeed, context: AccountContext
) -> record.Need | KnownNeed | None:
    """Return a need as this account, else others, have raised it; None where nobody has."""
    return account.needs.get(command.need_number) or context.known_needs.get(command.need_number)


def raise_need(account: CustomerAccount, command: RaiseNeed, context: AccountContext, at: datetime) -> Events:
    own, known = account.needs.get(command.need_number), known_need(account, command, context)
    is_asked = own is not None and own.stage is not NeedStage.WITHDRAWN
    if own is not None and is_asked and command.contact_id in own.askers:
        return ()
    told: dict[str, Any] = fields_of(command)
    if known is not None:
        told |= {"topic": known.topic, "product": known.product, "departments": known.departments}
    others = context.known_needs.get(command.need_number)
    if others is not None and not is_asked and others.stage_at <= at:
        told |= {"stage": others.stage, "due_on": others.due_on}
    return (record.NeedRaised(occurred_at=at, **told),)


def is_at(account: CustomerAccount, command: Move, _: datetime) -> bool:
    known = account.needs.get(command.need_number)
    if known is None or known.stage is not STAGE_OF[type(command)]:
        return False
    return not isinstance(command, PlanNeed) or command.due_on == known.due_on


def _at(name: str) -> Callable[[CustomerAccount, Move], Told | None]:
    """Return what is on the record of a stage that comes once: when, and one thing that was told with it."""

    def told(account: CustomerAccount, command: Move) -> Told | None:
        known = account.needs.get(command.need_number)
        is_there = known is not None and known.stage is STAGE_OF[type(command)]
        return {"occurred_at": known.stage_at, name: getattr(known, name)} if known and is_there else None

    return told


def tell_asker(account: CustomerAccount, command: TellAsker, _: AccountContext, at: datetime) -> Events:
    known = account.needs.get(command.need_number)
    if known is None or command.contact_id not in known.untold:
        return ()
    return (record.AskerTold(occurred_at=at, stage=known.stage, **fields_of(command)),)


_MOVING = (*CARED_FOR, need_must_be_asked, need_must_be_so_far)
_DECIDING = (*_MOVING, must_be_of_the_first_department)
_RAISING = (asker_must_be_a_contact, case_must_be_of_the_account, need_must_be_the_one_known)
_TELLING = (channel_must_reach, person_must_be_named, words_must_answer)
DECISIONS = (
    decides(RaiseNeed, raise_need, *CARED_FOR, *_RAISING, departments_must_be_listed),
    decides(AssessNeed, records(record.NeedAssessed, unless=is_at), *_DECIDING, once=_at("responsible")),
    decides(PlanNeed, records(record.NeedPlanned, unless=is_at), *_DECIDING, day_must_lie_ahead),
    decides(DeliverNeed, records(record.NeedDelivered, unless=is_at), *_DECIDING, once=_at("release")),
    decides(DeclineNeed, records(record.NeedDeclined, unless=is_at), *_DECIDING),
    decides(TellAsker, tell_asker, *CARED_FOR, *_TELLING, need_must_be_asked, asker_must_have_asked),
    decides(WithdrawNeed, records(record.NeedWithdrawn, unless=is_at), *_MOVING),
)
