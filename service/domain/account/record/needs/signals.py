"""What in the data of an account points to a need or a risk, and who looked at it (REQUIREMENTS 57)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.account.event import AccountFact
from service.domain.account.needs.vocabulary import SignalStage
from service.domain.changed import changed
from service.domain.clocks.policy import Title
from service.domain.event import RecordedInstant
from service.domain.guidelines.signals import SignalKind
from service.domain.personal import FreeText
from service.domain.theme import theme


class SignalRaised(AccountFact):
    """A rule found something that points to a need or a risk (识别潜在需求和风险点, REQUIREMENTS 57)."""

    type: Literal["SignalRaised.v1"] = "SignalRaised.v1"
    signal_id: UUID
    """Id of the signal."""
    rule: str
    """Rule that found it."""
    rules_version: int
    """Version of the guideline `signals`."""
    kind: SignalKind
    """Whether it points to a need or a risk."""
    rule_title: Title
    """What it points to, in both languages."""
    about: str | None = None
    """Subject area or asset that the cases have in common; null if only the account."""
    case_ids: tuple[UUID, ...]
    """Ids of the cases that show it, the newest last."""
    number: int
    """Number of cases, or of ratings."""
    evidence_from_at: RecordedInstant
    """Time of the first of them (UTC)."""
    evidence_until_at: RecordedInstant
    """Time of the last of them (UTC)."""
    mean_before_hundredths: int | None = None
    """Mean rating of the span before in hundredths, such as 450; null for cases."""
    mean_now_hundredths: int | None = None
    """Mean of the ratings that show it in hundredths; null for cases."""


class SignalTaken(AccountFact):
    """Somebody sees to what a signal points to."""

    type: Literal["SignalTaken.v1"] = "SignalTaken.v1"
    signal_id: UUID
    """Id of the signal."""
    plan: FreeText
    """What will be done about it."""
    taken_by: str | None = None
    """Staff id of who sees to it; null if not known."""


class SignalDismissed(AccountFact):
    """Somebody found that a signal points to nothing, or to nothing any more."""

    type: Literal["SignalDismissed.v1"] = "SignalDismissed.v1"
    signal_id: UUID
    """Id of the signal."""
    reason: FreeText
    """Reason for it, in free text."""
    dismissed_by: str | None = None
    """Staff id of who found so; null if not known."""


SignalEvent = SignalRaised | SignalTaken | SignalDismissed


@dataclass(frozen=True, kw_only=True)
class Signal:
    """A signal, and how it stands."""

    rule: str
    about: str | None
    evidence_until_at: datetime
    stage: SignalStage = SignalStage.RAISED
    taken_at: datetime | None = None
    taken_by: str | None = None
    dismissed_at: datetime | None = None
    dismissed_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class SignalState:
    """The signals of an account."""

    signals: Mapping[UUID, Signal] = field(default_factory=dict)

    def signal(self, signal_id: UUID) -> Signal | None:
        """Return a signal by its id."""
        return self.signals.get(signal_id)

    def says_already(self, rule: str, about: str | None, evidence_from_at: datetime) -> bool:
        """Return whether a signal of the rule waits to be looked at, or rests on the same evidence."""
        return any(
            (each.rule, each.about) == (rule, about)
            and (each.stage is SignalStage.RAISED or evidence_from_at <= each.evidence_until_at)
            for each in self.signals.values()
        )


def evolve(account: SignalState, event: SignalEvent) -> SignalState:
    """Return the account after the event."""
    known = account.signals.get(event.signal_id)
    at = event.occurred_at
    match event:
        case SignalRaised():
            after: Signal | None = Signal(
                rule=event.rule, about=event.about, evidence_until_at=event.evidence_until_at
            )
        case SignalTaken():
            after = known and changed(known, stage=SignalStage.TAKEN, taken_at=at, taken_by=event.taken_by)
        case SignalDismissed():
            gone = {"dismissed_at": at, "dismissed_by": event.dismissed_by}
            after = known and changed(known, stage=SignalStage.DISMISSED, **gone)
        case _:
            assert_never(event)
    return account if after is None else changed(account, signals={**account.signals, event.signal_id: after})


def stands(account: SignalState, event: SignalEvent) -> bool:
    known = account.signals.get(event.signal_id)
    if isinstance(event, SignalRaised):
        return known is None and not account.says_already(event.rule, event.about, event.evidence_from_at)
    if known is None:
        return False
    if isinstance(event, SignalTaken):
        return known.stage is SignalStage.RAISED
    return known.stage is not SignalStage.DISMISSED


THEME = theme(SignalEvent, evolve, stands=stands)
