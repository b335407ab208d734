"""All events of a case: the union that stores, schemas and type checks go by."""

from typing import Annotated

from pydantic import Field

from service.domain.case.record import (
    assignment,
    attachments,
    classification,
    closure,
    collaborations,
    commitments,
    complaints,
    dispatches,
    emergencies,
    escalations,
    exceptions,
    intake,
    links,
    questions,
    ratings,
    remedies,
    replies,
    reviews,
    revisits,
    sales,
    surveys,
    understanding,
    waiting,
)
from service.domain.case.record.following import follow_ups, plan_stages
from service.domain.theme import events_of, themes_of

CaseEvent = Annotated[
    intake.IntakeEvent
    | classification.ClassificationEvent
    | assignment.AssignmentEvent
    | understanding.UnderstandingEvent
    | sales.SalesEvent
    | replies.ReplyEvent
    | plan_stages.PlanStageEvent
    | waiting.WaitingEvent
    | escalations.EscalationEvent
    | emergencies.EmergencyEvent
    | commitments.CommitmentEvent
    | collaborations.CollaborationEvent
    | dispatches.DispatchEvent
    | closure.ClosureEvent
    | surveys.SurveyEvent
    | ratings.RatingEvent
    | links.LinkEvent
    | revisits.RevisitEvent
    | follow_ups.FollowUpEvent
    | reviews.ReviewEvent
    | attachments.AttachmentEvent
    | questions.QuestionEvent
    | complaints.ComplaintEvent
    | remedies.RemedyEvent
    | exceptions.ExceptionEvent,
    Field(discriminator="type"),
]
CASE_EVENTS = events_of(CaseEvent)
THEMES = themes_of(CASE_EVENTS)
