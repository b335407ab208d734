"""Nothing is due before the case was there, received after its customer left, or written where none reads."""

from typing import Any
from uuid import uuid4

import pytest

from service.domain.account.identity import account_id_of
from tests.api.cases.test_case_care import done
from tests.api.composition import House

RECEIVED = "2026-03-02T08:00:00Z"
YEARS = ["1970-01-01T00:00:00Z", "2020-02-29T12:00:00+08:00", "2026-03-02T07:59:59.999999Z"]
STAGE = {"title": "Find the cause", "responsible": "li.na"}
TASK = {"department": "logistics", "step": "ship_part", "request": "Send a bearing"}


def due(kind: str, at: str) -> tuple[str, dict[str, Any]]:
    """Return the path and the body by which something is due or planned at an instant."""
    named = str(uuid4())
    ways: dict[str, tuple[str, dict[str, Any]]] = {
        "stages": (
            "plan",
            {"stages": [{**STAGE, "due_at": "2026-03-09T00:00:00Z"}, {**STAGE, "due_at": at}]},
        ),
        "planned_at": (
            "dispatches",
            {"dispatch_id": named, "engineer": "gao.f", "task": "agreed", "planned_at": at},
        ),
        "a collaboration": ("collaborations", {"collaboration_id": named, **TASK, "due_at": at}),
        "a commitment": ("commitments", {"commitment_id": named, "what": "agreed", "due_at": at}),
    }
    return ways[kind]


@pytest.mark.parametrize("at", YEARS)
@pytest.mark.parametrize(
    ("kind", "status", "slug"),
    [
        ("stages", 409, "due_before_promised"),
        ("planned_at", 422, "planned_before_receipt"),
        ("a collaboration", 409, "due_before_promised"),
        ("a commitment", 409, "due_before_promised"),
    ],
)
async def test_nothing_is_due_before_the_case_was_received(
    house: House, kind: str, status: int, slug: str, at: str
) -> None:
    await house.open_account()
    case = await house.receive_case(occurred_at=RECEIVED)
    path, body = due(kind, at)
    answer = await house.post(f"{case}/{path}", body)
    assert (answer.status_code, answer.json().get("type")) == (status, f"/problems/{slug}"), answer.text
    field = kind if kind in body else "due_at"
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    path, body = due(kind, "2026-03-02T10:00:00Z")
    assert (await house.post(f"{case}/{path}", body)).status_code == 200


async def test_a_dispatch_told_when_it_is_over_is_recorded(house: House) -> None:
    await house.open_account()
    case = await house.receive_case(occurred_at=RECEIVED)
    path, body = due("planned_at", RECEIVED)
    await done(house, case, path, body)


async def test_a_closed_account_has_no_new_cases_and_those_of_before_can_be_told(house: House) -> None:
    account = f"/v1/accounts/{await house.open_account()}"
    await done(house, account, "close", {"reason": "agreed", "occurred_at": RECEIVED})
    body = {"account_id": str(account_id_of("KA-1")), "channel": "phone", "kind": "technical", "subject": "x"}
    for late in ({}, {"occurred_at": "2026-03-02T08:00:00.000001Z"}, {"occurred_at": "2026-03-02T08:30:00Z"}):
        answer = await house.post("/v1/cases", {**body, **late})
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/account_closed"), answer.text
    for early in (RECEIVED, "2026-03-02T07:00:00Z", "2020-01-01T00:00:00Z"):
        assert (await house.post("/v1/cases", {**body, "occurred_at": early})).status_code == 201


MESSAGE = {"channel": "wecom", "text": "When?"}


async def test_what_the_customer_writes_on_a_merged_case_is_sent_where_it_goes_on(house: House) -> None:
    await house.open_account()
    first, second = [await house.receive_case(occurred_at=RECEIVED) for _ in range(2)]
    merging = {"into_case_id": second[-36:], "reason": "told twice", "occurred_at": "2026-03-02T08:30:00Z"}
    await done(house, first, "merge", merging)
    answer = await house.post(f"{first}/customer-message", MESSAGE)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/case_goes_on_elsewhere")
    assert second[-36:] in answer.json()["detail"]
    await done(house, second, "customer-message", MESSAGE)
    await done(house, first, "unmerge", {"reason": "two matters"})
    await done(house, first, "customer-message", MESSAGE)


async def test_what_was_written_before_the_merge_can_be_told_after_it(house: House) -> None:
    await house.open_account()
    first, second = [await house.receive_case(occurred_at=RECEIVED) for _ in range(2)]
    merging = {"into_case_id": second[-36:], "reason": "told twice", "occurred_at": "2026-03-02T08:30:00Z"}
    await done(house, first, "merge", merging)
    await done(house, first, "customer-message", {**MESSAGE, "occurred_at": "2026-03-02T08:20:00Z"})
