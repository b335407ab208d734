"""Who is silent, by their last signs of life: computed by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from service.domain.account.health.silence import Living, come_to_life, fallen_silent
from service.domain.guidelines.care.silence import SignOfLife, SilenceGuideline, SilenceRule
from service.domain.vocabulary import Segment

A, B = UUID(int=1), UUID(int=2)
DAY = timedelta(days=1)
FIRST = datetime(2026, 3, 1, tzinfo=UTC)
RULES = SilenceGuideline(
    version=1,
    rules=(SilenceRule(segments=(Segment.HIGH_VALUE,), after_days=10), SilenceRule(after_days=30)),
)


def living(account_id: UUID = A, segment: Segment = Segment.HIGH_VALUE, **said: Any) -> Living:
    return Living(account_id=account_id, segment=segment, opened_at=FIRST, **said)


def silent_at(*accounts: Living, until: datetime, rules: SilenceGuideline = RULES) -> list[datetime]:
    return [one.silent_at for one in fallen_silent(accounts, rules, until)]


def test_an_account_is_silent_from_the_moment_that_the_rule_of_its_tier_names() -> None:
    used = living(last_at=FIRST + 5 * DAY, sign=SignOfLife.USAGE)
    assert silent_at(used, until=FIRST + 15 * DAY - timedelta(seconds=1)) == []
    assert silent_at(used, until=FIRST + 15 * DAY) == [FIRST + 15 * DAY]
    never = living(B, Segment.ORDINARY)
    assert silent_at(used, never, until=FIRST + 40 * DAY) == [FIRST + 15 * DAY, FIRST + 30 * DAY]


def test_without_a_rule_for_its_tier_an_account_is_never_silent() -> None:
    only_high = SilenceGuideline(version=1, rules=RULES.rules[:1])
    assert silent_at(living(B, Segment.ORDINARY), until=FIRST + 900 * DAY, rules=only_high) == []


def test_a_silence_is_over_with_a_later_sign_and_was_none_where_that_lay_before_the_warning() -> None:
    accounts = {A: living(last_at=FIRST + 20 * DAY, sign=SignOfLife.VISIT)}
    (over,) = come_to_life(accounts, [(A, FIRST, FIRST + 10 * DAY), (B, FIRST, FIRST + 10 * DAY)])
    assert (over.ended_at, over.sign) == (FIRST + 20 * DAY, SignOfLife.VISIT)
    told_late = {A: living(last_at=FIRST + 5 * DAY, sign=SignOfLife.VISIT)}
    (over,) = come_to_life(told_late, [(A, FIRST, FIRST + 10 * DAY)])
    assert (over.life_at, over.ended_at) == (FIRST + 5 * DAY, FIRST + 10 * DAY)
    assert list(come_to_life({A: living(last_at=FIRST)}, [(A, FIRST, FIRST + 10 * DAY)])) == []
