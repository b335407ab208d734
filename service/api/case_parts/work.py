"""The work on a case: its stages, its marks, its questions, and what else it has to do with."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from service.domain.case.readings.first_contact import resolved_at_first_contact
from service.domain.case.readings.marks import Mark, due_node, marks
from service.domain.case.readings.stages import Stage, StageName, stages
from service.domain.case.record.commitments import OverPromiseWarned
from service.domain.case.record.questions import Question, QuestionAnswered, QuestionOpened
from service.domain.case.record.replies import ResultFedBack
from service.domain.case.state import Case
from service.domain.event import Event
from service.domain.vocabulary import CaseRelation, Degree


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class StageView(_Document):
    """One of the five stages of a case, of one cycle."""

    stage: StageName
    """需求接收、问题诊断、方案制定、执行跟踪 or 结果反馈."""
    cycle: int
    """1, and one more after each reopening."""
    began_at: datetime
    """When it began."""
    ended_at: datetime | None
    """When it ended; none while it lasts."""
    seconds: int | None
    """How long it lasted by the wall clock; none while it lasts."""


class QuestionView(_Document):
    """Something that must be answered before the case can end."""

    question_id: UUID
    """The question."""
    text: str
    """Its words."""
    asked_of: str | None
    """Who must answer; none: the owner of the case."""
    asked_at: datetime
    """When it came up."""
    due_at: datetime | None
    """By when an answer was promised, if it was."""
    awaited_by_customer: bool
    """Whether the customer was told that an answer will come."""
    is_open: bool
    """Whether an answer is missing, or the customer who waits for it has not been told."""
    answered_at: datetime | None
    """When it was first answered."""
    told_at: datetime | None
    """When the customer was first given an answer."""
    answer: str | None
    """The last answer."""


class LinkView(_Document):
    """A link that stands on the record of this case; `GET .../links` shows those of the others too."""

    other_case_id: UUID
    """The other case."""
    relation: CaseRelation
    """What the other case is to this one."""


class WorkView(_Document):
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


def stage_views(events: Sequence[Event]) -> list[StageView]:
    """Return the stages of a case from its events."""
    return [_stage_view(stage) for stage in stages(events)]


def work_view(case: Case, events: Sequence[Event]) -> WorkView:
    """Return how the work on a case stands, from the case and its events."""
    borne = marks(case, events)
    told = [event for event in events if isinstance(event, ResultFedBack)]
    return WorkView(
        stages=stage_views(events),
        marks=[mark for mark in Mark if mark in borne],
        missing_marks=[mark for mark in Mark if mark not in borne],
        due_at=due_node(case),
        questions=[_question_view(question, events) for question in case.questions],
        over_promises=[event for event in events if isinstance(event, OverPromiseWarned)],
        result_told=told[-1] if told else None,
        resolved_at_first_contact=resolved_at_first_contact(events),
        escalation_risk=case.escalation_risk,
        links=[
            LinkView(other_case_id=other, relation=relation)
            for relation, other in sorted(case.links, key=str)
        ],
        split_from=case.split_from,
        split_into=sorted(case.split_into),
    )


def _stage_view(stage: Stage) -> StageView:
    return StageView(
        stage=stage.stage,
        cycle=stage.cycle,
        began_at=stage.began_at,
        ended_at=stage.ended_at,
        seconds=stage.seconds,
    )


def _question_view(question: Question, events: Sequence[Event]) -> QuestionView:
    def is_of_it(event: QuestionOpened | QuestionAnswered) -> bool:
        return event.question_id == question.question_id

    opened = next(event for event in events if isinstance(event, QuestionOpened) and is_of_it(event))
    answers = [event.text for event in events if isinstance(event, QuestionAnswered) and is_of_it(event)]
    return QuestionView(
        question_id=question.question_id,
        text=opened.text,
        asked_of=question.asked_of,
        asked_at=opened.occurred_at,
        due_at=question.due_at,
        awaited_by_customer=question.awaited_by_customer,
        is_open=question.is_open,
        answered_at=question.answered_at,
        told_at=question.told_at,
        answer=answers[-1] if answers else None,
    )
