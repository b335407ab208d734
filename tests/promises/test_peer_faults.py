"""Faults of the peers' engines (research on peers, 1b) that show only when commands and rules play together.

Those that the engine alone can show stand in tests/domain/clocks/test_engine_peer_faults.py.
"""

import pytest

from service.domain.case.decisions.assignment import AssignOwner, HandOverCase
from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.closure import ReopenCase
from service.domain.case.decisions.escalations import EscalateCase
from service.domain.case.decisions.replies import AddNote
from service.domain.case.decisions.waiting import EndWaiting, StartWaiting
from service.domain.clocks.calendars.document import CalendarDocument
from service.domain.clocks.events import ClockEndedLate, ClockMet, ClockRescheduled
from service.domain.command import Command
from service.domain.vocabulary import (
    AuthorKind,
    Channel,
    EscalationLevel,
    ResponseClass,
    Segment,
    WaitingOn,
)
from tests.promises.driving import Life, answer, at
from tests.promises.happenings import (
    ACKNOWLEDGE,
    ANSWER,
    FRI,
    MESSAGE,
    RESOLVE,
    begun,
)

BASIC, ROUTINE, URGENT, COMPLEX, COMPLAINT, GREEN = ResponseClass
CUSTOMER, SUPPLIER = (
    StartWaiting(waiting_on=WaitingOn.CUSTOMER),
    StartWaiting(waiting_on=WaitingOn.SUPPLIER),
)


def test_zammad_a_wait_stays_a_wait_when_the_list_of_waits_that_pause_is_another_today() -> None:
    life = Life().go(begun(URGENT, (CUSTOMER, "03-02 11:00"), (EndWaiting(), "03-02 12:00")))
    life.republish("03-02 13:00", pauses_on=())
    life.send(MESSAGE, "03-02 13:30")
    assert life.clock("resolution").due_at == at("03-03 11:00")
    life.go([(SUPPLIER, "03-02 14:00"), (EndWaiting(), "03-02 15:00")])
    assert life.clock("resolution").due_at == at("03-03 12:00")


def test_zammad_counts_pauses_by_the_minute_here_they_count_to_the_microsecond() -> None:
    life = Life().go(begun(URGENT))
    life.send(CUSTOMER, at("03-02 11:00:00.250001"))
    life.send(EndWaiting(), at("03-02 11:00:59.750003"))
    assert life.clock("resolution").due_at == at("03-03 10:00:59.500002")


def test_zammad_1322_what_the_customer_writes_in_the_portal_starts_the_clock_even_during_a_wait() -> None:
    life = Life().go(begun(URGENT, (ANSWER, "03-02 10:03"), (CUSTOMER, "03-02 10:04")))
    life.send(MESSAGE.model_copy(update={"channel": Channel.SELF_SERVICE}), "03-02 11:00")
    assert life.clock("next_reply").due_at == at("03-02 11:30")
    life.watch("03-02 11:31")
    assert life.clock("next_reply").breached_at == at("03-02 11:30")


def test_zammad_2082_the_very_first_reply_ends_the_first_reply_clock() -> None:
    life = Life().go(begun(ROUTINE, (ANSWER, "03-02 10:10")))
    clock = life.clock("first_reply")
    assert (clock.end, clock.ended_at, clock.next_at) == ("met", at("03-02 10:10"), None)


@pytest.mark.parametrize("late", [False, True])
def test_zammad_4777_the_history_says_how_much_time_was_used_and_how_late_it_was(late: bool) -> None:
    life = Life().go(begun(URGENT, (RESOLVE, "03-03 12:00" if late else "03-02 12:00")))
    (end,) = [f for f in life.told(life.clock("resolution")) if isinstance(f, ClockMet | ClockEndedLate)]
    assert end.counted_seconds == (26 if late else 2) * 3600
    assert isinstance(end, ClockEndedLate) is late
    assert getattr(end, "late_seconds", None) == (2 * 3600 if late else None)


@pytest.mark.parametrize("step", [CUSTOMER, RESOLVE, ClassifyCase(response_class=BASIC)])
def test_zammad_and_rt_a_breach_is_a_fact_that_no_status_takes_away(step: Command) -> None:
    life = Life().go(begun(URGENT))
    life.watch("03-02 10:06")
    life.send(step, "03-02 10:07")
    life.watch("03-20 10:00")
    assert life.clock("acknowledgement").breached_at == at("03-02 10:05")


def test_chatwoot_13392_business_hours_are_obeyed_from_the_first_instant_on() -> None:
    life = Life().go(begun(ROUTINE, at_=FRI))
    assert life.watch("03-09 09:30") != ()
    assert "Breached" not in life.names(life.clock("first_reply"))


def test_chatwoot_a_case_resolved_late_between_two_looks_of_the_watch_is_late() -> None:
    life = Life().go(begun(URGENT))
    life.watch("03-03 09:58")
    life.send(RESOLVE, "03-03 10:01")
    life.watch("03-03 10:03")
    assert life.clock("resolution").end == "late"


def test_chatwoot_a_conversation_that_was_judged_is_judged_again_after_it_was_reopened() -> None:
    life = Life().go(begun(URGENT, (RESOLVE, "03-03 12:00"), (ReopenCase(), "03-04 10:00")))
    life.send(RESOLVE, "03-05 09:00")
    assert [clock.end for clock in life.clocks_of("resolution")] == ["late", "met"]


def test_chatwoot_a_bot_that_answers_first_wins_no_promise() -> None:
    life = Life().go(begun(ROUTINE, (answer(author_kind=AuthorKind.BOT), "03-02 10:00:30")))
    life.watch("03-02 10:31")
    assert life.clock("first_reply").breached_at == at("03-02 10:30")


ASIDE: tuple[Command, ...] = (
    AddNote(text="Called the plant"),
    AssignOwner(owner="a.wang", team="north"),
    HandOverCase(to_owner="b.li"),
    EscalateCase(level=EscalationLevel.MANAGER, reason="The line stands"),
    ACKNOWLEDGE,
    answer(substantive=False),
)


def test_frappe_saving_a_case_reckons_no_due_time_anew() -> None:
    life = Life().go(begun(COMPLEX))
    life.republish("03-02 10:01", target_seconds=60)
    before = {clock.clock: clock.due_at for clock in life.clocks}
    for minute, command in enumerate(ASIDE, start=2):
        life.send(command, f"03-02 10:{minute:02}")
    after = {clock.clock: clock.due_at for clock in life.clocks}
    assert {name: due_at for name, due_at in after.items() if name in before} == before
    later = life.facts[-len(ASIDE) :]
    assert not [fact for fact in later if isinstance(fact, ClockRescheduled)]


def test_frappe_a_holiday_is_found_whatever_the_calendar_is_called() -> None:
    life = Life()
    document = life.rulebook.calendar("cn_5x8").document
    named = document.model_dump() | {"calendar_id": "other", "version": 1}
    life.rulebook = type(life.rulebook)(
        policies=life.rulebook.policies,
        calendars=(*life.rulebook.calendars, CalendarDocument.model_validate(named)),
    )
    life.publish("03-01 00:00", segment_calendars=dict.fromkeys(Segment, "other"))
    life.go(begun(ROUTINE, at_="09-30 17:50"))
    assert life.clock("first_reply").due_at == at("10-08 09:20")


def test_frappe_no_solution_time_lingers_on_a_reopened_case() -> None:
    life = Life().go(begun(URGENT, (RESOLVE, "03-02 12:00"), (ReopenCase(), "03-02 14:00")))
    second = life.current("resolution")
    assert (second.cycle, second.ended_at, second.counted_seconds) == (2, None, None)


def test_frappe_1554_the_time_of_two_waits_is_given_back_once_each() -> None:
    life = Life().go(begun(URGENT, (CUSTOMER, "03-02 11:00"), (EndWaiting(), "03-02 12:00")))
    life.go([(MESSAGE, "03-02 12:30"), (SUPPLIER, "03-02 13:00"), (EndWaiting(), "03-02 13:30")])
    life.send(EndWaiting(), "03-02 13:31")
    assert life.clock("resolution").due_at == at("03-03 11:30")


def test_frappe_a_resolved_case_that_nobody_saves_is_judged_all_the_same() -> None:
    life = Life().go(begun(ROUTINE, (RESOLVE, "03-02 11:00")))
    life.watch("03-03 11:01")
    assert life.clock("survey").breached_at == at("03-03 11:00")
