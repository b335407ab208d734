"""Complaints on the record, as the tests about them need them."""

from typing import Any

from service.api.http.access import Role
from tests.api.clocks.clock_stories import told
from tests.api.composition import House, bearer
from tests.scene import CONFIRMED

CAUSE: dict[str, Any] = {
    "cause_class": "process",
    "root_code": "late_delivery",
    "process_step": "delivery",
    "whys": ["配件晚到三天", "货车晚订一天", "周五没有人订车"],
}
REMEDY_ID = "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a61"


async def complaint(house: House, **received: Any) -> str:
    """Receive a complaint of account KA-1, which must be open, and return its path."""
    return await house.receive_case(**{"kind": "complaint", "subject": "第二次没有按承诺送达", **received})


async def director_on_duty(house: House, staff_id: str = "sun.d") -> None:
    """Say who may agree to anything."""
    title, zone = {"zh": "全天候", "en": "Around the clock"}, "Asia/Shanghai"
    always = {"calendar_id": "always", "version": 1, "title": title, "zone": zone, "always": True}
    if not (await house.get("/v1/calendars")).json()["items"]:
        await house.post("/v1/calendars", {"calendar": always}, **bearer(Role.INTEGRATION))
    people = [{"staff_id": staff_id, "calendar_id": "always"}]
    answer = await house.post(
        "/v1/rosters", {"level": "director", "people": people}, **bearer(Role.INTEGRATION)
    )
    assert answer.status_code in {200, 201}, answer.text


async def settled(house: House, case: str, **cause: Any) -> None:
    """Find the cause of a complaint, resolve it, have it confirmed and close it."""
    await told(house, f"{case}/cause", **{**CAUSE, **cause})
    await told(house, f"{case}/assign", owner="li.na")
    await told(house, f"{case}/reply", text="今天补发并加急")
    await told(house, f"{case}/resolve", resolution="补发并加急")
    await told(house, f"{case}/confirm", **CONFIRMED)
    await told(house, f"{case}/close")


async def granted(house: House, case: str, remedy_id: str, **fields: Any) -> None:
    """Propose, approve and grant a remedy."""
    await director_on_duty(house)
    proposal = {"remedy_id": remedy_id, "what": "一点心意", "proposed_by": "li.na", **fields}
    await told(house, f"{case}/remedies", **proposal)
    await told(house, f"{case}/remedies/approve", remedy_id=remedy_id, approved_by="sun.d", level="director")
    await told(house, f"{case}/remedies/grant", remedy_id=remedy_id, granted_by="li.na")


async def shown(house: House, case: str) -> dict[str, Any]:
    """Return the complaint's part of a case."""
    read = await house.get(case)
    assert read.status_code == 200, read.text
    part: dict[str, Any] = read.json()["complaint"]
    return part


async def archive(house: House, query: str = "") -> list[dict[str, Any]]:
    """Return the first page of the archive, once it holds everything."""
    await house.catch_up()
    read = await house.get(f"/v1/complaints{query}")
    assert read.status_code == 200, read.text
    items: list[dict[str, Any]] = read.json()["items"]
    return items
