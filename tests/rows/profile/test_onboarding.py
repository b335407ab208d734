"""A new customer is accompanied: the trial, training, questions answered (row 107)."""

from typing import Any

import pytest

from tests.rows.desk import ACCOUNT, Desk
from tests.rows.following_up.test_reminders import days_later, owned, reminders


async def steps(desk: Desk) -> dict[str, Any]:
    """Return how the steps of the one customer stand who is accompanied."""
    (found,) = (await desk.read("/v1/onboardings?owner=li.na"))["items"]
    return {one["step"]: one for one in found["steps"]}


async def complete(desk: Desk, step: str, outcome: str) -> None:
    reminder = f"onboarding:{step}"
    await desk.tell(f"{ACCOUNT}/reminders/complete", reminder=reminder, channel="phone", outcome=outcome)


@pytest.mark.requirement(107)
async def test_a_new_customer_has_a_trial_followed_a_training_and_questions_answered(desk: Desk) -> None:
    await owned(desk)
    await desk.tell(f"{ACCOUNT}/stage", stage="implementation")
    seen = await steps(desk)
    assert [one["title"]["zh"] for one in seen.values()] == [
        "日常测试技术跟踪",
        "培训",
        "在线答疑",
        "首次满意度了解",
    ]
    assert {one["standing"] for one in seen.values()} == {"to_come"}
    await days_later(desk, 1)
    (first,) = await reminders(desk, kind="onboarding")
    assert (first["topic"], first["due_on"]) == ("trial_test", "2026-03-05")
    await days_later(desk, 0)  # looked twice, raised once
    assert len(await reminders(desk, kind="onboarding")) == 1
    await complete(desk, "trial_test", "测试三天无异常")
    await days_later(desk, 7)
    assert (await steps(desk))["training"]["standing"] == "open"
    contact = await desk.contact()
    trained_in: dict[str, Any] = {"topic": "操作培训", "outcome": "都能自己换模具"}
    await desk.tell(f"{ACCOUNT}/trainings", participants=[contact], channel="on_site", **trained_in)
    await days_later(desk, 0.1)
    trained = (await steps(desk))["training"]
    assert (trained["standing"], trained["done_by"]) == ("done", "training")
    done = await reminders(desk, "done", kind="onboarding")
    assert {one["topic"] for one in done} == {"trial_test", "training"}
    await days_later(desk, 8)
    await complete(desk, "online_questions", "已解答三个操作问题")
    await days_later(desk, 9)
    await complete(desk, "satisfaction", "客户打4分")
    await desk.house.catch_up()
    assert (await desk.read("/v1/onboardings"))["items"] == []
    assert await desk.verdicts(ACCOUNT, "reminder") == ["met"] * 4


@pytest.mark.evasion(107)
async def test_what_nobody_did_is_missed_and_another_stage_ends_it_without_taking_that_back(
    desk: Desk,
) -> None:
    await owned(desk)
    await desk.tell(f"{ACCOUNT}/stage", stage="implementation")
    await days_later(desk, 2)
    await days_later(desk, 3)
    assert (await steps(desk))["trial_test"]["standing"] == "missed"
    assert await desk.verdict(ACCOUNT, "reminder") == "breached"
    word = await desk.refused(
        f"{ACCOUNT}/reminders/complete", reminder="onboarding:trial_test", channel="phone", outcome="x"
    )
    assert word == "words_without_meaning"
    await days_later(desk, 4)
    assert "training" in {one["topic"] for one in await reminders(desk, kind="onboarding")}
    await desk.tell(f"{ACCOUNT}/stage", stage="renewal")
    await days_later(desk, 0.1)
    assert (await desk.read("/v1/onboardings"))["items"] == []
    (left,) = await reminders(desk, kind="onboarding")
    assert left["topic"] == "trial_test"
    await days_later(desk, 30)
    assert len(await reminders(desk, kind="onboarding")) == 1
