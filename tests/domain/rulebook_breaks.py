"""How each rule about the rules is broken: from a wish's good way to one that this rule refuses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from service.domain.refusal import OccurredInFutureError, Refusal
from service.domain.rulebook import refusals as refused
from service.domain.rulebook import rules
from service.domain.rulebook.commands import PublishGuideline
from service.domain.time_tolerance import CLOCK_TOLERANCE
from tests.domain.facts import NINE
from tests.domain.good_ways import GoodWay
from tests.domain.rulebook.published import calendar, directory, policy, rule
from tests.domain.rulebook_ways import AT, CALENDAR, guided, published, rostered
from tests.domain.staffed import person, staff

A_MOMENT = timedelta(microseconds=1)
Break = Callable[[GoodWay], GoodWay]


def _telling(**fields: Any) -> Break:
    return lambda way: replace(way, command=way.command.model_copy(update=fields))


def _reaching_back(way: GoodWay) -> GoodWay:
    """Take effect before what stands on the record: a policy, the roster of the rung, the guideline."""
    before = (CALENDAR, published(policy=policy(policy_id="strict")), rostered(people=()), guided())
    command = way.command.model_copy(update={"effective_at": NINE - A_MOMENT})
    if isinstance(command, PublishGuideline):
        command = command.model_copy(update={"content": directory(2)})
    return replace(way, history=before, command=command)


def _by_an_unknown_calendar(way: GoodWay) -> GoodWay:
    if isinstance(way.command, PublishGuideline):
        return _telling(content=staff(person("a.wang", calendar_id="nights")))(way)
    return replace(way, history=())


RULEBOOK_BREAKS: dict[tuple[Callable[..., None], type[Refusal]], Break] = {
    (rules.must_not_lie_in_the_future, OccurredInFutureError): _telling(
        occurred_at=AT + CLOCK_TOLERANCE + A_MOMENT
    ),
    (rules.policy_version_must_be_the_next, refused.PolicyVersionNotNextError): _telling(policy=policy(2)),
    (rules.calendar_version_must_be_the_next, refused.CalendarVersionNotNextError): _telling(
        calendar=calendar(version=2)
    ),
    (rules.guideline_version_must_be_the_next, refused.GuidelineVersionNotNextError): _telling(
        content=directory(2)
    ),
    (rules.must_not_change_what_has_passed, refused.ChangedBackwardsError): _reaching_back,
    (rules.calendars_must_be_published, refused.CalendarNotPublishedError): _by_an_unknown_calendar,
    (rules.every_segment_must_have_a_calendar, refused.SegmentWithoutCalendarError): _telling(
        policy=policy(rules=(rule(counts="segment"),))
    ),
}
