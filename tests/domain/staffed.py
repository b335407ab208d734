"""Rulebooks for tests that say who works on cases."""

from typing import Any

from service.domain.guidelines.staff import StaffDirectory, StaffMember
from service.domain.rulebook.decisions import PublishGuideline
from service.domain.rulebook.state import EMPTY, Rulebook
from tests.domain.rulebook.published import book_of


def person(staff_id: str, **fields: Any) -> StaffMember:
    return StaffMember(**{"staff_id": staff_id, **fields})


def staff(*people: StaffMember, **fields: Any) -> StaffDirectory:
    return StaffDirectory(**{"version": 1, "people": people, **fields})


def staffed(*people: StaffMember, after: Rulebook = EMPTY, **fields: Any) -> Rulebook:
    """Return a rulebook in which these people work on cases."""
    return book_of(PublishGuideline(content=staff(*people, **fields)), after=after)


A_WANG_WORKS = staffed(person("a.wang"))
C_ZHAO_WORKS = staffed(person("c.zhao"))
"""A rulebook by which there is one person, a specialist."""
