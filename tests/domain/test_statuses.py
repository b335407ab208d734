"""What may be done with a case or account as it stands, said apart from the tables of rules."""

from collections.abc import Iterable

from service.domain.account.commands import (
    AmendAgreement,
    CloseAccount,
    EndAgreement,
    OpenAccount,
    OptInToSurveys,
    OptOutOfSurveys,
    RecordBillCheck,
)
from service.domain.account.rules import RULES as ACCOUNT_RULES
from service.domain.aggregate import AnyCommand, AnyEvent
from service.domain.case import commands as wish
from service.domain.case.rules import RULES
from service.domain.refusal import Refusal
from tests.domain.account_ways import closed_account, settles, signed
from tests.domain.facts import CLOSED, REOPENED, RESOLVED, TEN, opened, received
from tests.domain.good_ways import AT, GOOD_WAYS
from tests.specification import given

ENDED_ONLY = {
    wish.ConfirmResolution,
    wish.RateSatisfaction,
    wish.SendSurvey,
    wish.ForgoSurvey,
    wish.CloseCase,
    wish.TellResult,
    wish.ReviewCase,
    wish.AgreeImprovement,
}
SPEAKING_OF_ANOTHER_FACT = {
    wish.RenegotiateCommitment,
    wish.KeepCommitment,
    wish.BreakCommitment,
    wish.AcceptCollaboration,
    wish.AnswerCollaboration,
    wish.CompleteCollaboration,
    wish.DeclineCollaboration,
    wish.AnswerSurvey,
    wish.DeclineSurvey,
    wish.AnswerQuestion,
    wish.ApproveRemedy,
    wish.CancelRevisit,
    wish.CompleteImprovement,
    wish.DecideException,
    wish.GrantRemedy,
    wish.RecordDispatchOutcome,
    wish.RejectRemedy,
    wish.RevisitCase,
}
SPEAKING_OF_A_CONTACT = {OptInToSurveys, OptOutOfSurveys}


def refused_on(
    *history: AnyEvent, kinds: Iterable[type[AnyCommand]] = RULES, **happening: object
) -> set[type[AnyCommand]]:
    """Return the commands of these kinds that are refused after this history."""
    refused: set[type[AnyCommand]] = set()
    for kind in kinds:
        command = GOOD_WAYS[kind].command.model_copy(update=happening)
        try:
            given(*history).when(command, at=AT).decided()
        except Refusal:
            refused.add(kind)
    return refused


def refused_now(*history: AnyEvent) -> set[type[AnyCommand]]:
    """Return the commands refused on a case as it stands, and not for want of a promise to speak of."""
    refused = refused_on(*history)
    assert refused >= SPEAKING_OF_ANOTHER_FACT
    return refused - SPEAKING_OF_ANOTHER_FACT


def test_a_case_that_was_never_received_can_only_be_received() -> None:
    assert refused_on() == set(RULES) - {wish.ReceiveCase}


def test_an_open_case_has_no_end_to_speak_of() -> None:
    assert refused_now(received()) == {wish.ReceiveCase, wish.ReopenCase, *ENDED_ONLY}


def test_a_resolved_case_waits_for_the_customer_not_for_work() -> None:
    assert refused_now(*RESOLVED) == {wish.ReceiveCase, wish.StartWaiting, wish.CloseCase}


def test_a_closed_case_must_be_reopened_before_work_goes_on() -> None:
    working = {wish.HandOverCase, wish.StartWaiting, wish.EscalateCase, wish.ResolveCase, wish.MergeCase}
    rushing = {wish.InformCounterpart, wish.ActivateContingencyPlan, wish.OpenGreenChannel}
    promising = {wish.ProposePlan, wish.MakeCommitment, wish.RequestCollaboration, wish.ProposeRemedy}
    dispatching = {wish.ArrangeDispatch, wish.AssignResources, wish.ChooseHandlingMode}
    asking = {wish.OpenQuestion, wish.AskClarification, wish.RequestException}
    new_turns = {wish.SplitCase, wish.FlagEscalationRisk, wish.DeescalateCase}
    later = {*dispatching, *asking, *new_turns}
    assert refused_now(*CLOSED) == {wish.ReceiveCase, *working, *rushing, *promising, *later}


def test_a_reopened_case_is_worked_on_like_an_open_one_and_can_still_be_rated() -> None:
    about_a_solution = {wish.ConfirmResolution, wish.CloseCase, wish.TellResult}
    looking_back = {wish.ReviewCase, wish.AgreeImprovement}
    assert refused_now(*REOPENED) == {wish.ReceiveCase, *about_a_solution, *looking_back}


def test_nothing_can_be_dated_before_the_receipt() -> None:
    late = received(occurred_at=AT)
    assert refused_on(late, occurred_at=TEN) == set(RULES)


def test_an_account_is_opened_once_and_before_anything_else() -> None:
    assert refused_on(kinds=ACCOUNT_RULES) == set(ACCOUNT_RULES) - {OpenAccount}
    of_something_else_first = {AmendAgreement, EndAgreement, RecordBillCheck}
    assert refused_on(opened(), kinds=ACCOUNT_RULES) == {
        OpenAccount,
        *of_something_else_first,
        *SPEAKING_OF_A_CONTACT,
    }


def test_a_closed_account_takes_no_more_but_its_agreements_can_be_ended() -> None:
    history = (opened(), signed(), settles(), closed_account(occurred_at=TEN))
    assert refused_on(*history, kinds=ACCOUNT_RULES) == set(ACCOUNT_RULES) - {EndAgreement, CloseAccount}


def test_what_happened_before_an_account_was_closed_can_be_recorded_afterwards() -> None:
    history = (opened(), signed(), settles(), closed_account(occurred_at=AT))
    assert refused_on(*history, kinds=ACCOUNT_RULES, occurred_at=TEN) == {
        OpenAccount,
        *SPEAKING_OF_A_CONTACT,
    }
