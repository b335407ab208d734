"""How the rules of engineers who are sent, of departments that are asked and of accountability are broken."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from service.domain.case.refused.balancing import NobodyAccountableError
from service.domain.case.refused.collaborating import DepartmentNotListedError, StepNotListedError
from service.domain.case.refused.dispatching import (
    DispatchAlreadyArrangedError,
    DispatchAlreadyEndedError,
    DispatchUnknownError,
)
from service.domain.case.rules import accountability, collaborating, dispatching
from service.domain.refusal import Refusal
from tests.domain.facts import received
from tests.domain.good_ways import GoodWay
from tests.domain.staffed import A_WANG_WORKS
from tests.domain.ways.dispatching import dispatch_arranged, dispatch_ended
from tests.rules import default_rulebook

Break = Callable[[GoodWay], GoodWay]


def _by_rules(**fields: Any) -> Break:
    """Let the rules that come with the program hold."""
    return lambda way: replace(
        way, command=way.command.model_copy(update=fields), rulebook=default_rulebook()
    )


BREAKS: dict[tuple[Callable[..., None], type[Refusal]], Break] = {
    (dispatching.dispatch_must_be_new, DispatchAlreadyArrangedError): lambda way: replace(
        way, history=(received(), dispatch_arranged(engineer="h.ma"))
    ),
    (dispatching.dispatch_must_be_known, DispatchUnknownError): lambda way: replace(
        way, history=(received(),)
    ),
    (dispatching.dispatch_must_not_have_ended_otherwise, DispatchAlreadyEndedError): lambda way: replace(
        way, history=(*way.history, dispatch_ended(solved=True, needs_follow_up=False))
    ),
    (collaborating.department_must_be_listed, DepartmentNotListedError): _by_rules(department="kitchen"),
    (collaborating.step_must_be_listed, StepNotListedError): _by_rules(step="cook"),
    (accountability.somebody_must_answer_for_it, NobodyAccountableError): lambda way: replace(
        way, rulebook=A_WANG_WORKS
    ),
}
