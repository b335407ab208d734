"""How a case is handled, who is sent to the customer, and with what."""

from uuid import UUID

import pytest
from pydantic import ValidationError

from service.domain.case.decisions.dispatches import (
    ArrangeDispatch,
    AssignResources,
    ChooseHandlingMode,
    DispatchAlreadyArrangedError,
    DispatchAlreadyEndedError,
    RecordDispatchOutcome,
)
from service.domain.case.record.dispatches import FollowUp, HandlingModeChosen, ResourcesAssigned
from service.domain.vocabulary import FieldWork, HandlingMode
from tests.domain.case.examples.dispatches import DISPATCH_ID, dispatch_arranged, dispatch_ended
from tests.domain.facts import DUE, ELEVEN, NINE, TEN, received
from tests.specification import case_after, given

OTHER_ID = UUID(int=62)
SETTLED = RecordDispatchOutcome(dispatch_id=DISPATCH_ID, solved=True, outcome="It runs")
UNSETTLED = RecordDispatchOutcome(dispatch_id=DISPATCH_ID, solved=False, outcome="The shaft is bent too")
SENT = (received(), dispatch_arranged())


@pytest.mark.requirement(39)
@pytest.mark.parametrize("mode", HandlingMode)
def test_a_case_is_handled_by_phone_by_remote_access_or_on_site(mode: HandlingMode) -> None:
    chosen = HandlingModeChosen(occurred_at=TEN, mode=mode)
    given(received()).when(ChooseHandlingMode(mode=mode), at=TEN).then(chosen)
    assert case_after(received(), chosen).handling_mode is mode


def test_another_mode_is_an_event_and_the_same_one_is_none() -> None:
    remote = HandlingModeChosen(occurred_at=TEN, mode=HandlingMode.REMOTE)
    on_site = ChooseHandlingMode(mode=HandlingMode.ON_SITE)
    given(received(), remote).when(on_site, at=ELEVEN).then(
        HandlingModeChosen(occurred_at=ELEVEN, mode=HandlingMode.ON_SITE)
    )
    given(received(), remote).when(ChooseHandlingMode(mode=HandlingMode.REMOTE), at=ELEVEN).then_nothing()


@pytest.mark.requirement(108)
@pytest.mark.parametrize("work", [FieldWork.INSTALLATION, FieldWork.CONSTRUCTION])
def test_fitters_are_sent_to_install_and_to_build(work: FieldWork) -> None:
    arrange = ArrangeDispatch(
        dispatch_id=DISPATCH_ID,
        engineer="f.gao",
        crew=("g.lin", "h.ma"),
        work=work,
        planned_at=DUE,
        task="Set the press up",
    )
    sent = dispatch_arranged(work=work, crew=("g.lin", "h.ma"), task="Set the press up", place=None)
    given(received()).when(arrange, at=TEN).then(sent)
    assert case_after(received(), sent).dispatches[0].crew == ("g.lin", "h.ma")


@pytest.mark.requirement(40)
def test_what_was_not_solved_on_site_waits_for_an_engineer_until_another_is_sent() -> None:
    given(*SENT).when(UNSETTLED, at=ELEVEN).then(dispatch_ended())
    unsettled = (*SENT, dispatch_ended(follow_up_by="h.ma"))
    waits = FollowUp(dispatch_id=DISPATCH_ID, since_at=ELEVEN, by="h.ma")
    assert case_after(*unsettled).follow_up == waits
    again = dispatch_arranged(dispatch_id=OTHER_ID, occurred_at=ELEVEN)
    assert case_after(*unsettled, again).follow_up is None


def test_what_was_solved_on_site_waits_for_nobody_unless_somebody_says_so() -> None:
    settled = dispatch_ended(solved=True, needs_follow_up=False, outcome="It runs")
    given(*SENT).when(SETTLED, at=ELEVEN).then(settled)
    assert case_after(*SENT, settled).follow_up is None
    watched = SETTLED.model_copy(update={"needs_follow_up": True})
    given(*SENT).when(watched, at=ELEVEN).then(settled.model_copy(update={"needs_follow_up": True}))


def test_a_dispatch_without_follow_up_leaves_what_waits_and_one_that_settles_it_does_not() -> None:
    other = dispatch_arranged(dispatch_id=OTHER_ID, occurred_at=NINE)
    unsettled = (received(), other, dispatch_arranged(), dispatch_ended())
    looked = dispatch_ended(dispatch_id=OTHER_ID, needs_follow_up=False)
    assert case_after(*unsettled, looked).follow_up is not None
    mended = looked.model_copy(update={"solved": True})
    assert case_after(*unsettled, mended).follow_up is None


def test_the_same_id_for_another_engineer_or_another_outcome_is_refused() -> None:
    other = ArrangeDispatch(dispatch_id=DISPATCH_ID, engineer="h.ma", planned_at=DUE, task="The same")
    given(*SENT).when(other, at=ELEVEN).then_refused(DispatchAlreadyArrangedError, engineer="f.gao")
    given(*SENT, dispatch_ended()).when(UNSETTLED, at=ELEVEN).then_nothing()
    given(*SENT, dispatch_ended()).when(SETTLED, at=ELEVEN).then_refused(
        DispatchAlreadyEndedError, ended_at=ELEVEN
    )


def test_nobody_follows_up_what_needs_no_follow_up() -> None:
    with pytest.raises(ValidationError, match="no_follow_up"):
        RecordDispatchOutcome(dispatch_id=DISPATCH_ID, solved=True, outcome="It runs", follow_up_by="h.ma")


def test_resources_replace_those_before_and_the_same_ones_in_another_order_are_the_same() -> None:
    assign = AssignResources(people=("f.gao", "g.lin"), reason="A line stands")
    before = ResourcesAssigned(occurred_at=TEN, people=("g.lin", "f.gao"), reason="A line stands")
    given(received(), before).when(assign, at=ELEVEN).then_nothing()
    more = AssignResources(people=("f.gao",), materials=("SKF-7014",), reason="Found the cause")
    after = ResourcesAssigned(
        occurred_at=ELEVEN, people=("f.gao",), materials=("SKF-7014",), reason="Found the cause"
    )
    given(received(), before).when(more, at=ELEVEN).then(after)
    assert case_after(received(), before, after).resources.people == {"f.gao"}


def test_resources_are_never_nothing() -> None:
    with pytest.raises(ValidationError, match="nobody_named"):
        AssignResources(reason="A line stands")
