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
from service.domain.event import Event

CaseEvent = Annotated[
    intake.IntakeEvent
    | classification.ClassificationEvent
    | assignment.AssignmentEvent
    | understanding.UnderstandingEvent
    | sales.SalesEvent
    | replies.ReplyEvent
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
    | reviews.ReviewEvent
    | attachments.AttachmentEvent
    | questions.QuestionEvent
    | complaints.ComplaintEvent
    | remedies.RemedyEvent
    | exceptions.ExceptionEvent,
    Field(discriminator="type"),
]
THEMES = (
    intake.THEME,
    classification.THEME,
    assignment.THEME,
    understanding.THEME,
    sales.THEME,
    replies.THEME,
    waiting.THEME,
    escalations.THEME,
    emergencies.THEME,
    commitments.THEME,
    collaborations.THEME,
    dispatches.THEME,
    closure.THEME,
    surveys.THEME,
    ratings.THEME,
    links.THEME,
    revisits.THEME,
    reviews.THEME,
    attachments.THEME,
    questions.THEME,
    complaints.THEME,
    remedies.THEME,
    exceptions.THEME,
)
CASE_EVENTS: tuple[type[Event], ...] = tuple(event for theme in THEMES for event in theme.events)
