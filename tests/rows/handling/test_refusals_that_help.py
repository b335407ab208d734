"""A refusal names what is missing, what is on record instead, and what mends it (rows 13, 94, 156)."""

from typing import Any
from uuid import uuid4

import pytest

from service.api.cases.routes import COMMANDS
from service.api.http.access import Role
from service.domain.vocabulary import Need
from service.language import LANGUAGES, text
from tests.api.composition import bearer
from tests.rows.desk import Desk


async def problem(desk: Desk, path: str, **body: Any) -> dict[str, Any]:
    answer = await desk.house.post(path, body, **bearer(Role.AGENT))
    assert answer.status_code in {409, 422}, answer.text
    document: dict[str, Any] = answer.json()
    return document


@pytest.mark.requirement(94)
async def test_a_refusal_names_only_what_is_missing_and_where_to_say_it(desk: Desk) -> None:
    case = await desk.case(kind="complaint")
    asked: dict[str, Any] = {"department": "logistics", "step": "ship_part", "request": "When did it leave?"}
    found = await problem(desk, f"{case}/collaborations", **asked, collaboration_id=str(uuid4()))
    assert "`customer_words`" in found["detail"]
    assert not {"task force", "cause", "plan"} & set(found["detail"].replace(":", "").split())


@pytest.mark.parametrize("need", Need)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_needed_is_met_by_commands_that_there_are(need: Need, language: Any) -> None:
    paths = {route.path.partition("{case_id}/")[2] for route in COMMANDS}
    said = text(f"word.met_by.{need}", language)
    if language == "en":
        named = said.split("`")[1::2]
        fields = {"customer_words", "eta_at", "waiting_on_customer_for", "solution", "resolution", "on_site"}
        assert set(named) - fields - {"phone", "remote"} <= paths
        assert named
    assert said


@pytest.mark.requirement(156)
async def test_other_words_for_what_is_on_record_are_answered_with_those_and_the_way_to_add_more(
    desk: Desk,
) -> None:
    case = await desk.case(kind="complaint")
    said: dict[str, Any] = {"stated": "You are always late"}
    await desk.tell(f"{case}/need", **said, real="Delivery dates to rely on")
    found = await problem(desk, f"{case}/need", **said, real="One person to call")
    assert (found["type"], found["errors"][0]["field"]) == ("/problems/on_record_otherwise", "real")
    assert "Delivery dates to rely on" in found["detail"]
    assert "need_id" in found["detail"]
    await desk.tell(f"{case}/need", **said, real="One person to call", need_id=str(uuid4()))


@pytest.mark.requirement(156)
async def test_a_complaint_without_the_need_behind_it_ends_with_that_missing(desk: Desk) -> None:
    missing: dict[bool, list[str]] = {}
    for is_understood in (True, False):
        case = await desk.case(kind="complaint")
        await desk.tell(f"{case}/assign", owner="li.na", reason="complaints")
        await desk.tell(f"{case}/reassure", channel="phone", words="We are sorry that you had to wait")
        await desk.tell(f"{case}/reply", text="The lorry left a day late")
        if is_understood:
            await desk.tell(f"{case}/need", stated="Always late!", real="Delivery dates to rely on")
        answer = await desk.tell(f"{case}/resolve", resolution="A new date", solution="A date", cause="Late")
        (resolved,) = [one["event"] for one in answer["events"] if one["event"]["type"] == "CaseResolved.v1"]
        missing[is_understood] = [each for each in resolved.get("missing") or [] if each == "real_need"]
    assert missing == {True: [], False: ["real_need"]}
    groups = (await desk.read("/v1/reports/kpi?by=lacked"))["groups"]
    assert sum("real_need" in one["group"] for one in groups) == 1


@pytest.mark.parametrize("rules", ["guidelines", "policies", "calendars", "rosters"])
async def test_what_is_asked_of_the_rules_in_words_that_nobody_knows_is_refused(
    desk: Desk, rules: str
) -> None:
    assert await desk.refused_reading(f"/v1/{rules}?bogus=1") == "validation_failed"
