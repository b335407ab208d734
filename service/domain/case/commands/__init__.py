"""Wishes about a case, by theme."""

from service.domain.case.commands.alarming import (
    ActivateContingencyPlan,
    AlarmingCommand,
    InformCounterpart,
    OpenGreenChannel,
)
from service.domain.case.commands.collaborating import (
    AcceptCollaboration,
    AnswerCollaboration,
    CollaboratingCommand,
    CompleteCollaboration,
    DeclineCollaboration,
    RequestCollaboration,
)
from service.domain.case.commands.ending import (
    CloseCase,
    ConfirmDelivery,
    ConfirmResolution,
    EndingCommand,
    RateSatisfaction,
    ReopenCase,
    ResolveCase,
    RevisitCase,
    SendSurvey,
)
from service.domain.case.commands.intake import (
    AcknowledgeReceipt,
    AssignOwner,
    ClassifyCase,
    IntakeCommand,
    ReceiveCase,
    RecordSourceUpdate,
)
from service.domain.case.commands.merging import MergeCase, MergingCommand, UnmergeCase
from service.domain.case.commands.promising import (
    BreakCommitment,
    KeepCommitment,
    MakeCommitment,
    PromisingCommand,
    RenegotiateCommitment,
)
from service.domain.case.commands.telling import (
    ProposePlan,
    RecordCustomerMessage,
    SendReply,
    ShareProgress,
    TellingCommand,
)
from service.domain.case.commands.working import (
    AddNote,
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
    "AddNote",
    "AlarmingCommand",
    "AnswerCollaboration",
    "AssignOwner",
    "BreakCommitment",
    "CaseCommand",
    "ClassifyCase",
    "CloseCase",
    "CollaboratingCommand",
    "CompleteCollaboration",
    "ConfirmDelivery",
    "ConfirmResolution",
    "DeclineCollaboration",
    "EndWaiting",
    "EndingCommand",
    "EscalateCase",
    "HandOverCase",
    "InformCounterpart",
    "IntakeCommand",
    "KeepCommitment",
    "MakeCommitment",
    "MergeCase",
    "MergingCommand",
    "OpenGreenChannel",
    "PromisingCommand",
    "ProposePlan",
    "RateSatisfaction",
    "ReceiveCase",
    "RecordCustomerMessage",
    "RecordSourceUpdate",
    "RenegotiateCommitment",
    "ReopenCase",
    "RequestCollaboration",
    "ResolveCase",
    "RevisitCase",
    "SendReply",
    "SendSurvey",
    "ShareProgress",
    "StartWaiting",
    "TellingCommand",
    "UnmergeCase",
    "WorkingCommand",
]

CaseCommand = (
    IntakeCommand
    | TellingCommand
    | WorkingCommand
    | AlarmingCommand
    | PromisingCommand
    | CollaboratingCommand
    | EndingCommand
    | MergingCommand
)
