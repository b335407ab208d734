"""Other cases that have to do with a case. The state holds no personal field."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.case.statuses import NOT_CLOSED
from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import CaseRelation

OTHER_WAY_ROUND = {CaseRelation.PARENT: CaseRelation.CHILD, CaseRelation.CHILD: CaseRelation.PARENT}


class CaseLinked(Event):
    """The case was linked to another one (REQUIREMENTS 88: one parent, many children)."""

    type: Literal["CaseLinked.v1"] = "CaseLinked.v1"
    other_case_id: UUID
    relation: CaseRelation
    """Relation of the other case to this one."""
    reason: FreeText | None = None


class CaseUnlinked(Event):
    """A link was removed."""

    type: Literal["CaseUnlinked.v1"] = "CaseUnlinked.v1"
    other_case_id: UUID
    relation: CaseRelation
    """Relation of the other case to this one, as recorded."""
    reason: FreeText | None = None


class CaseSplit(Event):
    """A part of the matter was split off into a case of its own."""

    type: Literal["CaseSplit.v1"] = "CaseSplit.v1"
    into_case_id: UUID
    """Id of the new case."""
    reason: FreeText
    """Part of the matter that continues there, and the reason."""


class CaseMerged(Event):
    """The case was merged into another one."""

    type: Literal["CaseMerged.v1"] = "CaseMerged.v1"
    into_case_id: UUID
    """Id of the other case."""
    reason: FreeText


class CaseUnmerged(Event):
    """The case was separated from the other one again."""

    type: Literal["CaseUnmerged.v1"] = "CaseUnmerged.v1"
    reason: FreeText


LinkEvent = CaseLinked | CaseUnlinked | CaseSplit | CaseMerged | CaseUnmerged


@dataclass(frozen=True, kw_only=True)
class LinkState:
    """The links that stand, what was split off, and where the case is worked on."""

    links: frozenset[tuple[CaseRelation, UUID]] = frozenset()
    """Relation of each other case to this one."""
    split_into: frozenset[UUID] = frozenset()
    split_from: UUID | None = None
    """Case of which this one was a part."""
    merged_into: UUID | None = None
    """Case into which this one is merged; None if it is not merged."""
    merged_at: datetime | None = None


def evolve(case: LinkState, event: LinkEvent) -> LinkState:
    """Return the case after the event."""
    match event:
        case CaseLinked():
            return changed(case, links=case.links | {(event.relation, event.other_case_id)})
        case CaseUnlinked():
            return changed(case, links=case.links - {(event.relation, event.other_case_id)})
        case CaseSplit():
            return changed(case, split_into=case.split_into | {event.into_case_id})
        case CaseMerged():
            return changed(case, merged_into=event.into_case_id, merged_at=event.occurred_at)
        case CaseUnmerged():
            return changed(case, merged_into=None, merged_at=None)
        case _:
            assert_never(event)


def clock_triggers(event: LinkEvent, _: LinkState) -> Triggers:
    """Only a merge moves the clocks: links and parts leave the promises as they are."""
    match event:
        case CaseMerged():
            return (MilestoneReached(milestone=Milestone.MERGED, at=event.occurred_at),)
        case CaseUnmerged():
            return (MilestoneReached(milestone=Milestone.UNMERGED, at=event.occurred_at),)
        case CaseLinked() | CaseUnlinked() | CaseSplit():
            return ()
        case _:
            assert_never(event)


def stands(case: LinkState, event: LinkEvent) -> bool:
    match event:
        case CaseLinked():
            other_way = (OTHER_WAY_ROUND.get(event.relation, event.relation), event.other_case_id)
            return case.links.isdisjoint({(event.relation, event.other_case_id), other_way})
        case CaseUnlinked():
            return (event.relation, event.other_case_id) in case.links
        case CaseSplit():
            return event.into_case_id not in case.split_into
        case CaseMerged():
            return case.merged_into is None
        case CaseUnmerged():
            return case.merged_into is not None
        case _:
            assert_never(event)


THEME = theme(LinkEvent, evolve, clock_triggers, stands, on={CaseSplit: NOT_CLOSED, CaseMerged: NOT_CLOSED})
