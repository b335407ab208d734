"""The rules of whom can be asked for what: the directory of departments in force decides."""

from service.domain.case import commands as wish
from service.domain.case.circumstances import Circumstances, Rule
from service.domain.case.refused.collaborating import DepartmentNotListedError, StepNotListedError
from service.domain.case.state import Case
from service.domain.guidelines import DepartmentDirectory
from service.domain.refusal import Refusal


def department_must_be_listed(case: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    """Where no directory is in force any department can be asked; what was asked before is a repeat."""
    directory = _directory(case, command, around)
    if directory is None or not isinstance(command, wish.RequestCollaboration):
        return
    if directory.department(command.department) is None:
        known = ", ".join(one.department for one in directory.departments)
        raise DepartmentNotListedError(department=command.department, known=known)


def step_must_be_listed(case: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    """A department without steps in the directory can be asked for anything."""
    directory = _directory(case, command, around)
    if directory is None or not isinstance(command, wish.RequestCollaboration):
        return
    department = directory.department(command.department)
    steps = [one.step for one in department.steps] if department else []
    if steps and command.step not in steps:
        raise StepNotListedError(department=command.department, step=command.step, known=", ".join(steps))


def _directory(case: Case, command: wish.CaseCommand, around: Circumstances) -> DepartmentDirectory | None:
    if not isinstance(command, wish.RequestCollaboration) or case.collaboration(command.collaboration_id):
        return None
    return around.rulebook.guideline(DepartmentDirectory, command.happened_at(around.now))


REFUSALS: dict[Rule, tuple[type[Refusal], ...]] = {
    department_must_be_listed: (DepartmentNotListedError,),
    step_must_be_listed: (StepNotListedError,),
}
