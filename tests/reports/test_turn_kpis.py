"""Whose turn it was, on histories made by hand: each figure with its edge cases."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from service.domain.case.decisions.assignment import AssignOwner, HandOverCase
from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.closure import CloseCase, ReopenCase, ResolveCase
from service.domain.case.decisions.collaborations import RequestCollaboration
from service.domain.case.decisions.dispatches import ChooseHandlingMode
from service.domain.case.decisions.emergencies import InformCounterpart
from service.domain.case.decisions.escalations import DeescalateCase, EscalateCase
from service.domain.case.decisions.links import MergeCase, UnmergeCase
from service.domain.case.decisions.replies import (
    AddNote,
    ProposePlan,
    RecordCustomerMessage,
    SendReply,
    SetAnswerNotNeeded,
)
from service.domain.case.decisions.waiting import EndWaiting, StartWaiting
from service.domain.case.record.replies import PlanStage
from service.domain.command import Command
from service.domain.vocabulary import (
    Audience,
    Channel,
    CloseReason,
    EscalationKind,
    EscalationLevel,
    HandlingMode,
    ResponseClass,
    WaitingOn,
)
from service.projections.runner import Runner
from tests.projections.histories.history import NOW, START, history
from tests.reports.records import reported

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600


def at(**after: float) -> datetime:
    return START + timedelta(**after)


def reply(**after: float) -> SendReply:
    return SendReply(occurred_at=at(**after), text="We replace the bearing", audience=Audience.PUBLIC)


def message(needs_answer: bool | None = None, **after: float) -> RecordCustomerMessage:
    said = {"channel": Channel.PHONE, "text": "And when?", "needs_answer": needs_answer}
    return RecordCustomerMessage.model_validate({"occurred_at": at(**after), **said})


def resolved(**after: float) -> ResolveCase:
    return ResolveCase(occurred_at=at(**after), resolution="Replaced")


def waits(whom: WaitingOn, **after: float) -> StartWaiting:
    return StartWaiting(occurred_at=at(**after), waiting_on=whom, note="serial number")


async def figures(engine: Engine, url: str, *commands: Command) -> dict[str, dict[str, Any]]:
    """Return the figures of one case told by these commands."""
    async with history(url) as past:
        await past.accept(await past.case(await past.account()), *commands)
    Runner(engine).catch_up()
    found = reported(engine).total.figures
    return {slug: each.model_dump(exclude_none=True) for slug, each in found.items()}


async def test_the_next_reply_counts_from_the_oldest_message_and_a_thank_you_opens_none(
    engine: Engine, database_url: str
) -> None:
    told = await figures(
        engine,
        database_url,
        message(minutes=10),
        message(minutes=20),
        SendReply(occurred_at=at(minutes=25), text="Let me check", substantive=False),
        SendReply(occurred_at=at(minutes=26), text="Not to be seen", audience=Audience.INTERNAL),
        reply(minutes=40),
        message(needs_answer=False, minutes=50),
        message(minutes=60),
        SetAnswerNotNeeded(occurred_at=at(minutes=70), reason="a joke"),
        message(minutes=80),
        reply(minutes=90),
        resolved(minutes=100),
        message(minutes=110),
    )
    assert told["next_reply_time"] == {"count": 2, "total_seconds": 40 * MINUTE}
    assert told["longest_reply_wait"]["median_seconds"] == 30 * MINUTE
    assert told["unanswered_cases"] == {"count": 1, "hits": 1, "ratio": 1.0}


async def test_a_message_that_is_told_late_makes_the_next_reply_longer(
    engine: Engine, database_url: str
) -> None:
    told = await figures(engine, database_url, message(minutes=30), reply(minutes=40), message(minutes=10))
    assert told["next_reply_time"] == {"count": 1, "total_seconds": 30 * MINUTE}


async def test_news_gaps_begin_with_the_first_answer_and_end_with_the_resolution(
    engine: Engine, database_url: str
) -> None:
    told = await figures(
        engine,
        database_url,
        reply(hours=5),
        waits(WaitingOn.CUSTOMER, hours=6),
        reply(hours=12),
        EndWaiting(occurred_at=at(hours=13)),
        resolved(hours=21),
        ReopenCase(occurred_at=at(hours=100), reason="again"),
        reply(hours=103),
        CloseCase(occurred_at=at(hours=104), reason=CloseReason.WITHDRAWN),
    )
    assert told["longest_update_gap"]["median_seconds"] == 9 * HOUR


async def test_a_gap_that_lasts_is_judged_by_the_promise_and_not_here(
    engine: Engine, database_url: str
) -> None:
    told = await figures(engine, database_url, reply(hours=5), AddNote(occurred_at=at(days=9), text="late"))
    assert told["longest_update_gap"] == {"count": 0}


async def test_customers_wait_for_us_in_every_cycle_and_not_while_we_wait_for_them(
    engine: Engine, database_url: str
) -> None:
    told = await figures(
        engine,
        database_url,
        waits(WaitingOn.CUSTOMER, hours=1),
        message(hours=3),
        waits(WaitingOn.SUPPLIER, hours=4),
        resolved(hours=6),
        CloseCase(occurred_at=at(hours=7), reason=CloseReason.SOURCE_CLOSED),
        ReopenCase(occurred_at=at(hours=50), reason="again"),
        resolved(hours=52),
    )
    assert told["requester_wait"]["total_seconds"] == (1 + 3 + 2) * HOUR
    assert told["waiting_supplier_time"] == {"count": 1, "total_seconds": 2 * HOUR}
    assert told["reopened_within_7_days"] == {"count": 1, "hits": 1, "ratio": 1.0}
    assert told["reopened_within_30_days"]["hits"] == 1


async def test_the_case_that_it_was_merged_into_lets_the_customer_wait(
    engine: Engine, database_url: str
) -> None:
    async with history(database_url) as past:
        account_id = await past.account()
        other = await past.case(account_id)
        one = await past.case(account_id)
        await past.accept(
            one,
            MergeCase(occurred_at=at(hours=2), into_case_id=other, reason="the same"),
            UnmergeCase(occurred_at=at(hours=9), reason="another after all"),
            resolved(hours=10),
        )
    Runner(engine).catch_up()
    found = reported(engine).total.figures
    assert found["requester_wait"].total_seconds == 3 * HOUR
    assert found["longest_idle"].median_seconds == 2 * HOUR


ASKED = RequestCollaboration(
    occurred_at=at(hours=3),
    collaboration_id=UUID(int=7),
    department="technical",
    step="diagnosis",
    request="Read the log",
)


@pytest.mark.parametrize(
    ("act", "idle_hours"),
    [
        (ASKED, 5),
        (ChooseHandlingMode(occurred_at=at(hours=3), mode=HandlingMode.PHONE), 5),
        (AddNote(occurred_at=at(hours=3), text="A quiet day"), 8),
        (RecordCustomerMessage(occurred_at=at(hours=3), channel=Channel.PHONE, text="Well?"), 8),
    ],
)
async def test_every_act_on_the_matter_ends_the_idle_time_but_no_note_and_no_word_of_others(
    engine: Engine, database_url: str, act: Command, idle_hours: int
) -> None:
    told = await figures(engine, database_url, act, resolved(hours=8))
    assert told["longest_idle"]["median_seconds"] == idle_hours * HOUR


@pytest.mark.parametrize(("days", "within_week", "within_month"), [(6.9, 1, 1), (8, 0, 1), (31, 0, 0)])
async def test_a_reopening_counts_by_the_time_since_the_ending(
    engine: Engine, database_url: str, days: float, within_week: int, within_month: int
) -> None:
    again = ReopenCase(occurred_at=at(hours=1, days=days), reason="again")
    told = await figures(engine, database_url, resolved(hours=1), again)
    assert told["reopened_within_7_days"]["hits"] == within_week
    assert told["reopened_within_30_days"]["hits"] == within_month


async def test_only_proof_is_synchronisation_and_only_a_person_an_owner(
    engine: Engine, database_url: str
) -> None:
    told = await figures(
        engine,
        database_url,
        AssignOwner(occurred_at=at(minutes=1), team="east"),
        InformCounterpart(occurred_at=at(minutes=2), counterpart="sun.d"),
        InformCounterpart(occurred_at=at(minutes=8), counterpart="sun.d", delivery_proof="SMS-7"),
        InformCounterpart(occurred_at=at(minutes=5), counterpart="wu.j", delivery_proof="SMS-6"),
        HandOverCase(occurred_at=at(minutes=9), to_owner="li.na", note="knows it"),
    )
    assert told["internal_sync_time"]["total_seconds"] == 5 * MINUTE
    assert told["first_owner_time"]["total_seconds"] == 9 * MINUTE


@pytest.mark.parametrize(("classified", "count"), [(ResponseClass.COMPLEX, 1), (ResponseClass.ROUTINE, 0)])
async def test_the_time_to_the_plan_is_that_of_complex_needs_from_receipt(
    engine: Engine, database_url: str, classified: ResponseClass, count: int
) -> None:
    stage = PlanStage(title="Change it", due_at=NOW, responsible="li.na")
    told = await figures(
        engine,
        database_url,
        ProposePlan(occurred_at=at(hours=20), stages=(stage,)),
        ClassifyCase(occurred_at=at(hours=21), response_class=classified),
    )
    assert told["plan_time"] == pytest.approx(
        {"count": 1, "total_seconds": 20 * HOUR}
        | dict.fromkeys(("median_seconds", "p90_seconds", "mean_seconds"), 20 * HOUR)
        if count
        else {"count": 0, "total_seconds": 0}
    )


async def test_escalations_count_by_their_kind_also_when_they_are_taken_back(
    engine: Engine, database_url: str
) -> None:
    told = await figures(
        engine,
        database_url,
        EscalateCase(occurred_at=at(hours=1), level=EscalationLevel.MANAGER, reason="stuck"),
        DeescalateCase(occurred_at=at(hours=2), reason="not stuck"),
    )
    assert (told["escalated_up"]["hits"], told["escalated_across"]["hits"]) == (1, 0)
    across = {"kind": EscalationKind.FUNCTIONAL, "level": "specialist", "reason": "knows presses"}
    async with history(database_url, seed=2) as past:
        command = EscalateCase.model_validate({"occurred_at": at(hours=3), **across})
        await past.accept(await past.case(await past.account("KA-2")), command)
    Runner(engine).catch_up()
    found = reported(engine).total.figures
    assert (found["escalated_up"].hits, found["escalated_across"].hits) == (1, 1)


async def test_the_age_of_the_backlog_is_that_of_the_end_of_the_period(
    engine: Engine, database_url: str
) -> None:
    async with history(database_url) as past:
        account_id = await past.account()
        for days in (0, 5, 20):
            await past.case(account_id, received_at=at(days=days))
        done = await past.case(account_id)
        await past.accept(done, resolved(days=9))
    Runner(engine).catch_up()
    early = reported(engine, to_at=at(days=8)).total.figures
    assert early["backlog_age"].total_seconds == (8 + 3 + 8) * DAY
    assert (early["backlog_over_7_days"].count, early["backlog_over_7_days"].hits) == (3, 2)
    late = reported(engine, to_at=at(days=31)).total.figures
    assert (late["backlog_age"].count, late["backlog_over_30_days"].hits) == (3, 1)
    open_ended = reported(engine).total.figures["backlog_age"]
    assert open_ended.total_seconds == 3 * int((NOW - START).total_seconds()) - 25 * DAY
