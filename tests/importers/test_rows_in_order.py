"""What one row says next to the rows before it."""

import itertools
from pathlib import Path

import pytest

from service.domain.case.record.assignment import CaseHandedOver, OwnerAssigned
from service.domain.case.record.intake import CaseReceived, SourceUpdateRecorded
from service.eventstore.application import Application
from service.importers.identity import case_id_of
from service.importers.sources.servicenow import SERVICENOW
from tests.importers.figures import of_kind
from tests.importers.files import history, later, line, written
from tests.importers.recording import cases, imported, rejected, streams, told

RECEIVED = ["CaseReceived", "CaseClassified", "OwnerAssigned"]


async def test_a_whole_life_becomes_events_in_order(application: Application, tmp_path: Path) -> None:
    await imported(application, written(tmp_path / "log.csv", history("INC1")))
    assert await told(application) == [
        *RECEIVED,
        *("OwnerAssigned", "ReceiptAcknowledged"),
        "WaitingStarted",
        *("CaseHandedOver", "WaitingEnded"),
        "CaseResolved",
        *("CaseReopened", "CaseClassified", "ReceiptAcknowledged"),
        "CaseResolved",
        "CaseClosed",
    ]


async def test_the_case_carries_what_the_source_said(application: Application, tmp_path: Path) -> None:
    await imported(application, written(tmp_path / "log.csv", history("INC1")))
    events = (await streams(application))[case_id_of(SERVICENOW, "INC1")]
    (received,) = of_kind(events, CaseReceived)
    assert (received.reference, received.channel, received.kind) == ("INC1", "phone", "technical")
    assert received.reported_by == "Caller 7"
    assert received.occurred_at.isoformat() == "2016-02-29T08:00:00+00:00"
    assert [update.promise_kept for update in of_kind(events, SourceUpdateRecorded)] == [*[True] * 7, False]


async def test_rows_of_an_incident_are_put_in_order_of_their_count(
    application: Application, tmp_path: Path
) -> None:
    rows = history("INC1")
    await imported(application, written(tmp_path / "log.csv", [*rows[4:], *rows[:4]]))
    in_order = await told(application)
    assert in_order[:3] == RECEIVED
    assert in_order[-1] == "CaseClosed"


async def test_an_incident_that_comes_again_further_down_goes_on(
    application: Application, tmp_path: Path
) -> None:
    rows = [*history("INC1")[:3], line(number="INC2"), *history("INC1")[3:]]
    await imported(application, written(tmp_path / "log.csv", rows), rows_per_batch=1)
    assert (await told(application))[-1] == "CaseClosed"
    assert await told(application, "INC2") == RECEIVED


async def test_waits_for_another_cause_end_and_begin_anew(application: Application, tmp_path: Path) -> None:
    rows = [line(), *(later(n, f"Awaiting {what}") for n, what in enumerate(("Problem", "Evidence"), 1))]
    await imported(application, written(tmp_path / "log.csv", [*rows, later(3, "Awaiting Evidence")]))
    assert (await told(application))[3:] == ["WaitingStarted", "WaitingEnded", "WaitingStarted"]


@pytest.mark.parametrize(
    ("first", "second", "events"),
    [
        ("Resolved", "Closed", ["CaseResolved", "CaseClosed"]),
        ("Resolved", "Resolved", ["CaseResolved"]),
        ("Closed", "Closed", ["CaseClosed"]),
        ("Closed", "Resolved", ["CaseClosed", "CaseReopened", "CaseResolved"]),
        ("Closed", "Active", ["CaseClosed", "CaseReopened", "ReceiptAcknowledged"]),
        ("Resolved", "Awaiting Vendor", ["CaseResolved", "CaseReopened", "WaitingStarted"]),
        ("Active", "Active", ["ReceiptAcknowledged"]),
        ("Awaiting Vendor", "New", ["WaitingStarted", "WaitingEnded"]),
        ("Awaiting Vendor", "Closed", ["WaitingStarted", "WaitingEnded", "CaseClosed"]),
    ],
)
async def test_each_change_of_state_has_its_events(
    application: Application, tmp_path: Path, first: str, second: str, events: list[str]
) -> None:
    await imported(application, written(tmp_path / "log.csv", [line(), later(1, first), later(2, second)]))
    assert (await told(application))[3:] == events


async def test_an_unknown_group_in_between_makes_no_hand_over(
    application: Application, tmp_path: Path
) -> None:
    groups = ("Group 1", "?", "Group 2", "Group 3")
    rows = [later(n, "New", assignment_group=group) for n, group in enumerate(groups)]
    await imported(application, written(tmp_path / "log.csv", rows))
    events = (await streams(application))[case_id_of(SERVICENOW, "INC1")]
    assert [(one.from_team, one.to_team) for one in of_kind(events, CaseHandedOver)] == [
        ("Group 2", "Group 3")
    ]
    assert [one.team for one in of_kind(events, OwnerAssigned)] == ["Group 1", "Group 2"]


@pytest.mark.parametrize(
    ("before", "after", "event"),
    [
        ("Active", "Closed", "CaseHandedOver"),
        ("Closed", "Active", "CaseHandedOver"),
        ("Closed", "Closed", "OwnerAssigned"),
    ],
)
async def test_a_new_group_around_closing_is_taken_over(
    application: Application, tmp_path: Path, before: str, after: str, event: str
) -> None:
    rows = [line(), later(1, before), later(2, after, assignment_group="Group 2")]
    summary = await imported(application, written(tmp_path / "log.csv", rows))
    assert summary.rejected == 0
    assert event in (await told(application))[3:]


async def test_a_rejected_row_is_not_the_row_before(application: Application, tmp_path: Path) -> None:
    rows = [line(), later(1, "-100", assignment_group="Group 2"), later(2, "New", assignment_group="Group 3")]
    summary = await imported(application, written(tmp_path / "log.csv", rows))
    (events,) = (await cases(application)).values()
    (handed_over,) = of_kind(events, CaseHandedOver)
    assert rejected(summary) == [(3, "incident_state", "unknown_word")]
    assert (handed_over.from_team, handed_over.to_team) == ("Group 1", "Group 3")


async def test_a_case_begins_with_its_first_good_row(application: Application, tmp_path: Path) -> None:
    rows = [line(contact_type="Pigeon"), later(1, "Active")]
    summary = await imported(application, written(tmp_path / "log.csv", rows))
    assert (summary.accepted, summary.rejected, summary.cases) == (1, 1, 1)
    assert await told(application) == [*RECEIVED, "ReceiptAcknowledged"]


@pytest.mark.parametrize("rows_per_batch", [1, 7, 10_000])
async def test_the_size_of_the_batches_does_not_matter(
    application: Application, tmp_path: Path, rows_per_batch: int
) -> None:
    mixed = [history(f"INC{n}") for n in range(3)]
    torn = [row for group in itertools.zip_longest(*mixed) for row in group]
    rows = [*torn[:9], "broken", *torn[9:], later(2, "-100", number="INC1")]
    summary = await imported(application, written(tmp_path / "log.csv", rows), rows_per_batch=rows_per_batch)
    assert (summary.accepted, summary.rejected, summary.cases) == (24, 2, 3)
    stories = [await told(application, f"INC{n}") for n in range(3)]
    assert stories[0] == stories[1] == stories[2]
    assert stories[0].count("CaseResolved") == 2
    assert stories[0][-1] == "CaseClosed"
