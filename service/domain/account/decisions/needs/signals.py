"""What in the data of an account points to a need or a risk, and who looked at it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from pydantic import Field

from service.domain.account.context import AccountContext
from service.domain.account.needs.vocabulary import SignalStage
from service.domain.account.reaching import person_must_be_named
from service.domain.account.record.needs import signals as record
from service.domain.account.record.needs.signals import Signal
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.clocks.policy import Title
from service.domain.command import Command
from service.domain.decision import Told, decides, records, refuses_with
from service.domain.event import Instant
from service.domain.guidelines.signals import SignalKind
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.staff_id import SenderIfKnown
from service.domain.text import Code

MOST_CASES = 50


class RaiseSignal(Command, records=record.SignalRaised):
    """Record what a rule has found. Only the detection sends it: the rules alone say what is a signal."""

    signal_id: UUID
    rule: Code
    rules_version: int = Field(ge=1)
    kind: SignalKind
    rule_title: Title
    about: Code | None = None
    case_ids: tuple[UUID, ...] = Field(min_length=1, max_length=MOST_CASES)
    number: int = Field(ge=1)
    evidence_from_at: Instant
    evidence_until_at: Instant
    mean_before_hundredths: int | None = None
    mean_now_hundredths: int | None = None


class TakeSignal(
    Command, records=record.SignalTaken, example={"plan": "Training of both shifts in the second week of May"}
):
    """Record that somebody sees to what a signal points to, and how."""

    signal_id: UUID
    plan: FreeText
    taken_by: SenderIfKnown = None


class DismissSignal(
    Command, records=record.SignalDismissed, example={"reason": "All three came from one power cut"}
):
    """Record that a signal points to nothing, or to nothing any more, and why."""

    signal_id: UUID
    reason: FreeText
    dismissed_by: SenderIfKnown = None


class SignalNotRaisedError(Refusal, field="signal_id"):
    """The account has no signal with this id."""


class SignalDismissedAlreadyError(Refusal, field="signal_id"):
    """A signal that was dismissed is not taken up; new cases raise another (REQUIREMENTS 57)."""


@refuses_with(SignalNotRaisedError)
def signal_must_be_raised(
    account: CustomerAccount, command: TakeSignal | DismissSignal, _: AccountContext
) -> None:
    if account.signal(command.signal_id) is None:
        raise SignalNotRaisedError(signal_id=command.signal_id)


@refuses_with(SignalDismissedAlreadyError)
def signal_must_not_be_dismissed(account: CustomerAccount, command: TakeSignal, _: AccountContext) -> None:
    known = account.signal(command.signal_id)
    if known is not None and known.stage is SignalStage.DISMISSED:
        raise SignalDismissedAlreadyError(dismissed_at=known.dismissed_at)


def is_said(account: CustomerAccount, command: RaiseSignal, _: datetime) -> bool:
    return account.signal(command.signal_id) is not None or account.says_already(
        command.rule, command.about, command.evidence_from_at
    )


def is_taken(account: CustomerAccount, command: TakeSignal, _: datetime) -> bool:
    known = account.signal(command.signal_id)
    return known is not None and known.stage is SignalStage.TAKEN


def is_dismissed(account: CustomerAccount, command: DismissSignal, _: datetime) -> bool:
    known = account.signal(command.signal_id)
    return known is not None and known.stage is SignalStage.DISMISSED


def _once(stage: SignalStage, at: str, by: str) -> Callable[[CustomerAccount, Command], Told | None]:
    """Return what is on the record of how a signal came to a stage."""

    def told(account: CustomerAccount, command: Command) -> Told | None:
        known: Signal | None = account.signal(getattr(command, "signal_id"))  # noqa: B009  either command
        if known is None or known.stage is not stage:
            return None
        return {"occurred_at": getattr(known, at), by: getattr(known, by)}

    return told


DECISIONS = (
    decides(RaiseSignal, records(record.SignalRaised, unless=is_said), *CARED_FOR),
    decides(
        TakeSignal,
        records(record.SignalTaken, unless=is_taken),
        *CARED_FOR,
        person_must_be_named,
        signal_must_be_raised,
        signal_must_not_be_dismissed,
        once=_once(SignalStage.TAKEN, "taken_at", "taken_by"),
    ),
    decides(
        DismissSignal,
        records(record.SignalDismissed, unless=is_dismissed),
        *CARED_FOR,
        person_must_be_named,
        signal_must_be_raised,
        once=_once(SignalStage.DISMISSED, "dismissed_at", "dismissed_by"),
    ),
)
