"""The departments that can be asked, and the steps of their work (跨部门协作, REQUIREMENTS 49, 82)."""

from typing import Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.policy import Data, Slug, Title
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid


class DepartmentStep(Data):
    """A step that a department does for a case. The policy sets its time limit."""

    step: Slug
    """Name of the step, as used in a collaboration."""
    title: Title
    """Work of the step, in both languages."""


class Department(Data):
    """A department of the company."""

    department: Slug
    """Name of the department, as used in a collaboration."""
    title: Title
    """Name in both languages."""
    head: str | None = Field(default=None, min_length=1, max_length=200)
    """Staff id of the head of the department; null if not named."""
    steps: tuple[DepartmentStep, ...] = ()
    """Steps that the department does for cases."""


class DepartmentDirectory(Guideline):
    """Departments and the steps that they do for cases."""

    guideline: Literal["departments"] = "departments"
    departments: tuple[Department, ...]
    """Departments of the directory."""

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        names = [one.department for one in self.departments]
        for name in names:
            if names.count(name) > 1:
                raise invalid("named_twice", field="departments", named=name)
        return self

    def department(self, name: str) -> Department | None:
        """Return a department; None where there is none of this name."""
        return next((one for one in self.departments if one.department == name), None)
