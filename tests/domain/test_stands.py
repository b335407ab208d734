"""Whether an event makes sense where it stands, once something earlier becomes known.

What `stands` says in the themes of the record agrees with the rules of the commands in their decisions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from service.domain.account import themes as account_themes
from service.domain.account.decisions.care import RecordAccountSurvey, RecordNewsSent
from service.domain.account.event import AccountFact
from service.domain.account.state import UNOPENED
from service.domain.aggregates.aggregate import AnyEvent, fold
from service.domain.case import themes as case_themes
from service.domain.case.decisions.commitments import MakeCommitment
from service.domain.case.record.links import CaseMerged
from service.domain.case.state import ABSENT, Case
from service.domain.clocks.events import ClockEvent
from service.domain.command import Command
from service.domain.event import Event
from service.domain.refusal import Refusal
from service.domain.vocabulary import CloseReason
from tests.domain.account.examples.profile import closed_account
from tests.domain.example import AT, Example
from tests.domain.facts import OTHER_CASE_ID, TEN, closed, reopened, resolved
from tests.domain.good_ways import GOOD_WAYS
from tests.domain.refused_ways import BREAKS, LISTED, Shown
from tests.domain.test_every_command import named
from tests.domain.test_statuses import ACCOUNT_COMMANDS, CASE_COMMANDS
from tests.specification import given

FACTS = {kind: way for kind, way in GOOD_WAYS.items() if kind in CASE_COMMANDS | ACCOUNT_COMMANDS}
RECORDED_ON_A_CLOSED_CASE_BY_ANOTHER_COMMAND: set[type[Command]] = {MakeCommitment}
"""Whoever shares progress may promise something even then (`ShareProgress`, `AcceptCollaboration`)."""
Facts = tuple[AnyEvent, ...]


def stand(history: Iterable[Event], events: Sequence[Event]) -> bool:
    """Return whether events make sense after a history, each after those before it."""
    for number, event in enumerate(events):
        if isinstance(event, ClockEvent):
            continue
        state: Any = fold((*history, *events[:number]))
        is_of_account = isinstance(event, AccountFact)
        themes: Any = account_themes if is_of_account else case_themes
        if not themes.stands(state or (UNOPENED if is_of_account else ABSENT), event):
            return False
    return True


def decided(way: Example) -> Facts | None:
    """Return what follows; None where the command is refused."""
    when = given(*way.history).when(
        way.command,
        at=AT,
        account=way.account,
        rulebook=way.rulebook,
        looked_up=way.looked_up,
        teller=way.teller,
    )
    try:
        return when.decided()
    except Refusal:
        return None


def with_other_standings(way: Example) -> dict[str, Example]:
    """Return the example with its case or account as it is, and brought further."""
    state = fold(way.history)
    if state is None:
        return {"as it is": way}
    if not isinstance(state, Case):
        return {"as it is": way, "closed": replace(way, history=(*way.history, closed_account()))}
    at = max(TEN, state.last_happened_at or TEN)
    merged = CaseMerged(occurred_at=at, into_case_id=OTHER_CASE_ID, reason="Told twice")
    end = resolved(cycle=state.cycle, at=at)
    ended = () if state.cycle in state.resolved_cycles else (end,)
    further: dict[str, Facts] = {
        "as it is": (),
        "resolved": ended,
        "closed": (closed(CloseReason.SOURCE_CLOSED, at),),
        "reopened": (*ended, reopened(cycle=state.cycle + 1, at=at)),
        "merged away": (merged,) if state.merged_into is None else (),
    }
    return {name: replace(way, history=(*way.history, *more)) for name, more in further.items()}


STANDINGS = [
    pytest.param(name, way, id=f"{kind.__name__}-{name}")
    for kind, example in FACTS.items()
    for name, way in with_other_standings(example).items()
]
SENT_WHATEVER_IS_TOLD_LATER: set[type[Command]] = {RecordNewsSent, RecordAccountSurvey}
"""A contact who opted out before, as is told afterwards, was sent it all the same."""
BY_HISTORY_ALONE = [
    shown
    for shown in LISTED
    if shown[0] in FACTS
    and replace(BREAKS[shown[1:]](FACTS[shown[0]]), history=FACTS[shown[0]].history) == FACTS[shown[0]]
]


@pytest.mark.parametrize(("standing", "way"), STANDINGS)
def test_an_event_makes_sense_just_where_its_command_is_carried_out(standing: str, way: Example) -> None:
    events = decided(way)
    if events is not None:
        assert stand(way.history, events)
    elif type(way.command) not in RECORDED_ON_A_CLOSED_CASE_BY_ANOTHER_COMMAND:
        assert not stand(way.history, way.events)
    else:
        assert standing == "closed"


@pytest.mark.parametrize("shown", BY_HISTORY_ALONE, ids=named)
def test_an_event_makes_no_sense_after_a_history_for_which_its_command_is_refused(shown: Shown) -> None:
    command, rule, refusal = shown
    broken = BREAKS[rule, refusal](FACTS[command])
    assert decided(broken) is None
    if command not in {*RECORDED_ON_A_CLOSED_CASE_BY_ANOTHER_COMMAND, *SENT_WHATEVER_IS_TOLD_LATER}:
        assert not stand(broken.history, broken.events)
