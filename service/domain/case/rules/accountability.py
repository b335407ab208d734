"""The rule that no case ends for which nobody answers."""

from service.domain.case import commands as wish
from service.domain.case.circumstances import Circumstances, Rule
from service.domain.case.refused.balancing import NobodyAccountableError
from service.domain.case.state import Case
from service.domain.guidelines.staff import StaffDirectory
from service.domain.refusal import Refusal
from service.domain.vocabulary import CloseReason


def somebody_must_answer_for_it(case: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    """Holds where the house has said who works on cases; what another system has decided is taken over."""
    if case.owner is not None or case.status == "closed" or case.last_source_update is not None:
        return
    if isinstance(command, wish.CloseCase) and command.reason is CloseReason.SOURCE_CLOSED:
        return
    if isinstance(command, wish.ResolveCase) and case.status == "resolved":
        return
    staff = around.rulebook.guideline(StaffDirectory, command.happened_at(around.now))
    if staff is not None and staff.people and staff.owner_required:
        raise NobodyAccountableError


REFUSALS: dict[Rule, tuple[type[Refusal], ...]] = {somebody_must_answer_for_it: (NobodyAccountableError,)}
