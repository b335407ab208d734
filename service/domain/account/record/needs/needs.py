"""What customers ask for that we do not offer yet (需求), and what becomes of it (REQUIREMENTS 79, 134)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.account.event import AccountFact
from service.domain.account.needs.vocabulary import NeedOrigin, NeedStage
from service.domain.account.record.contacts import ContactState
from service.domain.changed import changed
from service.domain.event import RecordedDate
from service.domain.personal import FreeText, Quoted
from service.domain.theme import theme
from service.domain.vocabulary import Channel


class NeedRaised(AccountFact):
    """A contact of the customer asked for something that we do not offer yet (REQUIREMENTS 79, 134)."""

    type: Literal["NeedRaised.v1"] = "NeedRaised.v1"
    need_number: str
    """Number of the need, the same for every account that asks for it."""
    topic: str
    """What is asked for, in a few words of ours; the same for every account."""
    product: str | None = None
    """Product or service that it concerns; null if it concerns none."""
    departments: tuple[str, ...]
    """Departments that are told of it; the first decides on it."""
    contact_id: UUID
    """Id of the contact who asked for it."""
    words: Quoted
    """What the contact said."""
    origin: NeedOrigin
    """Where it was heard."""
    case_id: UUID | None = None
    """Id of the case in which it was heard; null if it was heard elsewhere."""
    origin_reference: str | None = None
    """Number or name of the visit, survey or campaign in which it was heard; null for a case."""
    stage: NeedStage = NeedStage.RAISED
    """How far the need was already, because other accounts had asked for it before."""
    due_on: RecordedDate | None = None
    """Day for which it was planned already; null if it was not."""


class NeedAssessed(AccountFact):
    """The department has assessed the need (评估, REQUIREMENTS 134)."""

    type: Literal["NeedAssessed.v1"] = "NeedAssessed.v1"
    need_number: str
    """Number of the need."""
    assessment: FreeText
    """What the department thinks of it."""
    responsible: str | None = None
    """Staff id of who sees to it in the department; null if not named."""


class NeedPlanned(AccountFact):
    """The department has planned the need for a day, or for another day (REQUIREMENTS 134)."""

    type: Literal["NeedPlanned.v1"] = "NeedPlanned.v1"
    need_number: str
    """Number of the need."""
    plan: FreeText
    """What will be done."""
    due_on: RecordedDate
    """Day by which it is to be delivered."""


class NeedDelivered(AccountFact):
    """What was asked for is there (落地, REQUIREMENTS 134)."""

    type: Literal["NeedDelivered.v1"] = "NeedDelivered.v1"
    need_number: str
    """Number of the need."""
    release: str
    """Version, order or document in which it can be seen."""


class NeedDeclined(AccountFact):
    """The department has decided against the need (REQUIREMENTS 134)."""

    type: Literal["NeedDeclined.v1"] = "NeedDeclined.v1"
    need_number: str
    """Number of the need."""
    reason: FreeText
    """Reason against it, in free text."""


class AskerTold(AccountFact):
    """A contact who asked was told how the need stands (需求-响应-反馈闭环, REQUIREMENTS 134)."""

    type: Literal["AskerTold.v1"] = "AskerTold.v1"
    need_number: str
    """Number of the need."""
    contact_id: UUID
    """Id of the contact who was told."""
    stage: NeedStage
    """How far the need was by then."""
    channel: Channel
    text: FreeText
    """What the contact was told."""


class NeedWithdrawn(AccountFact):
    """The account asks for it no longer, or never did."""

    type: Literal["NeedWithdrawn.v1"] = "NeedWithdrawn.v1"
    need_number: str
    """Number of the need."""
    reason: FreeText


NeedEvent = NeedRaised | NeedAssessed | NeedPlanned | NeedDelivered | NeedDeclined | AskerTold | NeedWithdrawn
OPEN = frozenset({NeedStage.RAISED, NeedStage.ASSESSED, NeedStage.PLANNED})
DECIDED = frozenset({NeedStage.DELIVERED, NeedStage.DECLINED})
"""Stages at which the loop closes once everybody who asked was told."""
BEFORE: Mapping[NeedStage, frozenset[NeedStage]] = {
    NeedStage.ASSESSED: frozenset({NeedStage.RAISED, NeedStage.DECLINED}),
    NeedStage.PLANNED: frozenset({NeedStage.ASSESSED, NeedStage.PLANNED}),
    NeedStage.DELIVERED: frozenset({NeedStage.PLANNED}),
    NeedStage.DECLINED: OPEN,
    NeedStage.WITHDRAWN: OPEN,
}
"""From which stages a need comes to each."""


@dataclass(frozen=True, kw_only=True)
class Need:
    """What an account asks for, and how it stands."""

    topic: str
    product: str | None
    departments: tuple[str, ...]
    stage: NeedStage
    stage_at: datetime
    due_on: date | None = None
    release: str | None = None
    responsible: str | None = None
    askers: frozenset[UUID] = frozenset()
    untold: frozenset[UUID] = frozenset()
    """Who asked and does not know how it stands."""

    @property
    def is_to_tell(self) -> bool:
        """Whether there is anything to tell who asked."""
        return self.stage not in {NeedStage.RAISED, NeedStage.WITHDRAWN}


@dataclass(frozen=True, kw_only=True)
class NeedState(ContactState):
    """What an account has asked for, by the number of the need."""

    needs: Mapping[str, Need] = field(default_factory=dict)


def evolve(account: NeedState, event: NeedEvent) -> NeedState:
    """Return the account after the event."""
    known = account.needs.get(event.need_number)
    if known is None:
        need = _asked(None, event) if isinstance(event, NeedRaised) else None
    else:
        need = _after(known, event)
    return account if need is None else changed(account, needs={**account.needs, event.need_number: need})


def _asked(known: Need | None, event: NeedRaised) -> Need:
    """Return the need with one more who asks; one that was withdrawn begins anew."""
    if known is not None and known.stage is not NeedStage.WITHDRAWN:
        more = {event.contact_id}
        return changed(known, askers=known.askers | more, untold=known.untold | more)
    return Need(
        topic=event.topic,
        product=event.product,
        departments=event.departments,
        stage=event.stage,
        stage_at=event.occurred_at,
        due_on=event.due_on,
        askers=frozenset({event.contact_id}),
        untold=frozenset({event.contact_id}),
    )


def _after(known: Need, event: NeedEvent) -> Need:
    match event:
        case NeedRaised():
            return _asked(known, event)
        case AskerTold():
            return changed(known, untold=known.untold - {event.contact_id})
        case NeedPlanned():
            more: dict[str, object] = {"due_on": event.due_on}
        case NeedDelivered():
            more = {"release": event.release}
        case NeedAssessed():
            more = {"responsible": event.responsible}
        case NeedDeclined() | NeedWithdrawn():
            more = {}
        case _:
            assert_never(event)
    return changed(
        known, stage=STAGE_OF[type(event)], stage_at=event.occurred_at, untold=known.askers, **more
    )


STAGE_OF: Mapping[type[AccountFact], NeedStage] = {
    NeedAssessed: NeedStage.ASSESSED,
    NeedPlanned: NeedStage.PLANNED,
    NeedDelivered: NeedStage.DELIVERED,
    NeedDeclined: NeedStage.DECLINED,
    NeedWithdrawn: NeedStage.WITHDRAWN,
}
"""To which stage an event brings a need."""


def stands(account: NeedState, event: NeedEvent) -> bool:
    known = account.needs.get(event.need_number)
    if isinstance(event, NeedRaised):
        is_asked = known is not None and known.stage is not NeedStage.WITHDRAWN
        is_new = known is None or not is_asked or event.contact_id not in known.askers
        return event.contact_id in account.contact_ids and is_new
    if known is None:
        return False
    if isinstance(event, AskerTold):
        return known.is_to_tell and event.stage is known.stage and event.contact_id in known.untold
    return known.stage in BEFORE[STAGE_OF[type(event)]]


THEME = theme(NeedEvent, evolve, stands=stands)
