"""How far back who may tell: by role as the guideline says, beyond it with a permission and a reason."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from service.api.http.access import Role
from service.domain.account.identity import account_id_of
from service.domain.case.decisions.intake import AcknowledgeReceipt
from service.eventstore.request import Request
from tests.api.clocks.clock_stories import clock_of, observe, told, with_rules
from tests.api.composition import House, bearer

REASON = "The phone protocol of that day was found"
AGENT = timedelta(hours=72)
SUPERVISOR = timedelta(days=31)
A_SECOND = timedelta(seconds=1)


def ago(house: House, how_long: timedelta) -> str:
    return (house.clock() - how_long).isoformat()


async def broken_case(house: House) -> tuple[str, str]:
    """Return a case of half a year ago whose receipt nobody acknowledged, and the instant of its receipt."""
    await with_rules(house)
    await house.open_account()
    case = await house.receive_case()
    received_at = house.clock().isoformat()
    await told(house, f"{case}/classify", response_class="urgent")
    house.clock.moment += timedelta(days=183)
    await observe(house, case)
    return case, received_at


async def sent(house: House, role: Role, path: str, **body: Any) -> dict[str, Any]:
    """Send a command with the key of a role; return what is answered, with its status."""
    answer = await house.client.post(path, json=body, headers=bearer(role))
    return {"status": answer.status_code, **answer.json()}


def refused(answer: dict[str, Any], field: str = "occurred_at") -> str:
    assert (answer["status"], answer["type"]) == (409, "/problems/told_too_late"), answer
    assert [error["field"] for error in answer["errors"]] == [field]
    detail: str = answer["detail"]
    return detail


async def test_an_agent_cannot_make_a_breach_of_last_half_year_kept(house: House) -> None:
    case, received_at = await broken_case(house)
    detail = refused(await sent(house, Role.AGENT, f"{case}/acknowledge", occurred_at=received_at))
    for said in ("occurred_at", "2026-03-02", "agent", "2026-08-29", "backdate", "told_late_reason"):
        assert said in detail
    assert (await clock_of(house, case, "acknowledgement"))["verdict"] == "breached"


async def test_a_reason_without_the_permission_does_not_help(house: House) -> None:
    case, received_at = await broken_case(house)
    told_late = {"occurred_at": received_at, "told_late_reason": REASON}
    refused(await sent(house, Role.AGENT, f"{case}/acknowledge", **told_late))


async def test_the_permission_without_a_reason_does_not_help(house: House) -> None:
    case, received_at = await broken_case(house)
    refused(await sent(house, Role.SUPERVISOR, f"{case}/acknowledge", occurred_at=received_at))
    blank = {"occurred_at": received_at, "told_late_reason": "  "}
    assert (await sent(house, Role.SUPERVISOR, f"{case}/acknowledge", **blank))["status"] == 422


@pytest.mark.parametrize(("language", "words"), [("en", "later: "), ("zh", "记录:")])
async def test_with_both_it_is_told_and_the_reason_is_on_the_record_and_in_the_story(
    house: House, language: str, words: str
) -> None:
    case, received_at = await broken_case(house)
    told_late = {"occurred_at": received_at, "told_late_reason": REASON}
    done = await sent(house, Role.SUPERVISOR, f"{case}/acknowledge", **told_late)
    assert done["status"] == 200, done
    first, *clocks = [each["event"] for each in done["events"]]
    assert first["told_late_reason"] == REASON
    assert clocks
    assert not any("told_late_reason" in each for each in clocks)
    assert (await clock_of(house, case, "acknowledgement"))["verdict"] == "met"
    story = (await house.get(f"{case}/story?language={language}")).json()
    (line,) = [line for line in story["lines"] if line["event"] == "ReceiptAcknowledged.v1"]
    assert f"{words}{REASON}" in line["sentence"]


@pytest.mark.parametrize(
    ("role", "within"), [(Role.AGENT, AGENT), (Role.SUPERVISOR, SUPERVISOR), (Role.INTEGRATION, SUPERVISOR)]
)
async def test_each_role_may_tell_as_far_back_as_the_guideline_says(
    house: House, role: Role, within: timedelta
) -> None:
    case, _ = await broken_case(house)
    at = ago(house, within)
    assert (await sent(house, role, f"{case}/note", text="Called", occurred_at=at))["status"] == 200
    at = ago(house, within + A_SECOND)
    refused(await sent(house, role, f"{case}/note", text="Called before", occurred_at=at))


async def test_a_receipt_cannot_be_dated_further_back_either(house: House) -> None:
    await with_rules(house)
    await house.open_account()
    body = {
        "account_id": str(account_id_of("KA-1")),
        "channel": "phone",
        "kind": "technical",
        "subject": "It",
    }
    yesterday, long_ago = ago(house, timedelta(days=1)), ago(house, timedelta(days=4))
    assert (await sent(house, Role.AGENT, "/v1/cases", **body, occurred_at=yesterday))["status"] == 201
    refused(await sent(house, Role.AGENT, "/v1/cases", **body, occurred_at=long_ago))


async def test_steps_that_each_are_near_the_one_before_are_measured_from_today(house: House) -> None:
    case, _ = await broken_case(house)
    results = [
        (
            await sent(
                house, Role.AGENT, f"{case}/note", text=f"{days}", occurred_at=ago(house, timedelta(days))
            )
        )["status"]
        for days in range(1, 6)
    ]
    assert results == [200, 200, 200, 409, 409]


async def test_what_another_key_may_does_not_open_the_door_for_an_agent(house: House) -> None:
    case, received_at = await broken_case(house)
    body = {"text": "Called", "occurred_at": received_at, "told_late_reason": REASON}
    assert (await sent(house, Role.SUPERVISOR, f"{case}/note", **body))["status"] == 200
    refused(await sent(house, Role.AGENT, f"{case}/acknowledge", occurred_at=received_at))


async def test_without_occurred_at_it_happens_now_and_is_never_late(house: House) -> None:
    case, _ = await broken_case(house)
    done = await sent(house, Role.AGENT, f"{case}/acknowledge")
    assert done["status"] == 200
    assert (await clock_of(house, case, "acknowledgement"))["verdict"] == "breached"


async def test_a_batch_judges_each_command_by_the_key_that_sent_it(house: House) -> None:
    case, received_at = await broken_case(house)
    stream_id = case.rpartition("/")[2]
    command = {"type": "AcknowledgeReceipt", "stream_id": stream_id}
    late = {"occurred_at": received_at}
    commands = [
        {**command, "id": "late", "command": late},
        {**command, "id": "reasoned", "command": {**late, "told_late_reason": REASON}},
        {"type": "AddNote", "stream_id": stream_id, "id": "now", "command": {"text": "Called"}},
    ]
    for role, expected in ((Role.AGENT, [409, 409, 200]), (Role.SUPERVISOR, [409, 200, 200])):
        for each in commands:
            each["id"] = f"{each['id']} {role}"
        answers = (await sent(house, role, "/v1/commands", commands=commands))["answers"]
        assert [answer["status"] for answer in answers] == expected
        assert answers[0]["problem"]["errors"][0]["pointer"] == "/commands/0/command/occurred_at"


async def test_a_repeat_is_answered_as_the_first_time_however_late_it_comes(house: House) -> None:
    await with_rules(house)
    await house.open_account()
    case = await house.receive_case()
    house.client.headers.update(bearer(Role.AGENT))
    at = house.clock().isoformat()
    house.clock.moment += AGENT
    first = await house.post(f"{case}/acknowledge", {"occurred_at": at}, Idempotency_Key="told")
    assert first.status_code == 200, first.text
    house.clock.moment += A_SECOND
    again = await house.post(f"{case}/acknowledge", {"occurred_at": at}, Idempotency_Key="told")
    assert (again.status_code, again.json()["is_repeat"]) == (200, True)
    alike = await house.post(f"{case}/acknowledge", {"occurred_at": at})
    assert (alike.status_code, alike.json()["events"]) == (200, [])
    batch = {"type": "AcknowledgeReceipt", "stream_id": case.rpartition("/")[2], "id": "told"}
    (answer,) = (
        await sent(house, Role.AGENT, "/v1/commands", commands=[{**batch, "command": {"occurred_at": at}}])
    )["answers"]
    assert (answer["status"], answer["is_repeat"]) == (200, True)


async def test_a_customers_own_system_reports_now_and_cannot_say_otherwise(house: House) -> None:
    await with_rules(house)
    await house.open_account()
    reported = {"subject": "The press stands still", "kind": "technical"}
    dated = await sent(house, Role.CUSTOMER_SYSTEM, "/v1/intake", **reported, occurred_at=ago(house, AGENT))
    assert (dated["status"], dated["errors"][0]["field"]) == (422, "occurred_at")
    received = await sent(house, Role.CUSTOMER_SYSTEM, "/v1/intake", **reported)
    assert received["status"] == 201, received
    assert received["received_at"].startswith("2026-03-02T09:00:00")


ACCOUNT_COMMANDS: list[tuple[str, dict[str, Any]]] = [
    ("owner", {"owner": "li.na", "reason": "knows presses"}),
    ("segment", {"segment": "ordinary", "reason": "fewer orders"}),
    ("first-contact", {"channel": "phone", "record": "Got to know them"}),
    (
        "visit",
        {
            "kind": "visit",
            "channel": "on_site",
            "outcome": "All is well",
            "experience": "good",
        },
    ),
    ("contacts", {"contact_id": "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a13", "name": "王建国"}),
]


@pytest.mark.parametrize(("path", "body"), ACCOUNT_COMMANDS)
async def test_accounts_are_told_late_as_cases_are(house: House, path: str, body: dict[str, Any]) -> None:
    await with_rules(house)
    await house.open_account()
    account = f"/v1/accounts/{account_id_of('KA-1')}/{path}"
    at = ago(house, AGENT + A_SECOND)
    refused(await sent(house, Role.AGENT, account, **body, occurred_at=at))
    supervised = await sent(house, Role.SUPERVISOR, account, **body, occurred_at=at)
    assert supervised["status"] == 200, supervised


async def test_an_account_that_an_agent_opens_did_not_begin_years_ago(house: House) -> None:
    await with_rules(house)
    body = {
        "code": "KA-9",
        "name": "海天",
        "segment": "high_value",
        "occurred_at": "2015-01-01T00:00:00+08:00",
    }
    refused(await sent(house, Role.AGENT, "/v1/accounts", **body))
    reasoned = await sent(
        house, Role.SUPERVISOR, "/v1/accounts", **body, told_late_reason="A customer of old"
    )
    assert reasoned["status"] == 201


AGREEMENT = {
    "agreement_id": "C-1",
    "title": "Press line",
    "terms": [{"clock": "first_reply", "target_seconds": 600}],
}


async def test_an_agreement_of_today_does_not_change_what_was_promised_last_year(house: House) -> None:
    await with_rules(house)
    await house.open_account()
    account = f"/v1/accounts/{account_id_of('KA-1')}"
    since = {"effective_at": ago(house, timedelta(days=60))}
    refused(
        await sent(house, Role.SUPERVISOR, f"{account}/sign-agreement", **AGREEMENT, **since), "effective_at"
    )
    signed = await sent(
        house,
        Role.SUPERVISOR,
        f"{account}/sign-agreement",
        **AGREEMENT,
        **since,
        told_late_reason="Signed on paper",
    )
    assert signed["status"] == 200, signed
    amended = {
        "agreement_id": "C-1",
        "terms": [],
        "reason": "less",
        "effective_at": ago(house, timedelta(days=50)),
    }
    refused(await sent(house, Role.SUPERVISOR, f"{account}/amend-agreement", **amended), "effective_at")
    ended = {"agreement_id": "C-1", "reason": "sold", "ends_at": ago(house, timedelta(days=40))}
    refused(await sent(house, Role.SUPERVISOR, f"{account}/end-agreement", **ended), "ends_at")
    ended["ends_at"] = ago(house, -timedelta(days=40))
    assert (await sent(house, Role.SUPERVISOR, f"{account}/end-agreement", **ended))["status"] == 200


async def test_a_breach_is_not_answered_for_of_long_ago(house: House) -> None:
    case, received_at = await broken_case(house)
    clock = await clock_of(house, case, "acknowledgement")
    waived = {"clock_id": clock["clock_id"], "reason": "The line was down"}
    refused(await sent(house, Role.SUPERVISOR, f"{case}/waive-clock", **waived, occurred_at=received_at))
    done = await sent(
        house,
        Role.SUPERVISOR,
        f"{case}/waive-clock",
        **waived,
        occurred_at=received_at,
        told_late_reason=REASON,
    )
    assert done["status"] == 200, done
    assert done["events"][0]["event"]["told_late_reason"] == REASON


async def test_whoever_has_the_database_at_hand_may_tell_of_any_time(house: House) -> None:
    case, _ = await broken_case(house)
    at = house.clock() - timedelta(days=183)
    await house.application.execute(
        Request(
            stream_id=UUID(case.rpartition("/")[2]),
            commands=(AcknowledgeReceipt(occurred_at=at),),
            command_id=uuid4(),
            actor="import",
        )
    )
    assert (await clock_of(house, case, "acknowledgement"))["verdict"] == "met"


async def test_a_house_that_lets_agents_tell_further_back_publishes_a_version(house: House) -> None:
    case, _ = await broken_case(house)
    at = ago(house, timedelta(days=20))
    body = {"text": "Called", "occurred_at": at}
    refused(await sent(house, Role.AGENT, f"{case}/note", **body))
    limits = [{"role": "agent", "within_seconds": 30 * 86_400}]
    content = {"guideline": "telling_late", "version": 2, "limits": limits}
    published = await sent(house, Role.SUPERVISOR, "/v1/guidelines", content=content)
    assert published["status"] == 200, published
    assert (await sent(house, Role.AGENT, f"{case}/note", **body))["status"] == 200


async def test_who_governs_the_rules_cannot_be_named_twice_nor_below_what_clocks_may_differ(
    house: House,
) -> None:
    await with_rules(house)
    for limits in (
        [{"role": "agent", "within_seconds": 600}, {"role": "agent", "within_seconds": 900}],
        [{"role": "agent", "within_seconds": 299}],
        [{"role": "auditor", "within_seconds": 600}],
    ):
        content = {"guideline": "telling_late", "version": 2, "limits": limits}
        assert (await sent(house, Role.SUPERVISOR, "/v1/guidelines", content=content))["status"] == 422
