"""Disputes are mediated between both sides (row 48)."""

from typing import Any
from uuid import uuid4

import pytest

from service.api.http.access import Role
from tests.api.composition import AS_WRITTEN, bearer
from tests.rows.desk import ACCOUNT, Desk

PATH = f"{ACCOUNT}/disputes"


async def opened(desk: Desk) -> tuple[str, str]:
    """Return the ids of a dispute about an agreement, and of a contact."""
    contact_id, dispute_id = await desk.contact(), str(uuid4())
    now = desk.house.clock().isoformat()
    agreed: dict[str, Any] = {"agreement_id": "C-7", "title": "The press line", "effective_at": now}
    await desk.tell(f"{ACCOUNT}/sign-agreement", Role.SUPERVISOR, **agreed)
    await desk.tell(f"{ACCOUNT}/owner", owner="li.na", reason="Knows presses")
    about: dict[str, Any] = {"matter": "Who pays for the second line", "agreement_id": "C-7"}
    await desk.tell(PATH, dispute_id=dispute_id, **about)
    return dispute_id, contact_id


async def state(desk: Desk, dispute_id: str, side: str, **more: Any) -> dict[str, Any]:
    words = {"customer": "It was promised in March", "ours": "Clause 4.2 leaves it to the customer"}[side]
    body = {"dispute_id": dispute_id, "position_id": str(uuid4()), "side": side, "position": words}
    return await desk.tell(f"{PATH}/position", **{**body, "stated_by": "li.na", **more})


@pytest.mark.requirement(48)
async def test_a_dispute_is_mediated_between_both_positions_and_settled_by_an_amendment(desk: Desk) -> None:
    dispute_id, contact_id = await opened(desk)
    await state(desk, dispute_id, "customer", contact_id=contact_id)
    await state(desk, dispute_id, "ours")
    named: dict[str, Any] = {"mediator": "wu.q", "reason": "Knows both houses"}
    await desk.tell(f"{PATH}/mediator", dispute_id=dispute_id, **named)
    await desk.later(days=2)
    step: dict[str, Any] = {"step_id": str(uuid4()), "what": "Each bears half", "mediated_by": "wu.q"}
    await desk.tell(f"{PATH}/mediation", dispute_id=dispute_id, **step)
    (one,) = (await desk.read("/v1/disputes"))["items"]
    assert (one["held_by"], one["held_since"], one["open_seconds"]) == (
        "wu.q",
        "2026-03-02T09:00:00Z",
        2 * 86_400,
    )
    assert [(each["side"], each["stated_by"]) for each in one["positions"]] == [
        ("customer", "li.na"),
        ("ours", "li.na"),
    ]
    asked = {"cause": "dispute", "reference": dispute_id}
    now = desk.house.clock().isoformat()
    terms = [{"clock": "first_reply", "target_seconds": 600}]
    amended: dict[str, Any] = {
        "agreement_id": "C-7",
        "terms": terms,
        "effective_at": now,
        "reason": "Half each",
    }
    await desk.tell(f"{ACCOUNT}/amend-agreement", Role.SUPERVISOR, **amended, asked_for_by=asked)
    settled: dict[str, Any] = {"contact_id": contact_id, "agreed": "Half each", "agreement_version": 2}
    await desk.tell(f"{PATH}/settle", dispute_id=dispute_id, **settled, settled_by="wu.q")
    assert (await desk.read("/v1/disputes"))["items"] == []
    (over,) = (await desk.read("/v1/disputes?status=settled"))["items"]
    assert (over["agreed"], over["agreement_version"]) == ("Half each", 2)


@pytest.mark.evasion(48)
async def test_no_dispute_is_settled_without_both_positions_nor_mediated_by_a_party(desk: Desk) -> None:
    strange: dict[str, Any] = {"matter": "Who pays for the second line", "case_id": str(uuid4())}
    assert await desk.refused(PATH, dispute_id=str(uuid4()), **strange) == "case_not_of_account"
    dispute_id, contact_id = await opened(desk)
    settle: dict[str, Any] = {"dispute_id": dispute_id, "contact_id": contact_id, "agreed": "Half each"}
    assert await desk.refused(f"{PATH}/settle", **settle, settled_by="li.na") == "positions_missing"
    await state(desk, dispute_id, "ours", stated_by="chen.m")
    assert await desk.refused(f"{PATH}/settle", **settle, settled_by="li.na") == "positions_missing"
    said: dict[str, Any] = {"dispute_id": dispute_id, "position_id": str(uuid4()), "side": "customer"}
    nobody: dict[str, Any] = {**said, "position": "It was promised"}
    assert await desk.refused(f"{PATH}/position", **nobody) == "position_without_speaker"
    machine = {**said, "side": "ours", "position": "Not us"}
    headers = {**bearer(Role.INTEGRATION), **AS_WRITTEN}
    answer = await desk.house.post(f"{PATH}/position", machine, **headers)
    assert answer.json()["type"].endswith("position_without_speaker")
    for party in ("li.na", "chen.m"):
        named: dict[str, Any] = {"dispute_id": dispute_id, "mediator": party, "reason": "Is there"}
        assert await desk.refused(f"{PATH}/mediator", **named) == "mediator_is_party"
    await desk.tell(f"{PATH}/mediator", dispute_id=dispute_id, mediator="wu.q", reason="Knows both")
    step: dict[str, Any] = {"dispute_id": dispute_id, "step_id": str(uuid4()), "what": "Half each"}
    assert await desk.refused(f"{PATH}/mediation", **step, mediated_by="li.na") == "not_the_mediator"
    taking: dict[str, Any] = {**said, "side": "ours", "position": "We are right", "stated_by": "wu.q"}
    assert await desk.refused(f"{PATH}/position", **taking) == "mediator_is_party"
    await state(desk, dispute_id, "customer", contact_id=contact_id)
    assert await desk.refused(f"{PATH}/settle", **settle, settled_by="li.na") == "not_the_mediator"
    by_version = {**settle, "agreement_version": 5, "settled_by": "wu.q"}
    assert await desk.refused(f"{PATH}/settle", **by_version) == "settlement_version_unknown"
    end: dict[str, Any] = {"dispute_id": dispute_id, "how": "withdrawn", "reason": "The invoice was found"}
    await desk.tell(f"{PATH}/end", **end, ended_by="li.na")
    assert await desk.refused(f"{PATH}/settle", **settle, settled_by="wu.q") == "dispute_over"
    unknown: dict[str, Any] = {**end, "dispute_id": str(uuid4()), "ended_by": "li.na"}
    assert await desk.refused(f"{PATH}/end", **unknown) == "dispute_unknown"
