"""Which command of a case stands behind which path, and who may send it."""

from functools import partial

from fastapi import FastAPI

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
from service.domain.case import commands as case
from service.domain.case.events import CaseEvent
from service.domain.case.refusals import CaseNotFoundError
from service.domain.clocks.commands import WaiveClock
from service.domain.clocks.events import AnyClockEvent
from service.domain.vocabulary import CloseReason
from service.projections.queries import CaseSummary

CaseHistory = Page[Envelope[CaseEvent | AnyClockEvent]]


def _to_close_for_the_source(command: case.CloseCase) -> Permission | None:
    """`source_closed` passes every condition of closing: only who speaks for another system may say it."""
    return Permission.TAKE_OVER if command.reason is CloseReason.SOURCE_CLOSED else None


command = partial(CommandRoute.on, "/v1/cases/{case_id}")

COMMANDS: tuple[CommandRoute, ...] = (
    CommandRoute(case.ReceiveCase, "/v1/cases", Permission.RECORD),
    command(case.ClassifyCase, "/classify", Permission.RECORD),
    command(case.ClassifyByRules, "/classify-by-rules", Permission.RECORD),
    command(case.AskClarification, "/clarification", Permission.RECORD),
    command(case.ConfirmUnderstanding, "/understanding", Permission.RECORD),
    command(case.RecordNeed, "/need", Permission.RECORD),
    command(case.RecordPreSaleNeed, "/pre-sale-need", Permission.RECORD),
    command(case.RecordOrderStatus, "/order-status", Permission.RECORD),
    command(case.AssignOwner, "/assign", Permission.RECORD),
    command(case.AcknowledgeReceipt, "/acknowledge", Permission.RECORD),
    command(case.SendReply, "/reply", Permission.RECORD),
    command(case.HandOverCase, "/hand-over", Permission.RECORD),
    command(case.StartWaiting, "/wait", Permission.RECORD),
    command(case.EndWaiting, "/resume", Permission.RECORD),
    command(case.EscalateCase, "/escalate", Permission.RECORD),
    command(case.DeescalateCase, "/de-escalate", Permission.RECORD),
    command(case.ChooseHandlingMode, "/handling-mode", Permission.RECORD),
    command(case.ArrangeDispatch, "/dispatches", Permission.RECORD),
    command(case.RecordDispatchOutcome, "/dispatches/outcome", Permission.RECORD),
    command(case.AssignResources, "/resources", Permission.RECORD),
    command(case.ResolveCase, "/resolve", Permission.RECORD),
    command(case.ConfirmResolution, "/confirm", Permission.RECORD),
    command(case.ReopenCase, "/reopen", Permission.RECORD),
    command(case.RateSatisfaction, "/rate", Permission.RECORD),
    command(case.PlanRevisit, "/revisits", Permission.RECORD),
    command(case.CancelRevisit, "/revisits/cancel", Permission.RECORD),
    command(case.RevisitCase, "/revisit", Permission.RECORD),
    command(case.ReviewCase, "/review", Permission.RECORD),
    command(case.AgreeImprovement, "/improvements", Permission.RECORD),
    command(case.CompleteImprovement, "/improvements/complete", Permission.RECORD),
    command(case.CloseCase, "/close", Permission.RECORD, also_needs=_to_close_for_the_source),
    command(case.AddNote, "/note", Permission.RECORD),
    command(case.RecordSourceUpdate, "/source-update", Permission.TAKE_OVER),
    command(case.RecordCustomerMessage, "/customer-message", Permission.RECORD),
    command(case.ShareProgress, "/progress", Permission.RECORD),
    command(case.TellResult, "/result", Permission.RECORD),
    command(case.ProposePlan, "/plan", Permission.RECORD),
    command(case.InformCounterpart, "/counterpart", Permission.RECORD),
    command(case.ActivateContingencyPlan, "/contingency-plan", Permission.RECORD),
    command(case.OpenGreenChannel, "/green-channel", Permission.RECORD),
    command(case.FlagEscalationRisk, "/escalation-risk", Permission.RECORD),
    command(case.ClearEscalationRisk, "/escalation-risk/clear", Permission.RECORD),
    command(case.MakeCommitment, "/commitments", Permission.RECORD),
    command(case.RenegotiateCommitment, "/commitments/renegotiate", Permission.RECORD),
    command(case.KeepCommitment, "/commitments/keep", Permission.RECORD),
    command(case.BreakCommitment, "/commitments/break", Permission.RECORD),
    command(case.RequestCollaboration, "/collaborations", Permission.RECORD),
    command(case.AcceptCollaboration, "/collaborations/accept", Permission.RECORD),
    command(case.AnswerCollaboration, "/collaborations/answer", Permission.RECORD),
    command(case.CompleteCollaboration, "/collaborations/complete", Permission.RECORD),
    command(case.DeclineCollaboration, "/collaborations/decline", Permission.RECORD),
    command(case.ConfirmDelivery, "/delivery", Permission.RECORD),
    command(case.SendSurvey, "/survey", Permission.RECORD),
    command(case.AnswerSurvey, "/answer-survey", Permission.RECORD),
    command(case.DeclineSurvey, "/decline-survey", Permission.RECORD),
    command(case.ForgoSurvey, "/forgo-survey", Permission.RECORD),
    command(case.MergeCase, "/merge", Permission.RECORD),
    command(case.UnmergeCase, "/unmerge", Permission.RECORD),
    command(case.OpenQuestion, "/questions", Permission.RECORD),
    command(case.AnswerQuestion, "/questions/answer", Permission.RECORD),
    command(case.LinkCase, "/link", Permission.RECORD),
    command(case.UnlinkCase, "/unlink", Permission.RECORD),
    command(case.SplitCase, "/split", Permission.RECORD),
    command(case.SootheCustomer, "/soothe", Permission.RECORD),
    command(case.ReconstructScene, "/scene", Permission.RECORD),
    command(case.DetermineLiability, "/liability", Permission.RECORD),
    command(case.IdentifyCause, "/cause", Permission.RECORD),
    command(case.RecordImpact, "/impact", Permission.RECORD),
    command(case.ProposeRemedy, "/remedies", Permission.RECORD),
    command(case.ApproveRemedy, "/remedies/approve", Permission.RECORD),
    command(case.RejectRemedy, "/remedies/reject", Permission.RECORD),
    command(case.GrantRemedy, "/remedies/grant", Permission.RECORD),
    command(case.RequestException, "/exceptions", Permission.RECORD),
    command(case.DecideException, "/exceptions/decide", Permission.RECORD),
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
