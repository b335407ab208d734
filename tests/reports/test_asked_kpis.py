"""What departments, promises and complaints come to, on histories made by hand: figures with edge cases."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.closure import ConfirmResolution, ReopenCase, ResolveCase
from service.domain.case.decisions.collaborations import (
    AcceptCollaboration,
    AnswerCollaboration,
    CompleteCollaboration,
    DeclineCollaboration,
    RequestCollaboration,
)
from service.domain.case.decisions.commitments import KeepCommitment, MakeCommitment, RenegotiateCommitment
from service.domain.case.decisions.complaints import IdentifyCause
from service.domain.case.decisions.ratings import RateSatisfaction
from service.domain.case.decisions.remedies import GrantRemedy, ProposeRemedy
from service.domain.case.decisions.replies import SendReply
from service.domain.clocks.commands import ObserveClocks
from service.domain.command import Command
from service.domain.complaint_vocabulary import CauseClass
from service.domain.vocabulary import ResponseClass
from service.projections.runner import Runner
from tests.projections.histories.history import START, History, history
from tests.reports.records import reported

MINUTE, HOUR = 60, 3600
ONE, OTHER, THIRD = (UUID(int=number) for number in (1, 2, 3))
WHYS = ("It came late", "It was booked late", "Nobody books on Fridays")


def at(**after: float) -> datetime:
    return START + timedelta(**after)


def asked(task: UUID, department: str, **after: float) -> RequestCollaboration:
    said = {"department": department, "step": "progress", "request": "Where is it?"}
    return RequestCollaboration.model_validate(
        {"occurred_at": at(**after), "collaboration_id": task, "customer_words": "Where is it?", **said}
    )


def told(engine: Engine, **query: Any) -> dict[str, dict[str, Any]]:
    Runner(engine).catch_up()
    found = reported(engine, **query).total.figures
    return {slug: each.model_dump(exclude_none=True) for slug, each in found.items()}


async def cause(past: History, case_id: UUID, root: str = "late_delivery", **after: float) -> None:
    said = {"cause_class": CauseClass.PROCESS, "root_code": root, "whys": WHYS}
    await past.accept(case_id, IdentifyCause.model_validate({"occurred_at": at(**after), **said}))


async def test_departments_are_measured_by_request_and_a_decline_is_no_answer(
    engine: Engine, database_url: str
) -> None:
    async with history(database_url) as past:
        await past.rules()
        case_id = await past.case(await past.account())
        await past.accept(
            case_id,
            asked(ONE, "logistics", minutes=10),
            AcceptCollaboration(occurred_at=at(minutes=20), collaboration_id=ONE, accepted_by="gao.f"),
            AnswerCollaboration(occurred_at=at(minutes=60), collaboration_id=ONE, answer="On its way"),
            AnswerCollaboration(occurred_at=at(minutes=40), collaboration_id=ONE, answer="Looking"),
            CompleteCollaboration(occurred_at=at(minutes=90), collaboration_id=ONE, outcome="Delivered"),
            asked(OTHER, "finance", minutes=10),
            DeclineCollaboration(occurred_at=at(minutes=30), collaboration_id=OTHER, reason="Not ours"),
            asked(THIRD, "finance", minutes=15),
        )
    found = told(engine)
    assert found["collaborations_answered"] == {"count": 3, "hits": 1, "ratio": 1 / 3}
    assert found["collaborations_done"]["hits"] == 1
    assert found["collaboration_answer_time"]["total_seconds"] == 30 * MINUTE
    assert found["collaboration_time"]["total_seconds"] == 80 * MINUTE
    groups = {each.group: each.figures for each in reported(engine, by="department").groups}
    assert set(groups) == {"logistics", "finance", "unknown"}
    assert (groups["logistics"]["ola_attainment"].count, groups["logistics"]["ola_attainment"].hits) == (2, 2)
    assert groups["finance"]["collaborations_done"].count == 2
    assert groups["unknown"]["ola_attainment"].count == 0
    assert "cases_received" not in groups["logistics"]


@pytest.mark.parametrize(
    ("kept_after_hours", "renegotiated", "kept", "as_made", "index"),
    [(5, False, 1, 1, 0.5), (12, False, 0, 0, 1.2), (12, True, 1, 0, 1.2)],
)
async def test_commitments_are_held_against_what_was_promised_first(
    engine: Engine,
    database_url: str,
    *,
    kept_after_hours: int,
    renegotiated: bool,
    kept: int,
    as_made: int,
    index: float,
) -> None:
    again = RenegotiateCommitment(
        occurred_at=at(hours=3), commitment_id=ONE, due_at=at(hours=20), reason="The part is late"
    )
    async with history(database_url) as past:
        await past.rules()
        case_id = await past.case(await past.account())
        await past.accept(
            case_id,
            MakeCommitment(occurred_at=at(), commitment_id=ONE, what="It runs again", due_at=at(hours=10)),
            *([again] if renegotiated else []),
            KeepCommitment(occurred_at=at(hours=kept_after_hours), commitment_id=ONE),
        )
    found = told(engine)
    assert (found["commitments_kept"]["count"], found["commitments_kept"]["hits"]) == (1, kept)
    assert found["commitments_kept_as_made"]["hits"] == as_made
    over = found["over_promise_index"]
    assert (over["median_score"], over["hits"]) == (index, int(index > 1))


async def test_handling_time_is_of_each_cycle_and_what_is_open_has_none(
    engine: Engine, database_url: str
) -> None:
    urgent = ClassifyCase(occurred_at=at(), response_class=ResponseClass.URGENT)
    async with history(database_url) as past:
        await past.rules()
        account_id = await past.account()
        await past.accept(
            await past.case(account_id),
            urgent,
            SendReply(occurred_at=at(hours=1), text="We come"),
            ResolveCase(occurred_at=at(hours=6), cause="Wear", solution="A new one"),
            ReopenCase(occurred_at=at(hours=50), reason="again"),
            SendReply(occurred_at=at(hours=51), text="We come"),
            ResolveCase(occurred_at=at(hours=80), cause="Wear", solution="A new one"),
        )
        await past.accept(await past.case(account_id), urgent, ObserveClocks())
    found = told(engine)
    handled = found["handling_time"]
    assert (handled["count"], handled["hits"]) == (2, 1)
    assert (handled["total_seconds"], handled["target_seconds"]) == (36 * HOUR, 48 * HOUR)
    assert found["resolution_attainment"] == {"count": 3, "hits": 1, "ratio": 1 / 3}
    assert found["case_attainment"]["count"] == 2


@pytest.mark.parametrize(
    ("days", "root", "recurs"),
    [(90, "late_delivery", 1), (90.1, "late_delivery", 0), (1, "wrong_bill", 0)],
)
async def test_a_complaint_recurs_within_ninety_days_of_the_same_cause_at_the_same_account(
    engine: Engine, database_url: str, days: float, root: str, recurs: int
) -> None:
    async with history(database_url) as past:
        account_id, stranger = await past.account(), await past.account("KA-2")
        first = await past.case(account_id, kind="complaint")
        second = await past.case(account_id, received_at=at(days=days), kind="complaint")
        foreign = await past.case(stranger, received_at=at(days=days), kind="complaint")
        unknown = await past.case(account_id, received_at=at(days=days), kind="complaint")
        for case_id in (first, foreign):
            await cause(past, case_id, days=days, hours=1)
        await cause(past, second, root, days=days, hours=1)
    found = told(engine)
    assert unknown
    assert found["complaints_received"]["count"] == 4
    assert (found["complaint_recurrence"]["count"], found["complaint_recurrence"]["hits"]) == (3, recurs)


async def test_a_cause_that_is_found_to_be_another_later_is_the_one_that_counts(
    engine: Engine, database_url: str
) -> None:
    async with history(database_url) as past:
        account_id = await past.account()
        for days in (0, 3):
            await cause(
                past, await past.case(account_id, at(days=days), kind="complaint"), days=days, hours=1
            )
        last = await past.case(account_id, at(days=5), kind="complaint")
        await cause(past, last, days=5, hours=1)
        await cause(past, last, "wrong_bill", days=5, hours=9)
    assert told(engine)["complaint_recurrence"]["hits"] == 1


async def test_amounts_of_other_currencies_are_counted_and_never_added(
    engine: Engine, database_url: str
) -> None:
    async with history(database_url) as past:
        account_id = await past.account()
        for currencies in (("CNY",), ("USD",), ("CNY", "USD"), ()):
            case_id = await past.case(account_id, kind="complaint")
            for number, currency in enumerate(currencies):
                named = {"remedy_id": UUID(int=number), "occurred_at": at(hours=1)}
                given = {"remedy_type": "coupon", "what": "A coupon", "proposed_by": "x"}
                await past.accept(
                    case_id,
                    ProposeRemedy.model_validate(
                        {**named, **given, "amount_minor": 700, "currency": currency}
                    ),
                    GrantRemedy.model_validate({**named, "granted_by": "x"}),
                )
    cost = told(engine)["complaint_cost"]
    assert cost == {"count": 4, "hits": 2, "ratio": 0.5, "total_minor": 700}


async def test_a_low_score_is_won_back_only_by_a_better_one_that_comes_after_it(
    engine: Engine, database_url: str
) -> None:
    async with history(database_url) as past:
        account_id = await past.account()

        def rated(score: int, **after: float) -> Command:
            return RateSatisfaction(occurred_at=at(**after), score=score)

        done = ResolveCase(occurred_at=at(hours=1), resolution="Replaced")
        again = ReopenCase(occurred_at=at(hours=3), reason="again")
        better = ResolveCase(occurred_at=at(hours=4), resolution="Replaced")
        await past.accept(
            await past.case(account_id), done, rated(2, hours=2), again, better, rated(4, hours=5)
        )
        await past.accept(
            await past.case(account_id), done, rated(5, hours=2), again, better, rated(3, hours=5)
        )
        await past.accept(await past.case(account_id), done, rated(1, hours=2))
    won = told(engine)["low_scores_recovered"]
    assert (won["count"], won["hits"]) == (3, 1)


@pytest.mark.parametrize(
    ("days", "named", "comes_again"),
    [
        (7, {}, 1),
        (7.1, {}, 0),
        (2, {"kind": "enquiry"}, 0),
        (2, {"kind": "enquiry", "order_reference": "PO-7"}, 1),
        (2, {"channel": "email"}, 1),
    ],
)
async def test_who_comes_within_a_week_with_the_same_matter_came_again(
    engine: Engine, database_url: str, days: float, named: dict[str, str], comes_again: int
) -> None:
    async with history(database_url) as past:
        account_id = await past.account()
        first = await past.case(account_id, order_reference="PO-7")
        await past.accept(first, ResolveCase(occurred_at=at(hours=1), resolution="Replaced"))
        await past.case(account_id, at(days=days, hours=1), **named)
        await past.case(await past.account("KA-2"), at(days=1))
    found = told(engine)
    assert found["repeat_contacts"] == {"count": 1, "hits": comes_again, "ratio": float(comes_again)}
    assert found["one_stop_resolution"]["hits"] == 1 - comes_again
    assert found["one_touch_resolution"]["hits"] == 1


@pytest.mark.parametrize(("answers", "touched_once"), [(0, 1), (1, 1), (2, 0)])
async def test_what_is_said_after_the_resolution_does_not_make_it_two_touches(
    engine: Engine, database_url: str, answers: int, touched_once: int
) -> None:
    async with history(database_url) as past:
        case_id = await past.case(await past.account())
        await past.accept(
            case_id,
            *(SendReply(occurred_at=at(hours=number + 1), text="We come") for number in range(answers)),
            ResolveCase(occurred_at=at(hours=5), resolution="Replaced"),
            SendReply(occurred_at=at(hours=6), text="It runs again"),
            ConfirmResolution(occurred_at=at(hours=7)),
        )
    assert told(engine)["one_touch_resolution"]["hits"] == touched_once


async def test_cases_of_an_order_are_counted(engine: Engine, database_url: str) -> None:
    async with history(database_url) as past:
        account_id = await past.account()
        await past.case(account_id, order_reference="PO-7")
        await past.case(account_id)
    assert told(engine)["cases_of_orders"]["count"] == 1
