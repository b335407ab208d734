"""How the rules of revisits, reviews and attachments are broken."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from service.domain.case.circumstances import NOWHERE
from service.domain.case.events import CaseRevisited, RevisitCancelled
from service.domain.case.refusals import CaseNotResolvedError
from service.domain.case.refused.attaching import AttachmentAlreadyAddedError
from service.domain.case.refused.reviewing import (
    ImprovementAlreadyAgreedError,
    ImprovementUnknownError,
    ReviewAlreadyHeldError,
    ReviewedWithItselfError,
    ReviewUnknownError,
)
from service.domain.case.refused.revisiting import (
    FeedbackDepartmentUnknownError,
    RevisitAlreadyCancelledError,
    RevisitAlreadyHeldError,
    RevisitAlreadyPlannedError,
    RevisitChannelNotAllowedError,
    RevisitTemplateForOthersError,
    RevisitTemplateUnknownError,
    RevisitUnknownError,
    TooManyAnswersError,
    TooManyQuestionsError,
)
from service.domain.case.revisit_answer import PlannedQuestion, RevisitAnswer
from service.domain.case.rules import attaching, reviewing, revisiting
from service.domain.refusal import Refusal
from service.domain.vocabulary import Channel
from tests.domain.facts import DUE, RESOLVED, TEN, received
from tests.domain.good_ways import GoodWay
from tests.domain.ways.afterwards import AGREED, ATTACHED, PLANNED, REVIEWED, REVISIT_ID
from tests.rules import default_rulebook

Break = Callable[[GoodWay], GoodWay]
MORE_THAN_ALLOWED = 6


def _on(*history: Any) -> Break:
    return lambda way: replace(way, history=history)


def _with(**fields: Any) -> Break:
    return lambda way: replace(way, command=way.command.model_copy(update=fields))


def _ruled(**fields: Any) -> Break:
    return lambda way: replace(_with(**fields)(way), rulebook=default_rulebook())


_HELD = CaseRevisited(occurred_at=TEN, channel=Channel.PHONE, reached=True, revisit_id=REVISIT_ID)
_CANCELLED = RevisitCancelled(occurred_at=TEN, revisit_id=REVISIT_ID, reason="On leave")
_LATER = DUE + timedelta(days=1)
_QUESTIONS = tuple(PlannedQuestion(question=f"q{n}", wording="Why?") for n in range(MORE_THAN_ALLOWED))
_ANSWERS = tuple(RevisitAnswer(question=f"q{n}", answer="So") for n in range(MORE_THAN_ALLOWED))

BREAKS: dict[tuple[Callable[..., None], type[Refusal]], Break] = {
    (revisiting.revisit_must_be_known, RevisitUnknownError): _on(received()),
    (revisiting.revisit_must_be_new, RevisitAlreadyPlannedError): _on(
        received(), PLANNED.model_copy(update={"due_at": _LATER})
    ),
    (revisiting.revisit_must_not_be_held, RevisitAlreadyHeldError): _on(received(), PLANNED, _HELD),
    (revisiting.revisit_must_not_be_cancelled, RevisitAlreadyCancelledError): _on(
        received(), PLANNED, _CANCELLED
    ),
    (revisiting.revisit_template_must_be_known, RevisitTemplateUnknownError): _ruled(template="full_moon"),
    (revisiting.revisit_template_must_suit, RevisitTemplateForOthersError): _ruled(template="high_value"),
    (revisiting.revisit_channel_must_be_allowed, RevisitChannelNotAllowedError): _ruled(
        channel=Channel.MONITORING
    ),
    (revisiting.questions_must_be_few, TooManyQuestionsError): _ruled(questions=_QUESTIONS),
    (revisiting.answers_must_be_few, TooManyAnswersError): _ruled(answers=_ANSWERS),
    (revisiting.feedback_must_go_to_known_departments, FeedbackDepartmentUnknownError): _ruled(
        routed_to=("astrology",)
    ),
    (reviewing.reviewed_case_must_be_over, CaseNotResolvedError): _on(received()),
    (reviewing.review_must_be_new, ReviewAlreadyHeldError): _on(
        *RESOLVED, REVIEWED.model_copy(update={"process_step": "repair"})
    ),
    (reviewing.must_not_be_reviewed_with_itself, ReviewedWithItselfError): _with(like_cases=(NOWHERE,)),
    (reviewing.review_must_be_known, ReviewUnknownError): _with(review_id=NOWHERE),
    (reviewing.improvement_must_be_new, ImprovementAlreadyAgreedError): _on(
        *RESOLVED, AGREED.model_copy(update={"owner": "c.zhao"})
    ),
    (reviewing.improvement_must_be_known, ImprovementUnknownError): _on(*RESOLVED),
    (attaching.attachment_must_be_new, AttachmentAlreadyAddedError): _on(
        received(), ATTACHED.model_copy(update={"sha256": "b" * 64})
    ),
}
