"""Which command of a case stands behind which path, and who may send it."""

from functools import partial

from fastapi import FastAPI

from service.actions.classification import ClassificationSuggestion
from service.actions.duplicates import Duplicates
from service.actions.introduction import Introduction
from service.api.cases.classification import get_classification_suggestion
from service.api.cases.duplicates import get_duplicates
from service.api.cases.introduction import get_introduction
from service.api.cases.links import Links, get_case_links
from service.api.cases.reads import get_case, get_case_history, get_cases
from service.api.cases.stages import Stages, get_case_stages
from service.api.cases.view.case import CaseView
from service.api.http.access import Permission
from service.api.http.as_of import ON_AS_OF
from service.api.http.beside import ON_LASTING
from service.api.http.commands.command_route import CommandRoute
from service.api.http.envelope import Envelope
from service.api.http.lists.page import Page
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route
from service.domain.case.decisions import (
    assignment,
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
from service.domain.case.decisions.following import follow_ups, plan_stages
from service.domain.case.events import CaseEvent
from service.domain.case.rules import CaseNotFoundError
from service.domain.clocks.commands import WaiveClock
from service.domain.clocks.events import AnyClockEvent
from service.domain.vocabulary import CloseReason
from service.projections.cases.lists import CaseSummary


class CaseHistoryEvent(Envelope[CaseEvent | AnyClockEvent]):
    """An event of a case or of its clocks, with what the record adds to it."""


class CaseHistory(Page[CaseHistoryEvent]):
    """One page of the history of a case."""


def _to_close_for_the_source(command: closure.CloseCase) -> Permission | None:
    """`source_closed` passes every condition of closing: only who speaks for another system may say it."""
    return Permission.TAKE_OVER if command.reason is CloseReason.SOURCE_CLOSED else None


def _to_take_over(command: intake.ReceiveCase) -> Permission | None:
    """Its history makes no promises of ours: that, too, is for another system to say."""
    return Permission.TAKE_OVER if command.taken_over is not None else None


command = partial(CommandRoute.on, "/v1/cases/{case_id}")

COMMANDS: tuple[CommandRoute, ...] = (
    CommandRoute(intake.ReceiveCase, "/v1/cases", Permission.RECORD, also_needs=_to_take_over),
    command(classification.ClassifyCase, "/classify", Permission.RECORD),
    command(classification.ClassifyByRules, "/classify-by-rules", Permission.RECORD),
    command(understanding.AskClarification, "/clarification", Permission.RECORD),
    command(understanding.ConfirmUnderstanding, "/understanding", Permission.RECORD),
    command(understanding.RecordNeed, "/need", Permission.RECORD),
    command(sales.RecordPreSaleNeed, "/pre-sale-need", Permission.RECORD),
    command(sales.RecordOrderStatus, "/order-status", Permission.RECORD),
    command(sales.NameAsset, "/asset", Permission.RECORD),
    command(assignment.AssignOwner, "/assign", Permission.RECORD),
    command(intake.AcknowledgeReceipt, "/acknowledge", Permission.RECORD),
    command(intake.DescribeFault, "/fault", Permission.RECORD),
    command(replies.SendReply, "/reply", Permission.RECORD),
    command(assignment.HandOverCase, "/hand-over", Permission.RECORD),
    command(waiting.StartWaiting, "/wait", Permission.RECORD),
    command(waiting.EndWaiting, "/resume", Permission.RECORD),
    command(escalations.EscalateCase, "/escalate", Permission.RECORD),
    command(escalations.TakeEscalation, "/escalation/take", Permission.RECORD),
    command(escalations.DeescalateCase, "/de-escalate", Permission.RECORD),
    command(dispatches.ChooseHandlingMode, "/handling-mode", Permission.RECORD),
    command(dispatches.ArrangeDispatch, "/dispatches", Permission.RECORD),
    command(dispatches.RecordDispatchOutcome, "/dispatches/outcome", Permission.RECORD),
    command(dispatches.AssignResources, "/resources", Permission.RECORD),
    command(closure.ResolveCase, "/resolve", Permission.RECORD),
    command(closure.ConfirmResolution, "/confirm", Permission.RECORD),
    command(closure.ReopenCase, "/reopen", Permission.RECORD),
    command(ratings.RateSatisfaction, "/rate", Permission.RECORD),
    command(revisits.PlanRevisit, "/revisits", Permission.RECORD),
    command(revisits.CancelRevisit, "/revisits/cancel", Permission.RECORD),
    command(revisits.RevisitCase, "/revisit", Permission.RECORD),
    command(closure.SupplementResolution, "/supplement-resolution", Permission.RECORD),
    command(follow_ups.EndFollowUp, "/end-follow-up", Permission.RECORD),
    command(reviews.ReviewCase, "/review", Permission.RECORD),
    command(reviews.AgreeImprovement, "/improvements", Permission.RECORD),
    command(reviews.CompleteImprovement, "/improvements/complete", Permission.RECORD),
    command(closure.CloseCase, "/close", Permission.RECORD, also_needs=_to_close_for_the_source),
    command(replies.AddNote, "/note", Permission.RECORD),
    command(intake.RecordSourceUpdate, "/source-update", Permission.TAKE_OVER),
    command(replies.RecordCustomerMessage, "/customer-message", Permission.RECORD),
    command(replies.SetAnswerNotNeeded, "/answer-not-needed", Permission.RECORD),
    command(replies.ShareProgress, "/progress", Permission.RECORD),
    command(replies.ReportResult, "/result", Permission.RECORD),
    command(replies.ProposePlan, "/plan", Permission.RECORD),
    command(plan_stages.CompletePlanStage, "/plan/stages/complete", Permission.RECORD),
    command(emergencies.InformCounterpart, "/counterpart", Permission.RECORD),
    command(emergencies.ActivateContingencyPlan, "/contingency-plan", Permission.RECORD),
    command(emergencies.OpenGreenChannel, "/green-channel", Permission.RECORD),
    command(escalations.FlagEscalationRisk, "/escalation-risk", Permission.RECORD),
    command(escalations.ClearEscalationRisk, "/escalation-risk/clear", Permission.RECORD),
    command(commitments.MakeCommitment, "/commitments", Permission.RECORD),
    command(commitments.RenegotiateCommitment, "/commitments/renegotiate", Permission.RECORD),
    command(commitments.KeepCommitment, "/commitments/keep", Permission.RECORD),
    command(commitments.BreakCommitment, "/commitments/break", Permission.RECORD),
    command(collaborations.RequestCollaboration, "/collaborations", Permission.RECORD),
    command(collaborations.AcceptCollaboration, "/collaborations/accept", Permission.RECORD),
    command(collaborations.AnswerCollaboration, "/collaborations/answer", Permission.RECORD),
    command(collaborations.CompleteCollaboration, "/collaborations/complete", Permission.RECORD),
    command(collaborations.DeclineCollaboration, "/collaborations/decline", Permission.RECORD),
    command(closure.ConfirmDelivery, "/delivery", Permission.RECORD),
    command(surveys.SendSurvey, "/survey", Permission.RECORD),
    command(surveys.AnswerSurvey, "/answer-survey", Permission.RECORD),
    command(surveys.DeclineSurvey, "/decline-survey", Permission.RECORD),
    command(surveys.SkipSurvey, "/skip-survey", Permission.RECORD),
    command(links.MergeCase, "/merge", Permission.RECORD),
    command(links.UnmergeCase, "/unmerge", Permission.RECORD),
    command(questions.OpenQuestion, "/questions", Permission.RECORD),
    command(questions.AnswerQuestion, "/questions/answer", Permission.RECORD),
    command(links.LinkCase, "/link", Permission.RECORD),
    command(links.UnlinkCase, "/unlink", Permission.RECORD),
    command(links.SplitCase, "/split", Permission.RECORD),
    command(complaints.ReassureCustomer, "/reassure", Permission.RECORD),
    command(complaints.ReconstructIncident, "/incident", Permission.RECORD),
    command(complaints.DetermineLiability, "/liability", Permission.RECORD),
    command(complaints.IdentifyCause, "/cause", Permission.RECORD),
    command(complaints.RecordImpact, "/impact", Permission.RECORD),
    command(remedies.ProposeRemedy, "/remedies", Permission.RECORD),
    command(remedies.ApproveRemedy, "/remedies/approve", Permission.RECORD),
    command(remedies.RejectRemedy, "/remedies/reject", Permission.RECORD),
    command(remedies.GrantRemedy, "/remedies/grant", Permission.RECORD),
    command(exceptions.RequestException, "/exceptions", Permission.RECORD),
    command(exceptions.DecideException, "/exceptions/decide", Permission.RECORD),
    command(WaiveClock, "/waive-clock", Permission.WAIVE),
)


def add_case_reads(app: FastAPI) -> None:
    """Add the routes that read cases."""
    one, many = "/v1/cases/{case_id}", "/v1/cases"
    read = partial(add_read_route, app, problems=ON_AS_OF, refusals=(CaseNotFoundError,))
    read(one, get_case, Permission.READ, CaseView)
    read(f"{one}/history", get_case_history, Permission.HISTORY, CaseHistory)
    add_read_route(app, many, get_cases, Permission.READ, Page[CaseSummary], problems=ON_PROJECTIONS)
    read(f"{one}/stages", get_case_stages, Permission.READ, Stages)
    read(f"{one}/links", get_case_links, Permission.READ, Links, problems=ON_PROJECTIONS)
    read(
        f"{one}/duplicates",
        get_duplicates,
        Permission.READ,
        Duplicates,
        problems=(*ON_PROJECTIONS, *ON_LASTING),
    )
    read(
        f"{one}/introduction",
        get_introduction,
        Permission.READ,
        Introduction,
        problems=(*ON_PROJECTIONS, *ON_LASTING),
    )
    suggestion = f"{one}/classification-suggestion"
    read(
        suggestion,
        get_classification_suggestion,
        Permission.READ,
        ClassificationSuggestion,
        problems=ON_LASTING,
    )
