"""A figure is followed to its rows, and from these to the case, the promise and its events, over HTTP."""

import pytest

from service.api.http.access import Role
from tests.rows.desk import Desk, desk_on


async def two_urgent_cases(desk: Desk) -> list[str]:
    cases = []
    for _ in range(2):
        case = await desk.case()
        await desk.tell(f"{case}/classify", response_class="urgent", reason="All stands")
        cases.append(case)
    await desk.later(*cases, hours=30)
    return cases


async def test_the_rows_of_a_figure_lead_on_to_case_promise_and_events(database_url: str) -> None:
    async with desk_on(database_url) as desk:
        cases = await two_urgent_cases(desk)
        figure = await desk.kpi("clock_attainment")
        path = "/v1/kpis/clock_attainment/explain?by=clock&limit=3"
        rows = []
        while path:
            page = await desk.read(path)
            assert page["figures"] == figure
            assert page["definition"]["version"] == 1
            rows += page["items"]
            path = page["next"]
        assert len({each["row_id"] for each in rows}) == len(rows) == figure["count"] > 3
        assert sum(each["hits"] for each in rows) == figure["hits"]
        assert {each["row"] for each in rows} == {"clock"}
        assert {each["links"]["case"] for each in rows} == set(cases)
        for link in rows[0]["links"].values():
            assert await desk.read(link)
        one = await desk.read("/v1/kpis/clock_attainment/explain?by=clock&group=resolution")
        assert {each["group"] for each in one["items"]} == {"resolution"}
        assert one["figures"]["count"] == len(one["items"]) == 2


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/v1/kpis/nothing/explain", "kpi_not_found"),
        ("/v1/kpis/csat/explain?group=li.na", "validation_failed"),
        ("/v1/kpis/csat/explain?by=nothing", "validation_failed"),
        ("/v1/kpis/csat/explain?cursor=nonsense", "validation_failed"),
        ("/v1/reports/kpi?account=KA-404", "account_not_found"),
    ],
)
async def test_what_cannot_be_explained_is_refused(database_url: str, path: str, problem: str) -> None:
    async with desk_on(database_url) as desk:
        assert await desk.refused_reading(path) == problem


async def test_who_reads_no_reports_is_explained_none(database_url: str) -> None:
    async with desk_on(database_url) as desk:
        answer = await desk.house.get("/v1/kpis/csat/explain", Role.AGENT)
        assert answer.status_code == 403


async def test_an_account_is_named_by_its_id_or_its_number_in_any_case(database_url: str) -> None:
    async with desk_on(database_url) as desk:
        await desk.case()
        by_number = await desk.read("/v1/reports/kpi?account=ka-1")
        by_id = await desk.read(f"/v1/reports/kpi?account={by_number['account']['account_id']}")
        assert by_number["total"] == by_id["total"]
        assert by_id["account"]["code"] == "KA-1"
