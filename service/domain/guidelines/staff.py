"""Who works on cases, with which skills and how much: assignment by load and skill rests on it."""

from typing import Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.policy import Data, Slug
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid
from service.domain.staff_id import one_form
from service.domain.text import Code
from service.domain.vocabulary import CaseKind, EscalationLevel, Segment


class StaffMember(Data):
    """A member of staff. The record contains staff ids, not names."""

    staff_id: Code
    """Staff id of the person."""
    team: Code | None = None
    """Team to which the person belongs; null if none."""
    level: EscalationLevel = EscalationLevel.SPECIALIST
    """Escalation level of the person (专员→主管→经理→总监)."""
    departments: tuple[Slug, ...] = ()
    """Departments to which the person belongs."""
    skills: tuple[Slug, ...] = ()
    """Skills of the person."""
    capacity: int = Field(default=20, ge=1, le=10_000)
    """Maximum number of open cases of the person."""
    account_capacity: int = Field(default=20, ge=1, le=10_000)
    """Maximum number of accounts of the person."""
    calendar_id: Slug | None = None
    """Calendar of the hours in which the person takes on cases; null for any time."""


class StaffDirectory(Guideline):
    """Members of staff, and the skills that cases require."""

    guideline: Literal["staff"] = "staff"
    people: tuple[StaffMember, ...] = ()
    """Members of staff. If there are any, owners of cases are among them."""
    skills_by_category: dict[Code, tuple[Slug, ...]] = Field(default_factory=dict)
    """Skills required by subject area."""
    skills_by_kind: dict[CaseKind, tuple[Slug, ...]] = Field(default_factory=dict)
    """Skills required by kind of case, if its subject area is not listed."""
    skills_by_industry: dict[Code, tuple[Slug, ...]] = Field(default_factory=dict)
    """Skills required to answer for an account, by its line of business."""
    skills_by_segment: dict[Segment, tuple[Slug, ...]] = Field(default_factory=dict)
    """Skills required to answer for an account, by its tier, if its line of business is not listed."""
    owner_required: bool = True
    """Whether a case without an owner cannot be resolved or closed (REQUIREMENTS 13)."""
    account_owner_takes: tuple[Segment, ...] = (Segment.HIGH_VALUE,)
    """Tiers whose new cases go to the owner of the account (一对一服务通道, REQUIREMENTS 73, 163)."""

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        names = [person.staff_id for person in self.people]
        for name in names:
            if names.count(name) > 1:
                raise invalid("named_twice", field="people", named=name)
        return self

    def member(self, staff_id: str) -> StaffMember | None:
        """Return a member of staff, however the id is written; None for somebody whom it does not name."""
        wanted = one_form(staff_id)
        return next((person for person in self.people if one_form(person.staff_id) == wanted), None)

    def takes_cases_of(self, segment: Segment, owner: str) -> bool:
        """Return whether the owner of an account of a tier answers for its new cases."""
        return segment in self.account_owner_takes and (not self.people or self.member(owner) is not None)

    @property
    def calendars(self) -> set[str]:
        """The calendars that it names."""
        return {person.calendar_id for person in self.people if person.calendar_id is not None}

    def skills_for_account(self, industry: str | None, segment: Segment | None) -> tuple[str, ...]:
        """Return the skills that an account asks for: of its line of business, else of its tier."""
        if industry is not None and industry in self.skills_by_industry:
            return self.skills_by_industry[industry]
        return self.skills_by_segment.get(segment, ()) if segment is not None else ()

    def skills_of(self, kind: CaseKind | None, category: str | None) -> tuple[str, ...]:
        """Return the skills that a case asks for: those of its subject area, else those of its kind."""
        if category is not None and category in self.skills_by_category:
            return self.skills_by_category[category]
        return self.skills_by_kind.get(kind, ()) if kind is not None else ()
