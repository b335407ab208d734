"""What holds for every command that is told late: judged by its time, and by what happened since."""

from datetime import datetime, timedelta

import pytest

from service.domain.account.decisions.contacts import OptInToSurveys, OptOutOfSurveys
from service.domain.aggregates.aggregate import DECISIONS, AnyEvent
from service.domain.case.decisions.closure import CloseCase, ReopenCase
from service.domain.case.decisions.commitments import MakeCommitment
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.case.decisions.replies import SendReply
from service.domain.case.decisions.waiting import EndWaiting
from service.domain.case.rules import CaseAlreadyClosedError
from service.domain.command import Command
from service.domain.decision import refusals_of
from service.domain.refusal import (
    LaterEventContradictsError,
    NoEffectThenError,
    OnRecordOtherwiseError,
    Refusal,
)
from service.domain.vocabulary import CloseReason
from tests.domain.example import AT
from tests.domain.facts import NINE, TEN, closed
from tests.domain.good_ways import GOOD_WAYS
from tests.domain.test_stands import stand
from tests.domain.test_statuses import ABOUT_AN_EARLIER_EVENT, CASE_COMMANDS
from tests.specification import When, given

HALF_AN_HOUR = timedelta(minutes=30)
HALF_PAST_NINE = NINE + HALF_AN_HOUR
ENDING = [kind for kind, decision in DECISIONS.items() if decision.ends and kind is not ReopenCase]
ABOUT_A_CONTACT: set[type[Command]] = {OptInToSurveys, OptOutOfSurveys}
SPEAKING_OF = sorted(ABOUT_AN_EARLIER_EVENT | ABOUT_A_CONTACT, key=lambda kind: kind.__name__)
ONCE = [
    kind
    for kind, decision in DECISIONS.items()
    if any(OnRecordOtherwiseError in refusals_of(rule) for rule in decision.rules)
]
CLOSING = closed(CloseReason.SOURCE_CLOSED, AT - HALF_AN_HOUR)
NOT_ON_A_CLOSED_CASE = [
    kind
    for kind in DECISIONS
    if kind in CASE_COMMANDS - {ReceiveCase, CloseCase}
    and not stand((*GOOD_WAYS[kind].history, CLOSING), GOOD_WAYS[kind].events)
]


def named(kind: type[Command]) -> str:
    return kind.__name__


def sent(kind: type[Command], history: tuple[AnyEvent, ...], occurred_at: datetime, now: datetime) -> When:
    """Send a command as in its example, after this history."""
    way = GOOD_WAYS[kind]
    command = way.command.model_copy(update={"occurred_at": occurred_at})
    return given(*history).when(command, at=now, rulebook=way.rulebook, looked_up=way.looked_up)


def begun_at_ten(kind: type[Command]) -> tuple[AnyEvent, ...]:
    """Return the history of an example, its last event at ten."""
    *before, last = GOOD_WAYS[kind].history
    return (*before, last.model_copy(update={"occurred_at": TEN}))


@pytest.mark.parametrize("kind", ENDING, ids=named)
def test_nothing_ends_before_it_began(kind: type[Command]) -> None:
    refused = sent(kind, begun_at_ten(kind), HALF_PAST_NINE, now=AT)
    refused.then_refused(NoEffectThenError, occurred_at=HALF_PAST_NINE, last_happened_at=TEN)
    sent(kind, begun_at_ten(kind), AT, now=AT).then(*GOOD_WAYS[kind].events)


@pytest.mark.parametrize("kind", SPEAKING_OF, ids=named)
def test_nothing_is_said_of_what_was_not_yet(kind: type[Command]) -> None:
    with pytest.raises(Refusal) as refused:
        sent(kind, begun_at_ten(kind), HALF_PAST_NINE, now=AT).decided()
    assert refused.value.told_late == (HALF_PAST_NINE, TEN)


@pytest.mark.parametrize("kind", ONCE, ids=named)
def test_what_happens_once_is_a_repeat_at_its_instant_and_refused_at_another(kind: type[Command]) -> None:
    on_record = (*GOOD_WAYS[kind].history, *GOOD_WAYS[kind].events)
    sent(kind, on_record, AT, now=AT).then_nothing()
    sent(kind, on_record, AT + timedelta(minutes=5), now=AT).then_nothing()
    later = AT + HALF_AN_HOUR
    refused = sent(kind, on_record, later, now=later).then_refused(OnRecordOtherwiseError)
    assert f"occurred_at {AT}" in refused.values["on_record"]


@pytest.mark.parametrize("kind", NOT_ON_A_CLOSED_CASE, ids=named)
def test_a_closing_told_late_does_not_go_before_work_that_a_closed_case_refuses(kind: type[Command]) -> None:
    history = (*GOOD_WAYS[kind].history, *GOOD_WAYS[kind].events)
    closing = CloseCase(reason=CloseReason.SOURCE_CLOSED, occurred_at=AT - HALF_AN_HOUR)
    refused = given(*history).when(closing, at=AT + HALF_AN_HOUR)
    refused.then_refused(LaterEventContradictsError, occurred_at=AT - HALF_AN_HOUR, later_at=AT)


@pytest.mark.parametrize("kind", NOT_ON_A_CLOSED_CASE, ids=named)
def test_a_closing_dated_after_that_work_is_recorded(kind: type[Command]) -> None:
    history = (*GOOD_WAYS[kind].history, *GOOD_WAYS[kind].events)
    closing = CloseCase(reason=CloseReason.SOURCE_CLOSED, occurred_at=AT + HALF_AN_HOUR)
    assert given(*history).when(closing, at=AT + 2 * HALF_AN_HOUR).decided()


def test_that_work_is_what_the_rules_refuse_on_a_closed_case() -> None:
    by_rules = {kind for kind in CASE_COMMANDS if CaseAlreadyClosedError in DECISIONS[kind].refusals}
    ended_by_closing = {EndWaiting}
    possible_still = {SendReply, MakeCommitment}  # without a question; with the progress shared
    assert set(NOT_ON_A_CLOSED_CASE) == by_rules - {CloseCase} - possible_still | ended_by_closing


def test_the_refusals_of_what_is_told_late_are_listed() -> None:
    for kind, decision in DECISIONS.items():
        assert (NoEffectThenError in decision.refusals) is decision.ends, kind
    assert all(LaterEventContradictsError in DECISIONS[kind].refusals for kind in CASE_COMMANDS)
