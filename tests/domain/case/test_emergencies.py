"""Who is called in an emergency, and what is set going."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.emergencies import (
    ActivateContingencyPlan,
    InformCounterpart,
    OpenGreenChannel,
)
from service.domain.case.decisions.replies import ProposePlan
from service.domain.case.record.classification import CaseClassified
from service.domain.case.record.emergencies import (
    ContingencyPlanActivated,
    CounterpartInformed,
    GreenChannelOpened,
)
from service.domain.case.themes import clock_triggers
from service.domain.clocks.milestones import Milestone, MilestoneReached, SituationChanged
from service.domain.command import Command
from service.domain.vocabulary import ResponseClass
from tests.domain.case.examples.classification import classified
from tests.domain.case.examples.emergencies import green_channel_opened
from tests.domain.facts import ELEVEN, NINE, TEN, received, reopened, resolved
from tests.specification import case_after, given

INFORMED = CounterpartInformed(occurred_at=TEN, counterpart="d.sun")
ACTIVATED = ContingencyPlanActivated(occurred_at=TEN, plan_id="CP-3")
OPENED = GreenChannelOpened(occurred_at=TEN, task_force=("b.li", "d.sun"), reason="All lines stand")
OPEN = OpenGreenChannel(task_force=("b.li", "d.sun"), reason="All lines stand")
GREEN = CaseClassified(occurred_at=TEN, response_class=ResponseClass.GREEN_CHANNEL)
WAYS = [
    pytest.param(InformCounterpart(counterpart="d.sun"), INFORMED, id="informed"),
    pytest.param(ActivateContingencyPlan(plan_id="CP-3"), ACTIVATED, id="activated"),
    pytest.param(OPEN, OPENED, id="opened"),
]


@pytest.mark.parametrize(("command", "event"), WAYS)
def test_what_is_found_to_have_happened_earlier_is_an_event_and_later_is_none(
    command: Any, event: Any
) -> None:
    given(received(), event).when(command, at=ELEVEN).then_nothing()
    early = command.model_copy(update={"occurred_at": NINE})
    first = event.model_copy(update={"occurred_at": NINE})
    given(received(), event).when(early, at=ELEVEN).then(first)
    given(received(), event, first).when(early, at=ELEVEN).then_nothing()


@pytest.mark.parametrize(("command", "event"), WAYS[:2])
def test_after_a_reopening_it_is_done_anew(command: Any, event: Any) -> None:
    anew = event.model_copy(update={"occurred_at": ELEVEN})
    given(received(), event, resolved(), reopened()).when(command, at=ELEVEN).then(anew)


def test_another_counterpart_and_another_plan_are_events_of_their_own() -> None:
    other = InformCounterpart(counterpart="e.wu")
    given(received(), INFORMED).when(other, at=ELEVEN).then(
        INFORMED.model_copy(update={"occurred_at": ELEVEN, "counterpart": "e.wu"})
    )
    plan = ActivateContingencyPlan(plan_id="CP-4")
    given(received(), ACTIVATED).when(plan, at=ELEVEN).then(
        ACTIVATED.model_copy(update={"occurred_at": ELEVEN, "plan_id": "CP-4"})
    )


def test_the_same_task_force_in_another_order_is_the_same() -> None:
    again = OPEN.model_copy(update={"task_force": ("d.sun", "b.li")})
    given(received(), OPENED).when(again, at=ELEVEN).then_nothing()


def test_another_task_force_is_an_event_and_the_channel_stays_open_since_it_was_opened() -> None:
    other = OPENED.model_copy(update={"occurred_at": ELEVEN, "task_force": ("b.li",)})
    given(received(), OPENED).when(OPEN.model_copy(update={"task_force": ("b.li",)}), at=ELEVEN).then(other)
    case = case_after(received(), OPENED, other)
    assert (case.task_force, case.green_channel_opened_at) == (frozenset({"b.li"}), TEN)


def test_a_channel_opened_by_classification_gets_a_task_force_later() -> None:
    given(received(), GREEN).when(OPEN, at=ELEVEN).then(OPENED.model_copy(update={"occurred_at": ELEVEN}))


def test_a_channel_opened_by_classification_closes_by_classification() -> None:
    urgent = CaseClassified(occurred_at=ELEVEN, response_class=ResponseClass.URGENT, lowered=True)
    given(received(), GREEN).when(ClassifyCase(response_class=ResponseClass.URGENT), at=ELEVEN).then(urgent)
    assert case_after(received(), GREEN).green_channel_opened_at == TEN
    assert case_after(received(), GREEN, urgent).green_channel_opened_at is None
    assert case_after(received(), OPENED, urgent).green_channel_opened_at == TEN


@pytest.mark.parametrize("command", [OpenGreenChannel, ProposePlan])
def test_a_task_force_and_a_plan_are_never_empty(command: type[OpenGreenChannel | ProposePlan]) -> None:
    empty = {"task_force": (), "reason": "x"} if command is OpenGreenChannel else {"stages": ()}
    with pytest.raises(ValidationError, match="too_short"):
        command.model_validate(empty)


def test_another_task_force_opens_no_second_channel_and_an_earlier_opening_is_the_first() -> None:
    opened = green_channel_opened()
    other = green_channel_opened(("d.sun",), at=ELEVEN)
    assert clock_triggers(other, case_after(received(), opened, other)) == (SituationChanged(at=ELEVEN),)
    earlier = green_channel_opened(at=NINE)
    assert clock_triggers(earlier, case_after(received(), opened, earlier)) == (
        MilestoneReached(milestone=Milestone.GREEN_CHANNEL_OPENED, at=NINE),
        SituationChanged(at=NINE),
    )


def test_a_further_word_about_a_green_case_opens_no_second_channel() -> None:
    first = classified(ResponseClass.GREEN_CHANNEL)
    further = classified(ResponseClass.GREEN_CHANNEL, at=ELEVEN)
    assert clock_triggers(further, case_after(received(), first, further)) == (SituationChanged(at=ELEVEN),)


@pytest.mark.parametrize(
    "command", [InformCounterpart(counterpart="sun.d"), ActivateContingencyPlan(plan_id="CP-3")], ids=type
)
def test_what_is_told_late_counts_for_the_cycle_of_its_time(command: Command) -> None:
    cycles = (received(), resolved(at=TEN), reopened(at=ELEVEN))
    now = ELEVEN + timedelta(hours=1)
    first = command.model_copy(update={"occurred_at": TEN - timedelta(minutes=30)})
    second = command.model_copy(update={"occurred_at": ELEVEN + timedelta(minutes=4)})
    early = given(*cycles).when(first, at=now).decided()
    late = given(*cycles, *early).when(second, at=now).decided()
    assert [event.occurred_at for event in (*early, *late)] == [first.occurred_at, second.occurred_at]
    assert case_after(*cycles, *early, *late) == case_after(*cycles, *late, *early)
