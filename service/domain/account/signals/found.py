"""Where a need or an opportunity of an account was found, and who of ours hears of it."""

from collections.abc import Iterable
from typing import Protocol, Self
from uuid import UUID

from pydantic import model_validator

from service.domain.account.context import AccountContext
from service.domain.account.needs.vocabulary import NeedOrigin
from service.domain.decision import refuses_with
from service.domain.described import Described
from service.domain.guidelines.departments import DepartmentDirectory
from service.domain.invalid import invalid
from service.domain.refusal import Refusal
from service.domain.rulebook.department_people import Dated
from service.domain.text import MeaningfulCode


class Found(Described):
    """Where something was found, with what shows it: a case, or the number of a visit, survey or campaign."""

    origin: NeedOrigin
    case_id: UUID | None = None
    """Id of the case, if it was found in one."""
    origin_reference: MeaningfulCode | None = None
    """Number or name of the visit, survey or campaign, if it was found in one."""

    @model_validator(mode="after")
    def _shows_where(self) -> Self:
        wanted = "case_id" if self.origin is NeedOrigin.CASE else "origin_reference"
        for name in ("case_id", "origin_reference"):
            is_there = getattr(self, name) is not None
            if is_there != (name == wanted):
                slug = "goes_with_origin" if name == wanted else "not_with_origin"
                raise invalid(slug, field=name, origin=self.origin.value)
        return self


class FoundIn(Dated, Protocol):
    """A command about something that was found."""

    @property
    def case_id(self) -> UUID | None: ...


class CaseNotOfAccountError(Refusal, field="case_id"):
    """What was found in a case was found in a case of this account."""


class DepartmentNotKnownError(Refusal, field="departments"):
    """The directory of departments in force does not list the department (REQUIREMENTS 49, 72, 134)."""


@refuses_with(CaseNotOfAccountError)
def case_must_be_of_the_account(_: object, command: FoundIn, context: AccountContext) -> None:
    case_id = command.case_id
    if case_id and case_id in context.case_accounts and context.case_accounts[case_id] != context.stream_id:
        raise CaseNotOfAccountError(case_id=case_id)


def must_be_listed(field: str, named: Iterable[str], command: Dated, context: AccountContext) -> None:
    """Raise DepartmentNotKnownError; where no directory is in force any department can be told."""
    directory = context.rulebook.guideline(DepartmentDirectory, command.happened_at(context.now))
    if directory is None:
        return
    for department in named:
        if directory.department(department) is None:
            known = ", ".join(one.department for one in directory.departments)
            raise DepartmentNotKnownError(field=field, department=department, known=known)
