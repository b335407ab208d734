"""跨部门协作响应时效表: department by step by limit, as directory and policy in force have it."""

from typing import Any

import pytest

from service.api.http.access import Role
from tests.api.clocks.clock_stories import with_rules
from tests.api.composition import House, bearer

Row = dict[str, Any]


async def table(house: House) -> dict[str, Any]:
    read = await house.get("/v1/response-times")
    assert read.status_code == 200, read.text
    document: dict[str, Any] = read.json()
    return document


def limits(document: dict[str, Any], department: str, step: str) -> dict[tuple[str, tuple[str, ...]], int]:
    (row,) = [row for row in document["rows"] if (row["department"], row["step"]) == (department, step)]
    return {
        (limit["clock"], tuple(limit["applies_to"]["response_classes"])): limit["target_seconds"]
        for limit in row["limits"]
    }


@pytest.mark.requirement(82)
async def test_every_step_of_every_department_has_its_limits(house: House) -> None:
    await with_rules(house)
    document = await table(house)
    assert (document["policy_id"], document["policy_version"], document["directory_version"]) == (
        "default",
        1,
        1,
    )
    accepted, answered = ("collaboration_acceptance", ()), ("collaboration_answer", ())
    urgent = ("collaboration_answer", ("urgent", "green_channel"))
    diagnosis = limits(document, "technical", "diagnosis")
    assert (diagnosis[accepted], diagnosis[answered], diagnosis[urgent]) == (3600, 7200, 7200)
    assert limits(document, "finance", "billing")[answered] == 57_600
    assert limits(document, "finance", "compensation")[answered] == 28_800
    assert limits(document, "quality", "cause")[answered] == 86_400
    assert all(row["limits"] and row["department_title"]["zh"] for row in document["rows"])
    (row,) = [row for row in document["rows"] if row["step"] == "diagnosis"]
    assert (row["department_title"]["zh"], row["step_title"]["zh"]) == ("技术部", "远程诊断")
    assert {limit["calendar_id"] for limit in row["limits"]} == {"always", "cn_5x8"}


@pytest.mark.requirement(82)
async def test_the_table_follows_the_directory_and_names_who_answers_for_a_department(house: House) -> None:
    await with_rules(house)
    title = {"zh": "检测中心", "en": "Test centre"}
    content = {
        "guideline": "departments",
        "version": 2,
        "departments": [{"department": "tests", "title": title, "head": "qian.r"}],
    }
    published = await house.post("/v1/guidelines", {"content": content}, **bearer(Role.SUPERVISOR))
    assert published.status_code == 200, published.text
    document = await table(house)
    (row,) = document["rows"]
    assert (row["department"], row["step"], row["head"]) == ("tests", None, "qian.r")
    assert document["directory_version"] == 2
    assert {limit["rule"] for limit in row["limits"]} == {
        "accept_any",
        "answer_any",
        "accept_urgent",
        "answer_urgent",
    }


async def test_without_rules_the_table_is_empty(house: House) -> None:
    document = await table(house)
    assert (document["rows"], document["directory_version"]) == ([], None)
