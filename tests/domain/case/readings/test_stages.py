"""The five stages of a case, and the marks that it must bear."""

from datetime import timedelta
from typing import Any

from service.domain.case.readings.first_contact import resolved_at_first_contact
from service.domain.case.readings.marks import Mark, due_node, marks
from service.domain.case.readings.stages import StageName, stages
from service.domain.case.record.assignment import CaseHandedOver, OwnerAssigned
from service.domain.case.record.classification import CaseClassified
from service.domain.case.record.closure import CaseResolved
from service.domain.case.record.intake import ReceiptAcknowledged
from service.domain.case.record.replies import PlanProposed, PlanStage, ProgressShared, ResultReported
from service.domain.case.record.understanding import UnderstandingConfirmed
from service.domain.vocabulary import AuthorKind, Channel, ResponseClass
from tests.domain.facts import (
    DUE,
    NINE,
    TEN,
    closed,
    commitment_made,
    confirmed,
    received,
    reopened,
    replied,
    resolved,
)
from tests.specification import case_after

RECEPTION, DIAGNOSIS, PLANNING, EXECUTION, FEEDBACK = StageName


def at(minutes: int) -> Any:
    return NINE + timedelta(minutes=minutes)


TAKEN_UP = OwnerAssigned(occurred_at=at(5), owner="b.li")
UNDERSTOOD = UnderstandingConfirmed(
    occurred_at=at(20), problem="The spindle stops", solution="Another drive", rounds=1
)
PLANNED = PlanProposed(
    occurred_at=at(50), stages=(PlanStage(title="Exchange it", due_at=DUE, responsible="b.li"),)
)
SETTLED = resolved(at=at(110))
TOLD = ResultReported(occurred_at=at(125), cycle=1, channel=Channel.PHONE)
WHOLE = (received(), TAKEN_UP, UNDERSTOOD, PLANNED, SETTLED, TOLD)


def lasted(*events: Any) -> list[tuple[StageName, int, int | None]]:
    """Return the stages with their cycle and their minutes."""
    return [
        (stage.stage, stage.cycle, None if stage.seconds is None else stage.seconds // 60)
        for stage in stages(events)
    ]


def test_a_case_goes_through_five_stages_and_each_has_its_time() -> None:
    assert lasted(*WHOLE) == [
        (RECEPTION, 1, 5),
        (DIAGNOSIS, 1, 15),
        (PLANNING, 1, 30),
        (EXECUTION, 1, 60),
        (FEEDBACK, 1, 15),
    ]


def test_a_stage_that_lasts_has_no_end_yet() -> None:
    assert lasted(received()) == [(RECEPTION, 1, None)]
    assert lasted(*WHOLE[:4])[-1] == (EXECUTION, 1, None)


def test_what_is_left_out_is_a_part_of_the_stage_before() -> None:
    assert lasted(received(), replied(occurred_at=at(10)), SETTLED, confirmed(at=at(120))) == [
        (RECEPTION, 1, 10),
        (DIAGNOSIS, 1, 100),
        (FEEDBACK, 1, 10),
    ]


def test_only_a_person_takes_a_matter_up() -> None:
    automatic = ReceiptAcknowledged(occurred_at=at(1), author_kind=AuthorKind.SYSTEM)
    to_a_team = OwnerAssigned(occurred_at=at(2), team="drives")
    let_me_check = replied(occurred_at=at(3), substantive=False)
    acknowledged = ReceiptAcknowledged(occurred_at=at(4))
    stages = lasted(received(), automatic, to_a_team, let_me_check, acknowledged)
    assert stages == [(RECEPTION, 1, 4), (DIAGNOSIS, 1, None)]


def test_what_belongs_to_an_earlier_stage_begins_nothing() -> None:
    handed_over = CaseHandedOver(occurred_at=at(60), to_owner="c.zhao")
    again = PLANNED.model_copy(update={"occurred_at": at(70)})
    assert lasted(*WHOLE[:4], handed_over, again, *WHOLE[4:]) == lasted(*WHOLE)


def test_what_is_recorded_late_counts_from_when_it_happened() -> None:
    received_, taken_up, understood, *later = WHOLE
    assert lasted(received_, understood, *later, taken_up) == lasted(*WHOLE)


def test_a_reopened_case_is_diagnosed_anew() -> None:
    again = (
        reopened(at=at(200)),
        ProgressShared(
            occurred_at=at(230), problem="It stops again", solution="The cable", channel=Channel.PHONE
        ),
        resolved(2, at(260)),
        closed(at=at(270)),
    )
    assert lasted(*WHOLE, *again)[5:] == [(DIAGNOSIS, 2, 30), (EXECUTION, 2, 30), (FEEDBACK, 2, 10)]


def test_a_case_bears_its_marks_as_the_work_goes_on() -> None:
    classified = CaseClassified(occurred_at=at(6), response_class=ResponseClass.ROUTINE)
    solved = CaseResolved(occurred_at=at(110), cycle=1, cause="A worn bearing", solution="A new one")
    history = (received(), TAKEN_UP, classified, commitment_made(), solved, TOLD)
    grown = [marks(case_after(*history[:count]), history[:count]) for count in range(1, 7)]
    assert [sorted(after - before) for before, after in zip([frozenset(), *grown], grown, strict=False)] == [
        [Mark.DESCRIPTION],
        [Mark.OWNER],
        [Mark.CLASSIFICATION],
        [Mark.DUE],
        [Mark.CAUSE, Mark.SOLUTION],
        [Mark.FEEDBACK],
    ]
    assert grown[-1] == set(Mark)


def test_a_customer_who_confirms_has_the_result() -> None:
    history = (received(), resolved(), confirmed())
    assert Mark.FEEDBACK in marks(case_after(*history), history)


def test_a_reopened_case_must_be_solved_and_fed_back_anew() -> None:
    history = (*WHOLE, reopened(at=at(200)))
    assert {Mark.SOLUTION, Mark.FEEDBACK}.isdisjoint(marks(case_after(*history), history))


def test_the_due_node_is_the_earliest_promise_of_a_solution() -> None:
    assert due_node(case_after(received())) is None
    assert due_node(case_after(received(), commitment_made())) == DUE
    interim = commitment_made().model_copy(update={"is_interim": True})
    assert due_node(case_after(received(), interim)) is None
    assert due_node(case_after(received(), commitment_made(), resolved())) is None


def test_one_answer_of_one_person_is_a_first_contact_and_a_second_one_is_not() -> None:
    one = (received(), replied(occurred_at=TEN))
    assert resolved_at_first_contact(one) is None
    assert resolved_at_first_contact((*one, resolved())) is True
    assert resolved_at_first_contact((received(), resolved())) is True
    assert resolved_at_first_contact((*one, replied(occurred_at=TEN), resolved())) is False
    handed_over = CaseHandedOver(occurred_at=TEN, to_owner="c.zhao")
    assert resolved_at_first_contact((*one, handed_over, resolved())) is False
    assert resolved_at_first_contact((*one, resolved(), reopened(), resolved(2))) is False
