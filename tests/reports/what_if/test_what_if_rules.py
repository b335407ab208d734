"""Whatever is supposed, a policy, a calendar or a roster: it is judged as the engine would have judged."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import Connection

from service.domain.account.decisions.agreements.agreements import SignAgreement
from service.domain.account.decisions.routines import SetRoutine
from service.domain.account.vocabulary import Routine
from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.replies import SendReply
from service.domain.clocks.commands import ObserveClocks
from service.domain.clocks.policy import AgreedTerm
from service.domain.refusal import Refusal
from service.domain.rulebook.decisions import SegmentWithoutCalendarError, SetRoster
from service.domain.rulebook.duty import Duty
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.rulebook.state import CalendarNotPublishedError
from service.domain.vocabulary import EscalationLevel, ResponseClass
from service.importers.rule_files.default_rules import default_calendars
from service.reports.what_if.query import WhatIf
from tests.projections.histories.history import NOW, START, history
from tests.reports.what_if.what_if_scenes import (
    DEFAULT,
    MINUTE,
    MONDAY,
    asked,
    changed,
    only,
    urgent_case,
    without,
)


async def test_another_calendar_moves_what_counts_by_it(connection: Connection, database_url: str) -> None:
    async with history(database_url) as past:
        await past.rules()
        account = await past.account()  # high value: 7x12
        case_id = await past.case(account, MONDAY)
        await past.accept(case_id, SendReply(text="It runs", occurred_at=MONDAY + timedelta(hours=2)))
    (daily,) = (wish.calendar for wish in default_calendars() if wish.calendar.calendar_id == "cn_7x12")
    closed = {"date": "2026-03-09", "name": {"zh": "盘点", "en": "Stocktaking"}, "windows": ["11:45-20:00"]}
    stocktaking = type(daily).model_validate({**daily.model_dump(mode="json"), "special_days": [closed]})
    report = asked(connection, calendars=(stocktaking,))
    change = only(report, "first_reply")
    assert change.now is not None
    assert change.then is not None
    assert (change.now.verdict, change.now.due_at) == ("breached", MONDAY + 30 * MINUTE)
    assert (change.then.verdict, change.then.due_at) == ("met", MONDAY + 135 * MINUTE)
    assert (report.policy, report.calendars) == (None, ("cn_7x12",))


async def test_another_roster_tells_whom_the_calls_would_have_found(
    connection: Connection, database_url: str
) -> None:
    async with history(database_url) as past:
        await past.rules(calls_within=NOW - START)
        later = (Duty(staff_id="staff-3", calendar_id="always"),)
        for people, at in (((), START), (later, NOW)):
            roster = SetRoster(level=EscalationLevel.SUPERVISOR, people=people, effective_at=at)
            await past.accept(RULEBOOK_ID, roster)
        case_id = await urgent_case(past, acknowledged_after=3 * MINUTE)
        await past.accept(case_id, ObserveClocks())
    supervisor = SetRoster(
        level=EscalationLevel.SUPERVISOR, people=(Duty(staff_id="staff-2", calendar_id="always"),)
    )
    report = asked(connection, rosters=(supervisor,), by="clock")
    assert report.changes == ()
    called = {group.group: group for group in report.groups}["counterpart_informed"]
    assert (called.now.calls, called.now.nobody_on_duty) == (4, 4)
    assert (called.then.calls, called.then.nobody_on_duty) == (4, 3)
    assert asked(connection, policy=DEFAULT).total.then.calls is None


async def test_terms_count_as_they_were_agreed_when_the_promise_was_made(
    connection: Connection, database_url: str
) -> None:
    async with history(database_url) as past:
        await past.rules()
        account = await past.account()
        before = await past.case(account, MONDAY, reference="before")
        term = AgreedTerm(clock="first_reply", target_seconds=7200, counts="always")
        signed = SignAgreement(agreement_id="A-1", title="agreed", terms=(term,), effective_at=START)
        await past.accept(account, signed)
        after = await past.case(account, MONDAY, reference="after")
        for case_id in (before, after):
            await past.accept(case_id, SendReply(text="It runs", occurred_at=MONDAY + 100 * MINUTE))
    assert asked(connection, policy=DEFAULT).changes == ()
    kept = asked(connection, policy=changed("first_reply", target_seconds=6001))
    assert only(kept, "first_reply").reference == "before"


async def test_a_verdict_that_the_watch_had_given_stands_though_the_class_changes_backwards(
    connection: Connection, database_url: str
) -> None:
    async with history(database_url) as past:
        await past.rules()
        case_id = await urgent_case(past, acknowledged_after=3 * MINUTE)
        await past.accept(
            case_id,
            ObserveClocks(),
            ClassifyCase(response_class=ResponseClass.COMPLEX, occurred_at=MONDAY + MINUTE),
        )
    report = asked(connection, policy=DEFAULT, by="clock")
    assert report.changes == ()
    by_clock = {group.group: group for group in report.groups}
    assert by_clock["counterpart_informed"].now.breached == 1
    assert all(group.now == group.then for group in report.groups)


async def test_settlements_that_only_the_watch_announced_are_replayed(
    connection: Connection, database_url: str
) -> None:
    async with history(database_url) as past:
        await past.rules()
        account = await past.account()
        settled = SetRoutine(routine=Routine.SETTLEMENT, day_of_month=20, occurred_at=START)
        await past.accept(account, settled, ObserveClocks())
    report = asked(connection, policy=DEFAULT)
    assert report.changes == ()
    assert report.total.now == report.total.then
    assert report.total.now.breached > 3
    dropped = asked(connection, policy=without("bill_check")).changes
    assert {(change.stream, change.reference) for change in dropped} == {("account", "KA-1")}


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ({"policy": changed("first_reply", counts="nowhere")}, CalendarNotPublishedError),
        ({"policy": DEFAULT.model_copy(update={"segment_calendars": {}})}, SegmentWithoutCalendarError),
        (
            {
                "rosters": (
                    SetRoster(
                        level=EscalationLevel.MANAGER, people=(Duty(staff_id="a", calendar_id="nowhere"),)
                    ),
                )
            },
            CalendarNotPublishedError,
        ),
    ],
)
async def test_rules_that_could_not_be_published_are_refused(
    connection: Connection, database_url: str, query: dict[str, Any], refusal: type[Refusal]
) -> None:
    async with history(database_url) as past:
        await past.rules()
    with pytest.raises(refusal):
        asked(connection, **query)


async def test_a_promise_that_only_one_of_the_rules_makes_is_told(
    connection: Connection, database_url: str
) -> None:
    async with history(database_url) as past:
        await past.rules()
        await urgent_case(past, acknowledged_after=MINUTE)
    dropped = only(asked(connection, policy=without("counterpart_informed")), "counterpart_informed")
    assert dropped.then is None
    assert dropped.now is not None
    assert dropped.now.verdict == "breached"
    rule = next(rule for rule in DEFAULT.rules if rule.rule == "acknowledgement")
    new = rule.model_copy(update={"rule": "greeting", "clock": "greeting"})
    more = DEFAULT.model_copy(update={"version": 2, "rules": (*DEFAULT.rules, new)})
    added = only(asked(connection, policy=more), "greeting")
    assert added.now is None
    assert added.then is not None
    assert (added.then.rule, added.then.verdict) == ("greeting", "met")


def test_a_what_if_supposes_something_over_a_period_that_runs_forward() -> None:
    with pytest.raises(ValidationError, match="nothing_supposed"):
        WhatIf(from_at=START)
    with pytest.raises(ValidationError, match="period_runs_backward"):
        WhatIf(policy=DEFAULT, from_at=START, to_at=START)
