"""By when a promise is due: by its subject, its class, its calendar and what wagreed."""

from service.domain.clocks.policy import AgreedTerm
from service.domain.clocks.verdict import verdict
from service.domain.vocabulary import ResponseClass, WaitingOn
from tests.domain.clocks.engine_kit import CASE_ID, Life, at, rule, rules, said

URGENT = frozenset({ResponseClass.URGENT})
ROUTINE = frozenset({ResponseClass.ROUTINE})


def test_each_subject_has_a_clock_of_its_own_that_is_promised_once() -> None:
    kept = rule(
        "commitment",
        starts_on=("commitment_made",),
        met_by=("commitment_kept",),
        per_subject=True,
        promised=True,
    )
    life = Life(rules(kept))
    life.happened("commitment_made", 0, subject="a", due_at=at(10))
    life.happened("commitment_made", 1, subject="b", due_at=at(5))
    life.happened("commitment_kept", 5, subject="b")
    assert said(life.happened("commitment_made", 6, subject="b", due_at=at(9))) == []

    assert [(clock.subject, clock.due_at, clock.end) for clock in life.book.clocks] == [
        ("a", at(10), None),
        ("b", at(5), "met"),
    ]


def test_a_commitment_is_renegotiated_until_it_is_broken() -> None:
    kept = rule(
        "commitment",
        starts_on=("commitment_made",),
        met_by=("commitment_kept",),
        per_subject=True,
        promised=True,
    )
    life = Life(rules(kept))
    life.happened("commitment_made", 0, subject="a", due_at=at(10))

    assert said(life.happened("commitment_renegotiated", 8, subject="a", due_at=at(20))) == [
        ("Rescheduled", 8)
    ]
    assert life.clock("commitment").due_at == at(20)
    assert said(life.happened("commitment_renegotiated", 21, subject="a", due_at=at(30))) == [
        ("Breached", 20)
    ]
    assert life.clock("commitment").due_at == at(20)


def test_a_promise_without_an_instant_starts_no_clock() -> None:
    life = Life(rules(rule("commitment", starts_on=("commitment_made",), per_subject=True, promised=True)))

    assert life.happened("commitment_made", 0, subject="a") == []


def test_a_bill_check_is_due_days_before_the_settlement_but_never_before_it_was_promised() -> None:
    check = rule(
        "bill_check",
        starts_on=("settlement_expected",),
        met_by=("bill_checked",),
        per_subject=True,
        promised=True,
        days_before_promised=7,
    )
    life = Life(rules(check))
    life.happened("settlement_expected", 0, subject="march", due_at=at(240))
    life.happened("settlement_expected", 100, subject="early", due_at=at(200))

    assert [clock.due_at for clock in life.book.clocks] == [at(240 - 168), at(200)]


def test_limits_in_working_days_and_months_are_read_from_the_calendar() -> None:
    life = Life(
        rules(
            rule("order", target_working_days=3, counts="office"),
            rule("visit", target_months=1, pauses_on=("customer",)),
        )
    )
    life.happened("received", 0)

    assert life.clock("order").due_at == at(3 * 24 + 9)
    assert life.clock("visit").due_at == at(31 * 24)
    life.waits(24, WaitingOn.CUSTOMER)
    life.waits(48, None)
    assert life.clock("visit").due_at == at(32 * 24)


def test_reclassification_counts_from_receipt_and_is_met_by_what_was_already_done() -> None:
    life = Life(rules(rule("ack", met_by=("acknowledged",), applies_to={"response_classes": ("urgent",)})))
    life.happened("received", 0)
    life.happened("acknowledged", 0.5)

    facts = life.becomes(2, response_classes=URGENT)

    assert said(facts) == [("Started", 2), ("Met", 0.5)]
    assert life.clock("ack").counts_from_at == at(0)


def test_reclassification_to_a_shorter_limit_uses_the_time_already_used() -> None:
    slow = rule(
        "slow", clock="resolution", applies_to={"response_classes": ("routine",)}, target_seconds=36000
    )
    fast = rule("fast", clock="resolution", applies_to={"response_classes": ("urgent",)}, target_seconds=7200)
    life = Life(rules(slow, fast))
    life.happened("received", 0)
    life.becomes(1, response_classes=URGENT)
    assert (life.clock("resolution").due_at, life.clock("resolution").rule) == (at(2), "fast")

    assert said(life.watched(3)) == [("Breached", 2)]
    assert said(life.becomes(4, response_classes=ROUTINE)) == []
    assert verdict(life.clock("resolution"), at(5)) == "breached"


def test_a_clock_whose_rule_no_longer_applies_is_made_void_by_us_unless_it_is_broken() -> None:
    for hours, expected in ((0.5, "voided"), (2, "breached")):
        life = Life(rules(rule("ack", applies_to={"response_classes": ("routine",)})))
        life.happened("received", 0)
        life.becomes(hours, response_classes=URGENT)
        assert verdict(life.clock("ack"), at(9)) == expected


def test_of_two_rules_of_a_clock_the_one_due_first_holds() -> None:
    plan = rule("plan", met_by=("plan_proposed",), target_seconds=86400)
    green = rule(
        "green",
        clock="plan",
        starts_on=("green_channel_opened",),
        met_by=("plan_proposed",),
        target_seconds=7200,
    )
    life = Life(rules(plan, green))
    life.happened("received", 0)
    assert said(life.happened("green_channel_opened", 3)) == [("Cancelled", 3), ("Started", 3)]
    assert (life.clock("plan").rule, life.clock("plan").due_at) == ("green", at(5))

    late = Life(rules(plan, green))
    late.happened("received", 0)
    assert said(late.happened("green_channel_opened", 23)) == []


def test_an_agreement_stands_instead_of_the_policy_and_the_shorter_of_two() -> None:
    life = Life(rules(rule("reply")))
    life.situation = type(life.situation)(
        stream_id=CASE_ID,
        terms=(
            ("long", AgreedTerm(clock="reply", target_seconds=9000)),
            ("short", AgreedTerm(clock="reply", target_seconds=7200)),
        ),
    )
    life.happened("received", 0)

    assert (life.clock("reply").agreement_id, life.clock("reply").due_at) == ("short", at(2))
