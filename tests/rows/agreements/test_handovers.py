"""Accounts are handed over with their record, so that nobody asks the customer twice (row 78)."""

from typing import Any
from uuid import uuid4

import pytest

from tests.rows.desk import ACCOUNT, Desk

PATH = f"{ACCOUNT}/handovers"
TOPICS = ("people", "needs", "promises", "open_matters", "preferences")


def handover(**more: Any) -> dict[str, Any]:
    notes = [{"topic": topic, "what": f"What sales knows of their {topic}"} for topic in TOPICS[:4]]
    said = {"to_staff": "li.na", "from_department": "sales", "from_staff": "chen.s", "notes": notes}
    return {"handover_id": str(uuid4()), **said, "missing_reason": "They were never asked", **more}


@pytest.mark.requirement(78)
async def test_sales_hand_an_account_over_with_its_record_the_taker_confirms_and_says_what_is_missing(
    desk: Desk,
) -> None:
    body = handover()
    await desk.tell(PATH, **body)
    (one,) = (await desk.read("/v1/handovers?is_accepted=false&to_staff=li.na"))["items"]
    assert (one["from_department"], one["lacking"], len(one["notes"])) == ("sales", ["preferences"], 4)
    assert (await desk.read(one["service_record"]))["items"]
    await desk.later(hours=3)
    asked = [{"topic": "people", "what": "Who signs when Mr Wang is away?"}]
    confirm: dict[str, Any] = {"handover_id": body["handover_id"], "questions": asked}
    assert len((await desk.read("/v1/accounts?has_owner=false"))["items"]) == 1
    await desk.tell(f"{PATH}/accept", **confirm, accepted_by="li.na")
    assert (await desk.read(ACCOUNT))["owner"] == "li.na"
    assert (await desk.read("/v1/accounts?has_owner=false"))["items"] == []
    assert len((await desk.read("/v1/accounts?owner=li.na"))["items"]) == 1
    (one,) = (await desk.read("/v1/handovers?is_complete=false"))["items"]
    assert (one["open_seconds"], one["lacking"]) == (3 * 3600, ["people", "preferences"])
    added = [{"topic": "people", "what": "Ms Li signs"}, {"topic": "preferences", "what": "By phone"}]
    await desk.tell(f"{PATH}/supplement", handover_id=body["handover_id"], notes=added)
    (one,) = (await desk.read("/v1/handovers?is_complete=true"))["items"]
    assert [note["what"] for note in one["notes"]][-2:] == ["Ms Li signs", "By phone"]


@pytest.mark.evasion(78)
async def test_no_handover_repeats_itself_hides_what_is_missing_or_is_confirmed_by_its_giver(
    desk: Desk,
) -> None:
    alike = [{"topic": topic, "what": "See the file" + "." * len(topic)} for topic in TOPICS]
    twice = [{"topic": "needs", "what": "A press"}, {"topic": "needs", "what": "Two presses"}]
    for changed, problem in (
        ({"notes": alike}, "notes_repeated"),
        ({"notes": twice}, "notes_repeated"),
        ({"notes": [{"topic": "needs", "what": "x"}]}, "words_without_meaning"),
        ({"notes": [{"topic": "weather", "what": "It rains"}]}, "handover_topic_unknown"),
        ({"missing_reason": None}, "missing_unexplained"),
        ({"to_staff": "chen.s"}, "handover_to_oneself"),
    ):
        assert await desk.refused(PATH, **handover(**changed)) == problem
    body = handover()
    await desk.tell(PATH, **body)
    confirm: dict[str, Any] = {"handover_id": body["handover_id"]}
    assert await desk.refused(f"{PATH}/accept", **confirm, accepted_by="chen.s") == "not_the_taker"
    unknown: dict[str, Any] = {"handover_id": str(uuid4()), "accepted_by": "li.na"}
    assert await desk.refused(f"{PATH}/accept", **unknown) == "handover_unknown"
    await desk.later(days=30)
    (one,) = (await desk.read("/v1/handovers?is_accepted=false"))["items"]
    assert one["open_seconds"] == 30 * 86_400
