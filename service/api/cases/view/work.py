"""The work on a case: its stages, its marks, its questions, and what else it has to do with."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from service.api.cases.view.links import LinkView, link_views
from service.api.cases.view.questions import QuestionView, question_views
from service.api.cases.view.stages import StageView, stage_views
from service.api.http.document import Document
from service.domain.case.readings.first_contact import resolved_at_first_contact
from service.domain.case.readings.marks import Mark, due_node, marks
from service.domain.case.record.commitments import OverPromiseFlagged
from service.domain.case.record.replies import ResultReported
from service.domain.case.state import Case
from service.domain.event import Event
from service.domain.vocabulary import Degree


class WorkView(Document):
    """Progress of the work on a case."""

    stages: list[StageView]
    """Stages in the order in which they began."""
    marks: list[Mark]
    """Required marks that the case shows."""
    missing_marks: list[Mark]
    """Required marks that the case does not show yet."""
    due_at: datetime | None
    """Due time of the solution (UTC): the earliest of the policy's limit and all promises; null if there
    is none."""
    questions: list[QuestionView]
    """Questions in the order in which they were opened."""
    over_promises: list[OverPromiseFlagged]
    """Promises that allow less time than such cases usually take."""
    result_told: ResultReported | None
    """Latest report of the outcome to the customer; null if there is none."""
    resolved_at_first_contact: bool | None
    """Whether one answer by one person sufficed; null if the case is not resolved."""
    escalation_risk: Degree | None
    """Likelihood that the customer escalates; null if there is no sign of it."""
    links: list[LinkView]
    """Links to other cases."""
    split_from: UUID | None
    """Id of the case from which this one was split; null if it was not."""
    split_into: list[UUID]
    """Ids of the cases that were split from this one."""


def work_view(case: Case, events: Sequence[Event]) -> WorkView:
    """Return how the work on a case stands, from the case and its events."""
    shown_marks = marks(case, events)
    results = [event for event in events if isinstance(event, ResultReported)]
    return WorkView(
        stages=stage_views(events),
        marks=[mark for mark in Mark if mark in shown_marks],
        missing_marks=[mark for mark in Mark if mark not in shown_marks],
        due_at=due_node(case),
        questions=question_views(case, events),
        over_promises=[event for event in events if isinstance(event, OverPromiseFlagged)],
        result_told=results[-1] if results else None,
        resolved_at_first_contact=resolved_at_first_contact(events),
        escalation_risk=case.escalation_risk,
        links=link_views(case),
        split_from=case.split_from,
        split_into=sorted(case.split_into),
    )
