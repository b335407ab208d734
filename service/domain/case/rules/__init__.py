"""Which wish about a case obeys which rules, and what they refuse with."""

from service.domain.case import commands as wish
from service.domain.case.circumstances import Circumstances, Rule
from service.domain.case.rules.accountability import REFUSALS as ACCOUNTABILITY_REFUSALS
from service.domain.case.rules.accountability import somebody_must_answer_for_it
from service.domain.case.rules.attaching import REFUSALS as ATTACHING_REFUSALS
from service.domain.case.rules.attaching import RULES as ATTACHING_RULES
from service.domain.case.rules.classifying import REFUSALS as CLASSIFYING_REFUSALS
from service.domain.case.rules.classifying import RULES as CLASSIFYING_RULES
from service.domain.case.rules.collaborating import REFUSALS as COLLABORATING_REFUSALS
from service.domain.case.rules.collaborating import department_must_be_listed, step_must_be_listed
from service.domain.case.rules.complaining import REFUSALS as COMPLAINING_REFUSALS
from service.domain.case.rules.complaining import RULES as COMPLAINING_RULES
from service.domain.case.rules.complaining import cause_must_be_found
from service.domain.case.rules.dispatching import REFUSALS as DISPATCHING_REFUSALS
from service.domain.case.rules.dispatching import RULES as DISPATCHING_RULES
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
)
from service.domain.case.rules.general import REFUSALS as GENERAL_REFUSALS
from service.domain.case.rules.linking import REFUSALS as LINKING_REFUSALS
from service.domain.case.rules.linking import RULES as LINKING_RULES
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
from service.domain.case.rules.questioning import REFUSALS as QUESTIONING_REFUSALS
from service.domain.case.rules.questioning import RULES as QUESTIONING_RULES
from service.domain.case.rules.questioning import questions_must_be_answered
from service.domain.case.rules.remedying import REFUSALS as REMEDYING_REFUSALS
from service.domain.case.rules.remedying import RULES as REMEDYING_RULES
from service.domain.case.rules.reviewing import REFUSALS as REVIEWING_REFUSALS
from service.domain.case.rules.reviewing import RULES as REVIEWING_RULES
from service.domain.case.rules.revisiting import REFUSALS as REVISITING_REFUSALS
from service.domain.case.rules.revisiting import RULES as REVISITING_RULES
from service.domain.case.rules.surveying import REFUSALS as SURVEYING_REFUSALS
from service.domain.case.rules.surveying import RULES as SURVEYING_RULES
from service.domain.case.rules.understanding import RULES as UNDERSTANDING_RULES
from service.domain.refusal import Refusal

__all__ = ["REFUSALS", "RULES", "Circumstances", "Rule"]

REFUSALS: dict[Rule, tuple[type[Refusal], ...]] = {
    **GENERAL_REFUSALS,
    **COMPLAINING_REFUSALS,
    **REMEDYING_REFUSALS,
    **PROMISE_REFUSALS,
    **REVISITING_REFUSALS,
    **REVIEWING_REFUSALS,
    **ATTACHING_REFUSALS,
    **CLASSIFYING_REFUSALS,
    **SURVEYING_REFUSALS,
    **QUESTIONING_REFUSALS,
    **LINKING_REFUSALS,
    **ACCOUNTABILITY_REFUSALS,
    **COLLABORATING_REFUSALS,
    **DISPATCHING_REFUSALS,
}

_ON_COMMITMENT: tuple[Rule, ...] = (*DATED, commitment_must_be_known)
_ON_COLLABORATION: tuple[Rule, ...] = (*DATED, collaboration_must_be_known)
_ON_ITS_WORK: tuple[Rule, ...] = (
    *_ON_COLLABORATION,
    collaboration_must_not_be_declined,
    eta_must_lie_ahead,
    commitment_must_be_new,
)

RULES: dict[type[wish.CaseCommand], tuple[Rule, ...]] = {
    wish.ReceiveCase: (must_be_absent, account_must_be_open, must_not_lie_in_the_future),
    wish.AssignOwner: DATED,
    wish.AcknowledgeReceipt: DATED,
    wish.HandOverCase: NOT_CLOSED,
    wish.StartWaiting: WORKED_ON,
    wish.EndWaiting: DATED,
    wish.EscalateCase: NOT_CLOSED,
    wish.DeescalateCase: NOT_CLOSED,
    wish.ResolveCase: (*NOT_CLOSED, questions_must_be_answered, somebody_must_answer_for_it),
    wish.ConfirmResolution: (*DATED, must_be_resolved),
    wish.ReopenCase: (*DATED, must_have_ended),
    wish.CloseCase: (
        *DATED,
        closing_must_be_due,
        complaint_must_be_confirmed,
        questions_must_be_answered,
        cause_must_be_found,
        somebody_must_answer_for_it,
    ),
    wish.AddNote: DATED,
    wish.RecordSourceUpdate: DATED,
    wish.RecordCustomerMessage: DATED,
    wish.ShareProgress: (*DATED, eta_must_lie_ahead, commitment_must_be_new),
    wish.ProposePlan: NOT_CLOSED,
    wish.InformCounterpart: NOT_CLOSED,
    wish.ActivateContingencyPlan: NOT_CLOSED,
    wish.OpenGreenChannel: NOT_CLOSED,
    wish.FlagEscalationRisk: NOT_CLOSED,
    wish.ClearEscalationRisk: DATED,
    wish.TellResult: (*DATED, must_be_resolved),
    wish.MakeCommitment: (*NOT_CLOSED, must_be_due_later, commitment_must_be_new),
    wish.RenegotiateCommitment: (*_ON_COMMITMENT, commitment_must_not_be_kept, must_be_due_later),
    wish.KeepCommitment: _ON_COMMITMENT,
    wish.BreakCommitment: (*_ON_COMMITMENT, commitment_must_not_be_kept),
    wish.RequestCollaboration: (
        *NOT_CLOSED,
        must_be_due_later,
        collaboration_must_be_new,
        department_must_be_listed,
        step_must_be_listed,
    ),
    wish.AcceptCollaboration: _ON_ITS_WORK,
    wish.AnswerCollaboration: _ON_ITS_WORK,
    wish.CompleteCollaboration: (*_ON_COLLABORATION, collaboration_must_not_be_declined),
    wish.DeclineCollaboration: (*_ON_COLLABORATION, collaboration_must_not_be_completed),
    wish.ConfirmDelivery: DATED,
    **SURVEYING_RULES,
    wish.MergeCase: (*NOT_CLOSED, must_not_be_merged_into_itself, must_not_be_merged_elsewhere),
    wish.UnmergeCase: DATED,
    **REVISITING_RULES,
    **REVIEWING_RULES,
    **ATTACHING_RULES,
    **CLASSIFYING_RULES,
    **UNDERSTANDING_RULES,
    **QUESTIONING_RULES,
    **COMPLAINING_RULES,
    **REMEDYING_RULES,
    **LINKING_RULES,
    **DISPATCHING_RULES,
}
