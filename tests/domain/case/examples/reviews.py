"""Looking back at a case and what is improved, by example."""

from service.domain.account.context import NOWHERE
from service.domain.case.decisions.reviews import (
    AgreeImprovement,
    CompleteImprovement,
    ImprovementAlreadyAgreedError,
    ImprovementUnknownError,
    ReviewAlreadyHeldError,
    ReviewCase,
    ReviewedWithItselfError,
    ReviewUnknownError,
    improvement_must_be_known,
    improvement_must_be_new,
    must_not_be_reviewed_with_itself,
    review_must_be_known,
    review_must_be_new,
    reviewed_case_must_be_over,
)
from service.domain.case.record.reviews import CaseReviewed, ImprovementAgreed, ImprovementCompleted
from service.domain.case.rules import CaseNotResolvedError
from service.domain.clocks.milestones import Milestone
from tests.domain.example import Breaks, Commands, Events, Example, Ways, on, with_fields
from tests.domain.facts import (
    COLLABORATION_ID,
    DUE,
    ELEVEN,
    OTHER_CASE_ID,
    RESOLVED,
    SURVEY_ID,
    TEN,
    received,
)
from tests.domain.trigger_rows import Triggers, of_its_subject, untimed
from tests.scene import IN_TIME, RESOLVE, Scene, Scenes, Step

REVIEW_ID = SURVEY_ID
ACTION_ID = COLLABORATION_ID
AGREED = ImprovementAgreed(
    occurred_at=TEN,
    action_id=ACTION_ID,
    what="Spares in the depot",
    owner="b.li",
    due_at=DUE,
    process_step="delivery",
)
REVIEWED = CaseReviewed(
    occurred_at=TEN,
    review_id=REVIEW_ID,
    findings="The same bearing three times",
    like_cases=(OTHER_CASE_ID,),
    process_step="delivery",
    lessons="Ask for the batch",
)
WAYS: Ways = (
    Example(
        ReviewCase(
            review_id=REVIEW_ID,
            findings="The same bearing three times",
            like_cases=(OTHER_CASE_ID,),
            process_step="delivery",
            lessons="Ask for the batch",
        ),
        RESOLVED,
        (REVIEWED.model_copy(update={"occurred_at": ELEVEN}),),
    ),
    Example(
        AgreeImprovement(
            action_id=ACTION_ID, what="Spares in the depot", owner="b.li", due_at=DUE, process_step="delivery"
        ),
        RESOLVED,
        (AGREED.model_copy(update={"occurred_at": ELEVEN}),),
    ),
    Example(
        CompleteImprovement(action_id=ACTION_ID, effect="No stop for a month", is_effective=True),
        (*RESOLVED, AGREED),
        (
            ImprovementCompleted(
                occurred_at=ELEVEN, action_id=ACTION_ID, effect="No stop for a month", is_effective=True
            ),
        ),
    ),
)
ABOUT_AN_EARLIER_EVENT: Commands = (CompleteImprovement,)
BREAKS: Breaks = {
    (reviewed_case_must_be_over, CaseNotResolvedError): on(received()),
    (review_must_be_new, ReviewAlreadyHeldError): on(
        *RESOLVED, REVIEWED.model_copy(update={"process_step": "repair"})
    ),
    (must_not_be_reviewed_with_itself, ReviewedWithItselfError): with_fields(like_cases=(NOWHERE,)),
    (review_must_be_known, ReviewUnknownError): with_fields(review_id=NOWHERE),
    (improvement_must_be_new, ImprovementAlreadyAgreedError): on(
        *RESOLVED, AGREED.model_copy(update={"owner": "c.zhao"})
    ),
    (improvement_must_be_known, ImprovementUnknownError): on(*RESOLVED),
}
TRIGGERS: Triggers = (
    *untimed(WAYS, CaseReviewed),
    *of_its_subject(WAYS, ImprovementAgreed, Milestone.IMPROVEMENT_AGREED, "action_id"),
    *of_its_subject(WAYS, ImprovementCompleted, Milestone.IMPROVEMENT_COMPLETED, "action_id"),
)
WITHOUT_FIGURES: Events = (
    CaseReviewed,
    ImprovementAgreed,
    ImprovementCompleted,
)
IMPROVEMENT = str(ACTION_ID)
AGREE_IMPROVEMENT: list[Step] = [
    *RESOLVE,
    ("improvements", {"action_id": IMPROVEMENT, "what": "spares", "owner": "li.na", "due_at": IN_TIME}),
]
SCENES: Scenes = {
    ReviewCase: Scene("CaseReviewed.v1", {"review_id": str(REVIEW_ID), "findings": "worn again"}, RESOLVE),
    AgreeImprovement: Scene("ImprovementAgreed.v1", AGREE_IMPROVEMENT[1][1], RESOLVE),
    CompleteImprovement: Scene(
        "ImprovementCompleted.v1", {"action_id": IMPROVEMENT, "effect": "no stop since"}, AGREE_IMPROVEMENT
    ),
}
