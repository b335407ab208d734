"""Who approves, decides, proposes is who sends it, on the rung that the house gives (rows 17, 68, 89)."""

from typing import Any

import pytest

from service.api.http.access import ANYBODY, Role
from tests.rows.desk import Desk
from tests.rows.people.test_persons import key, send

REMEDY = "0195c3a0-0000-7000-8000-0000000000a1"
LOSS: dict[str, Any] = {
    "remedy_id": REMEDY,
    "remedy_type": "loss_compensation",
    "what": "A million",
    "amount_minor": 100_000_000,
}
AGREED = {"remedy_id": REMEDY}
LEVELS = {"li.na": "specialist", "chen.jie": "manager", "zhao.min": "director", "Sun.Hao": "director"}


@pytest.fixture
async def house(desk: Desk) -> Desk:
    """A desk of a house that has said who works there."""
    people = [{"staff_id": name, "level": level} for name, level in LEVELS.items()]
    content = {"guideline": "staff", "version": 2, "people": people}
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=content)
    return desk


async def problem(desk: Desk, path: str, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    answer = await send(desk, path, body, headers)
    assert answer.status_code in {409, 422}, answer.text
    refused: dict[str, Any] = answer.json()
    return refused


async def taken(desk: Desk, path: str, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    answer = await send(desk, path, body, headers)
    assert answer.status_code in {200, 201}, answer.text
    payload: dict[str, Any] = answer.json()["events"][0]["event"]
    return payload


def speaking(desk: Desk, person: str, name: str = "desk") -> dict[str, str]:
    return {**key(desk, name, ANYBODY), "Casebook-Staff": person}


@pytest.mark.requirement(68)
async def test_who_proposes_and_approves_is_taken_from_the_credential_and_so_is_the_rung(
    house: Desk,
) -> None:
    case = await house.case(kind="complaint")
    of_desk = key(house, "desk", ANYBODY)
    proposed = await taken(house, f"{case}/remedies", LOSS, {**of_desk, "Casebook-Staff": "li.na"})
    assert (proposed["proposed_by"], proposed["needs_approval_by"]) == ("li.na", "director")
    approved = await taken(
        house, f"{case}/remedies/approve", AGREED, {**of_desk, "Casebook-Staff": "zhao.min"}
    )
    assert (approved["approved_by"], approved["level"]) == ("zhao.min", "director")
    granted = await taken(house, f"{case}/remedies/grant", AGREED, {**of_desk, "Casebook-Staff": "li.na"})
    assert granted["granted_by"] == "li.na"


@pytest.mark.evasion(17)
@pytest.mark.evasion(68)
@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("remedies", {**LOSS, "remedy_id": REMEDY[:-1] + "2", "proposed_by": "zhao.min"}, "proposed_by"),
        ("remedies/approve", {**AGREED, "approved_by": "zhao.min", "level": "director"}, "approved_by"),
        ("remedies/reject", {**AGREED, "rejected_by": "zhao.min", "reason": "No"}, "rejected_by"),
        ("remedies/grant", {**AGREED, "granted_by": "zhao.min"}, "granted_by"),
        ("escalation/take", {"level": "manager", "taken_by": "zhao.min"}, "taken_by"),
    ],
)
@pytest.mark.parametrize("staff", [{}, {"Casebook-Staff": "li.na"}])
async def test_a_body_that_names_somebody_else_is_refused_and_says_what_to_do(
    house: Desk, path: str, body: dict[str, Any], field: str, staff: dict[str, str]
) -> None:
    case = await house.case(kind="complaint")
    of_desk = key(house, "desk", ANYBODY)
    await taken(house, f"{case}/remedies", LOSS, {**of_desk, "Casebook-Staff": "li.na"})
    refused = await problem(house, f"{case}/{path}", body, {**of_desk, **staff})
    assert (refused["type"], refused["errors"][0]["field"]) == ("/problems/not_the_sender", field)
    assert "zhao.min" in refused["detail"]
    assert "Casebook-Staff" in refused["detail"]


@pytest.mark.evasion(89)
async def test_an_exception_is_decided_by_nobody_but_its_sender(house: Desk) -> None:
    case = await house.case()
    asked = {"exception_id": REMEDY, "what": "A machine on loan", "reason": "Line 3 stands"}
    requested = await taken(house, f"{case}/exceptions", asked, speaking(house, "li.na", "one"))
    assert requested["requested_by"] == "li.na"
    decision = {"exception_id": REMEDY, "is_granted": True}
    named = {**decision, "decided_by": "chen.jie", "level": "manager"}
    headers = speaking(house, "li.na", "two")
    assert (await problem(house, f"{case}/exceptions/decide", named, headers))["type"] == (
        "/problems/not_the_sender"
    )
    assert (await problem(house, f"{case}/exceptions/decide", decision, headers))["type"] == (
        "/problems/approval_level_too_low"
    )
    decided = await taken(house, f"{case}/exceptions/decide", decision, speaking(house, "chen.jie", "three"))
    assert (decided["decided_by"], decided["level"]) == ("chen.jie", "manager")


@pytest.mark.evasion(68)
@pytest.mark.parametrize("as_written", ["zhao.min", "Zhao.Min", "ＺＨＡＯ.MIN"])
async def test_nobody_approves_what_they_proposed_by_another_key_or_another_spelling(
    house: Desk, as_written: str
) -> None:
    case = await house.case(kind="complaint")
    await taken(house, f"{case}/remedies", LOSS, speaking(house, "zhao.min", "one"))
    another = key(house, "two", ANYBODY, role=Role.SUPERVISOR)
    headers = [
        (b"authorization", another["Authorization"].encode()),
        (b"casebook-staff", as_written.encode()),
    ]
    answer = await house.house.client.post(f"{case}/remedies/approve", json=AGREED, headers=headers)
    assert answer.json()["type"] == "/problems/approved_by_proposer"


@pytest.mark.evasion(68)
async def test_what_a_key_proposed_for_nobody_is_not_approved_by_the_same_key(house: Desk) -> None:
    case = await house.case(kind="complaint")
    of_desk = key(house, "desk", ANYBODY)
    proposed = await taken(house, f"{case}/remedies", LOSS, of_desk)
    assert proposed["proposed_by"] == "key:desk"
    by_itself = {**of_desk, "Casebook-Staff": "zhao.min"}
    refused = await problem(house, f"{case}/remedies/approve", AGREED, by_itself)
    assert refused["type"] == "/problems/approved_by_proposer"
    other = speaking(house, "zhao.min", "another")
    assert (await taken(house, f"{case}/remedies/approve", AGREED, other))["approved_by"] == "zhao.min"


@pytest.mark.evasion(68)
@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.INTEGRATION])
async def test_a_key_that_speaks_for_nobody_approves_nothing_whatever_its_role(
    desk: Desk, role: Role
) -> None:
    case = await desk.case(kind="complaint")
    await taken(desk, f"{case}/remedies", LOSS, speaking(desk, "li.na"))
    for level in ({}, {"level": "director"}):
        refused = await problem(
            desk, f"{case}/remedies/approve", {**AGREED, **level}, key(desk, f"x{len(level)}", role=role)
        )
        assert refused["type"] == "/problems/rung_not_held"


@pytest.mark.evasion(68)
async def test_without_a_directory_of_staff_nobody_is_a_director_by_saying_so(desk: Desk) -> None:
    case = await desk.case(kind="complaint")
    await taken(desk, f"{case}/remedies", LOSS, speaking(desk, "li.na", "one"))
    said = {**AGREED, "level": "director"}
    refused = await problem(desk, f"{case}/remedies/approve", said, speaking(desk, "zhao.min", "two"))
    assert refused["type"] == "/problems/rung_not_held"


async def test_who_stands_on_a_duty_roster_holds_its_rung(desk: Desk) -> None:
    duty = {"staff_id": "Zhao.Min", "calendar_id": "always"}
    await desk.tell("/v1/rosters", Role.SUPERVISOR, level="director", people=[duty])
    case = await desk.case(kind="complaint")
    await taken(desk, f"{case}/remedies", LOSS, speaking(desk, "li.na", "one"))
    approved = await taken(desk, f"{case}/remedies/approve", AGREED, speaking(desk, "zhao.min", "two"))
    assert approved["level"] == "director"


async def test_a_person_is_one_however_the_id_is_written_in_directory_key_and_header(house: Desk) -> None:
    case = await house.case()
    headers = {**key(house, "desk", "SUN.HAO"), "Casebook-Staff": "sun.hao"}
    answer = await send(house, f"{case}/note", {"text": "x"}, headers)
    assert answer.json()["events"][0]["staff_id"] == "sun.hao"
    await house.tell(f"{case}/assign", owner="SUN.hao")
    assert (await house.read(case))["owner"] == "sun.hao"


@pytest.mark.evasion(31)
async def test_no_person_is_called_as_a_key_is(desk: Desk) -> None:
    case = await desk.case()
    headers = {**key(desk, "desk", ANYBODY), "Casebook-Staff": "key:crm"}
    answer = await send(desk, f"{case}/note", {"text": "x"}, headers)
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed_header")


@pytest.mark.evasion(68)
async def test_nobody_answers_for_a_broken_promise_in_the_name_of_another(house: Desk) -> None:
    case = await house.case()
    await house.later(case, days=2)
    broken = next(
        each for each in (await house.read(f"{case}/clocks"))["clocks"] if each["verdict"] == "breached"
    )
    waiver = {"clock_id": broken["clock_id"], "reason": "The customer's line was down"}
    boss = {**key(house, "boss", ANYBODY, role=Role.SUPERVISOR), "Casebook-Staff": "chen.jie"}
    refused = await problem(house, f"{case}/waive-clock", {**waiver, "waived_by": "zhao.min"}, boss)
    assert (refused["type"], refused["errors"][0]["field"]) == ("/problems/not_the_sender", "waived_by")
    waived = await taken(house, f"{case}/waive-clock", waiver, boss)
    assert waived["waived_by"] == "chen.jie"


@pytest.mark.evasion(68)
async def test_money_under_the_name_of_an_apology_needs_the_approval_of_its_amount(house: Desk) -> None:
    case = await house.case(kind="complaint")
    cash = {**LOSS, "remedy_type": "apology", "what": "100000 CNY cash", "amount_minor": 9_900_000}
    li_na = speaking(house, "li.na")
    proposed = await taken(house, f"{case}/remedies", cash, li_na)
    assert proposed["needs_approval_by"] == "director"
    refused = await problem(house, f"{case}/remedies/grant", AGREED, li_na)
    assert refused["type"] == "/problems/remedy_not_approved"
    words = {**cash, "remedy_id": REMEDY[:-1] + "2", "what": "We are sorry", "amount_minor": 0}
    other = await house.case(kind="complaint")
    await taken(house, f"{other}/remedies", words, li_na)
    await taken(house, f"{other}/remedies/grant", {"remedy_id": words["remedy_id"]}, li_na)


@pytest.mark.evasion(17)
async def test_by_when_a_remedy_comes_is_promised_or_not_said(house: Desk) -> None:
    case = await house.case(kind="complaint")
    coupon = {**LOSS, "remedy_type": "coupon", "amount_minor": 100, "due_at": "2026-03-04T09:00:00Z"}
    refused = await problem(house, f"{case}/remedies", coupon, speaking(house, "li.na"))
    assert (refused["type"], refused["errors"][0]["field"]) == (
        "/problems/remedy_due_not_promised",
        "commitment_id",
    )
