"""A customer's own system reports for its account, sees its own cases, and gets nowhere else."""

import re
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from service.api.http.access import Role
from service.api.http.keys import create_key
from service.database.engine import create_engine
from service.domain.account.identity import account_id_of
from tests.api.clocks.clock_stories import told, with_rules
from tests.api.composition import MORNING, House, bearer
from tests.scene import IN_TIME

SECRET = "k" * 43
MATTER: dict[str, Any] = {"kind": "technical", "subject": "三号产线扫码设备停机"}
CUSTOMER = bearer(Role.CUSTOMER_SYSTEM)


async def report(
    house: House, *, key: dict[str, str] = CUSTOMER, idempotency_key: str | None = None, **told: Any
) -> httpx.Response:
    headers = {**key, **({"Idempotency-Key": idempotency_key} if idempotency_key else {})}
    return await house.client.post("/v1/intake", json={**MATTER, **told}, headers=headers)


async def reported(house: House, **sent: Any) -> dict[str, Any]:
    answered = await report(house, **sent)
    assert answered.status_code == 201, answered.text
    document: dict[str, Any] = answered.json()
    return document


async def seen(house: House, reference: str, key: dict[str, str] = CUSTOMER) -> httpx.Response:
    await house.catch_up()
    return await house.client.get(f"/v1/intake/{reference}", headers=key)


def another_customer(house: House, code: str = "KA-2") -> dict[str, str]:
    engine = create_engine(house.url)
    with engine.begin() as connection:
        key = create_key(
            connection,
            f"system of {code}",
            Role.CUSTOMER_SYSTEM,
            key_id="othercustomer",
            secret=SECRET,
            now=MORNING,
            account_id=account_id_of(code),
        )
    engine.dispose()
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.requirement(122)
async def test_a_customers_system_reports_a_matter_and_is_told_what_happens_next(house: House) -> None:
    await with_rules(house)
    await house.open_account()
    document = await reported(house, kind="complaint", reference="T-1", contact="王芳")
    assert (document["reference"], document["response_class"]) == ("T-1", "complaint")
    assert document["received_at"] == "2026-03-02T09:00:00Z"
    promised = {each["promise"]: each["due_at"] for each in document["promises"]}
    assert promised["acknowledgement"] == "2026-03-02T09:05:00Z"
    assert promised["complaint_answer"] == "2026-03-02T10:00:00Z"
    assert document["promises"][0]["title"]["zh"] == "5分钟内确认受理"
    case = (await house.get(f"/v1/cases/{document['case_id']}")).json()
    assert case["received"]["account_id"] == str(account_id_of("KA-1"))
    assert (case["received"]["channel"], case["received"]["reported_by"]) == ("api", "王芳")


@pytest.mark.requirement(106)
async def test_an_alert_of_a_customers_monitoring_is_urgent_at_once(house: House) -> None:
    await with_rules(house)
    await house.open_account()
    document = await reported(house, channel="monitoring", alert_reference="ALERT-7")
    assert document["response_class"] == "urgent"
    assert "counterpart_informed" not in {each["promise"] for each in document["promises"]}


async def test_what_was_sent_before_is_answered_as_the_first_time(house: House) -> None:
    await house.open_account()
    first = await report(house, idempotency_key="k-1")
    again = await report(house, idempotency_key="k-1")
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
    assert again.json()["case_id"] == first.json()["case_id"]
    assert again.json()["is_repeat"]
    other = await report(house, idempotency_key="k-1", subject="Another")
    assert (other.status_code, other.json()["type"]) == (422, "/problems/command_id_reused")
    assert first.headers["Location"].endswith(first.json()["case_id"])


async def test_no_answer_tells_how_much_happens_at_other_customers(house: House) -> None:
    await house.open_account()
    before = await report(house)
    other = await house.open_account("KA-2")
    for _ in range(3):
        await house.receive_case(account_id=str(other))
    after = await report(house)
    read = await house.client.get(after.headers["Location"], headers=CUSTOMER)
    head = await house.application.log.head()
    for answer in (before, after, read):
        numbers = {int(word) for word in re.findall(r"(?<![\w.:-])\d+(?![\w.:-])", answer.text)}
        assert not numbers & {head, head - 1, head - 2}, answer.text
        assert [name for name in answer.headers if "position" in name] == []
        assert "position" not in answer.json()


async def test_possible_duplicates_of_the_own_account_are_named_and_those_of_others_are_not(
    house: House,
) -> None:
    await house.open_account()
    await house.open_account("KA-2")
    other = another_customer(house)
    first = await reported(house, reference="T-1")
    await reported(house, key=other)
    await house.catch_up()
    document = await reported(house, subject="3号产线的扫码设备停机了")
    (like,) = document["possible_duplicates"]
    assert (like["case_id"], like["reference"]) == (first["case_id"], "T-1")
    assert like["reasons"] == ["words_alike"]


async def test_a_customer_sees_what_it_was_told_and_no_note_staff_or_department(house: House) -> None:
    await with_rules(house)
    await house.open_account()
    document = await reported(house, reference="T-1")
    case = f"/v1/cases/{document['case_id']}"
    await told(house, f"{case}/assign", owner="li.na", team="presses", reason="内部原因")
    await told(house, f"{case}/note", text="客户脾气不好")
    await told(house, f"{case}/acknowledge")
    await told(house, f"{case}/reply", text="内部先商量一下", audience="internal")
    await told(house, f"{case}/reply", text="工程师已出发")
    progress = {"problem": "轴承磨损", "solution": "更换轴承", "eta_at": IN_TIME, "channel": "wecom"}
    progress["commitment_id"] = str(uuid4())
    await told(house, f"{case}/progress", **progress)
    plan = {"stages": [{"title": "更换", "due_at": IN_TIME, "responsible": "gao.f"}]}
    await told(house, f"{case}/plan", **plan)  # one that the customer was not told is none of theirs
    await told(house, f"{case}/plan", **plan, channel="wecom")
    await told(house, f"{case}/wait", waiting_on="customer", note="等客户停机")
    answered = await seen(house, "T-1")
    public = answered.json()
    assert [each["kind"] for each in public["updates"]] == ["acknowledged", "reply", "progress", "plan"]
    assert public["updates"][1]["text"] == "工程师已出发"
    assert public["updates"][2]["eta_at"] == "2099-03-02T10:00:00Z"
    assert (public["status"], public["waits_for_you"]) == ("open", True)
    for hidden in ("li.na", "gao.f", "presses", "脾气", "内部", "等客户停机"):
        assert hidden not in answered.text
    await told(house, f"{case}/resolve", resolution="怀疑客户操作失误")
    ended = await seen(house, document["case_id"])
    assert (ended.json()["status"], ended.json()["updates"][-1]["kind"]) == ("resolved", "resolved")
    assert "怀疑" not in ended.text
    assert [each for each in ended.json()["promises"] if each["promise"] != "commitment"] == []


async def test_a_customer_sees_what_it_must_do_itself(house: House) -> None:
    await house.open_account()
    document = await reported(house, reference="T-1")
    case = f"/v1/cases/{document['case_id']}"
    progress = {"problem": "轴承磨损", "solution": "更换轴承", "channel": "wecom"}
    await told(house, f"{case}/progress", **progress, waiting_on_customer_for="停机两小时")
    await told(house, f"{case}/progress", **progress)
    updates = (await seen(house, "T-1")).json()["updates"]
    assert [each["needed_from_you"] for each in updates] == ["停机两小时", None]


async def test_an_answer_that_the_customer_was_told_is_shown_once_and_another_is_not(house: House) -> None:
    await house.open_account()
    document = await reported(house, reference="T-1")
    case = f"/v1/cases/{document['case_id']}"
    asked = [str(UUID(int=number)) for number in range(1, 5)]
    for question_id in asked:
        await told(house, f"{case}/questions", question_id=question_id, text="何时发货?")
    told_by_phone, kept_to_ourselves, by_reply, internally = asked
    answering = f"{case}/questions/answer"
    await told(
        house, answering, question_id=told_by_phone, text="周五发货", told_to_customer=True, channel="phone"
    )
    await told(house, answering, question_id=kept_to_ourselves, text="仓库没货", told_to_customer=False)
    await told(house, f"{case}/reply", question_id=by_reply, text="周六发货")
    await told(house, f"{case}/reply", question_id=internally, text="司机病了", audience="internal")
    updates = (await seen(house, "T-1")).json()["updates"]
    assert [(each["kind"], each["text"]) for each in updates] == [
        ("answer", "周五发货"),
        ("reply", "周六发货"),
    ]


async def test_of_several_cases_with_one_reference_the_newest_is_shown(house: House) -> None:
    await house.open_account()
    await reported(house, reference="T-1")
    house.clock.advance(hours=1)
    newest = await reported(house, reference="T-1")
    assert (await seen(house, "T-1")).json()["case_id"] == newest["case_id"]


async def test_a_case_that_goes_on_in_another_leads_there_and_that_is_of_the_same_account(
    house: House,
) -> None:
    await house.open_account()
    await house.open_account("KA-2")
    other = await reported(house, key=another_customer(house))
    first, second = await reported(house), await reported(house)
    await told(
        house, f"/v1/cases/{first['case_id']}/merge", into_case_id=second["case_id"], reason="同一故障"
    )
    assert (await seen(house, first["case_id"])).json()["continues_in"] == second["case_id"]
    away = {"into_case_id": other["case_id"], "reason": "误并"}
    refused = await house.post(f"/v1/cases/{second['case_id']}/merge", away)
    assert refused.json()["type"] == "/problems/merged_into_other_customers"
    answered = await seen(house, second["case_id"])
    assert answered.json()["continues_in"] is None
    assert other["case_id"] not in answered.text


async def test_a_case_of_another_account_is_answered_as_one_that_does_not_exist(house: House) -> None:
    await house.open_account()
    await house.open_account("KA-2")
    own = await reported(house, reference="T-1")
    other = another_customer(house)
    nowhere = await seen(house, str(uuid4()), other)
    for reference in (own["case_id"], "T-1", own["case_id"].upper(), str(account_id_of("KA-1"))):
        answered = await seen(house, reference, other)
        assert answered.status_code == 404
        for name in ("type", "title", "detail"):
            assert answered.json()[name] == nowhere.json()[name]
    theirs = await reported(house, key=other, reference="T-1", idempotency_key="k-1")
    again = await reported(house, reference="T-1", idempotency_key="k-1")
    assert not again["is_repeat"]
    assert (await seen(house, "T-1", other)).json()["case_id"] == theirs["case_id"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"account_id": str(account_id_of("KA-2"))}, "account_id"),
        ({"occurred_at": "2020-01-01T00:00:00Z"}, "occurred_at"),
        ({"channel": "internal"}, "channel"),
        ({"response_class": "green_channel"}, "response_class"),
        ({"circumstances": ["outage"]}, "circumstances"),
        ({"segment": "high_value"}, "segment"),
        ({"kind": "emergency"}, "kind"),
        ({"subject": "   "}, "subject"),
        ({"subject": "a\x00b"}, "subject"),
        ({"reference": "x" * 201}, "reference"),
        ({"description": "长" * 20_001}, "description"),
        ({"fault_began_at": 1_700_000_000}, "fault_began_at"),
    ],
)
async def test_what_a_customer_may_not_say_is_refused_by_its_field(
    house: House, wrong: dict[str, Any], field: str
) -> None:
    await house.open_account()
    before = await house.application.log.head()
    answered = await report(house, **wrong)
    assert answered.status_code == 422, answered.text
    assert answered.json()["errors"][0]["field"] == field
    assert await house.application.log.head() == before


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{", {}, 400),
        (b"[]", {}, 422),
        (b'{"kind": "technical", "kind": "enquiry", "subject": "x"}', {}, 400),
        (b"<xml/>", {"Content-Type": "application/xml"}, 415),
        (b'{"subject": "' + b"x" * 300_000 + b'"}', {}, 413),
        (b'{"kind": "technical", "subject": "x"}', {"Idempotency-Key": "k" * 256}, 400),
    ],
)
async def test_a_broken_body_is_refused_and_nothing_is_recorded(
    house: House, body: bytes, headers: dict[str, str], status: int
) -> None:
    await house.open_account()
    before = await house.application.log.head()
    sent = {"Content-Type": "application/json", **CUSTOMER, **headers}
    answered = await house.client.post("/v1/intake", content=body, headers=sent)
    assert answered.status_code == status, answered.text
    assert await house.application.log.head() == before


@pytest.mark.parametrize(
    ("reference", "status"),
    [
        ("%27%20or%201%3D1--", 404),
        ("..%2f..%2fv1%2fcases", 404),
        ("%F0%9F%98%80", 404),
        ("*", 404),
        ("%25", 404),
        ("{case_id}", 404),
        ("%00", 422),
        ("T-1%00", 422),
        ("%20", 422),
        ("x" * 3_000, 422),
    ],
)
async def test_an_odd_reference_finds_nothing(house: House, reference: str, status: int) -> None:
    await house.open_account()
    await reported(house, reference="T-1")
    assert (await seen(house, reference)).status_code == status


async def test_words_like_markup_and_sql_come_back_as_they_were_sent(house: House) -> None:
    await house.open_account()
    subject = "<script>alert(1)</script>'); drop table es.events; -- 停机 🙂"
    document = await reported(house, subject=subject, reference="T'1")
    answered = await seen(house, document["case_id"])
    assert answered.json()["subject"] == subject
    assert answered.headers["content-type"] == "application/json"
    assert (await seen(house, "T%271")).json()["case_id"] == document["case_id"]


async def test_an_account_that_was_never_opened_reports_nothing(house: House) -> None:
    answered = await report(house)
    assert (answered.status_code, answered.json()["type"]) == (404, "/problems/account_not_found")
    assert await house.application.log.head() == 0
