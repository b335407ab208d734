"""What could be sold to an account, passed to sales, and what sales answers."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from service.domain.account.context import AccountContext
from service.domain.account.decisions.needs.needs import NeedNotAskedError
from service.domain.account.needs.vocabulary import OpportunityStage
from service.domain.account.record.needs import opportunities as record
from service.domain.account.record.needs.opportunities import PASSED_WITH, Opportunity
from service.domain.account.rules import CARED_FOR
from service.domain.account.signals.found import (
    DepartmentNotKnownError,
    Found,
    case_must_be_of_the_account,
    must_be_listed,
)
from service.domain.account.state import CustomerAccount
from service.domain.command import Command
from service.domain.decision import Told, decides, records, refuses_with, told_of
from service.domain.money import HOUSE_CURRENCY, AmountMinor, Currency
from service.domain.personal import FreeText
from service.domain.refusal import NotOfTheDepartmentError, Refusal
from service.domain.rulebook.department_people import refuse_stranger_to
from service.domain.staff_id import SenderIfKnown
from service.domain.text import Code, MeaningfulCode


class PassOpportunity(
    Found,
    Command,
    records=record.OpportunityPassed,
    example={
        "understanding": "The second line starts in autumn and has no gauges yet",
        "product": "Gauge 4",
        "origin": "visit",
        "origin_reference": "2026-03 visit",
        "expected_minor": 5_000_000,
    },
):
    """Pass an opportunity that was found with the account to sales."""

    opportunity_id: UUID
    """Id of the new opportunity, chosen by the sender."""
    understanding: FreeText
    product: Code | None = None
    need_number: Code | None = None
    department: Code = "sales"
    expected_minor: AmountMinor | None = None
    currency: Currency = HOUSE_CURRENCY
    passed_by: SenderIfKnown = None


class TakeOpportunity(Command, records=record.OpportunityTaken):
    """Record that sales takes an opportunity up."""

    opportunity_id: UUID
    taken_by: SenderIfKnown = None


class DeclineOpportunity(
    Command, records=record.OpportunityDeclined, example={"reason": "Their budget of the year is spent"}
):
    """Record that sales does not take an opportunity up, and why."""

    opportunity_id: UUID
    reason: FreeText


class WinOpportunity(
    Command, records=record.OpportunityWon, example={"order_reference": "PO-7", "value_minor": 4_800_000}
):
    """Record that the customer bought, by which order and for how much."""

    opportunity_id: UUID
    order_reference: MeaningfulCode
    value_minor: AmountMinor
    currency: Currency = HOUSE_CURRENCY


class LoseOpportunity(
    Command, records=record.OpportunityLost, example={"reason": "They bought the gauges of a competitor"}
):
    """Record that the customer did not buy, and why."""

    opportunity_id: UUID
    reason: FreeText


Move = TakeOpportunity | DeclineOpportunity | WinOpportunity | LoseOpportunity
STAGE_OF: dict[type[Command], OpportunityStage] = {
    TakeOpportunity: OpportunityStage.TAKEN,
    DeclineOpportunity: OpportunityStage.DECLINED,
    WinOpportunity: OpportunityStage.WON,
    LoseOpportunity: OpportunityStage.LOST,
}
"""To which stage a command brings an opportunity."""


class OpportunityNotPassedError(Refusal, field="opportunity_id"):
    """The account has no opportunity with this id."""


class OpportunityAtOtherStageError(Refusal, field="opportunity_id"):
    """An opportunity is taken or declined once passed, and won or lost once taken (REQUIREMENTS 72)."""


@refuses_with(NeedNotAskedError)
def need_behind_must_be_asked(account: CustomerAccount, command: PassOpportunity, _: AccountContext) -> None:
    if command.need_number is not None and command.need_number not in account.needs:
        raise NeedNotAskedError(need_number=command.need_number)


@refuses_with(DepartmentNotKnownError)
def department_must_be_listed(_: CustomerAccount, command: PassOpportunity, context: AccountContext) -> None:
    must_be_listed("department", (command.department,), command, context)


@refuses_with(OpportunityNotPassedError)
def opportunity_must_be_passed(account: CustomerAccount, command: Move, _: AccountContext) -> None:
    if account.opportunity(command.opportunity_id) is None:
        raise OpportunityNotPassedError(opportunity_id=command.opportunity_id)


@refuses_with(OpportunityAtOtherStageError)
def opportunity_must_be_so_far(account: CustomerAccount, command: Move, _: AccountContext) -> None:
    """The stage itself is a repeat."""
    known, wanted = account.opportunity(command.opportunity_id), STAGE_OF[type(command)]
    if known is not None and known.stage not in {wanted, record.BEFORE[wanted]}:
        raise OpportunityAtOtherStageError(stage=known.stage.value, before=record.BEFORE[wanted].value)


@refuses_with(NotOfTheDepartmentError)
def must_be_of_its_department(account: CustomerAccount, command: Move, context: AccountContext) -> None:
    """Who passed it on does not answer it."""
    known = account.opportunity(command.opportunity_id)
    if known is not None:
        refuse_stranger_to(known.department, known.passed_by, command, context)


def is_passed(account: CustomerAccount, command: PassOpportunity, _: datetime) -> bool:
    return account.opportunity(command.opportunity_id) is not None


def is_at(account: CustomerAccount, command: Move, _: datetime) -> bool:
    known = account.opportunity(command.opportunity_id)
    return known is not None and known.stage is STAGE_OF[type(command)]


def _at_stage(*same: str) -> Callable[[CustomerAccount, Move], Told | None]:
    """Return what is on the record of the stage to which a command brings an opportunity."""

    def told(account: CustomerAccount, command: Move) -> Told | None:
        known: Opportunity | None = account.opportunity(command.opportunity_id)
        if known is None or known.stage is not STAGE_OF[type(command)]:
            return None
        return {"occurred_at": known.stage_at, **{name: getattr(known, name) for name in same}}

    return told


_MOVING = (*CARED_FOR, opportunity_must_be_passed, must_be_of_its_department, opportunity_must_be_so_far)
DECISIONS = (
    decides(
        PassOpportunity,
        records(record.OpportunityPassed, unless=is_passed),
        *CARED_FOR,
        case_must_be_of_the_account,
        need_behind_must_be_asked,
        department_must_be_listed,
        once=told_of(
            CustomerAccount.opportunity,
            "opportunity_id",
            "passed_at",
            *PASSED_WITH,
            currency="expected_currency",
        ),
    ),
    decides(
        TakeOpportunity,
        records(record.OpportunityTaken, unless=is_at),
        *_MOVING,
        once=_at_stage("taken_by"),
    ),
    decides(
        DeclineOpportunity,
        records(record.OpportunityDeclined, unless=is_at),
        *_MOVING,
        once=_at_stage(),
    ),
    decides(
        WinOpportunity,
        records(record.OpportunityWon, unless=is_at),
        *_MOVING,
        once=_at_stage("order_reference", "value_minor", "currency"),
    ),
    decides(
        LoseOpportunity,
        records(record.OpportunityLost, unless=is_at),
        *_MOVING,
        once=_at_stage(),
    ),
)
