"""What customers do with what we delivered: pages viewed, time spent on features (row 141)."""

from datetime import timedelta
from typing import Any

import pytest

from service.api.http.access import Role
from service.projections.care.health.usage import usage
from tests.rows.desk import ACCOUNT, Desk

USAGE = "/v1/usage"


async def kept(desk: Desk) -> list[tuple[str, int, int | None]]:
    """Return what counts, in order of feature."""
    await desk.house.catch_up()
    services = desk.house.app.state.services
    async with services.engine.connect() as connection:
        rows = await connection.execute(usage.select().order_by(usage.c.feature))
        return [(row.feature, row.use_count, row.duration_seconds) for row in rows]


async def taken(desk: Desk, *uses: dict[str, Any]) -> list[tuple[int, bool | None]]:
    answers = (await desk.tell(USAGE, Role.INTEGRATION, source="portal", uses=list(uses)))["answers"]
    return [(each["status"], each.get("is_repeat")) for each in answers]


def use(desk: Desk, feature: str, account: str = "KA-1", **said: Any) -> dict[str, Any]:
    at = desk.house.clock() - timedelta(hours=said.pop("hours", 1))
    return {"account": account, "feature": feature, "used_at": at.isoformat(), **said}


@pytest.mark.requirement(141)
async def test_pages_viewed_and_time_spent_on_features_are_taken_in_for_many_accounts_at_once(
    desk: Desk,
) -> None:
    await desk.house.open_account("KA-2")
    await desk.later(days=3)
    views = (
        use(desk, "orders", count=4),
        use(desk, "stock_report", duration_seconds=420, external_id="v-1", hours=30),
        use(desk, "alarms", account="KA-2"),
        use(desk, "alarms", account="KA-404"),
    )
    assert sorted(await taken(desk, *views)) == [(200, False), (200, False), (200, False), (404, None)]
    assert await kept(desk) == [("alarms", 1, None), ("orders", 4, None), ("stock_report", 1, 420)]


@pytest.mark.evasion(141)
async def test_what_is_reported_twice_in_another_order_or_with_others_counts_once_as_it_was_told_last(
    desk: Desk,
) -> None:
    await desk.later(days=3)
    first, second = use(desk, "orders", external_id="v-1"), use(desk, "alarms", external_id="v-2", hours=2)
    assert await taken(desk, first, second, first) == [(200, False)]
    await desk.later(days=9)
    assert await taken(desk, second, first) == [(200, True)]
    assert await taken(desk, first, use(desk, "orders")) == [(200, False), (200, False)]
    assert await taken(desk, {**second, "count": 7}) == [(200, False)]
    assert await kept(desk) == [("alarms", 7, None), ("orders", 1, None), ("orders", 1, None)]
    one = {name: first[name] for name in ("feature", "used_at")}
    early = {**one, "used_at": "1999-01-01T08:00:00+08:00"}
    to_come = {**one, "used_at": (desk.house.clock() + timedelta(days=1)).isoformat()}
    for wrong in (early, to_come):
        body: dict[str, Any] = {"source": "portal", "uses": [one, wrong]}
        assert await desk.refused(f"{ACCOUNT}/usage", Role.INTEGRATION, **body) == "use_outside_care"
