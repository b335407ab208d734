"""The rules of complaints, each a named function."""

from service.domain.case import commands as wish
from service.domain.case.circumstances import Circumstances, Rule
from service.domain.case.refused.collaborating import DepartmentNotListedError
from service.domain.case.refused.complaining import (
    CauseTreeMissingError,
    ProcessStepUnknownError,
    RootCauseUnknownError,
    RootOfAnotherClassError,
)
from service.domain.case.rules.general import DATED
from service.domain.case.state import Case
from service.domain.guidelines import CauseCatalogue, DepartmentDirectory
from service.domain.refusal import Refusal
from service.domain.vocabulary import CloseReason

WITHOUT_CAUSE = frozenset({CloseReason.SOURCE_CLOSED, CloseReason.WITHDRAWN, CloseReason.DUPLICATE})
"""Ends that leave nothing to be found out here: elsewhere it was, or it was no complaint of its own."""


def cause_must_be_found(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    """A complaint closes only with its cause tree filled (REQUIREMENTS 123)."""
    if not isinstance(command, wish.CloseCase) or command.reason in WITHOUT_CAUSE:
        return
    if case.is_complaint and case.status != "closed" and case.complaint.cause is None:
        raise CauseTreeMissingError


def cause_must_be_listed(_: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    """Like causes are found by their codes, so the codes are those of the catalogue, where there is one."""
    if not isinstance(command, wish.IdentifyCause):
        return
    catalogue = around.rulebook.guideline(CauseCatalogue, command.happened_at(around.now))
    if catalogue is None:
        return
    if command.process_step is not None and not catalogue.has_step(command.process_step):
        known = ", ".join(one.process_step for one in catalogue.process_steps)
        raise ProcessStepUnknownError(process_step=command.process_step, known=known)
    root = catalogue.root(command.root_code)
    if root is None:
        known = ", ".join(one.root_code for one in catalogue.roots)
        raise RootCauseUnknownError(root_code=command.root_code, known=known)
    if root.cause_class is not command.cause_class:
        raise RootOfAnotherClassError(root_code=root.root_code, cause_class=root.cause_class)


def departments_must_be_listed(_: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    """Whoever answers, or works a solution out, is a department of the directory, where there is one."""
    named: tuple[str, ...] = ()
    if isinstance(command, wish.DetermineLiability):
        named, field = (command.department,) if command.department else (), "department"
    elif isinstance(command, wish.RequestException):
        named, field = command.departments, "departments"
    else:
        return
    directory = around.rulebook.guideline(DepartmentDirectory, command.happened_at(around.now))
    for department in named if directory else ():
        if directory and directory.department(department) is None:
            known = ", ".join(one.department for one in directory.departments)
            raise DepartmentNotListedError(field=field, department=department, known=known)


REFUSALS: dict[Rule, tuple[type[Refusal], ...]] = {
    cause_must_be_found: (CauseTreeMissingError,),
    departments_must_be_listed: (DepartmentNotListedError,),
    cause_must_be_listed: (ProcessStepUnknownError, RootCauseUnknownError, RootOfAnotherClassError),
}

RULES: dict[type[wish.CaseCommand], tuple[Rule, ...]] = {
    wish.SootheCustomer: DATED,
    wish.ReconstructScene: DATED,
    wish.DetermineLiability: (*DATED, departments_must_be_listed),
    wish.IdentifyCause: (*DATED, cause_must_be_listed),
    wish.RecordImpact: DATED,
}
