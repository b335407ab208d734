"""Which wish about a case obeys which rules, and what they refuse with."""

from service.domain.case import commands as wish
from service.domain.case.circumstances import Circumstances, Rule
from service.domain.case.rules.general import (
    DATED,
    NOT_CLOSED,
    WORKED_ON,
    account_must_be_open,
    closing_must_be_due,
    complaint_must_be_confirmed,
    must_be_absent,
    must_be_resolved,
    must_have_ended,
    must_not_be_merged_elsewhere,
    must_not_be_merged_into_itself,
    must_not_lie_in_the_future,
    rated_cycle_must_be_resolved,
)
from service.domain.case.rules.general import REFUSALS as GENERAL_REFUSALS
from service.domain.case.rules.promises import REFUSALS as PROMISE_REFUSALS
from service.domain.case.rules.promises import (
    collaboration_must_be_known,
    collaboration_must_be_new,
    collaboration_must_not_be_completed,
    collaboration_must_not_be_declined,
    commitment_must_be_known,
    commitment_must_be_new,
    commitment_must_not_be_kept,
    eta_must_lie_ahead,
    must_be_due_later,
)
from service.domain.refusal import Refusal

__all__ = ["REFUSALS", "RULES", "Circumstances", "Rule"]

REFUSALS: dict[Rule, tuple[type[Refusal], ...]] = {**GENERAL_REFUSALS, **PROMISE_REFUSALS}

_ON_COMMITMENT: tuple[Rule, ...] = (*DATED, commitment_must_be_known)
_ON_COLLABORATION: tuple[Rule, ...] = (*DATED, collaboration_must_be_known)

RULES: dict[type[wish.CaseCommand], tuple[Rule, ...]] = {
    wish.ReceiveCase: (must_be_absent, account_must_be_open, must_not_lie_in_the_future),
    wish.ClassifyCase: DATED,
    wish.AssignOwner: DATED,
    wish.AcknowledgeReceipt: DATED,
    wish.SendReply: DATED,
    wish.HandOverCase: NOT_CLOSED,
    wish.StartWaiting: WORKED_ON,
    wish.EndWaiting: DATED,
    wish.EscalateCase: NOT_CLOSED,
    wish.ResolveCase: NOT_CLOSED,
    wish.ConfirmResolution: (*DATED, must_be_resolved),
    wish.ReopenCase: (*DATED, must_have_ended),
    wish.RateSatisfaction: (*DATED, rated_cycle_must_be_resolved),
    wish.RevisitCase: DATED,
    wish.CloseCase: (*DATED, closing_must_be_due, complaint_must_be_confirmed),
    wish.AddNote: DATED,
    wish.RecordSourceUpdate: DATED,
    wish.RecordCustomerMessage: DATED,
    wish.ShareProgress: (*DATED, eta_must_lie_ahead, commitment_must_be_new),
    wish.ProposePlan: NOT_CLOSED,
    wish.InformCounterpart: NOT_CLOSED,
    wish.ActivateContingencyPlan: NOT_CLOSED,
    wish.OpenGreenChannel: NOT_CLOSED,
    wish.MakeCommitment: (*NOT_CLOSED, must_be_due_later, commitment_must_be_new),
    wish.RenegotiateCommitment: (*_ON_COMMITMENT, commitment_must_not_be_kept, must_be_due_later),
    wish.KeepCommitment: _ON_COMMITMENT,
    wish.BreakCommitment: (*_ON_COMMITMENT, commitment_must_not_be_kept),
    wish.RequestCollaboration: (*NOT_CLOSED, must_be_due_later, collaboration_must_be_new),
    wish.AcceptCollaboration: (*_ON_COLLABORATION, collaboration_must_not_be_declined, eta_must_lie_ahead),
    wish.AnswerCollaboration: (*_ON_COLLABORATION, collaboration_must_not_be_declined, eta_must_lie_ahead),
    wish.CompleteCollaboration: (*_ON_COLLABORATION, collaboration_must_not_be_declined),
    wish.DeclineCollaboration: (*_ON_COLLABORATION, collaboration_must_not_be_completed),
    wish.ConfirmDelivery: DATED,
    wish.SendSurvey: (*DATED, rated_cycle_must_be_resolved),
    wish.MergeCase: (*NOT_CLOSED, must_not_be_merged_into_itself, must_not_be_merged_elsewhere),
    wish.UnmergeCase: DATED,
}
