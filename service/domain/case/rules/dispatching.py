"""The rules of engineers who are sent, each a named function, and the wishes that obey them."""

from service.domain.case import commands as wish
from service.domain.case.circumstances import Circumstances, Rule
from service.domain.case.refused.dispatching import (
    DispatchAlreadyArrangedError,
    DispatchAlreadyEndedError,
    DispatchUnknownError,
)
from service.domain.case.rules.general import DATED, NOT_CLOSED
from service.domain.case.state import Case
from service.domain.refusal import Refusal


def dispatch_must_be_new(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    """The id is free, or the same was arranged: that is a repeat."""
    if not isinstance(command, wish.ArrangeDispatch):
        return
    known = case.dispatching.dispatch(command.dispatch_id)
    wanted = (command.engineer, command.crew, command.work, command.planned_at)
    if known and (known.engineer, known.crew, known.work, known.planned_at) != wanted:
        raise DispatchAlreadyArrangedError(
            dispatch_id=known.dispatch_id, engineer=known.engineer, planned_at=known.planned_at
        )


def dispatch_must_be_known(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    if not isinstance(command, wish.RecordDispatchOutcome):
        return
    if case.dispatching.dispatch(command.dispatch_id) is None:
        raise DispatchUnknownError(dispatch_id=command.dispatch_id)


def dispatch_must_not_have_ended_otherwise(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    """It is under way, or has ended just so: that is a repeat."""
    if not isinstance(command, wish.RecordDispatchOutcome):
        return
    known = case.dispatching.dispatch(command.dispatch_id)
    told = (command.solved, command.is_followed_up, command.follow_up_by)
    if known and known.ended_at and (known.solved, known.needs_follow_up, known.follow_up_by) != told:
        raise DispatchAlreadyEndedError(dispatch_id=known.dispatch_id, ended_at=known.ended_at)


REFUSALS: dict[Rule, tuple[type[Refusal], ...]] = {
    dispatch_must_be_new: (DispatchAlreadyArrangedError,),
    dispatch_must_be_known: (DispatchUnknownError,),
    dispatch_must_not_have_ended_otherwise: (DispatchAlreadyEndedError,),
}

RULES: dict[type[wish.CaseCommand], tuple[Rule, ...]] = {
    wish.ChooseHandlingMode: NOT_CLOSED,
    wish.ArrangeDispatch: (*NOT_CLOSED, dispatch_must_be_new),
    wish.RecordDispatchOutcome: (
        *DATED,
        dispatch_must_be_known,
        dispatch_must_not_have_ended_otherwise,
    ),
    wish.AssignResources: NOT_CLOSED,
}
