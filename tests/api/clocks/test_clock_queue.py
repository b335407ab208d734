"""The queue of what is due: the next first, with what is left by both ways of counting."""

from typing import Any, get_args
from uuid import UUID

import pytest

from service.api.http.access import Role
from service.domain.account.identity import account_id_of
from service.domain.clocks.commands import ObserveClocks
from service.domain.clocks.verdict import Verdict
from service.eventstore.request import Request
from service.importers.rule_files.default_rules import publish_default_rules
from tests.api.composition import House, bearer, composed

ACCOUNT = account_id_of("KA-1")
HOUR = 3600
Item = dict[str, Any]


async def sent(house: House, path: str, body: Item | None = None, role: Role = Role.AGENT) -> Item:
    answered = await house.post(path, body, **bearer(role))
    assert answered.status_code == 200, answered.text
    document: Item = answered.json()
    return document


async def urgent_case(house: House, **told: Any) -> str:
    """Receive a case with four promises: 5, 10 and 30 min always, 8 h of 7x12. It is 17:00 in Shanghai."""
    case = await house.receive_case(**told)
    await sent(house, f"{case}/classify", {"response_class": "urgent", "priority": "high"})
    return case


async def listed(house: House, query: str = "") -> list[Item]:
    await house.catch_up()
    answered = await house.get(f"/v1/clocks?{query}")
    assert answered.status_code == 200, answered.text
    items: list[Item] = answered.json()["items"]
    return items


def named(items: list[Item], clock: str) -> Item:
    (item,) = (item for item in items if item["clock"] == clock)
    return item


@pytest.fixture
async def office(house: House) -> House:
    """Give a house with the rules that come with the program and a high-value account."""
    await publish_default_rules(house.application)
    await house.open_account()
    return house


async def test_what_is_due_next_comes_first_with_what_is_left(office: House) -> None:
    case = await urgent_case(office, reference="R1")
    office.clock.advance(minutes=2)
    items = await listed(office)
    assert [(item["clock"], item["left_seconds"], item["left_counted_seconds"]) for item in items] == [
        ("acknowledgement", 180, 180),
        ("counterpart_informed", 480, 480),
        ("first_reply", 1680, 1680),
        ("resolution", 20 * HOUR - 120, 8 * HOUR - 120),  # 12 of the 20 hours are a night
    ]
    first = items[0]
    assert first["due_at"] == "2026-03-02T09:05:00Z"
    assert (first["stream"], first["case_id"], first["reference"]) == ("case", case[-36:], "R1")
    assert (first["account_id"], first["account_code"], first["segment"]) == (
        str(ACCOUNT),
        "KA-1",
        "high_value",
    )
    assert (first["verdict"], first["target_seconds"]) == ("running", 300)


@pytest.mark.requirement(34)
async def test_an_urgent_case_stands_before_a_routine_one_that_came_earlier(office: House) -> None:
    routine = await office.receive_case()
    await sent(office, f"{routine}/classify", {"response_class": "routine"})
    office.clock.advance(minutes=10)
    urgent = await urgent_case(office)
    items = await listed(office)
    assert [(item["case_id"], item["clock"]) for item in items[:3]] == [
        (urgent[-36:], "acknowledgement"),
        (urgent[-36:], "counterpart_informed"),
        (routine[-36:], "first_reply"),
    ]


async def test_pages_of_any_size_hold_every_clock_once_in_order(office: House) -> None:
    for _ in range(3):
        await urgent_case(office)  # at one instant: the order has ties
    whole = [item["clock_id"] for item in await listed(office)]
    assert len(set(whole)) == 12
    for limit in (1, 2, 4):
        found: list[str] = []
        following: str | None = f"/v1/clocks?limit={limit}"
        while following is not None:
            page = (await office.get(following)).json()
            assert len(page["items"]) <= limit
            found += [item["clock_id"] for item in page["items"]]
            following = page["next"]
        assert found == whole


async def test_from_the_due_instant_on_less_than_nothing_is_left_though_nobody_has_noted_it(
    office: House,
) -> None:
    await urgent_case(office)
    office.clock.advance(minutes=5)
    at_due = named(await listed(office), "acknowledgement")
    assert (at_due["left_seconds"], at_due["verdict"]) == (0, "running")
    office.clock.advance(seconds=1)
    late = named(await listed(office), "acknowledgement")
    assert (late["left_seconds"], late["left_counted_seconds"], late["verdict"]) == (-1, -1, "breached")
    assert late["breached_at"] is None


async def test_what_the_watch_notes_and_who_answers_for_it_stands_in_the_queue(office: House) -> None:
    case = await urgent_case(office)
    office.clock.advance(minutes=6)
    watching = Request(
        stream_id=UUID(case[-36:]), commands=(ObserveClocks(),), command_id=ACCOUNT, actor="watch"
    )
    await office.application.execute(watching)
    noted = named(await listed(office), "acknowledgement")
    assert noted["breached_at"] == noted["due_at"] == "2026-03-02T09:05:00Z"
    assert (noted["warned_percent"], noted["escalated_level"]) == (80, "supervisor")
    assert noted["unanswered_escalation_count"] == 2  # there is no roster
    body = {"clock_id": noted["clock_id"], "reason": "geheim", "waived_by": "b.li"}
    await sent(office, f"{case}/waive-clock", body, Role.SUPERVISOR)
    waived = named(await listed(office), "acknowledgement")
    assert (waived["verdict"], waived["waived_by"], waived["left_seconds"]) == ("waived", "b.li", -60)


async def test_a_clock_that_stands_still_loses_no_time(office: House) -> None:
    case = await urgent_case(office)
    office.clock.advance(hours=1)
    await sent(office, f"{case}/wait", {"waiting_on": "customer"})
    for hours in (0, 30):
        office.clock.advance(hours=hours)
        paused = named(await listed(office, "verdict=paused"), "resolution")
        assert (paused["verdict"], paused["left_counted_seconds"]) == ("paused", 7 * HOUR)
    await sent(office, f"{case}/resume")
    going_on = named(await listed(office), "resolution")
    assert (going_on["verdict"], going_on["left_counted_seconds"]) == ("running", 7 * HOUR)


async def test_the_queue_holds_what_is_open_and_a_verdict_names_what_else_to_list(office: House) -> None:
    case = await urgent_case(office)
    await sent(office, f"{case}/acknowledge")
    open_now = {item["clock"] for item in await listed(office)}
    assert open_now == {"counterpart_informed", "first_reply", "resolution"}
    met = named(await listed(office, "verdict=met"), "acknowledgement")
    assert (met["verdict"], met["left_seconds"], met["left_counted_seconds"]) == ("met", None, None)
    await sent(office, f"{case}/classify", {"response_class": "complaint", "reason": "angry"})
    void = named(await listed(office, "verdict=voided"), "first_reply")  # now another answer is promised
    assert (void["clock"], void["verdict"], void["left_seconds"]) == ("first_reply", "voided", None)


async def test_each_clock_is_found_by_the_verdict_that_it_shows_and_by_no_other(office: House) -> None:
    case = await urgent_case(office)
    await urgent_case(office)
    office.clock.advance(minutes=4)
    await sent(office, f"{case}/acknowledge")
    office.clock.advance(minutes=7)
    await sent(office, f"{case}/counterpart", {"counterpart": "wang.q", "delivery_proof": "SMS-7"})
    promises = (await office.get(f"{case}/clocks")).json()["clocks"]
    late = next(each for each in promises if each["clock"] == "counterpart_informed")
    await sent(
        office,
        f"{case}/waive-clock",
        {"clock_id": late["clock_id"], "reason": "Storm", "waived_by": "sun.d"},
        Role.SUPERVISOR,
    )
    await sent(office, f"{case}/wait", {"waiting_on": "customer"})
    found = {verdict: await listed(office, f"verdict={verdict}") for verdict in get_args(Verdict)}
    shown = {verdict: {item["verdict"] for item in items} for verdict, items in found.items() if items}
    assert shown == {verdict: {verdict} for verdict in ("running", "paused", "met", "breached", "waived")}
    assert sum(map(len, found.values())) == 8


async def test_an_owner_finds_what_is_theirs_now_also_after_a_hand_over(office: House) -> None:
    case = await urgent_case(office)
    await urgent_case(office)
    await sent(office, f"{case}/assign", {"owner": "li.na"})
    assert len(await listed(office, "owner=li.na")) == 4
    await sent(office, f"{case}/hand-over", {"to_owner": "b.li"})
    assert await listed(office, "owner=li.na") == []
    theirs = await listed(office, "owner=b.li")
    assert {(item["owner"], item["case_id"]) for item in theirs} == {("b.li", case[-36:])}


async def test_promises_to_an_account_are_in_the_queue_of_its_owner(office: House) -> None:
    await sent(office, f"/v1/accounts/{ACCOUNT}/owner", {"owner": "li.na", "reason": "knows presses"})
    first, *others = await listed(office, "owner=li.na&clock=first_contact")
    assert others == []
    assert (first["stream"], first["case_id"], first["account_id"]) == ("account", None, str(ACCOUNT))
    assert first["promised_owner"] == "li.na"


async def test_filters_narrow_by_clock_tier_account_and_due_instant(office: House) -> None:
    await urgent_case(office)
    other = account_id_of("KA-2")
    opened = await office.post("/v1/accounts", {"code": "KA-2", "name": "N", "segment": "ordinary"})
    assert opened.status_code == 201
    await urgent_case(office, account_id=str(other))
    assert len(await listed(office)) == 8
    assert {item["segment"] for item in await listed(office, "segment=ordinary")} == {"ordinary"}
    assert len(await listed(office, f"account_id={other}")) == 4
    assert len(await listed(office, "clock=resolution")) == 2
    assert len(await listed(office, "due_before=2026-03-02T09:10:00Z")) == 2
    assert len(await listed(office, f"account_id={other}&clock=resolution&segment=high_value")) == 0


@pytest.mark.parametrize("query", ["verdict=late", "cursor=x", "limit=0", "due_before=soon", "owners=x"])
async def test_what_cannot_be_asked_is_refused_with_the_field_named(office: House, query: str) -> None:
    answered = await office.get(f"/v1/clocks?{query}")
    assert answered.status_code == 422
    assert answered.json()["errors"][0]["field"] == query.partition("=")[0]


async def test_the_queue_shows_no_personal_text_and_needs_a_key(office: House) -> None:
    await urgent_case(office, subject="geheim", reported_by="王芳", description="geheim")
    await office.catch_up()
    shown = (await office.get("/v1/clocks")).text
    assert "acknowledgement" in shown
    for text in ("geheim", "王芳", "海天"):
        assert text not in shown
    assert (await office.client.get("/v1/clocks", headers={"Authorization": ""})).status_code == 401


async def test_the_queue_waits_for_what_was_just_written_and_says_when_it_lags(database_url: str) -> None:
    async with composed(database_url, min_position_wait_seconds=0.05) as office:
        await publish_default_rules(office.application)
        await office.open_account()
        case = await urgent_case(office)
        position = (await office.post(f"{case}/acknowledge")).headers["Case-Position"]
        lagging = await office.get(f"/v1/clocks?min_position={position}")
        assert (lagging.status_code, lagging.json()["type"]) == (503, "/problems/projection_behind")
        await office.catch_up()
        page = (await office.get(f"/v1/clocks?min_position={position}")).json()
        assert page["position"] >= int(position)
        assert page["as_of_at"] == "2026-03-02T09:00:00Z"
        clocks = {item["clock"] for item in page["items"]}
        assert clocks == {"counterpart_informed", "first_reply", "resolution"}


async def test_attainment_is_reported_by_clock_and_only_kpis_of_promises_are(office: House) -> None:
    kept, broken = await urgent_case(office), await urgent_case(office)
    await sent(office, f"{kept}/acknowledge")
    office.clock.advance(minutes=7)
    await sent(office, f"{broken}/acknowledge")
    await office.catch_up()
    report = (await office.get("/v1/reports/kpi?by=clock", Role.BI)).json()
    figures = {group["group"]: group["figures"] for group in report["groups"]}
    attained = figures["acknowledgement"]["clock_attainment"]
    assert (attained["count"], attained["hits"], attained["ratio"]) == (2, 1, 0.5)
    assert figures["acknowledgement"]["breach_time"]["total_seconds"] == 120
    assert figures["resolution"]["clock_attainment"]["count"] == 0  # they still run
    total = report["total"]["figures"]
    assert (total["case_attainment"]["count"], total["case_attainment"]["hits"]) == (2, 1)
    assert total["cases_received"]["count"] == 2
    assert "cases_received" not in figures["resolution"]
