"""The real ServiceNow log gives the figures that another program computed from the raw file."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from service.domain.case.record.assignment import CaseHandedOver
from service.domain.case.record.classification import CaseClassified
from service.domain.case.record.closure import CaseClosed, CaseReopened, CaseResolved
from service.domain.case.record.intake import ReceiptAcknowledged, SourceUpdateRecorded
from service.domain.case.record.waiting import WaitingEnded, WaitingStarted
from service.domain.vocabulary import Priority, WaitingOn
from service.importers.identity import case_id_of
from service.importers.sources.servicenow import PRIORITIES, SERVICENOW
from tests.importers.figures import figures, minutes_to, of_kind
from tests.importers.recording import Streams, application_on, cases, imported

WORDS = {priority: word for word, priority in PRIORITIES.items()}


# One import serves them all, so they run in one process.
pytestmark = pytest.mark.xdist_group("servicenow_log")


async def imported_log(url: str, path: Path) -> Streams:
    async with application_on(url) as application:
        summary = await imported(application, path, rejects_folder=None)
        assert (summary.accepted, summary.already_known, summary.rejected) == (15_567, 0, 0)
        assert (summary.cases, summary.exit_code) == (2_750, 0)
        return await cases(application)


@pytest.fixture(scope="module")
def log(module_database_url: str, uci_log: Path) -> Streams:
    return asyncio.run(imported_log(module_database_url, uci_log))


@pytest.fixture(scope="module")
def expected(uci_log: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((uci_log.parent / "expected.json").read_text())
    return found


def same(found: dict[str, float], wanted: dict[str, float]) -> bool:
    return found == pytest.approx(wanted, abs=1e-6)


def test_every_row_leaves_a_fact_and_every_incident_is_a_case(log: Streams, expected: dict[str, Any]) -> None:
    rows = [update for events in log.values() for update in of_kind(events, SourceUpdateRecorded)]
    assert len(log) == expected["cases"]
    assert len({(update.reference, update.update) for update in rows}) == len(rows) == expected["rows"]


def test_acknowledgement_is_the_first_entry_into_active(log: Streams, expected: dict[str, Any]) -> None:
    found = [
        minutes_to(events, acknowledged.occurred_at)
        for events in log.values()
        for acknowledged in of_kind(events, ReceiptAcknowledged)[:1]  # one more follows a reopening
    ]
    assert same(figures(found), expected["acknowledge_minutes (first entry into Active)"])


def test_first_and_final_resolution_differ_after_a_reopening(log: Streams, expected: dict[str, Any]) -> None:
    resolved = [(events, found) for events in log.values() if (found := of_kind(events, CaseResolved))]
    first = [minutes_to(events, found[0].occurred_at) for events, found in resolved]
    final = [minutes_to(events, found[-1].occurred_at) for events, found in resolved]
    assert same(figures(first), expected["first_resolution_minutes (first entry into Resolved)"])
    assert same(figures(final), expected["final_resolution_minutes (last entry into Resolved)"])
    assert len(log) - len(resolved) == expected["cases never Resolved"]


def test_closing_is_the_last_entry_into_closed(log: Streams, expected: dict[str, Any]) -> None:
    closed = [(events, found) for events in log.values() if (found := of_kind(events, CaseClosed))]
    minutes = [minutes_to(events, found[-1].occurred_at) for events, found in closed]
    never_resolved = sum(not of_kind(events, CaseResolved) for events, _ in closed)
    assert same(figures(minutes), expected["close_minutes (last entry into Closed)"])
    assert never_resolved == expected["never Resolved but Closed"]


def test_reopenings_are_counted(log: Streams, expected: dict[str, Any]) -> None:
    reopened = [found for events in log.values() if (found := of_kind(events, CaseReopened))]
    assert sum(map(len, reopened)) == expected["reopen events"]
    assert len(reopened) == expected["cases reopened"]


def test_waits_last_to_the_next_row_with_another_state(log: Streams, expected: dict[str, Any]) -> None:
    minutes, waited = 0.0, set()
    for stream_id, events in log.items():
        started = [one for one in of_kind(events, WaitingStarted) if one.waiting_on is WaitingOn.CUSTOMER]
        ended = [one for one in of_kind(events, WaitingEnded) if one.waiting_on is WaitingOn.CUSTOMER]
        for start, end in zip(started, ended, strict=True):
            waited.add(stream_id)
            minutes += (end.occurred_at - start.occurred_at).total_seconds() / 60
    assert len(waited) == expected["waiting for customer: cases"]
    assert minutes == pytest.approx(expected["waiting for customer: minutes in all (to the next row)"])


def test_hand_overs_are_between_known_groups(log: Streams, expected: dict[str, Any]) -> None:
    handed_over = [found for events in log.values() if (found := of_kind(events, CaseHandedOver))]
    assert sum(map(len, handed_over)) == expected["hand-overs between known groups"]
    assert len(handed_over) == expected["cases handed over"]
    assert all(one.from_team and one.to_team != one.from_team for found in handed_over for one in found)


def last_priority(events: list[Any]) -> str:
    priority = of_kind(events, CaseClassified)[-1].priority
    assert isinstance(priority, Priority)
    return WORDS[priority]


def test_the_last_row_says_whether_the_promise_was_kept(log: Streams, expected: dict[str, Any]) -> None:
    verdicts = [
        (last_priority(events), of_kind(events, SourceUpdateRecorded)[-1].promise_kept)
        for events in log.values()
    ]
    kept = [priority for priority, verdict in verdicts if verdict]
    assert {"k": len(kept), "n": len(verdicts)} == expected["made_sla on the last row"]
    by_priority = {
        priority: {"k": kept.count(priority), "n": sum(one == priority for one, _ in verdicts)}
        for priority in WORDS.values()
    }
    assert by_priority == expected["made_sla by priority on the last row"]


@pytest.mark.parametrize("priority", WORDS.values())
def test_final_resolution_by_the_last_priority(log: Streams, expected: dict[str, Any], priority: str) -> None:
    minutes = [
        minutes_to(events, found[-1].occurred_at)
        for events in log.values()
        if last_priority(events) == priority and (found := of_kind(events, CaseResolved))
    ]
    assert same(figures(minutes), expected["final resolution by priority"][priority])


def test_two_updates_with_the_same_count_are_both_taken_over(log: Streams) -> None:
    events = log[case_id_of(SERVICENOW, "INC0000137")]
    updates = [update.update for update in of_kind(events, SourceUpdateRecorded)]
    assert [update for update in updates if update.startswith("1 ")] == [
        "1 2016-02-29T11:10Z",
        "1 2016-02-29T09:52Z",
    ]
