"""Who may do what a department is asked for: its people, once the house has named them."""

from datetime import datetime
from typing import Protocol

from service.domain.guidelines.departments import DepartmentDirectory
from service.domain.guidelines.staff import StaffDirectory
from service.domain.guidelines.telling_late import Teller
from service.domain.refusal import NotOfTheDepartmentError
from service.domain.rulebook.state import Rulebook
from service.domain.staff_id import one_form


class Dated(Protocol):
    """A command, or what else has a time."""

    def happened_at(self, now: datetime) -> datetime: ...


class Known(Protocol):
    """What is known as a command is decided."""

    @property
    def now(self) -> datetime: ...

    @property
    def rulebook(self) -> Rulebook: ...

    @property
    def teller(self) -> Teller | None: ...


def refuse_stranger_to(department: str, asked_by: str | None, command: Dated, context: Known) -> None:
    """Refuse who sends what a department does and is not of it, once the house has named its people."""
    teller = context.teller
    staff = context.rulebook.guideline(StaffDirectory, command.happened_at(context.now))
    if teller is None or staff is None or not staff.people:
        return
    people = _people_of(department, command, context) or {one_form(each.staff_id) for each in staff.people}
    if one_form(teller.name) not in people - {one_form(asked_by or "")}:
        raise NotOfTheDepartmentError(department=department, sender=teller.name)


def is_of_department(department: str, command: Dated, context: Known) -> bool | None:
    """Return whether the guidelines list who sends a command under a department; None: no key sends it."""
    teller = context.teller
    return None if teller is None else one_form(teller.name) in _people_of(department, command, context)


def _people_of(department: str, command: Dated, context: Known) -> set[str]:
    at = command.happened_at(context.now)
    staff = context.rulebook.guideline(StaffDirectory, at)
    directory = context.rulebook.guideline(DepartmentDirectory, at)
    known = directory.department(department) if directory else None
    listed = staff.people if staff else ()
    people = {one_form(each.staff_id) for each in listed if department in each.departments}
    return people | ({one_form(known.head)} if known and known.head else set())
