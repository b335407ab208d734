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
from service.domain.case.record.commitments import OverPromiseWarned
from service.domain.case.record.replies import ResultFedBack
from service.domain.case.state import Case
from service.domain.event import Event
from service.domain.vocabulary import Degree


class WorkView(Document):
    """How the work on a case stands."""

    stages: list[StageView]
    """The stages it went through, in the order in which they began."""
    marks: list[Mark]
    """What a case must show and this one does."""
    missing_marks: list[Mark]
    """What a case must show and this one does not yet."""
    due_at: datetime | None
    """By when it is to be solved: the earliest of the policy's limit and of what was promised."""
    questions: list[QuestionView]
    """What was asked, in the order in which it came up."""
    over_promises: list[OverPromiseWarned]
    """Where less time was promised than such cases usually take."""
    result_told: ResultFedBack | None
    """When the customer was last told what came of it."""
    resolved_at_first_contact: bool | None
    """Whether one answer of one person sufficed; none until it is resolved."""
    escalation_risk: Degree | None
    """How likely the customer takes it further; none while nothing shows it."""
    links: list[LinkView]
    """Other cases that have to do with it."""
    split_from: UUID | None
    """The case of which it was a part."""
    split_into: list[UUID]
    """The cases that were parts of it."""


def work_view(case: Case, events: Sequence[Event]) -> WorkView:
    """Return how the work on a case stands, from the case and its events."""
    shown_marks = marks(case, events)
    results = [event for event in events if isinstance(event, ResultFedBack)]
    return WorkView(
        stages=stage_views(events),
        marks=[mark for mark in Mark if mark in shown_marks],
        missing_marks=[mark for mark in Mark if mark not in shown_marks],
        due_at=due_node(case),
        questions=question_views(case, events),
        over_promises=[event for event in events if isinstance(event, OverPromiseWarned)],
        result_told=results[-1] if results else None,
        resolved_at_first_contact=resolved_at_first_contact(events),
        escalation_risk=case.escalation_risk,
        links=link_views(case),
        split_from=case.split_from,
        split_into=sorted(case.split_into),
    )
