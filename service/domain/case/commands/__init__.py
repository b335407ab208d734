"""Wishes about a case, by theme."""

from service.domain.case.commands.alarming import (
    ActivateContingencyPlan,
    AlarmingCommand,
    ClearEscalationRisk,
    FlagEscalationRisk,
    InformCounterpart,
    OpenGreenChannel,
)
from service.domain.case.commands.attaching import AddAttachment, AttachingCommand
from service.domain.case.commands.collaborating import (
    AcceptCollaboration,
    AnswerCollaboration,
    CollaboratingCommand,
    CompleteCollaboration,
    DeclineCollaboration,
    RequestCollaboration,
)
from service.domain.case.commands.complaining import (
    ComplainingCommand,
    DetermineLiability,
    IdentifyCause,
    ReconstructScene,
    RecordImpact,
    SootheCustomer,
)
from service.domain.case.commands.dispatching import (
    ArrangeDispatch,
    AssignResources,
    ChooseHandlingMode,
    DispatchingCommand,
    RecordDispatchOutcome,
)
from service.domain.case.commands.ending import (
    CloseCase,
    ConfirmDelivery,
    ConfirmResolution,
    EndingCommand,
    RateSatisfaction,
    ReopenCase,
    ResolveCase,
    SendSurvey,
)
from service.domain.case.commands.intake import (
    AcknowledgeReceipt,
    AssignOwner,
    ClassifyByRules,
    ClassifyCase,
    IntakeCommand,
    ReceiveCase,
    RecordSourceUpdate,
)
from service.domain.case.commands.linking import (
    LinkCase,
    LinkingCommand,
    SplitCase,
    UnlinkCase,
)
from service.domain.case.commands.merging import MergeCase, MergingCommand, UnmergeCase
from service.domain.case.commands.promising import (
    BreakCommitment,
    KeepCommitment,
    MakeCommitment,
    PromisingCommand,
    RenegotiateCommitment,
)
from service.domain.case.commands.questioning import (
    AnswerQuestion,
    OpenQuestion,
    QuestioningCommand,
)
from service.domain.case.commands.remedying import (
    ApproveRemedy,
    DecideException,
    GrantRemedy,
    ProposeRemedy,
    RejectRemedy,
    RemedyingCommand,
    RequestException,
)
from service.domain.case.commands.reviewing import (
    AgreeImprovement,
    CompleteImprovement,
    ReviewCase,
    ReviewingCommand,
)
from service.domain.case.commands.revisiting import (
    CancelRevisit,
    PlanRevisit,
    RevisitCase,
    RevisitingCommand,
)
from service.domain.case.commands.selling import RecordOrderStatus, RecordPreSaleNeed, SellingCommand
from service.domain.case.commands.surveying import AnswerSurvey, DeclineSurvey, ForgoSurvey, SurveyingCommand
from service.domain.case.commands.telling import (
    ProposePlan,
    RecordCustomerMessage,
    SendReply,
    ShareProgress,
    TellingCommand,
    TellResult,
)
from service.domain.case.commands.understanding import (
    AskClarification,
    ConfirmUnderstanding,
    RecordNeed,
    UnderstandingCommand,
)
from service.domain.case.commands.working import (
    AddNote,
    DeescalateCase,
    EndWaiting,
    EscalateCase,
    HandOverCase,
    StartWaiting,
    WorkingCommand,
)

__all__ = [
    "AcceptCollaboration",
    "AcknowledgeReceipt",
    "ActivateContingencyPlan",
    "AddAttachment",
    "AddNote",
    "AgreeImprovement",
    "AlarmingCommand",
    "AnswerCollaboration",
    "AnswerQuestion",
    "AnswerSurvey",
    "ApproveRemedy",
    "ArrangeDispatch",
    "AskClarification",
    "AssignOwner",
    "AssignResources",
    "AttachingCommand",
    "BreakCommitment",
    "CancelRevisit",
    "CaseCommand",
    "ChooseHandlingMode",
    "ClassifyByRules",
    "ClassifyCase",
    "ClearEscalationRisk",
    "CloseCase",
    "CollaboratingCommand",
    "ComplainingCommand",
    "CompleteCollaboration",
    "CompleteImprovement",
    "ConfirmDelivery",
    "ConfirmResolution",
    "ConfirmUnderstanding",
    "DecideException",
    "DeclineCollaboration",
    "DeclineSurvey",
    "DeescalateCase",
    "DetermineLiability",
    "DispatchingCommand",
    "EndWaiting",
    "EndingCommand",
    "EscalateCase",
    "FlagEscalationRisk",
    "ForgoSurvey",
    "GrantRemedy",
    "HandOverCase",
    "IdentifyCause",
    "InformCounterpart",
    "IntakeCommand",
    "KeepCommitment",
    "LinkCase",
    "LinkingCommand",
    "MakeCommitment",
    "MergeCase",
    "MergingCommand",
    "OpenGreenChannel",
    "OpenQuestion",
    "PlanRevisit",
    "PromisingCommand",
    "ProposePlan",
    "ProposeRemedy",
    "QuestioningCommand",
    "RateSatisfaction",
    "ReceiveCase",
    "ReconstructScene",
    "RecordCustomerMessage",
    "RecordDispatchOutcome",
    "RecordImpact",
    "RecordNeed",
    "RecordOrderStatus",
    "RecordPreSaleNeed",
    "RecordSourceUpdate",
    "RejectRemedy",
    "RemedyingCommand",
    "RenegotiateCommitment",
    "ReopenCase",
    "RequestCollaboration",
    "RequestException",
    "ResolveCase",
    "ReviewCase",
    "ReviewingCommand",
    "RevisitCase",
    "RevisitingCommand",
    "SellingCommand",
    "SendReply",
    "SendSurvey",
    "ShareProgress",
    "SootheCustomer",
    "SplitCase",
    "StartWaiting",
    "SurveyingCommand",
    "TellResult",
    "TellingCommand",
    "UnderstandingCommand",
    "UnlinkCase",
    "UnmergeCase",
    "WorkingCommand",
]

CaseCommand = (
    IntakeCommand
    | UnderstandingCommand
    | SellingCommand
    | TellingCommand
    | WorkingCommand
    | AlarmingCommand
    | PromisingCommand
    | CollaboratingCommand
    | DispatchingCommand
    | EndingCommand
    | SurveyingCommand
    | MergingCommand
    | RevisitingCommand
    | ReviewingCommand
    | AttachingCommand
    | QuestioningCommand
    | LinkingCommand
    | ComplainingCommand
    | RemedyingCommand
)
