"""A clock that ran for decades is explained page by page, beside the loop."""

from typing import Any

from service.api.http.access import Role
from tests.rows.desk import desk_on


async def test_the_pages_of_an_explanation_add_up_to_the_whole(database_url: str) -> None:
    async with desk_on(database_url) as desk:
        case = await desk.case(kind="enquiry")
        await desk.tell(f"{case}/classify", response_class="routine")
        promised = next(
            each for each in (await desk.read(f"{case}/clocks"))["clocks"] if each["clock"] == "resolution"
        )
        desk.house.clock.advance(days=3_000)
        path: str | None = f"{case}/clocks/{promised['clock_id']}/explanation"
        pages: list[dict[str, Any]] = []
        while path is not None:
            pages.append(await desk.read(path, Role.SUPERVISOR))
            path = pages[-1]["next"]
        intervals = [each for page in pages for each in page["intervals"]]
        assert len(pages) > 2
        assert {len(page["intervals"]) for page in pages[:-1]} == {500}
        assert {page["interval_count"] for page in pages} == {len(intervals)}
        for page in pages:
            assert page["sums"] == pages[0]["sums"]
            assert page["seconds"] == sum(each["seconds"] for each in intervals)
            assert page["counted_seconds"] == sum(each["counted_seconds"] for each in intervals)
        starts = [each["start_at"] for each in intervals]
        assert starts == sorted(set(starts))
