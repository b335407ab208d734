"""Cases with promises on the record, as the tests about clocks need them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from service.api.http.access import Role
from service.domain.clocks.commands import ObserveClocks
from service.eventstore.request import Request
from service.importers.rule_files.default_rules import publish_default_rules
from tests.api.composition import House, bearer

# 2026-03-02 is a Monday; the tests' clock stands still at 17:00 in Shanghai.
RECEIVED = "2026-03-02T09:00:00+08:00"


def at(clock: str) -> str:
    """Return an instant of that Monday in Shanghai."""
    return f"2026-03-02T{clock}:00+08:00"


async def with_rules(house: House) -> None:
    """Publish the rules of the program. It is a supervisor who tells: of a month back, and for people."""
    house.client.headers.update(bearer(Role.SUPERVISOR))
    await publish_default_rules(house.application)


async def told(house: House, path: str, **body: Any) -> dict[str, Any]:
    """Send a command about a case; return the answer."""
    answered = await house.post(path, body)
    assert answered.status_code in {200, 201}, answered.text
    document: dict[str, Any] = answered.json()
    return document


async def late_case(house: House, **received: Any) -> str:
    """Tell of a case whose first reply was due at 09:30 and came at 11:30; return its path.

    From 09:40 on it waited for the customer, who answered at 09:50; nobody went on before 10:00. From 10:00
    to 10:30 logistics had it, then its owner.
    """
    await with_rules(house)
    await house.open_account()
    case = await house.receive_case(occurred_at=RECEIVED, **received)
    await told(house, f"{case}/assign", owner="li.na", reason="knows presses", occurred_at=RECEIVED)
    await told(house, f"{case}/classify", response_class="routine", occurred_at=RECEIVED)
    await told(house, f"{case}/wait", waiting_on="customer", occurred_at=at("09:40"))
    await told(house, f"{case}/customer-message", channel="phone", text="Here", occurred_at=at("09:50"))
    await told(house, f"{case}/resume", occurred_at=at("10:00"))
    task = {
        "collaboration_id": "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a13",
        "department": "logistics",
        "step": "ship_part",
        "request": "Send a bearing",
    }
    await told(house, f"{case}/collaborations", **task, occurred_at=at("10:00"))
    done = {"collaboration_id": task["collaboration_id"], "outcome": "Sent", "occurred_at": at("10:30")}
    await told(house, f"{case}/collaborations/complete", **done)
    await told(house, f"{case}/reply", text="An engineer comes", occurred_at=at("11:30"))
    return case


async def observe(house: House, path: str) -> None:
    """Let the watch look at a case or account."""
    stream_id = UUID(path.rpartition("/")[2])
    new_id = house.application.new_id
    request = Request(stream_id=stream_id, commands=(ObserveClocks(),), command_id=new_id(), actor="watch")
    await house.application.execute(request)


async def clocks_of(house: House, path: str, query: str = "") -> dict[str, Any]:
    read = await house.get(f"{path}/clocks{query}")
    assert read.status_code == 200, read.text
    document: dict[str, Any] = read.json()
    return document


async def clock_of(house: House, path: str, name: str, query: str = "") -> dict[str, Any]:
    """Return the last clock of a name."""
    found: list[dict[str, Any]] = [
        clock for clock in (await clocks_of(house, path, query))["clocks"] if clock["clock"] == name
    ]
    assert found, f"no clock {name}"
    return found[-1]


async def waived(house: House, path: str, clock_id: str, role: Role = Role.SUPERVISOR) -> Any:
    body = {"clock_id": clock_id, "reason": "the line was down", "waived_by": "b.li"}
    return await house.post(f"{path}/waive-clock", body, **bearer(role))


def seconds_between(start: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)) / timedelta(seconds=1)
