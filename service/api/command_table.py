"""Which command stands behind which path. Body, documentation and refusals of a route follow from here."""

import re
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from service.api.access import Permission
from service.domain.account.decisions.agreements import AmendAgreement, EndAgreement, SignAgreement
from service.domain.account.decisions.care import RecordAccountSurvey, RecordNewsSent, RecordProblemReport
from service.domain.account.decisions.contacts import AddContact, OptInToSurveys, OptOutOfSurveys
from service.domain.account.decisions.profile import (
    AssignAccountOwner,
    AssignSegment,
    CloseAccount,
    OpenAccount,
)
from service.domain.account.decisions.routines import SetRoutine
from service.domain.account.decisions.settlements import RecordBillCheck
from service.domain.account.decisions.visits import RecordFirstContact, RecordVisit
from service.domain.aggregate import DECISIONS
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
    ReconstructScene,
    RecordImpact,
    SootheCustomer,
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
    SendReply,
    ShareProgress,
    TellResult,
)
from service.domain.case.decisions.reviews import AgreeImprovement, CompleteImprovement, ReviewCase
from service.domain.case.decisions.revisits import CancelRevisit, PlanRevisit, RevisitCase
from service.domain.case.decisions.sales import RecordOrderStatus, RecordPreSaleNeed
from service.domain.case.decisions.surveys import AnswerSurvey, DeclineSurvey, ForgoSurvey, SendSurvey
from service.domain.case.decisions.understanding import AskClarification, ConfirmUnderstanding, RecordNeed
from service.domain.case.decisions.waiting import EndWaiting, StartWaiting
from service.domain.clocks import commands as clocks
from service.domain.command import Command
from service.domain.refusal import CommandIdReusedError, Refusal, StreamChangedError
from service.domain.rulebook.decisions import PublishCalendar, PublishGuideline, PublishPolicy, SetRoster
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.vocabulary import CloseReason


@dataclass(frozen=True, kw_only=True)
class CommandRoute:
    """POST on `path` carries out `command`: on the stream in the path, on `stream_id`, or on a new one."""

    command: type[Command]
    path: str
    permission: Permission = Permission.RECORD
    stream_id: UUID | None = None
    """The one stream of the command, where there is only one of its kind."""

    @cached_property
    def stream_parameter(self) -> str | None:
        """The path parameter that names the stream; None where there is none to name."""
        found = re.search(r"{(\w+)}", self.path)
        return found[1] if found else None

    @property
    def opens(self) -> bool:
        """Whether the command opens a new stream."""
        return self.stream_parameter is None and self.stream_id is None

    @property
    def resource(self) -> str:
        """Such as `accounts` or `cases`."""
        return self.path.split("/")[2]

    def path_of(self, stream_id: UUID) -> str:
        """Return the path of this command on a case or account; of an opening, its own path."""
        name = self.stream_parameter
        return self.path if name is None else self.path.replace(f"{{{name}}}", str(stream_id))

    @property
    def operation_id(self) -> str:
        """The command's name in snake case."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", self.command.__name__).lower()

    @property
    def refusals(self) -> tuple[type[Refusal], ...]:
        """Every refusal that its rules can give."""
        refusals = DECISIONS[self.command].refusals
        return tuple(dict.fromkeys((*refusals, StreamChangedError, CommandIdReusedError)))


def _on_account(
    command: type[Command], last: str, permission: Permission = Permission.RECORD
) -> CommandRoute:
    return CommandRoute(command=command, path=f"/v1/accounts/{{account_id}}/{last}", permission=permission)


def _on_case(command: type[Command], last: str, permission: Permission = Permission.RECORD) -> CommandRoute:
    return CommandRoute(command=command, path=f"/v1/cases/{{case_id}}/{last}", permission=permission)


def _rule(command: type[Command], path: str) -> CommandRoute:
    return CommandRoute(command=command, path=path, permission=Permission.GOVERN, stream_id=RULEBOOK_ID)


COMMAND_ROUTES: tuple[CommandRoute, ...] = (
    CommandRoute(command=OpenAccount, path="/v1/accounts"),
    _on_account(AddContact, "contacts"),
    _on_account(OptOutOfSurveys, "opt-out-of-surveys"),
    _on_account(OptInToSurveys, "opt-in-to-surveys"),
    _on_account(AssignSegment, "segment"),
    _on_account(AssignAccountOwner, "owner"),
    _on_account(SignAgreement, "sign-agreement"),
    _on_account(AmendAgreement, "amend-agreement"),
    _on_account(EndAgreement, "end-agreement"),
    _on_account(RecordFirstContact, "first-contact"),
    _on_account(SetRoutine, "routine"),
    _on_account(RecordBillCheck, "bill-check"),
    _on_account(RecordVisit, "visit"),
    _on_account(RecordNewsSent, "news"),
    _on_account(RecordAccountSurvey, "survey"),
    _on_account(RecordProblemReport, "problem-report"),
    _on_account(CloseAccount, "close"),
    _on_account(clocks.WaiveAccountClock, "waive-clock", Permission.WAIVE),
    CommandRoute(command=ReceiveCase, path="/v1/cases"),
    _on_case(ClassifyCase, "classify"),
    _on_case(ClassifyByRules, "classify-by-rules"),
    _on_case(AskClarification, "clarification"),
    _on_case(ConfirmUnderstanding, "understanding"),
    _on_case(RecordNeed, "need"),
    _on_case(RecordPreSaleNeed, "pre-sale-need"),
    _on_case(RecordOrderStatus, "order-status"),
    _on_case(AssignOwner, "assign"),
    _on_case(AcknowledgeReceipt, "acknowledge"),
    _on_case(SendReply, "reply"),
    _on_case(HandOverCase, "hand-over"),
    _on_case(StartWaiting, "wait"),
    _on_case(EndWaiting, "resume"),
    _on_case(EscalateCase, "escalate"),
    _on_case(DeescalateCase, "de-escalate"),
    _on_case(ChooseHandlingMode, "handling-mode"),
    _on_case(ArrangeDispatch, "dispatches"),
    _on_case(RecordDispatchOutcome, "dispatches/outcome"),
    _on_case(AssignResources, "resources"),
    _on_case(ResolveCase, "resolve"),
    _on_case(ConfirmResolution, "confirm"),
    _on_case(ReopenCase, "reopen"),
    _on_case(RateSatisfaction, "rate"),
    _on_case(PlanRevisit, "revisits"),
    _on_case(CancelRevisit, "revisits/cancel"),
    _on_case(RevisitCase, "revisit"),
    _on_case(ReviewCase, "review"),
    _on_case(AgreeImprovement, "improvements"),
    _on_case(CompleteImprovement, "improvements/complete"),
    _on_case(CloseCase, "close"),
    _on_case(AddNote, "note"),
    _on_case(RecordSourceUpdate, "source-update", Permission.TAKE_OVER),
    _on_case(RecordCustomerMessage, "customer-message"),
    _on_case(ShareProgress, "progress"),
    _on_case(TellResult, "result"),
    _on_case(ProposePlan, "plan"),
    _on_case(InformCounterpart, "counterpart"),
    _on_case(ActivateContingencyPlan, "contingency-plan"),
    _on_case(OpenGreenChannel, "green-channel"),
    _on_case(FlagEscalationRisk, "escalation-risk"),
    _on_case(ClearEscalationRisk, "escalation-risk/clear"),
    _on_case(MakeCommitment, "commitments"),
    _on_case(RenegotiateCommitment, "commitments/renegotiate"),
    _on_case(KeepCommitment, "commitments/keep"),
    _on_case(BreakCommitment, "commitments/break"),
    _on_case(RequestCollaboration, "collaborations"),
    _on_case(AcceptCollaboration, "collaborations/accept"),
    _on_case(AnswerCollaboration, "collaborations/answer"),
    _on_case(CompleteCollaboration, "collaborations/complete"),
    _on_case(DeclineCollaboration, "collaborations/decline"),
    _on_case(ConfirmDelivery, "delivery"),
    _on_case(SendSurvey, "survey"),
    _on_case(AnswerSurvey, "answer-survey"),
    _on_case(DeclineSurvey, "decline-survey"),
    _on_case(ForgoSurvey, "forgo-survey"),
    _on_case(MergeCase, "merge"),
    _on_case(UnmergeCase, "unmerge"),
    _on_case(OpenQuestion, "questions"),
    _on_case(AnswerQuestion, "questions/answer"),
    _on_case(LinkCase, "link"),
    _on_case(UnlinkCase, "unlink"),
    _on_case(SplitCase, "split"),
    _on_case(SootheCustomer, "soothe"),
    _on_case(ReconstructScene, "scene"),
    _on_case(DetermineLiability, "liability"),
    _on_case(IdentifyCause, "cause"),
    _on_case(RecordImpact, "impact"),
    _on_case(ProposeRemedy, "remedies"),
    _on_case(ApproveRemedy, "remedies/approve"),
    _on_case(RejectRemedy, "remedies/reject"),
    _on_case(GrantRemedy, "remedies/grant"),
    _on_case(RequestException, "exceptions"),
    _on_case(DecideException, "exceptions/decide"),
    _on_case(clocks.WaiveClock, "waive-clock", Permission.WAIVE),
    _rule(PublishPolicy, "/v1/policies"),
    _rule(PublishCalendar, "/v1/calendars"),
    _rule(SetRoster, "/v1/rosters"),
    _rule(PublishGuideline, "/v1/guidelines"),
)

COMMAND_ROUTE_OF: dict[str, CommandRoute] = {route.command.__name__: route for route in COMMAND_ROUTES}
"""By the command's name, as a batch names it."""


def permission_besides(command: Command) -> Permission | None:
    """Return what a command needs besides its route's permission, by what it says.

    `source_closed` passes every condition of closing, so only who speaks for another system may say it.
    """
    says_so = isinstance(command, CloseCase) and command.reason is CloseReason.SOURCE_CLOSED
    return Permission.TAKE_OVER if says_so else None
