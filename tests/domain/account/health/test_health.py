"""The health of accounts: random facts of two years, compared with a slow way that shares no code."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from random import Random
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from service.domain.account.health.facts import AgreementFact, HealthFacts
from service.domain.account.health.score import changes, health_on, points_on
from service.domain.account.health.shadow import compared, days_between
from service.domain.guidelines.care.health import Health, HealthLevel, HealthPart, HealthPartKind
from service.domain.vocabulary import Segment
from tests.domain.facts import ELEVEN
from tests.rules import default_rulebook

FIRST = date(2024, 3, 1)
DAYS = 730
ACCOUNTS = 500
NOW = date(2026, 3, 2)


def formula() -> Health:
    found = default_rulebook().guideline(Health, ELEVEN)
    assert found is not None
    return found


def some_days(dice: Random, most: int) -> list[date]:
    return sorted(FIRST + timedelta(days=dice.randrange(DAYS)) for _ in range(dice.randrange(most)))


def random_facts(number: int, dice: Random) -> HealthFacts:
    agreements = [
        AgreementFact(
            on=day,
            agreement_id=f"C-{dice.randrange(3)}",
            ends_on=dice.choice([None, day + timedelta(days=dice.randrange(-5, 400))]),
            is_renewed=dice.choice([None, None, True, False]),
        )
        for day in some_days(dice, 6)
    ]
    return HealthFacts(
        account_id=UUID(int=number),
        code=f"KA-{number:03}",
        segment=Segment.ORDINARY,
        owner=None,
        opened_on=FIRST + timedelta(days=dice.randrange(60)),
        promises=[
            (day, dice.choice(["first_reply", "plan"]), 3, dice.randrange(4)) for day in some_days(dice, 60)
        ],
        ratings=[(day, UUID(int=dice.randrange(20)), dice.randrange(1, 6)) for day in some_days(dice, 30)],
        uses=[(day, dice.randrange(1, 9)) for day in sorted(set(some_days(dice, 300)))],
        signs=sorted(set(some_days(dice, 40))),
        complaints=some_days(dice, 8),
        agreements=agreements,
    )


def slowly(facts: HealthFacts, rule: Health, on: date) -> tuple[int, dict[str, int]] | None:
    """Return the score and the points of its parts, each fact looked at one by one."""
    if on < facts.opened_on:
        return None
    points = {}
    for part in rule.parts:
        figure = slow_figure(facts, part, on)
        if figure is None:
            share = Fraction(part.unknown_percent, 100)
        else:
            share = Fraction(figure - part.worst, part.best - part.worst)
        exact = part.weight * min(max(share, Fraction(0)), Fraction(1))
        points[part.part.value] = floor(exact + Fraction(1, 2))
    return sum(points.values()), points


def slow_figure(facts: HealthFacts, part: HealthPart, on: date) -> int | None:
    def age(day: date) -> int:
        return (on - day).days

    def mean(values: Sequence[int]) -> int | None:
        return floor(Fraction(100 * sum(values), len(values))) if values else None

    span = part.within_days
    match part.part.value:
        case "response":
            near = [one for one in facts.promises if 0 <= age(one[0]) < span]
            told = [(judged, kept) for _, clock, judged, kept in near if clock in (part.clocks or [clock])]
            return mean([int(place < kept) for judged, kept in told for place in range(judged)])
        case "satisfaction":
            newest = {case: score for day, case, score in facts.ratings if 0 <= age(day) < span}
            return mean(list(newest.values()))
        case "usage":
            now = sum(count for day, count in facts.uses if 0 <= age(day) < span)
            before = sum(count for day, count in facts.uses if span <= age(day) < 2 * span)
            return floor(Fraction(100 * now, before)) if before else (100 if now else None)
        case "silence":
            return min(age(day) for day in (facts.opened_on, *facts.signs) if age(day) >= 0)
        case "complaints":
            return sum(0 <= age(day) < span for day in facts.complaints)
        case _:
            return slow_renewals(facts, span, on)


def slow_renewals(facts: HealthFacts, span: int, on: date) -> int | None:
    left = []
    for name in {fact.agreement_id for fact in facts.agreements}:
        told = [fact for fact in facts.agreements if fact.agreement_id == name and fact.on <= on]
        ends = [fact.ends_on for fact in told if fact.is_renewed is None]
        renewed = [fact.is_renewed for fact in told if fact.is_renewed is not None]
        if not ends:
            continue
        if ends[-1] is None or (renewed and renewed[-1]):
            left.append(span)
        elif (ends[-1] - on).days >= -span:
            left.append(0 if renewed else max(0, min((ends[-1] - on).days, span)))
    return min(left, default=None)


def test_scores_of_500_accounts_over_two_years_are_those_of_the_slow_way() -> None:
    dice, rule = Random(92), formula()  # noqa: S311  nothing secret
    for number in range(ACCOUNTS):
        facts = random_facts(number, dice)
        for on in (FIRST + timedelta(days=dice.randrange(DAYS)) for _ in range(6)):
            fast = health_on(facts, rule, on)
            quick = fast and (fast.score, {part.part.value: part.points for part in fast.parts})
            assert points_on(facts, rule, on) == (fast and fast.score)
            assert quick == slowly(facts, rule, on)


def cut(facts: HealthFacts, on: date) -> HealthFacts:
    """Return what had happened by the end of a day."""
    return replace(
        facts,
        promises=[one for one in facts.promises if one[0] <= on],
        ratings=[one for one in facts.ratings if one[0] <= on],
        uses=[one for one in facts.uses if one[0] <= on],
        signs=[one for one in facts.signs if one <= on],
        complaints=[one for one in facts.complaints if one <= on],
        agreements=[one for one in facts.agreements if one.on <= on],
    )


def test_nothing_that_happens_later_changes_the_score_of_a_day_and_parts_of_changes_add_up() -> None:
    dice, rule = Random(7), formula()  # noqa: S311  nothing secret
    for number in range(ACCOUNTS):
        facts = random_facts(number, dice)
        on = FIRST + timedelta(days=60 + dice.randrange(DAYS - 60))
        score = health_on(facts, rule, on)
        assert score == health_on(cut(facts, on), rule, on)
        later = health_on(facts, rule, NOW)
        assert score is not None
        assert later is not None
        assert sum(part.points for part in score.parts) == score.score
        assert sum(change.points for change in changes(score, later)) == later.score - score.score


def test_another_formula_is_tried_over_all_history_with_who_would_move_and_why() -> None:
    dice, rule = Random(11), formula()  # noqa: S311  nothing secret
    accounts = [random_facts(number, dice) for number in range(100)]
    strict = rule.model_copy(update={"version": 9, "healthy_from": 90, "attention_from": 80})
    days = days_between(FIRST, NOW, 30)
    counts, movers = compared(accounts, [(day, rule) for day in days], strict)
    assert (days[-1], len(counts)) == (NOW, len(days))
    last = counts[-1]
    assert sum(last.now.values()) == sum(last.then.values()) == len(accounts)
    assert last.moved == len(movers) > 0
    for mover in movers:
        assert mover.now.level is not mover.then.level
        assert sum(part.points for part in mover.why) == mover.then.score - mover.now.score
    assert compared(accounts, [(NOW, rule)], rule)[1] == []


def bare(**known: Any) -> HealthFacts:
    usual: dict[str, Any] = {"account_id": UUID(int=1), "code": "KA-1", "owner": None}
    return HealthFacts(**{**usual, "segment": Segment.ORDINARY, "opened_on": FIRST, **known})


def test_an_account_of_which_nothing_is_known_has_a_share_of_the_points_that_the_formula_says() -> None:
    score = health_on(bare(signs=[NOW]), formula(), NOW)
    assert score is not None
    points = {part.part: (part.figure, part.points) for part in score.parts}
    assert points[HealthPartKind.RESPONSE] == (None, 10)
    assert points[HealthPartKind.SILENCE] == (0, 15)
    assert points[HealthPartKind.COMPLAINTS] == (0, 15)
    assert (score.score, score.level) == (66, HealthLevel.ATTENTION)
    assert health_on(bare(), formula(), FIRST - timedelta(days=1)) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"parts": [{"part": "usage", "weight": 99, "worst": 0, "best": 9}]},
        {"parts": [{"part": "usage", "weight": 100, "worst": 9, "best": 9}]},
        {"parts": [{"part": "usage", "weight": 50, "worst": 0, "best": 9}] * 2},
        {"healthy_from": 45},
    ],
)
def test_a_formula_adds_up_and_tells_good_from_bad(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Health.model_validate({**formula().model_dump(), **wrong})
