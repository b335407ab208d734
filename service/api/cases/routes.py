"""Which command of a case stands behind which path, and who may send it."""

from functools import partial

from fastapi import FastAPI

from service.actions.classification import ClassificationSuggestion
from service.actions.duplicates import Duplicates
from service.api.cases.classification import get_classification_suggestion
from service.api.cases.duplicates import get_duplicates
from service.api.cases.links import Links, get_case_links
from service.api.cases.reads import get_case, get_case_history, get_cases
from service.api.cases.stages import Stages, get_case_stages
from service.api.cases.view.case import CaseView
from service.api.http.access import Permission
from service.api.http.as_of import ON_AS_OF
from service.api.http.commands.command_route import CommandRoute
from service.api.http.envelope import Envelope
from service.api.http.lists.page import Page
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route
from service.domain.case.decisions.assignment import AssignOwner, HandOverCase
from service.domain.case.decisions.classification import ClassifyByRules, ClassifyCase
from service.domain.case.decisions.closure import (
    CloseCase,
    ConfirmDelivery,
    ConfirmResolution,
    ReopenCase,
    ResolveCase,
)
from service.domain.case.decisions.collaborations import (
    AcceptCollaboration,
    AnswerCollaboration,
    CompleteCollaboration,
    DeclineCollaboration,
    RequestCollaboration,
)
from service.domain.case.decisions.commitments import (
    BreakCommitment,
    KeepCommitment,
    MakeCommitment,
    RenegotiateCommitment,
)
from service.domain.case.decisions.complaints import (
    DetermineLiability,
    IdentifyCause,
    ReassureCustomer,
    ReconstructIncident,
    RecordImpact,
)
from service.domain.case.decisions.dispatches import (
    ArrangeDispatch,
    AssignResources,
    ChooseHandlingMode,
    RecordDispatchOutcome,
)
from service.domain.case.decisions.emergencies import (
    ActivateContingencyPlan,
    InformCounterpart,
    OpenGreenChannel,
)
from service.domain.case.decisions.escalations import (
    ClearEscalationRisk,
    DeescalateCase,
    EscalateCase,
    FlagEscalationRisk,
)
from service.domain.case.decisions.exceptions import DecideException, RequestException
from service.domain.case.decisions.intake import AcknowledgeReceipt, ReceiveCase, RecordSourceUpdate
from service.domain.case.decisions.links import LinkCase, MergeCase, SplitCase, UnlinkCase, UnmergeCase
from service.domain.case.decisions.questions import AnswerQuestion, OpenQuestion
from service.domain.case.decisions.ratings import RateSatisfaction
from service.domain.case.decisions.remedies import ApproveRemedy, GrantRemedy, ProposeRemedy, RejectRemedy
from service.domain.case.decisions.replies import (
    AddNote,
    ProposePlan,
    RecordCustomerMessage,
    ReportResult,
    SendReply,
    ShareProgress,
)
from service.domain.case.decisions.reviews import AgreeImprovement, CompleteImprovement, ReviewCase
from service.domain.case.decisions.revisits import CancelRevisit, PlanRevisit, RevisitCase
from service.domain.case.decisions.sales import RecordOrderStatus, RecordPreSaleNeed
from service.domain.case.decisions.surveys import AnswerSurvey, DeclineSurvey, SendSurvey, SkipSurvey
from service.domain.case.decisions.understanding import AskClarification, ConfirmUnderstanding, RecordNeed
from service.domain.case.decisions.waiting import EndWaiting, StartWaiting
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


def _to_close_for_the_source(command: CloseCase) -> Permission | None:
    """`source_closed` passes every condition of closing: only who speaks for another system may say it."""
    return Permission.TAKE_OVER if command.reason is CloseReason.SOURCE_CLOSED else None


command = partial(CommandRoute.on, "/v1/cases/{case_id}")

COMMANDS: tuple[CommandRoute, ...] = (
    CommandRoute(ReceiveCase, "/v1/cases", Permission.RECORD),
    command(ClassifyCase, "/classify", Permission.RECORD),
    command(ClassifyByRules, "/classify-by-rules", Permission.RECORD),
    command(AskClarification, "/clarification", Permission.RECORD),
    command(ConfirmUnderstanding, "/understanding", Permission.RECORD),
    command(RecordNeed, "/need", Permission.RECORD),
    command(RecordPreSaleNeed, "/pre-sale-need", Permission.RECORD),
    command(RecordOrderStatus, "/order-status", Permission.RECORD),
    command(AssignOwner, "/assign", Permission.RECORD),
    command(AcknowledgeReceipt, "/acknowledge", Permission.RECORD),
    command(SendReply, "/reply", Permission.RECORD),
    command(HandOverCase, "/hand-over", Permission.RECORD),
    command(StartWaiting, "/wait", Permission.RECORD),
    command(EndWaiting, "/resume", Permission.RECORD),
    command(EscalateCase, "/escalate", Permission.RECORD),
    command(DeescalateCase, "/de-escalate", Permission.RECORD),
    command(ChooseHandlingMode, "/handling-mode", Permission.RECORD),
    command(ArrangeDispatch, "/dispatches", Permission.RECORD),
    command(RecordDispatchOutcome, "/dispatches/outcome", Permission.RECORD),
    command(AssignResources, "/resources", Permission.RECORD),
    command(ResolveCase, "/resolve", Permission.RECORD),
    command(ConfirmResolution, "/confirm", Permission.RECORD),
    command(ReopenCase, "/reopen", Permission.RECORD),
    command(RateSatisfaction, "/rate", Permission.RECORD),
    command(PlanRevisit, "/revisits", Permission.RECORD),
    command(CancelRevisit, "/revisits/cancel", Permission.RECORD),
    command(RevisitCase, "/revisit", Permission.RECORD),
    command(ReviewCase, "/review", Permission.RECORD),
    command(AgreeImprovement, "/improvements", Permission.RECORD),
    command(CompleteImprovement, "/improvements/complete", Permission.RECORD),
    command(CloseCase, "/close", Permission.RECORD, also_needs=_to_close_for_the_source),
    command(AddNote, "/note", Permission.RECORD),
    command(RecordSourceUpdate, "/source-update", Permission.TAKE_OVER),
    command(RecordCustomerMessage, "/customer-message", Permission.RECORD),
    command(ShareProgress, "/progress", Permission.RECORD),
    command(ReportResult, "/result", Permission.RECORD),
    command(ProposePlan, "/plan", Permission.RECORD),
    command(InformCounterpart, "/counterpart", Permission.RECORD),
    command(ActivateContingencyPlan, "/contingency-plan", Permission.RECORD),
    command(OpenGreenChannel, "/green-channel", Permission.RECORD),
    command(FlagEscalationRisk, "/escalation-risk", Permission.RECORD),
    command(ClearEscalationRisk, "/escalation-risk/clear", Permission.RECORD),
    command(MakeCommitment, "/commitments", Permission.RECORD),
    command(RenegotiateCommitment, "/commitments/renegotiate", Permission.RECORD),
    command(KeepCommitment, "/commitments/keep", Permission.RECORD),
    command(BreakCommitment, "/commitments/break", Permission.RECORD),
    command(RequestCollaboration, "/collaborations", Permission.RECORD),
    command(AcceptCollaboration, "/collaborations/accept", Permission.RECORD),
    command(AnswerCollaboration, "/collaborations/answer", Permission.RECORD),
    command(CompleteCollaboration, "/collaborations/complete", Permission.RECORD),
    command(DeclineCollaboration, "/collaborations/decline", Permission.RECORD),
    command(ConfirmDelivery, "/delivery", Permission.RECORD),
    command(SendSurvey, "/survey", Permission.RECORD),
    command(AnswerSurvey, "/answer-survey", Permission.RECORD),
    command(DeclineSurvey, "/decline-survey", Permission.RECORD),
    command(SkipSurvey, "/skip-survey", Permission.RECORD),
    command(MergeCase, "/merge", Permission.RECORD),
    command(UnmergeCase, "/unmerge", Permission.RECORD),
    command(OpenQuestion, "/questions", Permission.RECORD),
    command(AnswerQuestion, "/questions/answer", Permission.RECORD),
    command(LinkCase, "/link", Permission.RECORD),
    command(UnlinkCase, "/unlink", Permission.RECORD),
    command(SplitCase, "/split", Permission.RECORD),
    command(ReassureCustomer, "/reassure", Permission.RECORD),
    command(ReconstructIncident, "/incident", Permission.RECORD),
    command(DetermineLiability, "/liability", Permission.RECORD),
    command(IdentifyCause, "/cause", Permission.RECORD),
    command(RecordImpact, "/impact", Permission.RECORD),
    command(ProposeRemedy, "/remedies", Permission.RECORD),
    command(ApproveRemedy, "/remedies/approve", Permission.RECORD),
    command(RejectRemedy, "/remedies/reject", Permission.RECORD),
    command(GrantRemedy, "/remedies/grant", Permission.RECORD),
    command(RequestException, "/exceptions", Permission.RECORD),
    command(DecideException, "/exceptions/decide", Permission.RECORD),
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
    read(f"{one}/duplicates", get_duplicates, Permission.READ, Duplicates, problems=ON_PROJECTIONS)
    suggestion = f"{one}/classification-suggestion"
    read(suggestion, get_classification_suggestion, Permission.READ, ClassificationSuggestion, problems=())
