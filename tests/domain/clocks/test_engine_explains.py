"""Explanations, attribution of late time and the audit of pauses: sums are exact."""

import random
from datetime import timedelta

from service.domain.clocks.attribution import Held, Share, attribution, pause_audit
from service.domain.clocks.calendars.calendar import compiled
from service.domain.clocks.explain import explain
from service.domain.vocabulary import WaitingOn
from tests.domain.clocks.engine_kit import ALWAYS, OFFICE, Life, at, rule, rules


def test_an_explanation_names_each_stretch_its_reason_and_what_is_late() -> None:
    life = Life(rules(rule("reply", counts="office", pauses_on=("customer",), target_seconds=4 * 3600)))
    life.happened("received", 0)
    life.waits(1, WaitingOn.CUSTOMER)
    life.waits(2, None)
    life.happened("answered", 7)

    why = explain(life.clock("reply"), life.promises, at(99))

    parts = [(part.why, (part.end - part.start) / timedelta(hours=1), part.is_late) for part in why.stretches]
    assert parts == [
        ("window", 1, False),
        ("waiting", 1, False),
        ("window", 1, False),
        ("outside_windows", 1, False),
        ("window", 2, False),
        ("window", 1, True),
    ]
    assert why.counted_seconds == life.clock("reply").counted_seconds == 5 * 3600
    assert sum(part.counted_seconds for part in why.stretches if not part.is_late) == why.target_seconds


def test_an_open_clock_is_explained_up_to_the_instant_of_the_question() -> None:
    life = Life(rules(rule("reply")))
    life.happened("received", 0)

    why = explain(life.clock("reply"), life.promises, at(0.5))

    assert (why.until, why.counted_seconds, why.is_covered) == (at(0.5), 1800, True)


def test_late_time_has_one_holder_at_a_time() -> None:
    shares = attribution(
        at(0),
        at(10),
        compiled(OFFICE),
        waits=(Held(at(1), at(2), "customer"), Held(at(9), None, "supplier")),
        collaborations=(Held(at(4), at(6), "technical"), Held(at(5), at(8), "sales")),
        owners=(Held(at(0), at(7), "wang"), Held(at(7), None, "li")),
    )

    assert set(shares) == {
        Share("owner", "wang", 2 * 3600),
        Share("customer", None, 3600),
        Share("closed_hours", None, 3600),
        Share("department", "technical", 2 * 3600),
        Share("department", "sales", 2 * 3600),
        Share("owner", "li", 3600),
        Share("supplier", None, 3600),
    }


def test_nobody_holds_a_case_without_an_owner() -> None:
    assert attribution(at(0), at(1), compiled(ALWAYS)) == (Share("nobody", None, 3600),)
    assert attribution(at(1), at(1), compiled(ALWAYS)) == ()


def test_shares_add_up_to_the_whole_seconds_of_the_late_time() -> None:
    dice = random.Random(4)  # noqa: S311
    for _ in range(300):

        def drawn(names: list[str]) -> tuple[Held, ...]:
            spans = []
            for _ in range(dice.randint(0, 3)):
                start = at(dice.uniform(-5, 90))
                end = None if dice.random() < 0.2 else start + timedelta(hours=dice.uniform(0, 30))
                spans.append(Held(start, end, dice.choice(names)))
            return tuple(spans)

        start, end = at(dice.uniform(0, 5)), at(dice.uniform(5, 90))
        shares = attribution(
            start,
            end,
            compiled(OFFICE),
            drawn(["customer", "other"]),
            drawn(["sales"]),
            drawn(["wang", "li"]),
        )
        assert sum(share.seconds for share in shares) == (end - start) // timedelta(seconds=1)


def test_a_pause_that_was_held_after_the_customer_had_answered_is_found() -> None:
    life = Life(rules(rule("reply", pauses_on=("customer", "supplier"), target_seconds=99999)))
    life.happened("received", 0)
    for began, ended, who in (
        (1, 3, WaitingOn.CUSTOMER),
        (4, 6, WaitingOn.SUPPLIER),
        (7, None, WaitingOn.CUSTOMER),
    ):
        life.waits(began, who)
        if ended is not None:
            life.waits(ended, None)
    clock = life.clock("reply")

    assert pause_audit(clock, [at(2), at(2.5), at(5), at(7)], at(9)) == 3600
    assert pause_audit(clock, [at(8)], at(9)) == 3600
    assert pause_audit(clock, [at(1), at(3)], at(9)) == 0
