"""Revisits (回访): planned by rule or by hand, gone to with questions, recorded, and missed when missed."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from service.api.http.access import Role
from service.domain.account.identity import account_id_of
from service.domain.clocks.commands import ObserveClocks
from service.eventstore.request import Request
from service.importers.rule_files.default_rules import publish_default_rules
from service.language import LANGUAGES
from tests.api.composition import MORNING, House, bearer

PLAN: dict[str, Any] = {"revisit_id": str(uuid4()), "due_at": "2099-03-02T18:00:00+08:00"}
SAID = {"channel": "phone", "outcome": "All runs"}
ANSWERS = [{"question": f"q{n}", "answer": "好"} for n in range(6)]
QUESTIONS = [{"question": f"q{n}", "wording": "?"} for n in range(6)]
REFUSED: dict[str, tuple[str, dict[str, Any]]] = {
    "revisit_template_unknown": ("revisits", {**PLAN, "template": "full_moon"}),
    "revisit_template_for_others": ("revisits", {**PLAN, "template": "ordinary"}),
    "revisit_channel_not_allowed": ("revisits", {**PLAN, "template": "festival", "channel": "on_site"}),
    "too_many_questions": ("revisits", {**PLAN, "questions": QUESTIONS}),
    "too_many_answers": ("revisit", {"channel": "phone", "answers": ANSWERS}),
    "feedback_department_unknown": ("revisit", {**SAID, "routed_to": ["astrology"]}),
}
REFUSED_AT_REVISITS = frozenset(REFUSED)
Item = dict[str, Any]


@pytest.fixture
async def office(house: House) -> House:
    """Give a house with the rules that come with the program and a high-value account."""
    await publish_default_rules(house.application)
    await house.open_account()
    return house


async def sent(house: House, path: str, role: Role = Role.AGENT, /, **body: Any) -> Item:
    answered = await house.post(path, body, **bearer(role))
    assert answered.status_code in {200, 201}, answered.text
    document: Item = answered.json()
    return document


async def listed(house: House, query: str = "") -> list[Item]:
    await house.catch_up()
    answered = await house.get(f"/v1/revisits?{query}")
    assert answered.status_code == 200, answered.text
    items: list[Item] = answered.json()["items"]
    return items


async def records(house: House, query: str = "") -> Item:
    await house.catch_up()
    answered = await house.get(f"/v1/revisits/records?{query}")
    assert answered.status_code == 200, answered.text
    document: Item = answered.json()
    return document


async def watched(house: House, case: str) -> None:
    """Let the watch look at the case now."""
    stream_id = UUID(case.rpartition("/")[2])
    wanted = Request(stream_id=stream_id, commands=(ObserveClocks(),), command_id=uuid4(), actor="watch")
    await house.application.execute(wanted)


async def delivered(house: House, **told: Any) -> str:
    case = await house.receive_case(**told)
    await sent(house, f"{case}/delivery", what="a new press")
    return case


def after(days: int) -> str:
    return (MORNING + timedelta(days=days)).isoformat()


@pytest.mark.parametrize("slug", REFUSED)
async def test_what_the_guideline_does_not_allow_is_refused_by_name(office: House, slug: str) -> None:
    case = await office.receive_case()
    last, body = REFUSED[slug]
    said = set()
    for language in LANGUAGES:
        answered = await office.post(f"{case}/{last}", body, Accept_Language=language)
        told = answered.json()
        assert (answered.status_code, told["type"]) == (409, f"/problems/{slug}")
        assert "{" not in told["detail"]
        said.add(told["detail"])
    assert len(said) == len(LANGUAGES)


def asked(item: Item) -> list[str]:
    return [one["question"] for one in item["questions"]]


@pytest.mark.requirement(24, 151)
async def test_within_3_days_of_a_delivery_a_revisit_is_due_with_questions_on_experience_and_suggestions(
    office: House,
) -> None:
    await delivered(office, reference="R1")
    (item,) = await listed(office)
    assert (item["reference"], item["clock"], item["standing"]) == ("R1", "delivery_revisit", "planned")
    assert item["due_at"] == after(3).replace("+00:00", "Z")
    assert asked(item) == ["experience", "inconveniences", "new_needs", "suggestions"]
    assert item["questions"][0]["title"] == {"zh": "使用感受如何?", "en": "How does it feel to use it?"}
    assert (item["template"], item["account_code"]) == ("delivery", "KA-1")


@pytest.mark.requirement(120)
async def test_a_complaint_is_revisited_after_it_was_settled(office: House) -> None:
    case = await office.receive_case(kind="complaint")
    assert await listed(office) == []
    await sent(office, f"{case}/assign", owner="li.na")
    await sent(office, f"{case}/reply", text="We pay it back")
    await sent(office, f"{case}/resolve", resolution="Paid back")
    (item,) = await listed(office)
    assert (item["clock"], item["template"]) == ("complaint_revisit", "complaint")
    answers = [{"question": "settled", "answer": "是的"}, {"question": "satisfaction", "answer": "满意"}]
    office.clock.advance(hours=1)
    await sent(office, f"{case}/revisit", channel="phone", template="complaint", answers=answers)
    assert await listed(office) == []
    (held,) = await listed(office, "show=done")
    an_hour_later = (MORNING + timedelta(hours=1)).isoformat().replace("+00:00", "Z")
    assert (held["standing"], held["held_at"]) == ("held", an_hour_later)


@pytest.mark.requirement(18)
async def test_after_a_fault_the_machine_is_followed_up_every_week(office: House) -> None:
    case = await office.receive_case(kind="technical")
    await sent(office, f"{case}/assign", owner="li.na")
    await sent(office, f"{case}/resolve", resolution="New bearing")
    for week in (1, 2, 3):
        (item,) = await listed(office)
        assert (item["clock"], item["template"]) == ("fault_follow_up", "fault")
        assert item["due_at"] == (MORNING + timedelta(days=7 * week)).isoformat().replace("+00:00", "Z")
        assert asked(item)[0] == "running"
        office.clock.advance(days=7)
        await sent(
            office,
            f"{case}/revisit",
            channel="phone",
            answers=[{"question": "running", "answer": "运行正常"}],
        )
    assert len((await records(office))["items"]) == 3


async def test_a_revisit_that_nobody_held_stands_there_as_missed_and_stays_so(office: House) -> None:
    case = await delivered(office)
    office.clock.advance(days=3, seconds=1)
    (item,) = await listed(office)
    assert item["standing"] == "missed"
    await watched(office, case)
    assert [one["standing"] for one in await listed(office, "show=missed")] == ["missed"]
    (missed,) = (await office.get(case)).json()["revisits"]["missed"]
    assert (missed["clock"], missed["held_at"]) == ("delivery_revisit", None)
    await sent(office, f"{case}/revisit", channel="phone", outcome="Late, but content")
    (item,) = await listed(office, "show=missed")
    assert (item["standing"], item["held_at"] is not None) == ("held_late", True)
    assert await listed(office) == []


@pytest.mark.requirement(114)
@pytest.mark.parametrize("segment", ["high_value", "potential", "ordinary"])
async def test_customers_of_each_type_are_revisited_ad_hoc_with_questions_of_their_own(
    office: House, segment: str
) -> None:
    account = f"/v1/accounts/{account_id_of('KA-1')}"
    if (await office.get(account)).json()["segment"] != segment:
        await sent(office, f"{account}/segment", segment=segment, reason="Its turnover")
    case = await office.receive_case()
    revisit = {"revisit_id": str(uuid4()), "due_at": after(30), "reason": "A quarter has passed"}
    await sent(office, f"{case}/revisits", **revisit)
    (item,) = await listed(office, f"due_before={after(31).replace('+', '%2B')}")
    assert (item["template"], item["revisit_id"], item["reason"]) == (
        segment,
        revisit["revisit_id"],
        revisit["reason"],
    )
    assert "experience" in asked(item)
    others = ({"high_value", "potential", "ordinary"} - {segment}).pop()
    wrong = {**revisit, "revisit_id": str(uuid4()), "template": others}
    refused = await office.post(f"{case}/revisits", wrong)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/revisit_template_for_others")


@pytest.mark.requirement(118)
@pytest.mark.parametrize("template", ["festival", "anniversary", "store_day", "promotion", "renewal"])
async def test_a_revisit_is_planned_for_a_festival_our_own_day_a_promotion_or_to_remind_of_a_renewal(
    office: House, template: str
) -> None:
    case = await office.receive_case()
    plan = {"revisit_id": str(uuid4()), "due_at": after(10), "template": template, "channel": "sms"}
    await sent(office, f"{case}/revisits", **plan)
    (item,) = await listed(office)
    assert (item["template"], item["channel"], item["clock"]) == (template, "sms", "planned_revisit")
    assert item["opening"]["zh"]
    assert len(asked(item)) <= 2
    said = [{"question": asked(item)[-1], "answer": "早上联系更好"}]
    told = {"revisit_id": plan["revisit_id"], "channel": "sms", "answers": said, "suggestions": "少发短信"}
    await sent(office, f"{case}/revisit", **told)
    assert await listed(office) == []
    (record,) = (await records(office))["items"]
    assert (record["template"], record["suggestions"]) == (template, "少发短信")
    assert record["answers"][0]["title"]["en"].endswith("?")


@pytest.mark.requirement(115)
async def test_a_revisit_is_made_by_phone_email_or_sms_and_not_by_a_channel_that_suits_nobody(
    office: House,
) -> None:
    case = await office.receive_case()
    for channel in ("phone", "email", "sms"):
        plan = {"revisit_id": str(uuid4()), "due_at": after(5), "template": "festival", "channel": channel}
        await sent(office, f"{case}/revisits", **plan)
        await sent(
            office, f"{case}/revisit", revisit_id=plan["revisit_id"], channel=channel, suggestions="Call less"
        )
    assert [one["channel"] for one in (await records(office))["items"]] == ["phone", "email", "sms"]
    plan = {"revisit_id": str(uuid4()), "due_at": after(5), "template": "festival", "channel": "on_site"}
    refused = await office.post(f"{case}/revisits", plan)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/revisit_channel_not_allowed")
    assert "phone" in refused.json()["detail"]


@pytest.mark.requirement(119)
async def test_no_more_is_asked_at_a_time_than_the_limit_which_the_refusal_names(office: House) -> None:
    case = await office.receive_case()
    own = [{"question": f"q{n}", "wording": "怎么样?"} for n in range(2)]
    plan = {"revisit_id": str(uuid4()), "due_at": after(5), "template": "high_value", "questions": own}
    refused = await office.post(f"{case}/revisits", plan)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/too_many_questions")
    assert "6" in refused.json()["detail"]
    assert "5" in refused.json()["detail"]
    await sent(office, f"{case}/revisits", **{**plan, "questions": own[:1]})
    (item,) = await listed(office)
    assert asked(item) == ["experience", "inconveniences", "new_needs", "cooperation", "q0"]
    answers = [{"question": f"q{n}", "answer": "好"} for n in range(6)]
    refused = await office.post(f"{case}/revisit", {"channel": "phone", "answers": answers})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/too_many_answers")


@pytest.mark.requirement(119)
async def test_a_revisit_that_took_too_long_is_recorded_and_marked(office: House) -> None:
    case = await office.receive_case()
    for seconds in (900, 901):
        await sent(office, f"{case}/revisit", channel="phone", outcome="Well", duration_seconds=seconds)
    told = await records(office)
    assert [one["is_too_long"] for one in told["items"]] == [False, True]
    assert told["summary"]["too_long"] == 1
    page = (await office.get("/v1/revisits")).json()
    assert (page["longest_seconds"], page["most_questions"]) == (900, 5)


@pytest.mark.requirement(99)
async def test_what_the_customer_said_on_the_phone_goes_to_the_heads_of_the_departments(
    office: House,
) -> None:
    directory = next(
        one["content"]
        for one in (await office.get("/v1/guidelines")).json()["items"]
        if one["content"]["guideline"] == "departments"
    )
    heads = {"product": "he.p", "technical": "tang.j"}
    led = [{**one, "head": heads.get(one["department"])} for one in directory["departments"]]
    content = {**directory, "version": directory["version"] + 1, "departments": led}
    await sent(office, "/v1/guidelines", Role.SUPERVISOR, content=content)
    case = await office.receive_case()
    told = {
        "channel": "phone",
        "suggestions": "The door should open wider",
        "routed_to": ["product", "technical"],
    }
    await sent(office, f"{case}/revisit", **told)
    await sent(office, f"{case}/revisit", channel="phone", outcome="Nothing new")
    (record,) = (await records(office, "department=product"))["items"]
    assert record["routed_to"] == [
        {"department": "product", "head": "he.p"},
        {"department": "technical", "head": "tang.j"},
    ]
    assert record["suggestions"] == told["suggestions"]
    refused = await office.post(f"{case}/revisit", {**SAID, "routed_to": ["astrology"]})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/feedback_department_unknown")


@pytest.mark.requirement(117)
async def test_the_record_of_revisits_says_who_when_how_and_what_the_customer_said(office: House) -> None:
    case = await delivered(office, reference="R1")
    contact = str(uuid4())
    account = f"/v1/accounts/{account_id_of('KA-1')}"
    await sent(office, f"{account}/contacts", contact_id=contact, name="王芳")
    told = {
        "channel": "phone",
        "contact_id": contact,
        "template": "delivery",
        "duration_seconds": 420,
        "answers": [{"question": "experience", "answer": "很好"}, {"question": "noise", "answer": "小"}],
        "usage": "每天两班",
        "satisfaction": "满意",
        "new_needs": "第二台压机",
        "outcome": "转销售跟进",
    }
    await sent(office, f"{case}/revisit", channel="phone", reached=False)
    await sent(office, f"{case}/revisit", **told)
    page = await records(office, f"account_id={account_id_of('KA-1')}")
    attempt, record = page["items"]
    assert (attempt["reached"], attempt["answers"]) == (False, [])
    assert {name: record[name] for name in told if name != "answers"} == {
        name: value for name, value in told.items() if name != "answers"
    }
    assert [(one["question"], one["answer"]) for one in record["answers"]] == [
        ("experience", "很好"),
        ("noise", "小"),
    ]
    assert record["answers"][0]["title"]["zh"] == "使用感受如何?"
    assert (record["reference"], record["account_code"]) == ("R1", "KA-1")
    assert (record["recorded_by"], record["title"]["zh"]) == ("key:agent", "交付后回访")
    counted = {"attempts": 2, "reached": 1, "accounts": 1, "with_new_needs": 1, "with_suggestions": 0}
    assert counted.items() <= page["summary"].items()
    assert (await records(office, f"account_id={uuid4()}"))["items"] == []
    assert len((await records(office, f"case_id={record['case_id']}"))["items"]) == 2


async def test_the_record_is_read_page_by_page_and_by_period(office: House) -> None:
    case = await office.receive_case()
    for number in range(5):
        await sent(office, f"{case}/revisit", channel="phone", outcome=f"Call {number}")
        office.clock.advance(days=1)
    page = await records(office, "limit=2")
    seen = [one["outcome"] for one in page["items"]]
    while page["next"]:
        page = (await office.get(page["next"])).json()
        seen += [one["outcome"] for one in page["items"]]
    assert seen == ["Call 0", "Call 1", "Call 2", "Call 3", "Call 4"]
    from_at, to_at = (after(days).replace("+", "%2B") for days in (1, 3))
    within = (await records(office, f"from_at={from_at}&to_at={to_at}"))["items"]
    assert [one["outcome"] for one in within] == ["Call 1", "Call 2"]
    backward = await office.get(f"/v1/revisits/records?from_at={to_at}&to_at={from_at}")
    assert backward.status_code == 422


async def test_revisits_are_listed_by_owner_case_and_account_page_by_page(office: House) -> None:
    mine, other = await delivered(office, reference="R1"), await delivered(office, reference="R2")
    await sent(office, f"{mine}/assign", owner="li.na", reason="knows presses")
    assert [one["reference"] for one in await listed(office, "owner=li.na")] == ["R1"]
    case_id = other.rpartition("/")[2]
    assert [one["reference"] for one in await listed(office, f"case_id={case_id}")] == ["R2"]
    first = (await office.get("/v1/revisits?limit=1")).json()
    second = (await office.get(first["next"])).json()
    assert {first["items"][0]["reference"], second["items"][0]["reference"]} == {"R1", "R2"}
    assert second["next"] is None
    assert await listed(office, f"due_before={after(1).replace('+', '%2B')}") == []


async def test_a_planned_revisit_that_was_cancelled_is_no_longer_due_and_not_missed(office: House) -> None:
    case = await office.receive_case()
    revisit_id = str(uuid4())
    await sent(office, f"{case}/revisits", revisit_id=revisit_id, due_at=after(5))
    await sent(office, f"{case}/revisits/cancel", revisit_id=revisit_id, reason="The customer is on leave")
    office.clock.advance(days=6)
    assert await listed(office) == await listed(office, "show=missed") == []
    (plan,) = (await office.get(case)).json()["revisits"]["planned"]
    assert (plan["is_cancelled"], plan["held_at"]) == (True, None)
    refused = await office.post(f"{case}/revisit", {**SAID, "revisit_id": revisit_id})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/revisit_already_cancelled")


async def test_an_attempt_is_counted_and_the_plan_stays_due(office: House) -> None:
    case = await office.receive_case()
    revisit_id = str(uuid4())
    await sent(office, f"{case}/revisits", revisit_id=revisit_id, due_at=after(5))
    await sent(office, f"{case}/revisit", revisit_id=revisit_id, channel="phone", reached=False)
    assert [one["revisit_id"] for one in await listed(office)] == [revisit_id]
    (plan,) = (await office.get(case)).json()["revisits"]["planned"]
    assert (plan["attempts"], plan["held_at"]) == (1, None)
