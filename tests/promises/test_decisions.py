"""What was decided where the sources are silent, a test for each row of the decisions."""

from uuid import UUID

import pytest

from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.closure import (
    CloseCase,
    ConfirmResolution,
    ReopenCase,
)
from service.domain.case.decisions.complaints import IdentifyCause
from service.domain.case.decisions.intake import AcknowledgeReceipt
from service.domain.case.decisions.ratings import RateSatisfaction
from service.domain.case.decisions.replies import AddNote, SendReply, ShareProgress
from service.domain.case.decisions.surveys import SendSurvey
from service.domain.case.decisions.waiting import EndWaiting, StartWaiting
from service.domain.case.endings import ComplaintNotConfirmedError
from service.domain.case.record.ratings import SatisfactionRated
from service.domain.vocabulary import (
    Audience,
    AuthorKind,
    CaseKind,
    Channel,
    CloseReason,
    ResponseClass,
    WaitingOn,
)
from tests.domain.case.examples.complaints import CAUSE
from tests.promises.driving import MINUTE, SECOND, Life, answer, at, receipt
from tests.promises.happenings import (
    ACKNOWLEDGE,
    ANSWER,
    INFORM,
    MON,
    PLAN,
    PROGRESS,
    QUESTIONNAIRE,
    RESOLVE,
    REVISIT,
    begun,
    taken_in,
)

ROUTINE, URGENT, COMPLEX, GREEN = (
    ResponseClass.ROUTINE,
    ResponseClass.URGENT,
    ResponseClass.COMPLEX,
    ResponseClass.GREEN_CHANNEL,
)
WAITING_ON_YOU = ShareProgress(
    problem="The drive",
    solution="We set it up anew",
    channel=Channel.WECOM,
    waiting_on_customer_for="The serial number",
)


CLOCKS_OF = {
    ResponseClass.BASIC: {"first_reply", "resolution"},
    ROUTINE: {"first_reply", "resolution"},
    URGENT: {"acknowledgement", "counterpart_informed", "first_reply", "resolution"},
    COMPLEX: {"acknowledgement", "first_reply", "plan", "resolution"},
    ResponseClass.COMPLAINT: {"acknowledgement", "complaint_answer", "resolution"},
    GREEN: {"acknowledgement", "counterpart_informed", "first_reply", "plan", "resolution"},
}
ACKNOWLEDGING, ANSWERING = {"acknowledgement", "first_reply"}, {"first_reply", "complaint_answer"}


@pytest.mark.requirement(1)
@pytest.mark.parametrize("response_class", ResponseClass)
def test_the_class_decides_which_clocks_run_from_the_receipt(response_class: ResponseClass) -> None:
    life = Life().go(begun(response_class))
    assert {clock.clock for clock in life.clocks if clock.end != "cancelled"} == CLOCKS_OF[response_class]
    assert all(clock.counts_from_at == at(MON) for clock in life.clocks)


@pytest.mark.requirement(33)
@pytest.mark.parametrize("response_class", ResponseClass)
def test_every_case_is_acknowledged_and_answered_in_time_or_somebody_is_told(
    response_class: ResponseClass,
) -> None:
    answered = Life().go(begun(response_class, (ANSWER, "03-02 10:04")))
    neglected = Life().go(begun(response_class))
    for promised in (ACKNOWLEDGING, ANSWERING):
        assert {each.end for each in answered.clocks if each.clock in promised} - {"cancelled"} == {"met"}
        clocks = [each for each in neglected.clocks if each.clock in promised and each.is_open]
        neglected.watch(max(each.due_at for each in clocks) + SECOND)
        assert all(neglected.again(each).breached_at == each.due_at for each in clocks)


def test_the_daily_update_runs_on_while_the_customer_must_act() -> None:
    life = Life().go(begun(ROUTINE, (ANSWER, "03-02 10:20")))
    life.send(StartWaiting(waiting_on=WaitingOn.CUSTOMER), "03-02 11:00")
    update = life.clock("progress_update")
    life.watch(at("03-03 10:20") + SECOND)
    assert life.names(update) == ["Started", "Breached"]


@pytest.mark.requirement(66)
def test_an_update_that_says_what_the_customer_must_do_first_keeps_the_daily_promise() -> None:
    life = Life().go(begun(ROUTINE, (ANSWER, "03-02 10:20")))
    life.send(StartWaiting(waiting_on=WaitingOn.CUSTOMER), "03-02 11:00")
    update = life.clock("progress_update")
    life.send(WAITING_ON_YOU, "03-03 10:20")
    assert life.names(update) == ["Started", "Met"]
    assert life.current("progress_update").due_at == at("03-04 10:20")


@pytest.mark.requirement(66, 153, 159)
def test_the_daily_update_rolls_from_the_first_reply_and_each_update_until_the_case_is_resolved() -> None:
    life = Life().go(begun(ROUTINE))
    assert life.clocks_of("progress_update") == []
    life.go([(ANSWER, "03-02 10:20"), (PROGRESS, "03-03 09:00"), (ANSWER, "03-03 09:30")])
    life.go([(PROGRESS, "03-04 08:00"), (RESOLVE, "03-04 20:00")])
    rounds = [clock for clock in life.clocks if clock.clock == "progress_update"]
    assert [(each.counts_from_at, each.due_at, each.end) for each in rounds] == [
        (at("03-02 10:20"), at("03-03 10:20"), "met"),
        (at("03-03 09:00"), at("03-04 09:00"), "met"),
        (at("03-03 09:30"), at("03-04 09:30"), "met"),
        (at("03-04 08:00"), at("03-05 08:00"), "cancelled"),
    ]
    life.watch("03-20 10:00")
    assert life.names(rounds[-1]) == ["Started", "Cancelled"]


@pytest.mark.requirement(120, 135)
def test_a_complaint_has_a_limit_for_its_receipt_and_another_for_the_answer() -> None:
    life = Life().go(taken_in(CaseKind.COMPLAINT))
    receipt_, answer_ = life.clock("acknowledgement"), life.clock("complaint_answer")
    life.send(ACKNOWLEDGE, "03-02 10:05")
    assert (life.names(receipt_), life.names(answer_)) == (["Started", "Met"], ["Started"])
    life.watch("03-02 11:01")
    assert life.names(answer_) == ["Started", "Breached"]


@pytest.mark.requirement(160)
def test_a_survey_that_was_sent_keeps_the_promise_though_nobody_answers_it() -> None:
    life = Life().go(begun(ROUTINE, (RESOLVE, "03-02 11:00"), (QUESTIONNAIRE, "03-02 12:00")))
    life.watch("06-01 10:00")
    assert life.names(life.clock("survey")) == ["Started", "Met"]


@pytest.mark.requirement(160)
def test_a_reopened_case_gets_a_survey_of_its_own_and_the_old_answer_stays() -> None:
    life = Life().go(begun(ROUTINE, (RESOLVE, "03-02 11:00"), (QUESTIONNAIRE, "03-02 12:00")))
    life.go([(RateSatisfaction(score=2), "03-02 13:00"), (ReopenCase(), "03-02 14:00")])
    life.go([(RESOLVE, "03-03 10:00")])
    first, second = life.clocks_of("survey")
    assert (first.cycle, first.end, second.cycle, second.due_at) == (1, "met", 2, at("03-04 10:00"))
    life.send(RateSatisfaction(score=3, cycle=1), "03-03 11:00")
    assert life.again(second).is_open
    again = SendSurvey(survey_id=UUID(int=99), channel=Channel.SMS)
    life.send(again, "03-04 10:00")
    assert life.again(second).end == "met"
    assert [fact.score for fact in life.facts if isinstance(fact, SatisfactionRated)] == [2, 3]


def test_a_survey_that_is_not_sent_before_the_customer_rejects_the_solution_is_void() -> None:
    life = Life().go(begun(ROUTINE, (RESOLVE, "03-02 11:00"), (ReopenCase(), "03-02 14:00")))
    life.watch("03-20 10:00")
    assert life.clocks_of("survey") == []


@pytest.mark.requirement(6, 157)
def test_a_complex_case_in_the_green_channel_keeps_the_shorter_limit_for_its_plan() -> None:
    life = Life().go(begun(COMPLEX))
    assert life.clock("plan").due_at == at("03-05 10:00")
    life.send(ClassifyCase(response_class=GREEN), "03-02 10:30")
    assert life.clock("plan").due_at == at("03-02 12:30")


def test_a_complaint_is_never_closed_because_a_window_passed() -> None:
    life = Life().go(taken_in(CaseKind.COMPLAINT, (RESOLVE, "03-02 11:00")))
    with pytest.raises(ComplaintNotConfirmedError):
        life.send(CloseCase(reason=CloseReason.CONFIRMATION_WINDOW_PASSED), "03-09 11:00")
    understood = IdentifyCause.model_validate(CAUSE)
    life.go([(ConfirmResolution(), "03-09 12:00"), (understood, "03-09 12:00"), (CloseCase(), "03-09 12:01")])


NO_ANSWERS = {
    "an automatic receipt": answer(author_kind=AuthorKind.SYSTEM, text="We have received your request."),
    "a bot": answer(author_kind=AuthorKind.BOT),
    "an internal note": answer(audience=Audience.INTERNAL),
    "let me check": answer(substantive=False, text="Let me check and come back to you."),
    "a note": AddNote(text="Called the plant"),
    "an acknowledgement": AcknowledgeReceipt(),
}


@pytest.mark.requirement(2)
@pytest.mark.parametrize("said", NO_ANSWERS.values(), ids=NO_ANSWERS.keys())
@pytest.mark.parametrize("kind", [CaseKind.ENQUIRY, CaseKind.COMPLAINT])
def test_what_is_no_public_human_substantive_message_is_no_first_response(
    said: SendReply, kind: CaseKind
) -> None:
    life = Life().go(taken_in(kind))
    clock = life.clock("complaint_answer" if kind is CaseKind.COMPLAINT else "first_reply")
    life.send(said, "03-02 10:10")
    life.send(ANSWER, "03-02 10:20")
    assert life.again(clock).ended_at == at("03-02 10:20")
    assert life.current("progress_update").counts_from_at == at("03-02 10:20")


def test_neither_a_bot_nor_a_system_accepts_a_complaint() -> None:
    life = Life().go(taken_in(CaseKind.COMPLAINT))
    for author in (AuthorKind.BOT, AuthorKind.SYSTEM):
        life.send(answer(author_kind=author), "03-02 10:01")
        life.send(AcknowledgeReceipt(author_kind=author), "03-02 10:01")
    assert life.clock("acknowledgement").is_open
    life.send(AcknowledgeReceipt(), "03-02 10:04")
    assert life.clock("acknowledgement").ended_at == at("03-02 10:04")


def test_on_the_spot_is_resolved_within_half_an_hour_whatever_was_answered_or_waited_for() -> None:
    for resolved_after, end in ((30 * MINUTE, "met"), (30 * MINUTE + SECOND, "late")):
        life = Life().go(begun(ResponseClass.BASIC, (ANSWER, "03-02 10:05")))
        life.send(StartWaiting(waiting_on=WaitingOn.CUSTOMER), "03-02 10:06")
        life.send(EndWaiting(), "03-02 10:20")
        life.send(RESOLVE, at(MON) + resolved_after)
        assert life.clock("resolution").end == end


def test_a_revisit_is_a_contact_made_by_us_and_a_reopening_another_thing() -> None:
    life = Life().go(begun(ROUTINE, (RESOLVE, "03-02 11:00"), (REVISIT, "03-02 15:00")))
    assert [clock.cycle for clock in life.clocks_of("resolution")] == [1]
    life.send(ReopenCase(), "03-02 16:00")
    assert [clock.cycle for clock in life.clocks_of("resolution")] == [1, 2]


def test_a_reopened_case_is_promised_everything_that_names_reopening_again() -> None:
    life = Life().go(begun(URGENT, (ACKNOWLEDGE, "03-02 10:01"), (INFORM, "03-02 10:02")))
    life.go([(ANSWER, "03-02 10:03"), (RESOLVE, "03-02 11:00"), (ReopenCase(), "03-07 23:00")])
    due = {clock.clock: clock.due_at for clock in life.clocks if clock.cycle == 2}
    assert due == {
        "acknowledgement": at("03-07 23:05"),
        "counterpart_informed": at("03-07 23:10"),
        "first_reply": at("03-07 23:30"),
        "progress_update": at("03-08 23:00"),
        "resolution": at("03-08 23:00"),
    }


def test_a_case_that_was_closed_is_promised_everything_again_when_it_is_reopened() -> None:
    life = Life().go(begun(URGENT, (ACKNOWLEDGE, "03-02 10:01"), (RESOLVE, "03-02 11:00")))
    life.go([(ConfirmResolution(), "03-02 12:00"), (CloseCase(), "03-02 12:01")])
    life.send(ReopenCase(), "03-07 23:00")
    due = {clock.clock: clock.due_at for clock in life.clocks if clock.cycle == 2}
    assert due == {
        "acknowledgement": at("03-07 23:05"),
        "counterpart_informed": at("03-07 23:10"),
        "first_reply": at("03-07 23:30"),
        "progress_update": at("03-08 23:00"),
        "resolution": at("03-08 23:00"),
    }


def test_a_plan_after_its_limit_does_not_excuse_the_second_cycle() -> None:
    life = Life().go(begun(COMPLEX, (PLAN, "03-06 10:00"), (RESOLVE, "03-06 11:00")))
    life.send(ReopenCase(), "03-09 10:00")
    first, second = life.clocks_of("plan")
    assert (first.end, second.due_at) == ("late", at("03-12 10:00"))


def test_a_case_that_was_never_classified_is_promised_what_a_routine_one_is() -> None:
    unclassified, routine = Life().go([(receipt(), MON)]), Life().go(begun(ROUTINE))
    assert {(c.clock, c.due_at) for c in unclassified.clocks} == {(c.clock, c.due_at) for c in routine.clocks}
