"""A case that another system kept before: what was promised until then is said with its receipt."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from service.api.http.access import Role
from service.domain.account.identity import account_id_of
from tests.api.clocks.clock_stories import told, with_rules
from tests.api.composition import MORNING, House, bearer

YESTERDAY = (MORNING - timedelta(days=1)).isoformat()
LONG_AGO = (MORNING - timedelta(days=400)).isoformat()
NOTHING: dict[str, Any] = {"at": MORNING.isoformat()}


async def taken_over(house: House, role: Role = Role.INTEGRATION, **said: Any) -> httpx.Response:
    body = {
        "account_id": str(account_id_of("KA-1")),
        "channel": "phone",
        "kind": "technical",
        "subject": "The press stands still",
        "occurred_at": LONG_AGO,
        "taken_over": {**NOTHING, **said},
    }
    return await house.client.post("/v1/cases", json=body, headers=bearer(role))


async def clocks(house: House, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await house.get(f"{path}/clocks")).json()["clocks"]
    return found


@pytest.fixture
async def ruled(house: House) -> House:
    await with_rules(house)
    await house.open_account()
    return house


async def test_nothing_was_promised_before_the_take_over_and_as_always_after_it(ruled: House) -> None:
    received = await taken_over(ruled)
    assert received.status_code == 201, received.text
    path = received.headers["Location"]
    assert await clocks(ruled, path) == []
    message = {"channel": "phone", "text": "How far is it?"}
    await told(ruled, f"{path}/customer-message", **message, occurred_at=YESTERDAY)
    assert await clocks(ruled, path) == []
    await told(ruled, f"{path}/customer-message", **message)
    assert [clock["clock"] for clock in await clocks(ruled, path)] == ["next_reply"]
    (first, *_) = (await ruled.get(f"{path}/history")).json()["items"]
    assert first["event"]["taken_over"]["at"] == "2026-03-02T09:00:00Z"


async def test_a_policy_that_is_named_promised_before_the_take_over(ruled: House) -> None:
    received = await taken_over(ruled, policy_id="default")
    assert {clock["policy_id"] for clock in await clocks(ruled, received.headers["Location"])} == {"default"}


@pytest.mark.parametrize(
    ("role", "status"), [(Role.AGENT, 403), (Role.SUPERVISOR, 403), (Role.INTEGRATION, 201)]
)
async def test_only_another_system_may_say_that_nothing_was_promised(
    ruled: House, role: Role, status: int
) -> None:
    assert (await taken_over(ruled, role)).status_code == status


@pytest.mark.parametrize(
    ("said", "status", "problem"),
    [
        ({"at": (MORNING + timedelta(hours=1)).isoformat()}, 409, "taken_over_in_future"),
        ({"at": "2199-12-31T00:00:00Z"}, 409, "taken_over_in_future"),
        ({"at": "9999-12-31T00:00:00Z"}, 422, "validation_failed"),
        ({"at": None}, 422, "validation_failed"),
        ({"policy_id": "nobodys"}, 409, "policy_unknown"),
        ({"policy_id": "Not A Name"}, 422, "validation_failed"),
        ({"policy_version": 1}, 422, "validation_failed"),
    ],
)
async def test_a_take_over_that_cannot_be_is_refused(
    ruled: House, said: dict[str, Any], status: int, problem: str
) -> None:
    refused = await taken_over(ruled, **said)
    assert (refused.status_code, refused.json()["type"]) == (status, f"/problems/{problem}")


@pytest.mark.parametrize(
    "told_of", [{}, {"kind": "complaint"}, {"channel": "monitoring", "alert_reference": "A-7"}]
)
async def test_a_case_that_is_classified_as_it_is_reported_has_each_clock_once(
    ruled: House, told_of: dict[str, Any]
) -> None:
    body = {"kind": "technical", "subject": "The press stands still", **told_of}
    reported = await ruled.client.post("/v1/intake", json=body, headers=bearer(Role.CUSTOMER_SYSTEM))
    assert reported.status_code == 201, reported.text
    events = (await ruled.get(f"/v1/cases/{reported.json()['case_id']}/history")).json()["items"]
    facts = [each["event"] for each in events]
    names = [fact["clock"] for fact in facts if fact["type"] == "ClockStarted.v1"]
    assert len(names) == len(set(names)) > 0
    assert not [fact for fact in facts if fact["type"] in {"ClockCancelled.v1", "ClockRescheduled.v1"}]
