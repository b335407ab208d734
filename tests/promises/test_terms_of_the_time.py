"""Agreements, and who and what was so when a promise was made."""

import pytest

from service.domain.account.decisions.agreements.agreements import AmendAgreement, EndAgreement, SignAgreement
from service.domain.account.decisions.profile import AssignSegment, OpenAccount
from service.domain.case.decisions.assignment import AssignOwner, HandOverCase
from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.to_customer import REACHES_NO_CUSTOMER
from service.domain.clocks.policy import AgreedTerm
from service.domain.vocabulary import AuthorKind, Channel, ResponseClass, Segment
from tests.promises.driving import SECOND, Life, answer, at, receipt
from tests.promises.happenings import (
    ANSWER,
    MESSAGE,
    MON,
    PROGRESS,
    begun,
)

BASIC, ROUTINE, URGENT, COMPLEX, COMPLAINT, GREEN = ResponseClass


def promised(account: Life, when: str = MON) -> Life:
    """Return a routine case of an account as it is now."""
    return Life(account=account.state).go(begun(ROUTINE, at_=when))


def agreed(*terms: AgreedTerm, agreement_id: str = "C-7", effective: str = "03-01 00:00") -> SignAgreement:
    return SignAgreement(
        agreement_id=agreement_id, title="Press line", terms=terms, effective_at=at(effective)
    )


def account(segment: Segment = Segment.ORDINARY) -> Life:
    return Life().go([(OpenAccount(code="KA-0042", name="华东精密制造", segment=segment), "03-01 10:00")])


def test_an_agreed_term_stands_instead_of_the_policy() -> None:
    agreement = agreed(AgreedTerm(clock="first_reply", target_seconds=600, counts="always"))
    clock = promised(account().go([(agreement, "03-01 11:00")])).clock("first_reply")
    assert (clock.due_at, clock.agreement_id) == (at("03-02 10:10"), "C-7")


def test_an_agreed_term_stands_even_where_it_is_longer() -> None:
    agreement = agreed(AgreedTerm(clock="first_reply", target_seconds=7200))
    clock = promised(account().go([(agreement, "03-01 11:00")])).clock("first_reply")
    assert clock.due_at == at("03-02 12:00")


@pytest.mark.parametrize("shorter_first", [True, False])
def test_of_two_agreements_the_shorter_term_wins(shorter_first: bool) -> None:
    short = agreed(AgreedTerm(clock="first_reply", target_seconds=600), agreement_id="short")
    long = agreed(AgreedTerm(clock="first_reply", target_seconds=3600), agreement_id="long")
    pair = [(short, "03-01 11:00"), (long, "03-01 12:00")]
    clock = promised(account().go(pair if shorter_first else reversed(pair))).clock("first_reply")
    assert (clock.due_at, clock.agreement_id) == (at("03-02 10:10"), "short")


def test_an_agreement_that_is_amended_afterwards_changes_no_promise_made() -> None:
    care = account().go([(agreed(AgreedTerm(clock="first_reply", target_seconds=600)), "03-01 11:00")])
    life = promised(care)
    term = AgreedTerm(clock="first_reply", target_seconds=60)
    change = AmendAgreement(
        agreement_id="C-7", terms=(term,), effective_at=at("03-02 10:01"), reason="A second shift"
    )
    life.account = care.go([(change, "03-02 10:01")]).state  # type: ignore[assignment]  # an account it is
    life.send(MESSAGE, "03-02 10:02")
    assert life.clock("first_reply").due_at == at("03-02 10:10")
    assert promised(care, "03-02 11:00").clock("first_reply").due_at == at("03-02 11:01")


def test_a_term_for_one_class_leaves_the_other_classes_alone() -> None:
    care = account().go(
        [
            (
                agreed(AgreedTerm(clock="resolution", response_classes=(URGENT,), target_seconds=3600)),
                "03-01 11:00",
            )
        ]
    )
    urgent = Life(account=care.state).go(begun(URGENT))
    assert urgent.clock("resolution").due_at == at("03-02 11:00")
    assert promised(care).clock("resolution").due_at == at("03-09 10:00")


def test_a_case_keeps_the_tier_that_its_account_had_when_it_came_in() -> None:
    care = account()
    life = promised(care)
    care.send(AssignSegment(segment=Segment.HIGH_VALUE, reason="RFM"), "03-02 10:05")
    life.account = care.state  # type: ignore[assignment]  # an account it is
    life.send(ClassifyCase(response_class=COMPLEX), "03-02 10:10")
    plan = life.clock("plan")
    assert (plan.segment, plan.calendar_id, plan.due_at) == (Segment.ORDINARY, "cn_5x8", at("03-05 10:00"))


def test_a_promise_names_who_answered_for_the_case_when_it_was_made() -> None:
    life = Life().go([(receipt(), MON), (AssignOwner(owner="a.wang"), MON), (MESSAGE, "03-02 10:01")])
    life.send(HandOverCase(to_owner="b.li"), "03-02 10:02")
    life.go([(ANSWER, "03-02 10:03"), (MESSAGE, "03-02 10:04")])
    assert [clock.owner for clock in life.clocks_of("next_reply")] == ["a.wang", "b.li"]


def test_a_bots_answer_stays_a_bots_answer_when_a_human_answers_later() -> None:
    life = Life().go(begun(ROUTINE, (answer(author_kind=AuthorKind.BOT), "03-02 10:05")))
    life.send(ANSWER, at("03-02 10:30") + SECOND)
    assert life.clock("first_reply").end == "late"


def test_an_update_by_any_channel_that_reaches_the_customer_is_an_update() -> None:
    for channel in set(Channel) - REACHES_NO_CUSTOMER:
        life = Life().go(begun(ROUTINE, (ANSWER, "03-02 10:20")))
        life.send(PROGRESS.model_copy(update={"channel": channel}), "03-03 10:00")
        assert life.clocks_of("progress_update")[0].end == "met"


def test_a_case_recorded_late_has_the_tier_that_its_account_had_when_it_came_in() -> None:
    care = account().go([(AssignSegment(segment=Segment.HIGH_VALUE, reason="RFM"), "03-02 12:00")])
    life = Life(account=care.state)
    life.send(receipt(), "03-02 11:45", recorded_at="03-02 14:00")
    clock = life.clock("first_reply")
    assert (clock.segment, clock.due_at) == (Segment.ORDINARY, at("03-02 13:15"))


SORTED = ClassifyCase(category="presses")


def test_an_agreement_that_ends_in_between_moves_no_promise_of_a_case_that_is_sorted_anew() -> None:
    care = account().go([(agreed(AgreedTerm(clock="first_reply", target_seconds=7200)), "03-01 11:00")])
    life = promised(care)
    ended = EndAgreement(agreement_id="C-7", ends_at=at("03-02 10:35"), reason="Not renewed")
    life.account = care.go([(ended, "03-02 10:31")]).state  # type: ignore[assignment]  # an account it is
    life.send(SORTED, "03-02 10:40")
    clock = life.clock("first_reply")
    assert (clock.due_at, clock.breached_at) == (at("03-02 12:00"), None)


def test_an_agreement_that_begins_in_between_moves_no_promise_of_a_case_that_is_sorted_anew() -> None:
    care = account()
    life = promised(care)
    signed = agreed(AgreedTerm(clock="first_reply", target_seconds=300), effective="03-02 10:10")
    life.account = care.go([(signed, "03-02 10:10")]).state  # type: ignore[assignment]  # an account it is
    life.send(SORTED, "03-02 10:12")
    clock = life.clock("first_reply")
    assert (clock.due_at, clock.breached_at) == (at("03-02 10:30"), None)


def test_a_case_reclassified_after_another_policy_is_promised_by_the_one_of_its_receipt() -> None:
    life = Life().go(begun(ROUTINE))
    life.republish("03-02 10:01", target_seconds=60)
    life.send(ClassifyCase(response_class=URGENT), "03-02 10:03")
    clock = life.clock("acknowledgement")
    assert (clock.due_at, clock.policy_version) == (at("03-02 10:05"), 1)
