"""Who is accountable for a case. The state holds no personal field."""

from dataclasses import dataclass
from typing import Literal, assert_never

from pydantic import Field

from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.clocks.policy import Data
from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.text import Code
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import ChoiceGround


class Candidate(Data):
    """Somebody who could have taken the case."""

    staff_id: Code
    """The staff id."""
    open_cases: int = Field(ge=0)
    """How many other open cases the person answered for."""
    capacity: int = Field(ge=1)
    """How many the person can answer for."""


class OwnerChoice(Data):
    """Who was chosen among whom, and why (REQUIREMENTS 112: balanced by number, with regard to skill)."""

    chosen: Code
    """The staff id of who was chosen."""
    ground: ChoiceGround
    """Why."""
    wanted_skills: tuple[Code, ...] = ()
    """The skills that all of the candidates have."""
    wanted_team: Code | None = None
    """The team to which all of them belong; none: any."""
    candidates: tuple[Candidate, ...] = Field(min_length=1, max_length=1000)
    """Who could have taken it, the chosen one first."""
    guideline_version: int = Field(ge=1)
    """The version of the guideline `staff` by which it was done."""
    position: int = Field(ge=0)
    """The position of the record up to which open cases were counted."""


class OwnerAssigned(Event):
    """A person or a team became accountable for the case."""

    type: Literal["OwnerAssigned.v1"] = "OwnerAssigned.v1"
    owner: str | None = None
    """The accountable person's staff id; none while no person has been named yet."""
    team: str | None = None
    """The team."""
    reason: FreeText | None = None
    """Why."""
    choice: OwnerChoice | None = None
    """How the person was chosen by load and skill; none where somebody simply named the person."""


class CaseHandedOver(Event):
    """Responsibility moved from one team or person to another (REQUIREMENTS 13: hand-offs are counted)."""

    type: Literal["CaseHandedOver.v1"] = "CaseHandedOver.v1"
    from_owner: str | None = None
    """The accountable person before."""
    from_team: str | None = None
    """The team before."""
    to_owner: str | None = None
    """The accountable person from now on."""
    to_team: str | None = None
    """The team from now on."""
    note: FreeText | None = None
    """What the next one must know."""


AssignmentEvent = OwnerAssigned | CaseHandedOver


@dataclass(frozen=True, kw_only=True)
class AssignmentState:
    """The person accountable for a case, and the team."""

    owner: str | None = None
    team: str | None = None


def evolve(case: AssignmentState, event: AssignmentEvent) -> AssignmentState:
    """Return the case after the event."""
    match event:
        case OwnerAssigned():
            return changed(case, owner=event.owner, team=event.team)
        case CaseHandedOver():
            return changed(case, owner=event.to_owner, team=event.to_team)
        case _:
            assert_never(event)


def clock_triggers(event: AssignmentEvent, _: AssignmentState) -> Triggers:
    """Only a person can be accountable: a case that moved to another team has its owner still."""
    before, now = (
        (None, event.owner) if isinstance(event, OwnerAssigned) else (event.from_owner, event.to_owner)
    )
    if now is None or now == before:
        return ()
    return (MilestoneReached(milestone=Milestone.OWNER_ASSIGNED, at=event.occurred_at),)


THEME = theme(AssignmentEvent, evolve, clock_triggers)
