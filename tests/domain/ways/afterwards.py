"""One good way for each command about revisits, reviews and attachments."""

from service.domain.aggregate import AnyCommand, AnyEvent
from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.revisit_answer import PlannedQuestion, RevisitAnswer, RoutedFeedback
from service.domain.vocabulary import Audience, Channel
from tests.domain.facts import (
    COLLABORATION_ID,
    COMMITMENT_ID,
    CONTACT_ID,
    DUE,
    ELEVEN,
    OTHER_CASE_ID,
    RESOLVED,
    SURVEY_ID,
    TEN,
    received,
)

Way = tuple[AnyCommand, tuple[AnyEvent, ...], tuple[AnyEvent, ...]]
# Any ids will do, as long as they are not those of one thing.
REVISIT_ID, ACTION_ID, REVIEW_ID, ATTACHMENT_ID = COMMITMENT_ID, COLLABORATION_ID, SURVEY_ID, COMMITMENT_ID
SHA256 = "a" * 64
PLANNED = fact.RevisitPlanned(
    occurred_at=TEN,
    revisit_id=REVISIT_ID,
    due_at=DUE,
    template="festival",
    channel=Channel.SMS,
    contact_id=CONTACT_ID,
    reason="The spring festival",
)
AGREED = fact.ImprovementAgreed(
    occurred_at=TEN,
    action_id=ACTION_ID,
    what="Spares in the depot",
    owner="b.li",
    due_at=DUE,
    process_step="delivery",
)
REVIEWED = fact.CaseReviewed(
    occurred_at=TEN,
    review_id=REVIEW_ID,
    findings="The same bearing three times",
    like_cases=(OTHER_CASE_ID,),
    process_step="delivery",
    lessons="Ask for the batch",
)
ATTACHED = fact.AttachmentAdded(
    occurred_at=TEN,
    attachment_id=ATTACHMENT_ID,
    sha256=SHA256,
    name="bearing.png",
    media_type="image/png",
    size_bytes=7,
    audience=Audience.INTERNAL,
)
_OWN = (PlannedQuestion(question="noise", wording="Does it still whistle?"),)
_ANSWERS = (RevisitAnswer(question="experience", answer="Runs quietly"),)

WAYS: tuple[Way, ...] = (
    (
        wish.PlanRevisit(
            revisit_id=REVISIT_ID,
            due_at=DUE,
            template="festival",
            channel=Channel.SMS,
            contact_id=CONTACT_ID,
            questions=_OWN,
            reason="The spring festival",
        ),
        (received(),),
        (PLANNED.model_copy(update={"occurred_at": ELEVEN, "questions": _OWN}),),
    ),
    (
        wish.CancelRevisit(revisit_id=REVISIT_ID, reason="The customer is on leave"),
        (received(), PLANNED),
        (
            fact.RevisitCancelled(
                occurred_at=ELEVEN, revisit_id=REVISIT_ID, reason="The customer is on leave"
            ),
        ),
    ),
    (
        wish.RevisitCase(
            channel=Channel.SMS,
            outcome="All runs",
            revisit_id=REVISIT_ID,
            contact_id=CONTACT_ID,
            duration_seconds=300,
            answers=_ANSWERS,
            usage="Two shifts a day",
            satisfaction="Content",
            suggestions="A spare in the depot",
            new_needs="A second press",
            routed_to=("product", "product"),
        ),
        (received(), PLANNED),
        (
            fact.CaseRevisited(
                occurred_at=ELEVEN,
                channel=Channel.SMS,
                reached=True,
                outcome="All runs",
                revisit_id=REVISIT_ID,
                template="festival",
                contact_id=CONTACT_ID,
                duration_seconds=300,
                answers=_ANSWERS,
                usage="Two shifts a day",
                satisfaction="Content",
                suggestions="A spare in the depot",
                new_needs="A second press",
                routed_to=(RoutedFeedback(department="product"),),
            ),
        ),
    ),
    (
        wish.ReviewCase(
            review_id=REVIEW_ID,
            findings="The same bearing three times",
            like_cases=(OTHER_CASE_ID,),
            process_step="delivery",
            lessons="Ask for the batch",
        ),
        RESOLVED,
        (REVIEWED.model_copy(update={"occurred_at": ELEVEN}),),
    ),
    (
        wish.AgreeImprovement(
            action_id=ACTION_ID, what="Spares in the depot", owner="b.li", due_at=DUE, process_step="delivery"
        ),
        RESOLVED,
        (AGREED.model_copy(update={"occurred_at": ELEVEN}),),
    ),
    (
        wish.CompleteImprovement(action_id=ACTION_ID, effect="No stop for a month", is_effective=True),
        (*RESOLVED, AGREED),
        (
            fact.ImprovementCompleted(
                occurred_at=ELEVEN, action_id=ACTION_ID, effect="No stop for a month", is_effective=True
            ),
        ),
    ),
    (
        wish.AddAttachment(
            attachment_id=ATTACHMENT_ID,
            sha256=SHA256,
            name="bearing.png",
            media_type="image/png",
            size_bytes=7,
        ),
        (received(),),
        (ATTACHED.model_copy(update={"occurred_at": ELEVEN}),),
    ),
)
