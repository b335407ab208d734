"""Lists and figures come from the read side, page by page, as fresh as asked for."""

import asyncio
import threading

import pytest

from service.api.http.access import Role
from tests.api.composition import House, composed


async def test_cases_come_newest_first_in_pages_that_hold_each_once(house: House) -> None:
    await house.open_account()
    received = []
    for number in range(7):
        house.clock.advance(minutes=number % 2)
        received.append((await house.receive_case(reference=f"R{number}")).rpartition("/")[2])
    await house.catch_up()
    seen: list[str] = []
    following: str | None = "/v1/cases?limit=3&channel=phone"
    while following is not None:
        page = (await house.get(following)).json()
        assert len(page["items"]) <= 3
        assert page["position"] == 8
        seen += [item["case_id"] for item in page["items"]]
        following = page["next"]
    assert sorted(seen) == sorted(received)


async def test_a_list_shows_no_personal_text(house: House) -> None:
    await house.open_account()
    await house.receive_case(subject="geheim", reported_by="王芳", description="geheim")
    await house.catch_up()
    listed = await house.get("/v1/cases")
    accounts = await house.get("/v1/accounts")
    assert listed.json()["items"][0]["account_code"] == "KA-1"
    for text in ("geheim", "王芳", "海天"):
        assert text not in listed.text + accounts.text


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [("status=closed", 0), ("status=open", 2), ("kind=x", None), ("owner=li.na", 1), ("segment=ordinary", 0)],
)
async def test_a_filter_narrows_and_an_unknown_one_is_refused(
    house: House, narrowed: str, found: int | None
) -> None:
    await house.open_account()
    await house.receive_case()
    await house.post(f"{await house.receive_case()}/assign", {"owner": "li.na"})
    await house.catch_up()
    answered = await house.get(f"/v1/cases?{narrowed}")
    if found is None:
        assert (answered.status_code, answered.json()["errors"][0]["field"]) == (422, "kind")
    else:
        assert len(answered.json()["items"]) == found


async def test_accounts_come_in_order_of_code(house: House) -> None:
    for code in ("KA-3", "KA-1", "KA-2"):
        await house.open_account(code)
    await house.catch_up()
    first = (await house.get("/v1/accounts?limit=2")).json()
    second = (await house.get(first["next"])).json()
    assert [item["code"] for item in first["items"] + second["items"]] == ["KA-1", "KA-2", "KA-3"]
    assert second["next"] is None


async def test_a_list_waits_for_what_was_just_written(house: House) -> None:
    stop = threading.Event()
    running = asyncio.create_task(asyncio.to_thread(house.runner.run, stop))
    try:
        await house.open_account()
        for _ in range(5):
            case = await house.receive_case()
            position = (await house.post(f"{case}/acknowledge")).headers["Case-Position"]
            page = (await house.get(f"/v1/cases?min_position={position}")).json()
            assert page["position"] >= int(position)
            shown = {item["case_id"]: item["acknowledged_at"] for item in page["items"]}
            assert shown[case.rpartition("/")[2]] is not None
    finally:
        stop.set()
        await running


@pytest.mark.parametrize("path", ["/v1/cases", "/v1/accounts", "/v1/reports/kpi"])
async def test_a_list_that_lags_says_so_and_when_to_come_back(database_url: str, path: str) -> None:
    async with composed(database_url, min_position_wait_seconds=0.05) as house:
        await house.open_account()
        answered = await house.get(f"{path}?min_position=1")
        assert (answered.status_code, answered.json()["type"]) == (503, "/problems/projection_behind")
        assert answered.headers["Retry-After"] == "1"
        await house.catch_up()
        assert (await house.get(f"{path}?min_position=1")).status_code == 200


async def test_figures_are_computed_and_name_their_position(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    house.clock.advance(minutes=10)
    await house.post(f"{case}/reply", {"text": "It runs"})
    await house.post(f"{case}/resolve")
    await house.catch_up()
    asked = "from_at=2026-03-01T00:00:00Z&to_at=2026-03-09T00:00:00Z&by=channel"
    report = (await house.get(f"/v1/reports/kpi?{asked}", Role.BI)).json()
    assert report["position"] == 4
    assert [group["group"] for group in report["groups"]] == ["phone"]
    assert set(report["total"]["figures"]) == set(report["definition_versions"])


async def test_every_kpi_is_explained_in_both_languages(house: House) -> None:
    kpis = (await house.get("/v1/kpis", Role.BI)).json()
    assert kpis
    for kpi in kpis:
        assert kpi["title_en"]
        assert kpi["title_zh"]
        assert kpi["definition_zh"]


async def test_a_period_that_runs_backwards_is_refused(house: House) -> None:
    asked = "from_at=2026-03-09T00:00:00Z&to_at=2026-03-01T00:00:00Z"
    assert (await house.get(f"/v1/reports/kpi?{asked}")).status_code == 422
