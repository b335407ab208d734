"""What may be done with a case or account as it stands, said apart from the tables of rules."""

from collections.abc import Iterable

from service.domain.account import themes as account
from service.domain.account.decisions.agreements.agreements import EndAgreement
from service.domain.account.decisions.followers import UnfollowAccount
from service.domain.account.decisions.profile import CloseAccount, OpenAccount
from service.domain.account.decisions.reminders import RaiseReminders
from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case import themes as case
from service.domain.case.decisions.assignment import HandOverCase
from service.domain.case.decisions.closure import (
    CloseCase,
    ConfirmResolution,
    ReopenCase,
    ResolveCase,
    SupplementResolution,
)
from service.domain.case.decisions.collaborations import RequestCollaboration
from service.domain.case.decisions.commitments import MakeCommitment
from service.domain.case.decisions.dispatches import ArrangeDispatch, AssignResources, ChooseHandlingMode
from service.domain.case.decisions.emergencies import (
    ActivateContingencyPlan,
    InformCounterpart,
    OpenGreenChannel,
)
from service.domain.case.decisions.escalations import DeescalateCase, EscalateCase, FlagEscalationRisk
from service.domain.case.decisions.exceptions import RequestException
from service.domain.case.decisions.following.follow_ups import EndFollowUp
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.case.decisions.links import MergeCase, SplitCase
from service.domain.case.decisions.questions import OpenQuestion
from service.domain.case.decisions.ratings import RateSatisfaction
from service.domain.case.decisions.remedies import ProposeRemedy
from service.domain.case.decisions.replies import ProposePlan, ReportResult
from service.domain.case.decisions.reviews import AgreeImprovement, ReviewCase
from service.domain.case.decisions.surveys import SendSurvey, SkipSurvey
from service.domain.case.decisions.understanding import AskClarification
from service.domain.case.decisions.waiting import StartWaiting
from service.domain.command import Command
from service.domain.refusal import Refusal
from tests.domain.account.examples.agreements.agreements import signed
from tests.domain.account.examples.profile import closed_account
from tests.domain.account.examples.routines import settles
from tests.domain.example import AT
from tests.domain.facts import CLOSED, REOPENED, RESOLVED, TEN, opened, received
from tests.domain.good_ways import GOOD_WAYS
from tests.domain.themes_by_example import ACCOUNT_EXAMPLES, CASE_EXAMPLES, gathered
from tests.specification import given

CASE_COMMANDS = {decision.command for decision in case.DECISIONS}
ACCOUNT_COMMANDS = {decision.command for decision in account.DECISIONS}
ENDED_ONLY = {
    ConfirmResolution,
    RateSatisfaction,
    SendSurvey,
    SkipSurvey,
    CloseCase,
    ReportResult,
    ReviewCase,
    AgreeImprovement,
    EndFollowUp,
    SupplementResolution,
}
ABOUT_AN_EARLIER_EVENT = set(gathered("ABOUT_AN_EARLIER_EVENT", CASE_EXAMPLES))
ACCOUNT_ABOUT_AN_EARLIER_EVENT = set(gathered("ABOUT_AN_EARLIER_EVENT", ACCOUNT_EXAMPLES))


def refused_on(
    *history: AnyEvent, kinds: Iterable[type[Command]] = CASE_COMMANDS, **happening: object
) -> set[type[Command]]:
    """Return the commands of these kinds that are refused after this history."""
    refused: set[type[Command]] = set()
    for kind in kinds:
        command = GOOD_WAYS[kind].command.model_copy(update=happening)
        try:
            given(*history).when(command, at=AT).decided()
        except Refusal:
            refused.add(kind)
    return refused


def refused_now(*history: AnyEvent) -> set[type[Command]]:
    """Return the commands refused on a case as it stands, and not for want of a promise to speak of."""
    refused = refused_on(*history)
    assert refused >= ABOUT_AN_EARLIER_EVENT
    return refused - ABOUT_AN_EARLIER_EVENT


def test_a_case_that_was_never_received_can_only_be_received() -> None:
    assert refused_on() == CASE_COMMANDS - {ReceiveCase}


def test_an_open_case_has_no_end_to_speak_of() -> None:
    assert refused_now(received()) == {ReceiveCase, ReopenCase, *ENDED_ONLY}


def test_a_resolved_case_waits_for_the_customer_not_for_work() -> None:
    solved_otherwise = {ResolveCase}
    too_late = {ActivateContingencyPlan}
    assert refused_now(*RESOLVED) == {ReceiveCase, StartWaiting, CloseCase, *solved_otherwise, *too_late}


def test_a_closed_case_must_be_reopened_before_work_goes_on() -> None:
    working = {HandOverCase, StartWaiting, EscalateCase, ResolveCase, MergeCase}
    rushing = {InformCounterpart, ActivateContingencyPlan, OpenGreenChannel}
    promising = {ProposePlan, MakeCommitment, RequestCollaboration, ProposeRemedy}
    dispatching = {ArrangeDispatch, AssignResources, ChooseHandlingMode}
    asking = {OpenQuestion, AskClarification, RequestException}
    new_turns = {SplitCase, FlagEscalationRisk, DeescalateCase}
    confirmed_in_other_words = {ConfirmResolution}
    later = {*dispatching, *asking, *new_turns, *confirmed_in_other_words}
    assert refused_now(*CLOSED) == {ReceiveCase, *working, *rushing, *promising, *later}


def test_a_reopened_case_is_worked_on_like_an_open_one_and_can_still_be_rated() -> None:
    about_a_solution = {ConfirmResolution, CloseCase, ReportResult, SupplementResolution}
    looking_back = {ReviewCase, AgreeImprovement, EndFollowUp}
    assert refused_now(*REOPENED) == {ReceiveCase, *about_a_solution, *looking_back}


def test_nothing_can_be_dated_before_the_receipt() -> None:
    late = received(occurred_at=AT)
    assert refused_on(late, occurred_at=TEN) == CASE_COMMANDS


def test_an_account_is_opened_once_and_before_anything_else() -> None:
    assert refused_on(kinds=ACCOUNT_COMMANDS) == ACCOUNT_COMMANDS - {OpenAccount}
    assert refused_on(opened(), kinds=ACCOUNT_COMMANDS) == {OpenAccount, *ACCOUNT_ABOUT_AN_EARLIER_EVENT}


def test_a_closed_account_takes_no_more_but_its_agreements_can_be_ended() -> None:
    history = (opened(), signed(), settles(), closed_account(occurred_at=TEN))
    assert refused_on(*history, kinds=ACCOUNT_COMMANDS) == ACCOUNT_COMMANDS - {
        EndAgreement,
        CloseAccount,
        UnfollowAccount,
        RaiseReminders,  # it has dropped what is open then
    }


def test_what_happened_before_an_account_was_closed_can_be_recorded_afterwards() -> None:
    refused = set[type[Command]]()
    for kind in ACCOUNT_COMMANDS:  # each after what it needs, all of it before ten
        history = (opened(), *GOOD_WAYS[kind].history[1:], closed_account(occurred_at=AT))
        refused |= refused_on(*history, kinds=[kind], occurred_at=TEN)
    assert refused == {
        OpenAccount,
        CloseAccount,  # it was closed later: it was not closed twice
    }
