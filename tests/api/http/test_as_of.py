"""Lists and figures as they were: the same position gives the same answer, whatever was recorded since."""

from typing import Any

import httpx
import pytest

from service.api.http.access import Role
from service.database.app_role import grant_privileges
from service.database.engine import create_engine
from service.domain.account.identity import account_id_of
from service.projections.as_of.process import NotMadeError, PastRows, TooManyWantedError
from service.projections.as_of.schemas import ensure_as_of
from service.projections.engine.entries import driver
from tests.api.clocks.clock_stories import at, late_case, told
from tests.api.composition import House

NOW_ONLY = {
    "/v1/surveys/due",
    "/v1/intake/{reference}",
    "/v1/cases/{case_id}/duplicates",
    "/v1/cases/{case_id}/introduction",
    "/v1/cases/{case_id}/mass",
    "/v1/exports/ocel2.json",
    "/v1/exports/xes",
    "/v1/jobs",
}
"""What is to be done next, what customers ask about their own cases, and jobs, which are beside the record.

Exports as of a position are tried with the jobs that make them."""


@pytest.fixture(autouse=True)
def _past(house: House) -> None:
    engine = create_engine(house.url)
    with engine.begin() as connection:
        ensure_as_of(connection)
        grant_privileges(driver(connection))
    engine.dispose()


async def read(house: House, path: str) -> httpx.Response:
    return await house.get(path, Role.SUPERVISOR)


def reads_with(house: House, parameter: str) -> set[str]:
    described = house.app.openapi()["paths"]
    return {
        path
        for path, operations in described.items()
        if parameter in {one["name"] for one in operations.get("get", {}).get("parameters", ())}
    }


def written(path: str, case_id: str) -> str:
    """Return a path with what it must name."""
    if path == "/v1/reports/documents/{slug}":
        path = path.replace("{slug}", "service-performance")
        return f"{path}?from_at=2026-01-01T00:00:00Z&to_at=2026-04-01T00:00:00Z"
    path = path.replace("{account_id}", str(account_id_of("KA-1")))
    return path.replace("{case_id}", case_id).replace("{slug}", "clock_attainment")


async def newest(house: House) -> int:
    await house.catch_up()
    position: int = (await read(house, "/v1/cases")).json()["position"]
    return position


def without_links(answer: httpx.Response) -> Any:
    document = answer.json()
    return {name: value for name, value in document.items() if name not in {"next", "as_of_at"}}


async def test_every_list_and_report_says_again_what_it_said_then(house: House) -> None:
    case = await late_case(house)
    then_at = await newest(house)
    rows = (reads_with(house, "min_position") - NOW_ONLY) | {"/v1/reports/attribution"}
    assert reads_with(house, "as_of") - {"/v1/events", "/v1/exports/ocel2.json", "/v1/exports/xes"} == rows
    asked = [written(path, case.rpartition("/")[2]) for path in sorted(rows)]
    then = {path: await read(house, path) for path in asked}
    await told(house, f"{case}/assign", owner="b.li", reason="on leave")
    await told(house, f"{case}/escalate", level="director", reason="still late", occurred_at=at("16:30"))
    other = await house.receive_case(kind="complaint")
    await told(house, f"{other}/link", other_case_id=case.rpartition("/")[2], relation="related")
    house.clock.advance(hours=2)
    await newest(house)
    for path in asked:
        again = await read(house, f"{path}{'&' if '?' in path else '?'}as_of={then_at}")
        assert again.status_code == then[path].status_code == 200, (path, again.text)
        assert without_links(again) == without_links(then[path]), path
        assert again.json()["position"] == then_at


async def test_what_was_known_at_a_time_is_what_was_recorded_by_then(house: House) -> None:
    await house.open_account()
    await house.receive_case()
    recorded_at = house.clock.moment.isoformat().replace("+00:00", "Z")
    then = await newest(house)
    house.clock.advance(minutes=1)
    await house.receive_case(occurred_at=recorded_at)
    now = await newest(house)
    report = (await read(house, f"/v1/reports/kpi?as_of={recorded_at}")).json()
    assert report["position"] == then
    assert report["total"]["figures"]["cases_received"]["count"] == 1
    assert (await read(house, "/v1/reports/kpi")).json()["total"]["figures"]["cases_received"]["count"] == 2
    newer = house.clock.moment.isoformat().replace("+00:00", "Z")
    assert (await read(house, f"/v1/reports/kpi?as_of={newer}")).json()["position"] == now


async def test_a_page_of_then_goes_on_with_a_page_of_then(house: House) -> None:
    await house.open_account()
    for _ in range(3):
        await house.receive_case()
    then = await newest(house)
    await house.receive_case()
    await newest(house)
    found: list[str] = []
    path: str | None = f"/v1/cases?limit=2&as_of={then}"
    while path:
        page = (await read(house, path)).json()
        assert page["position"] == then
        found += [row["case_id"] for row in page["items"]]
        path = page["next"]
    assert len(found) == len(set(found)) == 3


async def test_words_are_searched_in_what_was_said_by_then(house: House) -> None:
    await house.open_account()
    case = await house.receive_case(subject="The press stands still")
    then = await newest(house)
    await told(house, f"{case}/note", text="the gearbox")
    await newest(house)
    for query, count in (("gearbox", 1), (f"gearbox&as_of={then}", 0), (f"press&as_of={then}", 1)):
        assert len((await read(house, f"/v1/cases?words={query}")).json()["items"]) == count, query


@pytest.mark.parametrize(
    "as_of", ["999999", "2999-01-01T00:00:00Z", "2001-01-01T00:00:00Z", "0", "yesterday"]
)
async def test_a_moment_that_is_none_of_the_record_is_refused_by_name(house: House, as_of: str) -> None:
    await house.open_account()
    await newest(house)
    for path in ("/v1/cases", "/v1/reports/kpi", "/v1/reports/attribution"):
        answer = await read(house, f"{path}?as_of={as_of}")
        assert answer.status_code == 422, answer.text
        assert {error["field"] for error in answer.json()["errors"]} == {"as_of"}


async def test_what_takes_long_to_make_is_answered_with_when_to_ask_again(house: House) -> None:
    await house.open_account()
    position = await newest(house)

    async def not_now(_: int) -> None:
        raise NotMadeError

    object.__setattr__(house.app.state.services, "past_rows", PastRows(not_now))
    answer = await read(house, f"/v1/cases?as_of={position}")
    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/past_rows_being_made"
    assert answer.headers["Retry-After"] == "5"


async def test_where_too_many_positions_are_wanted_another_is_refused(house: House) -> None:
    await house.open_account()
    position = await newest(house)

    class Busy(PastRows):
        async def made(self, position: int) -> None:
            raise TooManyWantedError(str(position))

    object.__setattr__(house.app.state.services, "past_rows", Busy(house.app.state.services.past_rows.made))
    answer = await read(house, f"/v1/cases?as_of={position}")
    assert answer.status_code == 429
    assert answer.json()["type"] == "/problems/too_many_waiting"
