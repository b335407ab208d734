"""How far the customer is on the way with us: 合同签订-实施-续费-增购 (REQUIREMENTS 85)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from service.domain.account.event import AccountFact
from service.domain.changed import changed
from service.domain.personal import FreeText
from service.domain.theme import theme


class JourneyStageReached(AccountFact):
    """The account came to another stage of its journey (REQUIREMENTS 85)."""

    type: Literal["JourneyStageReached.v1"] = "JourneyStageReached.v1"
    stage: str
    """Stage from now on."""
    number: int | None = None
    """Number of the stage in the order of the guideline then, from 1; null if none was in force."""
    is_back: bool = False
    """Whether it comes before the stage in which the account was."""
    reason: FreeText | None = None


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A stage, its number in the order, and since when."""

    stage: str
    number: int | None
    since: datetime


@dataclass(frozen=True, kw_only=True)
class JourneyState:
    """The stage of an account; None before the first."""

    stage: Stage | None = None


def evolve(account: JourneyState, event: JourneyStageReached) -> JourneyState:
    """Return the account after the event."""
    return changed(account, stage=Stage(stage=event.stage, number=event.number, since=event.occurred_at))


def goes_back(account: JourneyState, number: int | None) -> bool:
    """Return whether a number comes before that of the present stage; where there is no order none does."""
    now = account.stage
    return now is not None and now.number is not None and number is not None and number < now.number


def stands(account: JourneyState, event: JourneyStageReached) -> bool:
    """Who goes back says why."""
    return event.is_back or not goes_back(account, event.number)


THEME = theme(JourneyStageReached, evolve, stands=stands)
