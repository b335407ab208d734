"""What customers ask for, and what could be sold to them."""

from datetime import date
from uuid import UUID

from service.domain.account.decisions.needs.needs import DeclineNeed, PlanNeed, RaiseNeed
from service.domain.account.needs.known import KnownNeed
from service.domain.account.needs.vocabulary import NeedStage
from service.domain.account.record.needs.needs import AskerTold, NeedDeclined, NeedWithdrawn
from service.domain.case.looked_up import LookedUp
from service.domain.refusal import LaterEventContradictsError
from service.domain.vocabulary import Channel
from tests.domain.account.examples.needs.needs import (
    IN_JUNE,
    NUMBER,
    PLANNED,
    RAISED,
    WAYS,
    assessed,
    delivered,
    planned,
    raised,
)
from tests.domain.facts import CONTACT_ID, ELEVEN, NINE, TEN, contact_added, opened
from tests.specification import account_after, given

ANOTHER = UUID(int=8)
BOTH = (opened(), contact_added(), contact_added(contact_id=ANOTHER))
TOLD = AskerTold(
    occurred_at=TEN,
    need_number=NUMBER,
    contact_id=CONTACT_ID,
    stage=NeedStage.PLANNED,
    channel=Channel.PHONE,
    text="In June",
)


def test_whoever_was_told_of_a_day_is_to_be_told_of_another_one() -> None:
    need = account_after(*PLANNED, TOLD).needs[NUMBER]
    assert not need.untold
    moved = account_after(*PLANNED, TOLD, planned(due_on=date(2026, 9, 30))).needs[NUMBER]
    assert moved.untold == need.askers == {CONTACT_ID}


def test_the_same_day_again_is_no_other_plan() -> None:
    again = PlanNeed(need_number=NUMBER, plan="With 4.2", due_on=IN_JUNE)
    given(*PLANNED).when(again, at=ELEVEN).then_nothing()


def test_a_second_contact_joins_a_need_and_must_be_told_as_well() -> None:
    history = (*BOTH, raised(), assessed(), planned(), TOLD)
    joining = raised(occurred_at=ELEVEN, contact_id=ANOTHER, words="我也要")
    assert account_after(*history, joining).needs[NUMBER].untold == {ANOTHER}


def test_a_need_that_was_declined_can_be_considered_again() -> None:
    declined = NeedDeclined(occurred_at=TEN, need_number=NUMBER, reason="No memory")
    again = account_after(*RAISED, declined, assessed(occurred_at=ELEVEN)).needs[NUMBER]
    assert (again.stage, again.stage_at) == (NeedStage.ASSESSED, ELEVEN)


def test_a_refusal_told_late_does_not_stand_before_what_was_delivered_by_plan() -> None:
    history = (*RAISED, assessed(), planned(occurred_at=ELEVEN), delivered(occurred_at=ELEVEN))
    late = DeclineNeed(need_number=NUMBER, reason="No memory", occurred_at=TEN)
    given(*history).when(late, at=ELEVEN).then_refused(LaterEventContradictsError)


def test_an_account_that_joins_stands_where_the_others_are_unless_it_asked_before_they_were_there() -> None:
    known = KnownNeed(
        topic="Export as a table",
        product="Gauge 4",
        departments=("product", "sales"),
        stage=NeedStage.PLANNED,
        stage_at=TEN,
        due_on=IN_JUNE,
    )
    asking = WAYS[0].command
    looked_up = LookedUp(known_needs={NUMBER: known})
    joined = raised(occurred_at=ELEVEN, stage=NeedStage.PLANNED, due_on=IN_JUNE)
    given(*BOTH).when(asking, at=ELEVEN, looked_up=looked_up).then(joined)
    early = asking.model_copy(update={"occurred_at": NINE})
    given(*BOTH).when(early, at=ELEVEN, looked_up=looked_up).then(raised(occurred_at=NINE))


def test_what_was_withdrawn_is_asked_for_anew_and_not_twice() -> None:
    withdrawn = NeedWithdrawn(occurred_at=TEN, need_number=NUMBER, reason="Bought another")
    asking = WAYS[0].command
    assert isinstance(asking, RaiseNeed)
    given(*RAISED, withdrawn).when(asking, at=ELEVEN).then(raised(occurred_at=ELEVEN))
    given(*RAISED).when(asking, at=ELEVEN).then_nothing()
