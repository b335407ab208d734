"""Rulebooks for tests that say who works on cases."""

from typing import Any

from service.domain.guidelines.staff import StaffDirectory, StaffMember
from service.domain.rulebook.commands import PublishGuideline
from service.domain.rulebook.state import EMPTY, Rulebook
from tests.domain.rulebook.published import book_of


def person(staff_id: str, **told: Any) -> StaffMember:
    return StaffMember(**{"staff_id": staff_id, **told})


def staff(*people: StaffMember, **told: Any) -> StaffDirectory:
    return StaffDirectory(**{"version": 1, "people": people, **told})


def staffed(*people: StaffMember, after: Rulebook = EMPTY, **told: Any) -> Rulebook:
    """Return a rulebook in which these people work on cases."""
    return book_of(PublishGuideline(content=staff(*people, **told)), after=after)


A_WANG_WORKS = staffed(person("a.wang"))
