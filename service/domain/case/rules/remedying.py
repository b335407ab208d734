"""The rules of remedies and exceptions, each a named function."""

from service.domain.case import commands as wish
from service.domain.case.circumstances import Circumstances, Rule
from service.domain.case.parts.remedies import Remedy
from service.domain.case.refusals import CommitmentAlreadyMadeError, DueBeforePromisedError
from service.domain.case.refused.remedying import (
    ApprovalLevelTooLowError,
    ApprovedByProposerError,
    ExceptionAlreadyDecidedError,
    ExceptionAlreadyRequestedError,
    ExceptionUnknownError,
    RemedyAlreadyGrantedError,
    RemedyAlreadyProposedError,
    RemedyAlreadyRejectedError,
    RemedyNotApprovedError,
    RemedyNotInCatalogueError,
    RemedyUnknownError,
    RungNotHeldError,
)
from service.domain.case.rules.complaining import departments_must_be_listed
from service.domain.case.rules.general import DATED, NOT_CLOSED
from service.domain.case.state import Case
from service.domain.guidelines import RemedyCatalogue, StaffDirectory
from service.domain.guidelines.remedies import RUNGS
from service.domain.refusal import Refusal

_ON_REMEDY = wish.ApproveRemedy | wish.RejectRemedy | wish.GrantRemedy


def _remedy_of(case: Case, command: wish.CaseCommand) -> Remedy | None:
    """Return the remedy that a wish is about; None where it is about none, or the case has none such."""
    return case.remedies.remedy(command.remedy_id) if isinstance(command, _ON_REMEDY) else None


def remedy_must_be_known(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    if isinstance(command, _ON_REMEDY) and _remedy_of(case, command) is None:
        raise RemedyUnknownError(remedy_id=command.remedy_id)


def remedy_must_be_new(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    """The id is free, or the same was proposed: that is a repeat."""
    known = case.remedies.remedy(command.remedy_id) if isinstance(command, wish.ProposeRemedy) else None
    if known is None:
        return
    said = ("remedy_type", "amount_minor", "currency", "proposed_by", "due_at", "commitment_id")
    if any(getattr(known, name) != getattr(command, name) for name in said):
        raise RemedyAlreadyProposedError(remedy_id=known.remedy_id, remedy_type=known.remedy_type)


def remedy_must_be_listed(_: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    """What can be given, and who may agree to it, says the catalogue, where there is one."""
    if not isinstance(command, wish.ProposeRemedy):
        return
    catalogue = around.rulebook.guideline(RemedyCatalogue, command.happened_at(around.now))
    if catalogue is not None and catalogue.remedy(command.remedy_type) is None:
        known = ", ".join(one.remedy_type for one in catalogue.remedies)
        raise RemedyNotInCatalogueError(remedy_type=command.remedy_type, known=known)


def remedy_must_be_due_later(case: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    """A remedy that takes the place of another under the same promise is due when that was."""
    if not isinstance(command, wish.ProposeRemedy) or command.due_at is None:
        return
    promised_at = command.happened_at(around.now)
    is_promised = command.commitment_id is not None and case.commitment(command.commitment_id) is not None
    if command.due_at <= promised_at and not is_promised:
        raise DueBeforePromisedError(due_at=command.due_at, promised_at=promised_at)


def remedy_must_keep_its_promise(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    """The commitment is new, or promises the same instant: then this remedy is to keep it."""
    if not isinstance(command, wish.ProposeRemedy) or command.commitment_id is None:
        return
    known = case.commitment(command.commitment_id)
    if known and known.due_at != command.due_at and case.remedies.remedy(command.remedy_id) is None:
        raise CommitmentAlreadyMadeError(commitment_id=known.commitment_id, due_at=known.due_at)


def remedy_must_not_be_rejected(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    remedy = _remedy_of(case, command)
    if remedy and remedy.is_rejected:
        raise RemedyAlreadyRejectedError(remedy_id=remedy.remedy_id)


def remedy_must_not_be_granted(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    remedy = _remedy_of(case, command)
    if remedy and remedy.granted_at is not None:
        raise RemedyAlreadyGrantedError(remedy_id=remedy.remedy_id, granted_at=remedy.granted_at)


def remedy_must_be_approved(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    remedy = _remedy_of(case, command)
    if remedy and remedy.needs_approval_by is not None and remedy.approved_by is None:
        raise RemedyNotApprovedError(remedy_id=remedy.remedy_id, level=remedy.needs_approval_by)


def approval_level_must_suffice(case: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    if isinstance(command, wish.ApproveRemedy):
        remedy = case.remedies.remedy(command.remedy_id)
        needed = remedy.needs_approval_by if remedy else None
    elif isinstance(command, wish.DecideException):
        catalogue = around.rulebook.guideline(RemedyCatalogue, command.happened_at(around.now))
        needed = catalogue.exceptions_decided_by if catalogue else None
    else:
        return
    if needed is not None and RUNGS.index(command.level) < RUNGS.index(needed):
        raise ApprovalLevelTooLowError(level=command.level, needed=needed)


def must_be_decided_by_another(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    """What needs an approval is not approved by who asks for it."""
    if isinstance(command, wish.ApproveRemedy):
        remedy = case.remedies.remedy(command.remedy_id)
        asked_by = remedy.proposed_by if remedy and remedy.needs_approval_by else None
        decided_by, field = command.approved_by, "approved_by"
    elif isinstance(command, wish.DecideException):
        asked = case.remedies.exception(command.exception_id)
        asked_by = asked.requested_by if asked else None
        decided_by, field = command.decided_by, "decided_by"
    else:
        return
    if asked_by == decided_by:
        raise ApprovedByProposerError(field=field, staff_id=decided_by)


def rung_must_be_held(_: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    """Whoever decides stands on the rung named, or higher, where the staff guideline names people."""
    if isinstance(command, wish.ApproveRemedy):
        staff_id = command.approved_by
    elif isinstance(command, wish.DecideException):
        staff_id = command.decided_by
    else:
        return
    directory = around.rulebook.guideline(StaffDirectory, command.happened_at(around.now))
    if directory is None or not directory.people:
        return
    held = next((one.level for one in directory.people if one.staff_id == staff_id), None)
    if held is None or RUNGS.index(held) < RUNGS.index(command.level):
        raise RungNotHeldError(staff_id=staff_id, level=command.level)


def exception_must_be_known(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    if isinstance(command, wish.DecideException) and case.remedies.exception(command.exception_id) is None:
        raise ExceptionUnknownError(exception_id=command.exception_id)


def exception_must_be_new(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    """The id is free, or the same person asked for the same departments: that is a repeat."""
    known = (
        case.remedies.exception(command.exception_id) if isinstance(command, wish.RequestException) else None
    )
    if known is None or not isinstance(command, wish.RequestException):
        return
    if (known.requested_by, known.departments) != (command.requested_by, command.departments):
        raise ExceptionAlreadyRequestedError(exception_id=known.exception_id, requested_by=known.requested_by)


def exception_must_not_be_decided_otherwise(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    known = (
        case.remedies.exception(command.exception_id) if isinstance(command, wish.DecideException) else None
    )
    if known is None or known.is_granted is None or not isinstance(command, wish.DecideException):
        return
    if known.is_granted is not command.is_granted:
        raise ExceptionAlreadyDecidedError(exception_id=known.exception_id, decided_by=known.decided_by)


REFUSALS: dict[Rule, tuple[type[Refusal], ...]] = {
    remedy_must_be_known: (RemedyUnknownError,),
    remedy_must_be_new: (RemedyAlreadyProposedError,),
    remedy_must_be_listed: (RemedyNotInCatalogueError,),
    remedy_must_be_due_later: (DueBeforePromisedError,),
    remedy_must_keep_its_promise: (CommitmentAlreadyMadeError,),
    remedy_must_not_be_rejected: (RemedyAlreadyRejectedError,),
    remedy_must_not_be_granted: (RemedyAlreadyGrantedError,),
    remedy_must_be_approved: (RemedyNotApprovedError,),
    approval_level_must_suffice: (ApprovalLevelTooLowError,),
    must_be_decided_by_another: (ApprovedByProposerError,),
    rung_must_be_held: (RungNotHeldError,),
    exception_must_be_known: (ExceptionUnknownError,),
    exception_must_be_new: (ExceptionAlreadyRequestedError,),
    exception_must_not_be_decided_otherwise: (ExceptionAlreadyDecidedError,),
}

_ON_ANY: tuple[Rule, ...] = (*DATED, remedy_must_be_known)

RULES: dict[type[wish.CaseCommand], tuple[Rule, ...]] = {
    wish.ProposeRemedy: (
        *NOT_CLOSED,
        remedy_must_be_listed,
        remedy_must_be_new,
        remedy_must_be_due_later,
        remedy_must_keep_its_promise,
    ),
    wish.ApproveRemedy: (
        *_ON_ANY,
        remedy_must_not_be_rejected,
        approval_level_must_suffice,
        must_be_decided_by_another,
        rung_must_be_held,
    ),
    wish.RejectRemedy: (*_ON_ANY, remedy_must_not_be_granted),
    wish.GrantRemedy: (*_ON_ANY, remedy_must_not_be_rejected, remedy_must_be_approved),
    wish.RequestException: (*NOT_CLOSED, exception_must_be_new, departments_must_be_listed),
    wish.DecideException: (
        *DATED,
        exception_must_be_known,
        exception_must_not_be_decided_otherwise,
        approval_level_must_suffice,
        must_be_decided_by_another,
        rung_must_be_held,
    ),
}
