"""A promise says in words the limit that holds for it, whoever set it."""

from collections.abc import AsyncIterator
from copy import deepcopy
from typing import Any

import pytest

from service.api.http.access import Role
from tests.api.composition import bearer
from tests.rows.desk import ACCOUNT, Desk, desk_on


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with desk_on(database_url) as running:
        yield running


async def policy(desk: Desk) -> dict[str, Any]:
    published = (await desk.read("/v1/policies"))["items"][-1]["policy"]
    document: dict[str, Any] = deepcopy(published) | {"version": published["version"] + 1}
    return document


def rule_of(document: dict[str, Any], name: str) -> dict[str, Any]:
    return next(rule for rule in document["rules"] if rule["rule"] == name)


async def titles(desk: Desk, path: str, clock: str) -> list[dict[str, str]]:
    found = (await desk.read(f"{path}/clocks"))["clocks"]
    return [each["title"] for each in found if each["clock"] == clock]


async def urgent(desk: Desk) -> str:
    path = await desk.case()
    await desk.tell(f"{path}/classify", response_class="urgent", priority="high")
    return path


async def test_a_limit_that_is_doubled_is_doubled_in_words_and_what_was_promised_before_keeps_its_own(
    desk: Desk,
) -> None:
    before = await urgent(desk)
    document = await policy(desk)
    rule_of(document, "acknowledgement")["target_seconds"] = 600
    await desk.tell("/v1/policies", Role.SUPERVISOR, policy=document)
    desk.house.clock.advance(seconds=1)
    after = await urgent(desk)
    assert await titles(desk, before, "acknowledgement") == [
        {"zh": "5分钟内确认受理", "en": "Receipt acknowledged within 5 minutes"}
    ]
    assert await titles(desk, after, "acknowledgement") == [
        {"zh": "10分钟内确认受理", "en": "Receipt acknowledged within 10 minutes"}
    ]


async def test_the_term_of_an_agreement_is_what_the_promise_says(desk: Desk) -> None:
    now = desk.house.clock()
    await desk.tell(
        f"{ACCOUNT}/sign-agreement",
        Role.SUPERVISOR,
        agreement_id="C-1",
        title="Press line",
        effective_at=now.isoformat(),
        terms=[
            {"clock": "acknowledgement", "target_seconds": 90},
            {"clock": "bill_check", "days_before_promised": 3},
        ],
    )
    desk.house.clock.advance(seconds=1)
    path = await urgent(desk)
    said = await titles(desk, path, "acknowledgement")
    assert said == [{"zh": "90秒内确认受理", "en": "Receipt acknowledged within 90 seconds"}]
    await desk.tell(f"{ACCOUNT}/routine", Role.SUPERVISOR, routine="settlement", day_of_month=20)
    await desk.later(ACCOUNT, seconds=1)
    said = await titles(desk, ACCOUNT, "bill_check")
    assert said == [
        {"zh": "结算前协议约定时限核对账单", "en": "Bill checked the agreed time before the settlement"}
    ]


async def test_what_repeats_says_how_often_and_service_time_is_called_so(desk: Desk) -> None:
    path = await desk.case(kind="enquiry")
    await desk.tell(f"{path}/classify", response_class="routine")
    assert await titles(desk, path, "first_reply") == [
        {
            "zh": "常规咨询服务时间30分钟内明确回复",
            "en": "Clear reply to a routine question within 30 service minutes",
        }
    ]
    await desk.tell(f"{ACCOUNT}/owner", Role.SUPERVISOR, owner="li.na", reason="Hers")
    assert await titles(desk, ACCOUNT, "quarterly_interview") == [
        {"zh": "高价值客户每季度深度访谈", "en": "In-depth interview every quarter"}
    ]


@pytest.mark.parametrize("words", ["Acknowledged within 5 minutes", "Acknowledged in 2 working days"])
async def test_a_title_that_says_the_limit_in_figures_is_refused_with_what_to_write(
    desk: Desk, words: str
) -> None:
    document = await policy(desk)
    rule_of(document, "acknowledgement")["title"]["en"] = words
    answer = await desk.house.post("/v1/policies", {"policy": document}, **bearer(Role.SUPERVISOR))
    assert answer.status_code == 422
    assert "write {limit} (or {every}) instead" in answer.text
