"""A case that is worked on in another one burdens nobody twice; by itself again, it counts again."""

from typing import Any

from tests.api.cases.test_case_care import done
from tests.api.composition import House

MERGED = {"reason": "told twice", "occurred_at": "2026-01-05T10:00:00Z"}


async def figures(house: House, **period: str) -> dict[str, Any]:
    total = (await house.get("/v1/reports/kpi?" + "&".join(f"{k}={v}" for k, v in period.items()))).json()
    found: dict[str, Any] = total["total"]["figures"]
    return found


async def ids(house: House, **wanted: str) -> set[str]:
    query = "&".join(f"{name}={value}" for name, value in wanted.items())
    return {item["case_id"] for item in (await house.get(f"/v1/cases?{query}")).json()["items"]}


async def two_cases(house: House) -> tuple[str, str]:
    """Return two cases, received on the fifth of January at eight, one merged into the other at ten."""
    await house.open_account()
    first, second = [await house.receive_case(occurred_at="2026-01-05T08:00:00Z") for _ in range(2)]
    await done(house, first, "merge", {"into_case_id": second[-36:], **MERGED})
    await house.catch_up()
    return first, second


async def test_a_merged_case_says_where_it_is_worked_on_and_lists_can_leave_it_out(house: House) -> None:
    first, second = await two_cases(house)
    listed = {item["case_id"]: item for item in (await house.get("/v1/cases")).json()["items"]}
    assert (listed[first[-36:]]["merged_into"], listed[second[-36:]]["merged_into"]) == (second[-36:], None)
    assert await ids(house, is_merged="true") == {first[-36:]}
    assert await ids(house, is_merged="false", status="open") == {second[-36:]}
    await done(house, first, "unmerge", {"reason": "two matters after all"})
    await house.catch_up()
    assert await ids(house, is_merged="false") == {first[-36:], second[-36:]}


async def test_two_reports_of_one_matter_are_one_case_in_the_backlog_and_one_to_resolve(house: House) -> None:
    first, second = await two_cases(house)
    assert (await figures(house))["backlog"]["count"] == 1
    assert (await figures(house, to_at="2026-01-05T09:00:00Z"))["backlog"]["count"] == 2
    assert (await figures(house, to_at="2026-01-05T11:00:00Z"))["unowned_backlog"]["count"] == 1
    await done(house, second, "resolve", {"resolution": "line restarted"})
    await house.catch_up()
    now = await figures(house)
    assert (now["backlog"]["count"], now["cases_received"]["count"]) == (0, 2)
    assert (now["resolution_rate"]["count"], now["resolution_rate"]["hits"]) == (1, 1)
    await done(house, first, "unmerge", {"reason": "two matters after all"})
    await house.catch_up()
    now = await figures(house)
    assert (now["backlog"]["count"], now["resolution_rate"]["count"]) == (1, 2)
