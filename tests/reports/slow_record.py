"""All that is on a record, for the slow computation of the KPIs, in all and by group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from service.domain.account.record.profile import AccountOpened
from service.eventstore.log import EventLog
from service.eventstore.mapper import decode_row
from tests.reports.slow_clocks import SlowClock, clocks_of, slow_case_attainment, slow_clock_kpis
from tests.reports.slow_complaints import (
    complaint_group,
    is_complaint,
    slow_complaints,
    slow_recovery,
)
from tests.reports.slow_contacts import slow_backlog, slow_contacts
from tests.reports.slow_kpi import Figures, SlowCase, cases_of, slow_kpis
from tests.reports.slow_tasks import SlowTask, slow_tasks, tasks_of

ONLY_OF_CLOCKS = {"clock", "end_reason", "voided_by"}
ONLY_OF_TASKS = {"level", "holder", "ended_by"}
OF_TASKS = {"department", *ONLY_OF_TASKS}
NOT_OF_CASES = {*ONLY_OF_CLOCKS, *OF_TASKS, "cause_class", "root_code", "process_step"}
ONLY_OF_COMPLAINTS = {"cause_class", "root_code", "process_step"}
NOT_OF_CLOCKS = ONLY_OF_COMPLAINTS | ONLY_OF_TASKS
NOT_OF_COMPLAINTS = ONLY_OF_CLOCKS | ONLY_OF_TASKS
Row = TypeVar("Row")


@dataclass(frozen=True)
class Slow:
    """What happened, for a slow computation."""

    cases: list[SlowCase]
    clocks: list[SlowClock]
    left: list[tuple[str, SlowCase]]
    """Who no longer answers for a case, and the case."""
    tasks: list[SlowTask]
    complaints: list[SlowCase]
    newest: datetime
    """When the newest event of a case was recorded."""

    def of(self, by: str, group: str | None) -> Slow:
        def those(rows: list[Row], name: Callable[[Row], str], *, have_it: bool) -> list[Row]:
            return [each for each in rows if have_it and name(each) == group]

        of_cases = by not in NOT_OF_CASES
        return replace(
            self,
            cases=those(self.cases, lambda each: each.group(by), have_it=of_cases),
            clocks=those(self.clocks, lambda each: each.group(by), have_it=by not in NOT_OF_CLOCKS),
            left=those(
                self.left, lambda each: each[0] if by == "owner" else each[1].group(by), have_it=of_cases
            ),
            tasks=those(self.tasks, lambda each: each.group(by), have_it=of_cases or by in OF_TASKS),
            complaints=those(
                self.complaints, lambda each: complaint_group(each, by), have_it=by not in NOT_OF_COMPLAINTS
            ),
        )

    def groups(self, by: str) -> set[str]:
        former = {who for who, _ in self.left} if by == "owner" else set()
        found = set(former)
        if by not in NOT_OF_CASES:
            found |= {each.group(by) for each in self.cases}
        if by not in NOT_OF_CLOCKS:
            found |= {each.group(by) for each in self.clocks}
        if by not in NOT_OF_CASES or by in OF_TASKS:
            found |= {each.group(by) for each in self.tasks}
        if by not in NOT_OF_COMPLAINTS:
            found |= {complaint_group(each, by) for each in self.complaints}
        return found

    def kpis(self, from_at: datetime | None, to_at: datetime | None) -> dict[str, Figures]:
        def within(rows: list[Row], at: Callable[[Row], datetime]) -> list[Row]:
            return [
                each
                for each in rows
                if (from_at is None or at(each) >= from_at) and (to_at is None or at(each) < to_at)
            ]

        def received(case: SlowCase) -> Any:
            return case.received.occurred_at

        cases = within(self.cases, received)
        left = within(self.left, lambda each: received(each[1]))
        return {
            **slow_kpis(self.cases, from_at, to_at),
            "left_to_others": {"count": len(left)},
            **slow_contacts(cases),
            **slow_recovery(cases),
            **slow_case_attainment(cases),
            **slow_backlog(self.cases, to_at, self.newest),
            **slow_complaints(within(self.complaints, received)),
            **slow_tasks(within(self.tasks, lambda each: each.asked.occurred_at)),
            **slow_clock_kpis(self.clocks, from_at, to_at),
        }


async def slowly(url: str) -> Slow:
    """Read a record from its events."""
    async with EventLog(url).reading() as log:
        rows = await log.after(0, 1_000_000)
    events = [decode_row(row) for row in rows]
    codes = {each.stream_id: each.event.code for each in events if isinstance(each.event, AccountOpened)}
    cases = cases_of(events)
    clocks = clocks_of(events, cases)
    for case in cases.values():
        case.account_code = codes[case.received.account_id]
    for clock in clocks:
        clock.account_code = clock.case.account_code if clock.case else codes[clock.stream_id]
    return Slow(
        cases=list(cases.values()),
        clocks=clocks,
        left=[(who, each) for each in cases.values() for who in each.left_by()],
        tasks=tasks_of(cases.values()),
        complaints=[each for each in cases.values() if is_complaint(each)],
        newest=max(
            (each.recorded_at for each in events if each.stream_id in cases),
            default=datetime.max.replace(tzinfo=UTC),
        ),
    )
