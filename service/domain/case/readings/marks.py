"""The marks that every case must bear, and which of them are missing."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from service.domain.case.record.closure import CaseResolved, ResolutionSupplemented, tells_solution
from service.domain.case.record.complaints import CauseIdentified
from service.domain.case.record.replies import ResultReported
from service.domain.case.state import Case
from service.domain.event import Event


class Mark(StrEnum):
    """What must be known of a case: 问题描述、责任人、解决节点 (152), and 分级、归因、解决、反馈 (64)."""

    DESCRIPTION = "description"
    OWNER = "owner"
    DUE = "due"
    CLASSIFICATION = "classification"
    CAUSE = "cause"
    SOLUTION = "solution"
    FEEDBACK = "feedback"


def marks(case: Case, events: Iterable[Event]) -> frozenset[Mark]:
    """Return the marks that a case bears (REQUIREMENTS 64, 152).

    - description: always, because no case is received without its matter;
    - owner: a person is accountable;
    - due: there is an instant by which it is to be solved (`due_node`), or it has been solved;
    - classification: it has a response class;
    - cause: the cause was identified, or told in words with the resolution;
    - solution: it is resolved in this cycle, and what was done has been said;
    - feedback: the customer was told the result of this cycle, or confirmed it.
    """
    facts = list(events)
    is_solved = case.cycle in case.resolved_cycles
    borne = {
        Mark.DESCRIPTION: True,
        Mark.OWNER: case.owner is not None,
        Mark.DUE: is_solved or due_node(case) is not None,
        Mark.CLASSIFICATION: case.classification.response_class is not None,
        Mark.CAUSE: any(_names_cause(event) for event in facts),
        Mark.SOLUTION: any(_tells_solution(event, case.cycle) for event in facts),
        Mark.FEEDBACK: case.is_confirmed or any(_feeds_back(event, case.cycle) for event in facts),
    }
    return frozenset(mark for mark, is_there in borne.items() if is_there)


def due_node(case: Case) -> datetime | None:
    """Return by when an open case is to be solved (解决节点, REQUIREMENTS 152).

    The earliest of what is promised for the solution: by the policy, or by a commitment that is still open.
    """
    if case.status != "open":
        return None
    by_policy = [
        clock.due_at for clock in case.clocks.clocks if clock.clock == "resolution" and clock.is_open
    ]
    by_word = [
        one.due_at
        for one in case.commitments
        if one.kept_at is None and not one.is_broken and not one.is_interim
    ]
    return min([*by_policy, *by_word], default=None)


def _names_cause(event: Event) -> bool:
    told = isinstance(event, CaseResolved | ResolutionSupplemented) and event.cause is not None
    return told or isinstance(event, CauseIdentified)


def _tells_solution(event: Event, cycle: int) -> bool:
    if not isinstance(event, CaseResolved | ResolutionSupplemented):
        return False
    return event.cycle == cycle and tells_solution(event)


def _feeds_back(event: Event, cycle: int) -> bool:
    return isinstance(event, ResultReported) and event.cycle == cycle
