"""The words of a promise come from its limit: no title of a rule says a length of time (row 46)."""

from typing import Any

import pytest

from service.api.http.access import Role
from tests.rows.desk import Desk


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "五分钟内确认受理"),
        ("zh", "三十分钟内答复"),
        ("zh", "两个工作日内解决"),
        ("zh", "半小时内到场"),
        ("zh", "24小时内反馈"),
        ("en", "Confirmed within five minutes"),
        ("en", "Answered within thirty-five minutes"),
        ("en", "Answered within half an hour"),
        ("en", "Solved in Two Working Days"),
        ("en", "Told every 24 hours"),
    ],
)
async def test_a_limit_written_out_in_words_is_refused_as_figures_are(
    desk: Desk, language: str, words: str
) -> None:
    policy = await next_policy(desk)
    policy["rules"][0]["title"][language] = words
    assert await desk.refused("/v1/policies", Role.SUPERVISOR, policy=policy) == "validation_failed"


async def test_the_titles_that_come_with_the_program_can_be_published_anew(desk: Desk) -> None:
    await desk.tell("/v1/policies", Role.SUPERVISOR, policy=await next_policy(desk))


async def next_policy(desk: Desk) -> dict[str, Any]:
    (policy,) = [each["policy"] for each in (await desk.read("/v1/policies"))["items"]]
    return {**policy, "version": policy["version"] + 1}
