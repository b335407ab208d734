"""Warnings of losing a customer, and what is done to keep it."""

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import Field

from service.domain.account.context import AccountContext
from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.account.reaching import person_must_be_named
from service.domain.account.record.health import churn as record
from service.domain.account.record.health.churn import (
    ChurnRisk,
    PlannedAction,
    RetentionOutcome,
    may_end,
)
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.command import Command
from service.domain.decision import Events, Told, decides, records, refuses_with, told_of
from service.domain.event import Instant
from service.domain.guidelines.care.retention import ChurnCause, Retention
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.staff_id import SenderIfKnown, StaffId
from service.domain.text import Code


class RaiseChurnRisk(Command, records=record.ChurnRiskRaised):
    """Record what warns of losing a customer. Only the look at all accounts sends it."""

    risk_id: UUID
    risk_cause: ChurnCause
    cause_at: Instant
    score: int | None = None
    plays: tuple[Code, ...] = ()
    start_by_at: Instant
    rules_version: int = Field(ge=1)


class ClearChurnRisk(Command, records=record.ChurnRiskCleared):
    """Record that all causes of a warning are gone. Only the look at all accounts sends it."""

    risk_id: UUID


class StartRetentionPlay(Command, example={"play": "executive_visit", "responsible": "li.na"}):
    """Start a play of the guideline `retention` to keep the customer; its steps get days and people."""

    risk_id: UUID
    """Id of the warning."""
    play: Code
    """Play of the guideline."""
    responsible: StaffId
    """Staff id of who answers for the play and does its steps."""


class CompleteRetentionAction(
    Command,
    records=record.RetentionActionDone,
    example={"action": "agree_on_day", "words": "They receive us on Tuesday at ten"},
):
    """Record that a step of a play was done, and what came of it."""

    risk_id: UUID
    action: Code
    words: FreeText
    done_by: SenderIfKnown = None


class EndChurnRisk(
    Command,
    records=record.ChurnRiskEnded,
    example={"result": "retained", "reason": "They signed for another year"},
):
    """Record whether the customer was retained, lost, is as before, or the warning was a false alarm."""

    risk_id: UUID
    result: RetentionOutcome
    reason: FreeText
    ended_by: SenderIfKnown = None


class ChurnRiskNotRaisedError(Refusal, field="risk_id"):
    """The account has no warning with this id."""


class ChurnRiskIsOverError(Refusal, field="risk_id"):
    """What has ended is neither started nor worked on; another cause raises another warning."""


class RetentionPlayUnknownError(Refusal, field="play"):
    """A play is one of the guideline that is in force (REQUIREMENTS 162)."""


class RetentionActionUnknownError(Refusal, field="action"):
    """What is done is a step of the play that was started."""


class RetentionNotTriedError(Refusal, field="result"):
    """Nobody is retained, or as before, by a play of which no step was done (REQUIREMENTS 142)."""


OnRisk = StartRetentionPlay | CompleteRetentionAction | EndChurnRisk | ClearChurnRisk


@refuses_with(ChurnRiskNotRaisedError)
def risk_must_be_raised(account: CustomerAccount, command: OnRisk, _: AccountContext) -> None:
    if command.risk_id not in account.churn_risks:
        raise ChurnRiskNotRaisedError(risk_id=command.risk_id)


@refuses_with(ChurnRiskIsOverError)
def risk_must_be_open(
    account: CustomerAccount, command: StartRetentionPlay | CompleteRetentionAction, _: AccountContext
) -> None:
    known = account.churn_risks.get(command.risk_id)
    if known is not None and known.ended_at is not None and not _is_told(known, command):
        raise ChurnRiskIsOverError(ended_at=known.ended_at)


def _is_told(risk: ChurnRisk, command: Command) -> bool:
    match command:
        case StartRetentionPlay():
            return risk.play == command.play
        case CompleteRetentionAction():
            return command.action in risk.done
        case _:
            return False


@refuses_with(RetentionPlayUnknownError)
def play_must_be_known(
    account: CustomerAccount, command: StartRetentionPlay, context: AccountContext
) -> None:
    """Where no guideline is published, any play will do."""
    known, rules = account.churn_risks.get(command.risk_id), _rules(command, context)
    is_started = known is not None and known.play is not None
    if rules is not None and not is_started and rules.play_named(command.play) is None:
        names = ", ".join(one.play for one in rules.plays) or "–"
        raise RetentionPlayUnknownError(play=command.play, known=names)


@refuses_with(RetentionActionUnknownError)
def action_must_be_of_the_play(
    account: CustomerAccount, command: CompleteRetentionAction, _: AccountContext
) -> None:
    known = account.churn_risks.get(command.risk_id)
    actions = [name for name, _ in known.actions] if known else []
    if known is not None and command.action not in actions:
        raise RetentionActionUnknownError(action=command.action, known=", ".join(actions) or "–")


@refuses_with(RetentionNotTriedError)
def something_must_have_been_done(account: CustomerAccount, command: EndChurnRisk, _: AccountContext) -> None:
    known = account.churn_risks.get(command.risk_id)
    if known is not None and known.ended_at is None and not may_end(known, command.result):
        raise RetentionNotTriedError(result=command.result.value)


def _rules(command: StartRetentionPlay, context: AccountContext) -> Retention | None:
    return context.rulebook.guideline(Retention, command.happened_at(context.now))


def started(
    account: CustomerAccount, command: StartRetentionPlay, context: AccountContext, at: datetime
) -> Events:
    """Return the start of a play, its steps with their days; nothing where it was started.

    Where no guideline is published, a play is its only step.
    """
    if account.churn_risks[command.risk_id].play is not None:
        return ()
    rules = _rules(command, context)
    play = rules.play_named(command.play) if rules else None
    steps = [(one.action, one.within_days) for one in play.actions] if play else [(command.play, 0)]
    today = at.astimezone(LOCAL_ZONE).date()
    actions = tuple(
        PlannedAction(action=name, responsible=command.responsible, due_on=today + timedelta(days=days))
        for name, days in steps
    )
    return (
        record.RetentionPlayStarted(
            occurred_at=at,
            risk_id=command.risk_id,
            play=command.play,
            responsible=command.responsible,
            actions=actions,
        ),
    )


def _find_risk(account: CustomerAccount, risk_id: UUID) -> object:
    return account.churn_risks.get(risk_id)


def action_on_record(account: CustomerAccount, command: CompleteRetentionAction) -> Told | None:
    known = account.churn_risks.get(command.risk_id)
    done = known and known.done.get(command.action)
    return {"occurred_at": done[0], "done_by": done[1]} if done else None


def end_on_record(account: CustomerAccount, command: EndChurnRisk) -> Told | None:
    known = account.churn_risks.get(command.risk_id)
    if known is None or known.ended_at is None:
        return None
    return {"occurred_at": known.ended_at, "result": known.result, "ended_by": known.ended_by}


def is_raised(account: CustomerAccount, command: RaiseChurnRisk, _: datetime) -> bool:
    open_risk = account.open_risk
    is_another = open_risk is not None and open_risk.risk_id != command.risk_id
    return is_another or account.warns_already(command.risk_cause, command.cause_at)


def is_not_to_clear(account: CustomerAccount, command: ClearChurnRisk, _: datetime) -> bool:
    known = account.churn_risks[command.risk_id]
    return known.ended_at is not None or known.started_at is not None


def is_done(account: CustomerAccount, command: CompleteRetentionAction, _: datetime) -> bool:
    return command.action in account.churn_risks[command.risk_id].done


def is_ended(account: CustomerAccount, command: EndChurnRisk, _: datetime) -> bool:
    return account.churn_risks[command.risk_id].ended_at is not None


DECISIONS = (
    decides(RaiseChurnRisk, records(record.ChurnRiskRaised, unless=is_raised), *CARED_FOR),
    decides(
        ClearChurnRisk,
        records(record.ChurnRiskCleared, unless=is_not_to_clear),
        *CARED_FOR,
        risk_must_be_raised,
    ),
    decides(
        StartRetentionPlay,
        started,
        *CARED_FOR,
        person_must_be_named,
        risk_must_be_raised,
        risk_must_be_open,
        play_must_be_known,
        once=told_of(_find_risk, "risk_id", "started_at", "play", "responsible"),
    ),
    decides(
        CompleteRetentionAction,
        records(record.RetentionActionDone, unless=is_done),
        *CARED_FOR,
        person_must_be_named,
        risk_must_be_raised,
        risk_must_be_open,
        action_must_be_of_the_play,
        once=action_on_record,
    ),
    decides(
        EndChurnRisk,
        records(record.ChurnRiskEnded, unless=is_ended),
        *CARED_FOR,
        person_must_be_named,
        risk_must_be_raised,
        something_must_have_been_done,
        once=end_on_record,
    ),
)
