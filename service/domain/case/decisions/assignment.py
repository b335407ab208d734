"""Making a person or a team accountable for a case."""

from datetime import datetime
from typing import Self

from pydantic import model_validator

from service.domain.case.context import DecisionContext
from service.domain.case.record.assignment import CaseHandedOver, OwnerAssigned
from service.domain.case.rules import DATED, NOT_CLOSED
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import Events, decides
from service.domain.invalid import invalid
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.staff_id import StaffId
from service.domain.text import Code


class AssignOwner(Command, example={"owner": "li.na", "team": "presses"}):
    """Make a person accountable, with or without a team. If only a team is given, the owner stays."""

    owner: StaffId | None = None
    """Staff id of the accountable person. If omitted, the owner stays."""
    team: Code | None = None
    """Responsible team. If omitted, the team stays."""
    reason: FreeText | None = None

    @model_validator(mode="after")
    def _names_somebody(self) -> Self:
        if self.owner is None and self.team is None:
            raise invalid("nobody_named", field="owner", others="team")
        return self


class HandOverCase(Command, example={"to_team": "field", "note": "Bearing SKF-7014 is needed"}):
    """Move the case to another team or person.

    The previous owner stays accountable until another person takes over.
    """

    to_owner: StaffId | None = None
    """Staff id of the new accountable person. If omitted, the owner stays."""
    to_team: Code | None = None
    """New team. If omitted, the team stays."""
    note: FreeText | None = None
    """Information for the next person, in free text."""

    @model_validator(mode="after")
    def _names_somebody(self) -> Self:
        if self.to_owner is None and self.to_team is None:
            raise invalid("nobody_named", field="to_owner", others="to_team")
        return self


class StaffNotPublishedError(Refusal):
    """No staff guideline is published."""


def assign_owner(case: Case, command: AssignOwner, context: DecisionContext, at: datetime) -> Events:
    """A team alone takes nobody's place: one person answers for the case at all times (REQUIREMENTS 13)."""
    owner, team = command.owner or case.owner, command.team or case.team
    if (owner, team) == (case.owner, case.team):
        return ()
    return (
        OwnerAssigned(
            occurred_at=at, owner=owner, team=team, reason=command.reason, choice=context.looked_up.choice
        ),
    )


def hand_over_case(case: Case, command: HandOverCase, _: DecisionContext, at: datetime) -> Events:
    """Handed to a team, the case keeps its accountable person until one of that team takes it.

    Else nobody would answer for it in between (REQUIREMENTS 13).
    """
    owner, team = command.to_owner or case.owner, command.to_team or case.team
    if (owner, team) == (case.owner, case.team):
        return ()
    return (
        CaseHandedOver(
            occurred_at=at,
            from_owner=case.owner,
            from_team=case.team,
            to_owner=owner,
            to_team=team,
            note=command.note,
        ),
    )


DECISIONS = (
    decides(AssignOwner, assign_owner, *DATED),
    decides(HandOverCase, hand_over_case, *NOT_CLOSED),
)
