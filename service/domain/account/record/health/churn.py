"""Warnings of losing a customer, and what was done to keep it (REQUIREMENTS 141, 142, 162)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, assert_never
from uuid import UUID

from service.domain.account.event import AccountFact
from service.domain.changed import changed, newest
from service.domain.described import Described
from service.domain.event import RecordedDate, RecordedInstant
from service.domain.guidelines.care.retention import ChurnCause
from service.domain.personal import FreeText
from service.domain.theme import theme

MOST_REMEMBERED = 20


class RetentionOutcome(StrEnum):
    """What came of a warning."""

    RETAINED = "retained"
    LOST = "lost"
    UNCHANGED = "unchanged"
    FALSE_ALARM = "false_alarm"
    """It warned of nothing."""


class PlannedAction(Described):
    """A step of a play, with who does it and until when."""

    action: str
    """Name of the step in the play."""
    responsible: str
    """Staff id of who does it."""
    due_on: RecordedDate
    """Day by whose end it is done."""


class ChurnRiskRaised(AccountFact):
    """Something warns of losing the customer (流失风险, REQUIREMENTS 162)."""

    type: Literal["ChurnRiskRaised.v1"] = "ChurnRiskRaised.v1"
    risk_id: UUID
    """Id of the warning; another cause of the same warning has the same."""
    risk_cause: ChurnCause
    """What warns: silence, health at risk, or contact with a competitor."""
    cause_at: RecordedInstant
    """Time from which this is so (UTC)."""
    score: int | None = None
    """Score of the health; null for another cause."""
    plays: tuple[str, ...] = ()
    """Plays that the guideline proposes."""
    start_by_at: RecordedInstant
    """Time by which a play is to be started (UTC)."""
    rules_version: int
    """Version of the guideline `retention`."""


class ChurnRiskCleared(AccountFact):
    """All causes of a warning were gone before anybody had started a play."""

    type: Literal["ChurnRiskCleared.v1"] = "ChurnRiskCleared.v1"
    risk_id: UUID
    """Id of the warning."""


class RetentionPlayStarted(AccountFact):
    """Somebody started to keep the customer (专属优惠、高层拜访, REQUIREMENTS 162)."""

    type: Literal["RetentionPlayStarted.v1"] = "RetentionPlayStarted.v1"
    risk_id: UUID
    """Id of the warning."""
    play: str
    """Play of the guideline."""
    responsible: str
    """Staff id of who answers for the play."""
    actions: tuple[PlannedAction, ...]
    """Steps of the play."""


class RetentionActionDone(AccountFact):
    """A step of a play was done."""

    type: Literal["RetentionActionDone.v1"] = "RetentionActionDone.v1"
    risk_id: UUID
    """Id of the warning."""
    action: str
    """Name of the step."""
    words: FreeText
    """What was done, and what the customer said."""
    done_by: str | None = None
    """Staff id of who did it; null if not known."""


class ChurnRiskEnded(AccountFact):
    """It showed whether the customer was kept, or that the warning was none."""

    type: Literal["ChurnRiskEnded.v1"] = "ChurnRiskEnded.v1"
    risk_id: UUID
    """Id of the warning."""
    result: RetentionOutcome
    """Whether the customer was retained, lost, is as before, or the warning was a false alarm."""
    reason: FreeText
    ended_by: str | None = None
    """Staff id of who says so; null if not known."""


ChurnEvent = ChurnRiskRaised | ChurnRiskCleared | RetentionPlayStarted | RetentionActionDone | ChurnRiskEnded


@dataclass(frozen=True, kw_only=True)
class ChurnRisk:
    """A warning, and how far people are with it."""

    risk_id: UUID
    raised_at: datetime
    causes: Mapping[ChurnCause, datetime]
    play: str | None = None
    responsible: str | None = None
    started_at: datetime | None = None
    actions: tuple[tuple[str, date], ...] = ()
    done: Mapping[str, tuple[datetime, str | None]] = field(default_factory=dict)
    result: RetentionOutcome | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class ChurnState:
    """The newest warnings of an account."""

    churn_risks: Mapping[UUID, ChurnRisk] = field(default_factory=dict)

    @property
    def open_risk(self) -> ChurnRisk | None:
        """The warning that has not ended."""
        return next((one for one in self.churn_risks.values() if one.ended_at is None), None)

    def warns_already(self, cause: ChurnCause, cause_at: datetime) -> bool:
        """Return whether a warning of the cause is open, or one that has ended was of the same."""
        return any(
            cause in one.causes and (one.ended_at is None or one.causes[cause] == cause_at)
            for one in self.churn_risks.values()
        )


def evolve(account: ChurnState, event: ChurnEvent) -> ChurnState:
    """Return the account after the event."""
    known = account.churn_risks.get(event.risk_id)
    if isinstance(event, ChurnRiskRaised):
        causes = {**(known.causes if known else {}), event.risk_cause: event.cause_at}
        raised = known or ChurnRisk(risk_id=event.risk_id, raised_at=event.occurred_at, causes=causes)
        after: ChurnRisk | None = replace(raised, causes=causes)
    else:
        after = known and _went_on(known, event)
    if after is None:
        return account
    return changed(
        account, churn_risks=newest({**account.churn_risks, event.risk_id: after}, MOST_REMEMBERED)
    )


def _went_on(
    known: ChurnRisk, event: ChurnRiskCleared | RetentionPlayStarted | RetentionActionDone | ChurnRiskEnded
) -> ChurnRisk:
    at = event.occurred_at
    match event:
        case ChurnRiskCleared():
            return replace(known, ended_at=at)
        case RetentionPlayStarted():
            actions = tuple((one.action, one.due_on) for one in event.actions)
            return replace(
                known, play=event.play, responsible=event.responsible, started_at=at, actions=actions
            )
        case RetentionActionDone():
            return replace(known, done={**known.done, event.action: (at, event.done_by)})
        case ChurnRiskEnded():
            return replace(known, result=event.result, ended_at=at, ended_by=event.ended_by)
        case _:
            assert_never(event)


def stands(account: ChurnState, event: ChurnEvent) -> bool:
    """A warning is raised once for each cause, started once and ended once."""
    known = account.churn_risks.get(event.risk_id)
    if isinstance(event, ChurnRiskRaised):
        open_risk = account.open_risk
        is_of_open = open_risk is None or open_risk.risk_id == event.risk_id
        return is_of_open and not account.warns_already(event.risk_cause, event.cause_at)
    if known is None or known.ended_at is not None:
        return False
    match event:
        case ChurnRiskCleared() | RetentionPlayStarted():
            return known.started_at is None
        case RetentionActionDone():
            return event.action in dict(known.actions) and event.action not in known.done
        case ChurnRiskEnded():
            return may_end(known, event.result)
        case _:
            assert_never(event)


def may_end(risk: ChurnRisk, result: RetentionOutcome) -> bool:
    """Return whether a warning may end so: nobody is retained, or as before, by a play that nobody did."""
    return bool(risk.done) or result in {RetentionOutcome.LOST, RetentionOutcome.FALSE_ALARM}


THEME = theme(ChurnEvent, evolve, stands=stands)
