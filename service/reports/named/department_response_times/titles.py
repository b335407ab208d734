"""What departments and their steps are called, and in which order they stand."""

from service.domain.guidelines.departments import DepartmentDirectory
from service.projections.engine.mart_view import UNKNOWN
from service.reports.documents.document import Words
from service.reports.documents.words import in_both, titled


class Titles:
    """The directory of departments, to be looked up by name."""

    def __init__(self, directory: DepartmentDirectory | None) -> None:
        listed = directory.departments if directory else ()
        self._departments = {each.department: each for each in listed}
        self._steps = {(each.department, step.step): step.title for each in listed for step in each.steps}
        self._places = {named: place for place, named in enumerate((*self._departments, *self._steps))}

    def department(self, name: str) -> Words:
        """Return what a department is called."""
        known = self._departments.get(name)
        return titled(known.title if known else None, name)

    def head(self, name: str) -> str | None:
        """Return the staff id of its head, where one is named."""
        known = self._departments.get(name)
        return known.head if known else None

    def step(self, department: str, step: str) -> Words:
        """Return what a step is called."""
        if step == UNKNOWN:
            return in_both("report.response_times.any")
        return titled(self._steps.get((department, step)), step)

    def place(self, department: str, step: str) -> tuple[int, int, str, str]:
        """Return where a step of a department stands: as in the directory, what is not listed at the end."""
        last = len(self._places)
        of_step = self._places.get((department, step), last)
        return self._places.get(department, last), of_step, department, step
