"""What is told late counts when it happened."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, update

from service.domain.account.decisions.profile import AssignAccountOwner
from service.domain.case.decisions.assignment import AssignOwner
from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.closure import ConfirmResolution, ReopenCase, ResolveCase
from service.domain.case.decisions.complaints import IdentifyCause
from service.domain.case.decisions.intake import AcknowledgeReceipt
from service.domain.case.decisions.ratings import RateSatisfaction
from service.domain.case.decisions.replies import SendReply
from service.domain.case.decisions.waiting import StartWaiting
from service.domain.case.record.intake import CaseReceived
from service.domain.clocks.events import ClockMet
from service.domain.complaint_vocabulary import CauseClass
from service.domain.vocabulary import Audience, AuthorKind, ResponseClass, WaitingOn
from service.projections.accounts import ACCOUNTS
from service.projections.cases.model import CASES
from service.projections.cases.table import cases
from service.projections.complaints.model import COMPLAINTS
from service.projections.engine import folding
from service.projections.engine.model import ReadModel
from service.projections.models import MODELS
from service.projections.ratings import RATINGS
from service.projections.runner import Runner
from tests.projections.histories.history import CANARY, history
from tests.projections.histories.live_rows import live_rows, newest


async def test_an_acknowledgement_told_late_ends_the_reception_when_it_was_given(
    engine: Engine, database_url: str
) -> None:
    async with history(database_url) as past:
        case_id = await past.case(await past.account(), at(2))
        await past.accept(case_id, reply(4))
        assert following(engine, case_id)["reception_seconds"] == 7200
        await past.accept(case_id, AcknowledgeReceipt(occurred_at=at(2, 5)))
        row = following(engine, case_id)
    assert (row["reception_seconds"], row["acknowledge_seconds"], row["stage"]) == (300, 300, "diagnosis")
    assert (row["reply_count"], row["first_response_seconds"]) == (1, 7200)


async def test_what_was_told_late_of_the_first_cycle_counts_there(engine: Engine, database_url: str) -> None:
    async with history(database_url) as past:
        case_id = await past.case(await past.account(), at(2))
        await past.accept(case_id, ResolveCase(occurred_at=at(3)), ReopenCase(occurred_at=at(5)))
        before = following(engine, case_id)
        assert (before["reception_seconds"], before["resolved_at_first_contact"]) == (3600, False)
        await past.accept(case_id, reply(2, 3), cause(2, 30))
        row = following(engine, case_id)
    assert (row["reception_seconds"], row["first_response_seconds"]) == (180, 180)
    assert (row["diagnosis_seconds"], row["planning_seconds"]) == (27 * 60, 30 * 60)
    assert (row["feedback_seconds"], row["stage"], row["reopen_count"]) == (7200, "diagnosis", 1)


async def test_an_owner_of_yesterday_told_today_is_not_the_owner_now(
    engine: Engine, database_url: str
) -> None:
    async with history(database_url) as past:
        account_id = await past.account()
        case_id = await past.case(account_id, at(2))
        await past.accept(case_id, AssignOwner(occurred_at=at(9), owner="today", team="new"))
        await past.accept(account_id, account_owner(9, "today"))
        following(engine, case_id)
        await past.accept(case_id, AssignOwner(occurred_at=at(8), owner="yesterday", team="old"))
        await past.accept(account_id, account_owner(8, "yesterday"))
        row = following(engine, case_id)
    assert (row["owner"], row["team"], row["version"]) == ("today", "new", newest(engine, case_id)["version"])
    assert live_rows(engine, ACCOUNTS)[str(account_id),]["owner"] == "today"


async def test_a_wait_told_late_is_the_one_before_the_wait_that_lasts(
    engine: Engine, database_url: str
) -> None:
    async with history(database_url) as past:
        case_id = await past.case(await past.account(), at(2))
        await past.accept(case_id, StartWaiting(occurred_at=at(6), waiting_on=WaitingOn.CUSTOMER))
        following(engine, case_id)
        await past.accept(case_id, StartWaiting(occurred_at=at(4), waiting_on=WaitingOn.SUPPLIER))
        row = following(engine, case_id)
    assert (row["waiting_on"], row["waiting_started_at"]) == ("customer", f"{at(6).isoformat()}")
    assert (row["waiting_supplier_count"], row["waiting_supplier_seconds"]) == (1, 7200)
    assert (row["waiting_customer_count"], row["waiting_customer_seconds"]) == (0, 0)


async def test_a_rating_told_late_is_not_the_latest(engine: Engine, database_url: str) -> None:
    async with history(database_url) as past:
        case_id = await past.case(await past.account(), at(2))
        await past.accept(case_id, ResolveCase(occurred_at=at(3)))
        await past.accept(case_id, RateSatisfaction(occurred_at=at(9), score=5))
        following(engine, case_id)
        await past.accept(case_id, RateSatisfaction(occurred_at=at(8), score=1))
        following(engine, case_id)
    latest = {row["score"]: row["is_latest_of_cycle"] for row in live_rows(engine, RATINGS).values()}
    assert latest == {5: True, 1: False}


async def test_a_case_that_became_a_complaint_late_was_confirmed_all_the_same(
    engine: Engine, database_url: str
) -> None:
    async with history(database_url) as past:
        case_id = await past.case(await past.account(), at(2))
        await past.accept(case_id, ResolveCase(occurred_at=at(3)), ConfirmResolution(occurred_at=at(4)))
        following(engine, case_id)
        assert live_rows(engine, COMPLAINTS) == {}
        complaint = ClassifyCase(occurred_at=at(2, 30), response_class=ResponseClass.COMPLAINT)
        await past.accept(case_id, complaint)
        following(engine, case_id)
    row = live_rows(engine, COMPLAINTS)[str(case_id),]
    assert (row["complained_at"], row["confirmed_at"]) == (at(2, 30).isoformat(), at(4).isoformat())


async def test_a_late_fact_takes_out_rows_that_are_not_of_the_record(
    engine: Engine, database_url: str
) -> None:
    async with history(database_url) as past:
        case_id = await past.case(await past.account(), at(2))
        await past.accept(case_id, ResolveCase(occurred_at=at(3)))
        await past.accept(case_id, RateSatisfaction(occurred_at=at(9), score=5))
        following(engine, case_id)
        with engine.begin() as connection:
            connection.execute(update(RATINGS.table).values(event_id=UUID(int=3)))
        await past.accept(case_id, AcknowledgeReceipt(occurred_at=at(8)))
        following(engine, case_id)
    assert (str(UUID(int=3)),) not in live_rows(engine, RATINGS)
    assert len(live_rows(engine, RATINGS)) == 1


def test_a_model_of_facts_and_of_notes_of_clocks_is_refused() -> None:
    mixed = ReadModel(
        table=cases,
        loaded_by=cases.c.case_id,
        handlers={**CASES.handlers, ClockMet: CASES.handlers[CaseReceived]},
    )
    with pytest.raises(folding.MixedModelError, match="cases"):
        folding.plan_for([mixed, *MODELS])


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 2, hour, minute, tzinfo=UTC)


def reply(hour: int, minute: int = 0) -> SendReply:
    human = {"audience": Audience.PUBLIC, "author_kind": AuthorKind.HUMAN, "substantive": True}
    return SendReply.model_validate({"occurred_at": at(hour, minute), "text": CANARY, **human})


def cause(hour: int, minute: int) -> IdentifyCause:
    found = {"cause_class": CauseClass.PROCESS, "root_code": "late_delivery", "whys": (CANARY,)}
    return IdentifyCause.model_validate({"occurred_at": at(hour, minute), **found})


def account_owner(hour: int, owner: str) -> AssignAccountOwner:
    return AssignAccountOwner(occurred_at=at(hour), owner=owner, reason=CANARY)


def following(engine: Engine, case_id: UUID) -> dict[str, Any]:
    """Fold what was told since the last time, and return the row of a case."""
    Runner(engine).catch_up()
    return newest(engine, case_id)
