"""What customers ask for, on its way through the departments and back to them (rows 72, 79, 134)."""

from typing import Any
from uuid import uuid4

import pytest

from service.api.http.access import Role
from tests.rows.desk import ACCOUNT, Desk
from tests.rows.figures.paper import paper

NUMBER = "N-17"
ASKED: dict[str, Any] = {
    "need_number": NUMBER,
    "words": "我们每周都要手工抄读数",
    "origin": "visit",
    "origin_reference": "March visit",
}
NAMED: dict[str, Any] = {
    "topic": "Export as a table",
    "product": "Gauge 4",
    "departments": ["product", "research", "sales"],
}
ANSWER = "The export came with version 4.2: menu Readings, Save as"


async def account(desk: Desk, code: str) -> tuple[str, str]:
    """Open another account; return its path and a contact of it."""
    path = f"/v1/accounts/{await desk.house.open_account(code)}"
    contact_id = str(uuid4())
    await desk.tell(f"{path}/contacts", contact_id=contact_id, name="李工")
    return path, contact_id


async def asked_by_two(desk: Desk) -> list[tuple[str, str]]:
    """Have two accounts ask for the same; return their paths, each with who asked."""
    first, second = (ACCOUNT, await desk.contact()), await account(desk, "KA-2")
    await desk.tell(f"{first[0]}/needs", **ASKED, **NAMED, contact_id=first[1])
    await desk.tell(f"{second[0]}/needs", **ASKED, contact_id=second[1])
    return [first, second]


async def move(desk: Desk, last: str, **told: Any) -> list[int]:
    """Move the need on for all; return the status by account."""
    await desk.house.catch_up()
    answers = (await desk.tell(f"/v1/needs/{last}", need_number=NUMBER, **told))["answers"]
    return [each["status"] for each in answers]


async def delivered(desk: Desk) -> None:
    assert (
        await move(desk, "assess", assessment="The data are there; two weeks", responsible="wu.p")
        == [200] * 2
    )
    assert await move(desk, "plan", plan="Part of version 4.2", due_on="2026-06-30") == [200] * 2
    assert await move(desk, "deliver", release="Gauge 4.2") == [200] * 2


async def listed(desk: Desk, show: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await desk.read(f"/v1/needs?show={show}"))["items"]
    return found


@pytest.mark.requirement(134)
async def test_a_need_goes_to_its_departments_and_closes_when_each_asker_was_told(desk: Desk) -> None:
    (one, li), (_, wang) = await asked_by_two(desk)
    for department in NAMED["departments"]:
        (need,) = (await desk.read(f"/v1/needs?department={department}"))["items"]
        assert (need["stage"], need["accounts"], need["loop"]) == ("raised", 2, "open")
    await delivered(desk)
    (need,) = await listed(desk, "to_tell")
    assert (need["stage"], need["responsible"], need["untold_contacts"]) == ("delivered", "wu.p", 2)
    await desk.tell(f"{one}/needs/tell", need_number=NUMBER, contact_id=li, channel="phone", text=ANSWER)
    (asker,) = (await desk.read("/v1/needs/askers?is_told=false"))["items"]
    assert (asker["account_code"], asker["untold"]) == ("KA-2", [wang])
    assert await listed(desk, "closed") == []
    assert await move(desk, "tell", channel="email", text=ANSWER) == [200]
    (need,) = await listed(desk, "closed")
    assert (need["loop"], need["untold_contacts"]) == ("closed", 0)


@pytest.mark.requirement(134)
async def test_a_need_that_is_declined_is_told_with_the_reason_and_so_is_another_day(desk: Desk) -> None:
    (one, li), _ = await asked_by_two(desk)
    await move(desk, "assess", assessment="Two weeks of work")
    await move(desk, "plan", plan="Version 4.2", due_on="2026-06-30")
    told: dict[str, Any] = {"need_number": NUMBER, "contact_id": li, "channel": "phone"}
    await desk.tell(f"{one}/needs/tell", **told, text="It comes by the end of June")
    await desk.later(days=1)
    await move(desk, "plan", plan="Version 4.3", due_on="2026-09-30")
    asking = (await desk.read(f"/v1/needs/askers?account_id={one.rpartition('/')[2]}"))["items"]
    assert (asking[0]["untold"], asking[0]["due_on"]) == ([li], "2026-09-30")
    await move(desk, "decline", reason="The gauge has no memory for it")
    assert [each["loop"] for each in await listed(desk, "all")] == ["to_tell"]


@pytest.mark.requirement(134)
async def test_who_asks_for_what_is_on_its_way_is_told_as_those_before(desk: Desk) -> None:
    await asked_by_two(desk)
    await delivered(desk)
    third, zhao = await account(desk, "KA-3")
    answer = await desk.tell(f"{third}/needs", **ASKED, contact_id=zhao)
    assert answer["events"][0]["event"]["stage"] == "delivered"
    assert answer["events"][0]["event"]["topic"] == NAMED["topic"]
    assert (await listed(desk, "to_tell"))[0]["untold_contacts"] == 3


@pytest.mark.evasion(134)
async def test_nobody_is_told_by_a_machine_by_no_channel_or_with_words_that_say_nothing(desk: Desk) -> None:
    (one, li), _ = await asked_by_two(desk)
    told: dict[str, Any] = {"need_number": NUMBER, "contact_id": li, "channel": "phone", "text": ANSWER}
    assert await desk.refused(f"{one}/needs/tell", **told) == "nothing_to_tell_yet"
    await delivered(desk)
    path = f"{one}/needs/tell"
    assert await desk.refused(path, Role.INTEGRATION, **told) == "person_not_named"
    for changed, problem in (
        ({"channel": "internal"}, "contact_channel_not_allowed"),
        ({"text": "x"}, "words_without_meaning"),
        ({"text": "Let me check"}, "text_answers_nothing"),
        ({"contact_id": await desk.contact("张工")}, "not_asked_by_contact"),
    ):
        assert await desk.refused(path, **{**told, **changed}) == problem
    assert (await listed(desk, "to_tell"))[0]["untold_contacts"] == 2


@pytest.mark.evasion(134)
async def test_a_need_skips_no_stage_and_one_that_is_decided_is_not_withdrawn(desk: Desk) -> None:
    (one, _), _ = await asked_by_two(desk)
    assert await move(desk, "deliver", release="4.2") == [409, 409]
    assessed: dict[str, Any] = {"need_number": NUMBER, "assessment": "Two weeks of work"}
    await desk.tell(f"{one}/needs/assess", **assessed)
    past: dict[str, Any] = {"need_number": NUMBER, "plan": "Version 4.2", "due_on": "2026-01-31"}
    assert await desk.refused(f"{one}/needs/plan", **past) == "planned_for_the_past"
    assert await move(desk, "plan", plan="Version 4.2", due_on="2026-06-30") == [200, 409]
    await move(desk, "deliver", release="4.2")
    withdrawn: dict[str, Any] = {"need_number": NUMBER, "reason": "Nobody asks for it any more"}
    assert await desk.refused(f"{one}/needs/withdraw", **withdrawn) == "need_not_so_far"
    await desk.house.catch_up()
    assert (
        await desk.refused("/v1/needs/assess", need_number="N-9", assessment="Two weeks") == "need_not_asked"
    )


@pytest.mark.evasion(134)
async def test_what_was_decided_and_told_again_or_told_late_changes_nothing_that_stands(desk: Desk) -> None:
    await asked_by_two(desk)
    began_at = desk.house.clock().isoformat()
    await desk.later(hours=1)
    await delivered(desk)
    await desk.house.catch_up()
    again = await desk.tell("/v1/needs/deliver", need_number=NUMBER, release="Gauge 4.2")
    assert [each["is_repeat"] for each in again["answers"]] == [True, True]
    assert await move(desk, "deliver", release="Gauge 5") == [409, 409]
    assert await move(desk, "deliver", release="Gauge 4.2", occurred_at=began_at) == [409, 409]
    assert await move(desk, "decline", reason="Not before summer", occurred_at=began_at) == [200, 200]
    assert (await listed(desk, "all"))[0]["stage"] == "delivered"


@pytest.mark.evasion(134)
async def test_a_need_found_nowhere_or_in_the_case_of_another_account_is_none(desk: Desk) -> None:
    contact = await desk.contact()
    other, _ = await account(desk, "KA-2")
    case_id = (await desk.case(account_id=other.rpartition("/")[2])).rpartition("/")[2]
    asked = {**ASKED, **NAMED, "contact_id": contact}
    path = f"{ACCOUNT}/needs"
    in_case = {**asked, "origin": "case", "origin_reference": None}
    assert await desk.refused(path, **in_case) == "validation_failed"
    assert await desk.refused(path, **in_case, case_id=case_id) == "case_not_of_account"
    assert await desk.refused(path, **in_case, case_id=str(uuid4())) == "case_not_of_account"
    assert await desk.refused(path, **{**asked, "origin_reference": "?"}) == "words_without_meaning"
    assert await desk.refused(path, **{**asked, "contact_id": str(uuid4())}) == "contact_not_found"
    assert await desk.refused(path, **{**asked, "departments": ["kitchen"]}) == "department_not_known"
    assert await desk.refused(path, **{**asked, "topic": None}) == "need_not_described"
    mine = (await desk.case()).rpartition("/")[2]
    await desk.tell(path, **in_case, case_id=mine)


@pytest.mark.requirement(79)
async def test_the_feedback_store_says_which_share_of_accounts_asks_for_what(desk: Desk) -> None:
    await asked_by_two(desk)
    for code in ("KA-3", "KA-4", "KA-5"):
        path, contact = await account(desk, code)
        if code != "KA-5":
            await desk.tell(f"{path}/needs", **ASKED, contact_id=contact)
    store = await paper(desk, "feedback-store")
    row = store.row("Needs, by how many accounts ask for them", NUMBER)
    assert row[:6] == [NAMED["topic"], "Gauge 4", "Product department", 4, 0.8, 4]
    assert store.summary()[1] == "Accounts that ask for something: 4 of 5 (80.0%)"
    assert len(store.rows("Who asks, and who is still to be told")) == 4


@pytest.mark.evasion(79)
async def test_an_account_that_asks_twice_counts_once_and_one_that_has_left_not_at_all(desk: Desk) -> None:
    contact, another = await desk.contact(), await desk.contact("张工")
    for _ in range(2):
        await desk.tell(f"{ACCOUNT}/needs", **ASKED, **NAMED, contact_id=contact)
    await desk.tell(f"{ACCOUNT}/needs", **ASKED, contact_id=another)
    second, wang = await account(desk, "KA-2")
    await desk.tell(f"{second}/needs", **ASKED, contact_id=wang)
    await desk.tell(f"{second}/needs/withdraw", need_number=NUMBER, reason="Bought another gauge")
    gone, _ = await account(desk, "KA-3")
    await desk.tell(f"{gone}/close", reason="Moved abroad")
    await desk.later(days=40)
    store = await paper(
        desk, "feedback-store", ("2026-04-01T00:00:00%2B08:00", "2026-05-01T00:00:00%2B08:00")
    )
    row = store.row("Needs, by how many accounts ask for them", NUMBER)
    assert row[3:6] == [1, 0.5, 2]
    other = {**ASKED, **NAMED, "topic": "A second gate", "contact_id": contact}
    assert await desk.refused(f"{ACCOUNT}/needs", **other) == "need_known_otherwise"


OPPORTUNITY: dict[str, Any] = {
    "understanding": "The second line starts in autumn and has no gauges yet",
    "product": "Gauge 4",
    "origin": "visit",
    "origin_reference": "March visit",
    "expected_minor": 5_000_000,
    "passed_by": "li.na",
}


async def passed(desk: Desk) -> str:
    opportunity_id = str(uuid4())
    await desk.tell(f"{ACCOUNT}/opportunities", **OPPORTUNITY, opportunity_id=opportunity_id)
    return opportunity_id


@pytest.mark.requirement(72)
async def test_an_opportunity_goes_to_sales_with_what_was_understood_and_their_answer_comes_back(
    desk: Desk,
) -> None:
    won, lost, declined = [await passed(desk) for _ in range(3)]
    waiting = (await desk.read("/v1/opportunities?department=sales"))["items"]
    assert [(each["stage"], each["passed_by"], each["holder"]) for each in waiting] == [
        ("passed", "li.na", None)
    ] * 3
    path = f"{ACCOUNT}/opportunities"
    for each in (won, lost):
        await desk.tell(f"{path}/take", opportunity_id=each, taken_by="qian.x")
    assert len((await desk.read("/v1/opportunities?held_by=qian.x"))["items"]) == 2
    sold: dict[str, Any] = {"order_reference": "PO-7", "value_minor": 4_800_000}
    await desk.tell(f"{path}/win", opportunity_id=won, **sold)
    await desk.tell(f"{path}/lose", opportunity_id=lost, reason="They bought from a competitor")
    await desk.tell(f"{path}/decline", opportunity_id=declined, reason="Their budget is spent")
    assert (await desk.read("/v1/opportunities"))["items"] == []
    ended = {each["stage"]: each for each in (await desk.read("/v1/opportunities?show=ended"))["items"]}
    assert (ended["won"]["value_minor"], ended["won"]["order_reference"]) == (4_800_000, "PO-7")
    assert ended.keys() == {"won", "lost", "declined"}


@pytest.mark.evasion(72)
async def test_an_opportunity_is_won_by_an_order_once_taken_and_lost_with_a_reason(desk: Desk) -> None:
    one = await passed(desk)
    path = f"{ACCOUNT}/opportunities"
    sold: dict[str, Any] = {"opportunity_id": one, "order_reference": "PO-7", "value_minor": 100}
    assert await desk.refused(f"{path}/win", **sold) == "opportunity_at_other_stage"
    assert await desk.refused(f"{path}/take", opportunity_id=str(uuid4())) == "opportunity_not_passed"
    await desk.tell(f"{path}/take", opportunity_id=one, taken_by="qian.x")
    assert await desk.refused(f"{path}/decline", opportunity_id=one, reason="No budget") == (
        "opportunity_at_other_stage"
    )
    assert await desk.refused(f"{path}/win", **{**sold, "order_reference": "?"}) == "words_without_meaning"
    assert await desk.refused(f"{path}/lose", opportunity_id=one, reason=" ") == "validation_failed"
    await desk.tell(f"{path}/win", **sold)
    assert await desk.refused(f"{path}/win", **{**sold, "value_minor": 900}) == "on_record_otherwise"
    assert await desk.refused(f"{path}/lose", opportunity_id=one, reason="A competitor") == (
        "opportunity_at_other_stage"
    )
    vague: dict[str, Any] = {**OPPORTUNITY, "opportunity_id": str(uuid4()), "understanding": "x"}
    assert await desk.refused(path, **vague) == "words_without_meaning"
    assert await desk.refused(path, **{**OPPORTUNITY, "opportunity_id": one, "product": "Gate"}) == (
        "on_record_otherwise"
    )


@pytest.mark.evasion(72)
async def test_who_passed_an_opportunity_on_does_not_answer_for_sales(desk: Desk) -> None:
    people = [{"staff_id": "li.na"}, {"staff_id": "qian.x", "departments": ["sales"]}]
    content: dict[str, Any] = {"guideline": "staff", "version": 2, "people": people}
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=content)
    one = await passed(desk)
    path = f"{ACCOUNT}/opportunities/take"
    assert await desk.refused(path, opportunity_id=one, taken_by="li.na") == "not_of_the_department"
    await desk.tell(path, opportunity_id=one, taken_by="qian.x")
