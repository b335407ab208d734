"""The page that a customer reaches by a link: two languages, no script, nothing for a stranger to learn."""

import re
from base64 import b64encode
from hashlib import sha256
from typing import Any
from uuid import uuid4

import httpx
import pytest

from service.api.http.access import Role
from service.database.survey_links import SurveyLinks
from tests.api.composition import LINK_SECRET, House
from tests.api.surveys.survey_scenes import (
    LI,
    WANG,
    Customer,
    done,
    form_of,
    invited,
    opened_house,
    resolved_case,
    surveys_of,
)

TOLD: dict[str, Any] = {
    "reference": "GD-2026-0815",
    "subject": "冲压机停机",
    "description": "The press of line 3 stands still",
    "order_reference": "PO-4711",
}
SECRETS = (
    "KA-1",
    "海天",
    "李雷",
    "冲压",
    "press",
    "PO-4711",
    "Bearing",
    "high_value",
)


async def customer_of(house: House, **told: Any) -> tuple[str, Customer]:
    """Return a resolved case and the customer who was invited to rate it."""
    await opened_house(house)
    case = await resolved_case(house, **{**TOLD, **told})
    return case, await invited(house, case, contact_id=str(LI))


async def answers_of(house: House, case: str) -> list[dict[str, Any]]:
    (survey,) = await surveys_of(house, case)
    found: list[dict[str, Any]] = survey["answers"]
    return found


@pytest.mark.requirement(44)
@pytest.mark.requirement(37)
@pytest.mark.parametrize(
    ("language", "tag", "title", "thanks"),
    [
        ("zh-CN,zh;q=0.9", "zh-CN", "您对本次问题的解决是否满意", "感谢您的反馈"),
        ("en-GB", "en", "How satisfied are you", "Thank you"),
    ],
)
async def test_a_customer_answers_the_questions_by_a_form_in_chinese_or_english(
    house: House, language: str, tag: str, title: str, thanks: str
) -> None:
    case, customer = await customer_of(house)
    page = await customer.opens(language)
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert f'<html lang="{tag}">' in page.text
    assert title in page.text
    said = {"csat": "5", "nps": "10", "ces": "7", "verbatim": "很快,谢谢 👍", "wish": "answer"}
    sent = await customer.sends({**form_of(page), **said}, accept_language=language)
    assert sent.status_code == 303
    shown = await Customer(house, sent.headers["location"]).opens()
    assert thanks in shown.text
    (answer,) = await answers_of(house, case)
    assert {name: answer[name] for name in ("csat", "nps", "ces", "verbatim", "mode", "is_late")} == {
        "csat": 5,
        "nps": 10,
        "ces": 7,
        "verbatim": "很快,谢谢 👍",
        "mode": "questionnaire",
        "is_late": False,
    }


async def test_the_address_can_ask_for_a_language_and_each_page_leads_to_the_other(house: House) -> None:
    _, customer = await customer_of(house)
    chinese = await Customer(house, f"{customer.link}?lang=zh").opens("en")
    assert '<html lang="zh-CN">' in chinese.text
    assert '<a href="?lang=en"' in chinese.text
    assert '<html lang="en">' in (await Customer(house, f"{customer.link}?lang=fr").opens("")).text


async def test_the_page_works_on_a_phone_and_without_scripts_under_a_policy_that_allows_its_style_only(
    house: House,
) -> None:
    _, customer = await customer_of(house)
    page = await customer.opens()
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page.text
    assert "<script" not in page.text
    assert not re.search(r"\son\w+=|javascript:|src=|https?:", page.text)
    style = re.search(r"<style>(.*?)</style>", page.text, re.DOTALL)
    assert style is not None
    policies = page.headers.get_list("content-security-policy")
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    assert len(policies) == 1
    assert f"style-src 'sha256-{digest}'" in policies[0]
    assert "default-src 'none'" in policies[0]
    for labelled in re.findall(r'<input type="radio"[^>]*>', page.text):
        assert f"<label>{labelled}<span>" in page.text


@pytest.mark.requirement(44)
@pytest.mark.parametrize(
    ("language", "about"),
    [
        ("en", "It is about your matter GD-2026-0815 of 2026-03-02 (technical"),
        ("zh-CN", "本次调查针对您 2026-03-02 的事项 GD-2026-0815(技术支持)"),
    ],
)
async def test_the_page_says_which_matter_it_is_about_by_number_day_and_our_word_for_it(
    house: House, language: str, about: str
) -> None:
    _, customer = await customer_of(house)
    assert about in (await customer.opens(language)).text


async def test_a_matter_without_a_number_is_named_by_its_day(house: House) -> None:
    _, customer = await customer_of(house, reference=None)
    assert "It is about your matter of 2026-03-02 (" in (await customer.opens()).text


async def test_a_page_that_was_corrected_too_often_says_so_and_keeps_the_last_answer(house: House) -> None:
    case, customer = await customer_of(house)
    for csat in (5, 4, 3, 4):
        assert (await customer.sends({"csat": str(csat), "wish": "answer"})).status_code == 303
    refused = await customer.sends({"csat": "1", "wish": "answer"})
    assert (refused.status_code, "can no longer be changed here" in refused.text) == (409, True)
    assert (await customer.sends({"csat": "4", "wish": "answer"})).status_code == 303
    assert [each["csat"] for each in await answers_of(house, case)] == [5, 4, 3, 4]


async def test_a_link_begins_with_the_address_at_which_customers_reach_us(house: House) -> None:
    await opened_house(house)
    case = await resolved_case(house)
    services = house.app.state.services
    links = SurveyLinks(services.engine, LINK_SECRET, public_url="https://service.example.com/")
    object.__setattr__(services, "survey_links", links)
    link = (await done(house, f"{case}/invite-to-survey"))["link"]
    assert re.fullmatch(r"https://service\.example\.com/s/[A-Za-z0-9_-]{43}", link)
    path = link.removeprefix("https://service.example.com")
    assert (await Customer(house, path).opens()).status_code == 200


async def test_a_stranger_learns_nothing_of_the_case_from_page_or_headers(house: House) -> None:
    _, customer = await customer_of(house)
    await customer.sends({"csat": "1", "verbatim": "Never again", "wish": "answer"})
    page = await customer.opens()
    said = page.text + str(page.headers)
    assert [secret for secret in (*SECRETS, "Never again") if secret in said] == []
    assert " checked>" not in page.text
    assert page.headers.get_list("cache-control") == ["no-store"]
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in page.headers["x-robots-tag"]


async def test_a_link_is_long_by_chance_and_holds_neither_case_nor_survey(house: House) -> None:
    case, customer = await customer_of(house)
    (survey,) = await surveys_of(house, case)
    token = customer.link.removeprefix("/s/")
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)
    for known in (case.rpartition("/")[2], survey["survey_id"], str(LI)):
        assert known.replace("-", "")[:8] not in token
    other = await invited(house, await resolved_case(house), contact_id=str(WANG))
    assert sum(one == two for one, two in zip(token, other.link.removeprefix("/s/"), strict=True)) < 12


def tampered(link: str) -> list[str]:
    token = link.removeprefix("/s/")
    first, last = ("B" if token[0] == "A" else "A"), ("E" if token[-1] == "A" else "A")
    return [
        first + token[1:],
        token[:-1] + last,
        token[:-1],
        token + "A",
        token.swapcase(),
        "x" * 43,
        "é" * 43,
    ]


async def test_unknown_foreign_and_tampered_links_all_show_the_very_same_page(house: House) -> None:
    _, customer = await customer_of(house)
    pages = set()
    for token in tampered(customer.link):
        for page in (
            await Customer(house, f"/s/{token}").opens(),
            await Customer(house, f"/s/{token}").sends({"csat": "5", "wish": "answer"}, accept_language="en"),
        ):
            assert page.status_code == 404
            pages.add(page.content)
    house.clock.advance(days=30)
    expired = await customer.opens()
    assert expired.status_code == 410
    assert {*pages, expired.content} == {expired.content}
    assert "This link does not lead anywhere" in expired.text


async def test_a_link_works_until_the_instant_at_which_it_expires(house: House) -> None:
    case, customer = await customer_of(house)
    house.clock.advance(days=29, hours=23, minutes=59)
    assert (await customer.opens()).status_code == 200
    assert (await customer.sends({"csat": "4", "wish": "answer"})).status_code == 303
    house.clock.advance(minutes=1)
    assert (await customer.sends({"csat": "1", "wish": "answer"})).status_code == 410
    assert [(each["csat"], each["is_late"]) for each in await answers_of(house, case)] == [(4, True)]


async def test_a_changed_answer_is_kept_beside_the_first_and_the_last_one_counts(house: House) -> None:
    case, customer = await customer_of(house)
    await customer.sends({"csat": "2", "nps": "3", "wish": "answer"})
    house.clock.advance(hours=1)
    await customer.sends({"csat": "4", "wish": "answer"})
    assert [(each["csat"], each["nps"]) for each in await answers_of(house, case)] == [(2, 3), (4, None)]
    ratings = (await house.get(case)).json()["ratings"]
    assert {each["scale"]: each["score"] for each in ratings} == {"csat": 4, "nps": 3}


async def test_a_form_that_a_double_click_sends_twice_is_one_answer(house: House) -> None:
    case, customer = await customer_of(house)
    form = {**form_of(await customer.opens()), "csat": "5", "wish": "answer"}
    await customer.sends(form)
    house.clock.advance(seconds=1)
    assert (await customer.sends(form)).status_code == 303
    assert len(await answers_of(house, case)) == 1
    await customer.sends({**form, "csat": "4"})
    assert [each["csat"] for each in await answers_of(house, case)] == [5, 4]


@pytest.mark.requirement(119)
async def test_a_customer_can_decline_and_ask_never_to_be_asked_again(house: House) -> None:
    case, customer = await customer_of(house)
    page = await customer.opens()
    assert 'name="never"' in page.text
    declined = await customer.sends({**form_of(page), "wish": "decline", "never": "yes"})
    assert declined.status_code == 303
    (survey,) = await surveys_of(house, case)
    assert survey["declined_at"] == "2026-03-02T09:00:00Z"
    assert "You chose not to answer" in (await customer.opens()).text
    other = await resolved_case(house)
    refused = await house.post(f"{other}/invite-to-survey", {"contact_id": str(LI)})
    assert refused.json()["type"] == "/problems/contact_opted_out"
    # Whoever has declined may still change their mind.
    assert (await customer.sends({"csat": "3", "wish": "answer"})).status_code == 303
    assert len(await answers_of(house, case)) == 1


async def test_who_has_answered_cannot_decline_any_more_but_can_ask_to_be_left_in_peace(house: House) -> None:
    case, customer = await customer_of(house)
    await customer.sends({"csat": "3", "wish": "answer"})
    refused = await customer.sends({"wish": "decline"}, accept_language="en")
    assert (refused.status_code, "answered already" in refused.text) == (409, True)
    assert (await customer.sends({"wish": "decline", "never": "yes"})).status_code == 303
    account = (await house.get(case)).json()["received"]["account_id"]
    shown = await house.get(f"/v1/accounts/{account}")
    assert shown.json()["opted_out_of_surveys"] == [str(LI)]


@pytest.mark.parametrize(
    ("field", "written", "message"),
    [
        ("csat", "6", "at most 5"),
        ("csat", "0", "at least 1"),
        ("nps", "11", "at most 10"),
        ("ces", "8", "at most 7"),
        ("csat", "five", "whole number"),
        ("csat", "4.5", "whole number"),
        ("csat", "٤", "whole number"),
        ("nps", "9" * 5_000, "whole number"),
        ("verbatim", "a\x00b", "U+0000"),
        ("verbatim", "字" * 4_000 + "x" * 17_000, "20000"),
    ],
)
async def test_a_wrong_answer_is_told_beside_its_question_and_what_was_chosen_stays(
    house: House, field: str, written: str, message: str
) -> None:
    case, customer = await customer_of(house)
    other = "nps" if field != "nps" else "csat"
    page = await customer.sends({field: written, other: "3", "wish": "answer"}, accept_language="en")
    assert page.status_code == 422
    told = re.search(rf'<p class="wrong" id="{field}-wrong">(.*?)</p>', page.text)
    assert told is not None
    assert message in told[1]
    assert f'name="{other}" value="3" checked' in page.text
    assert await answers_of(house, case) == []


HOSTILE: list[tuple[bytes, dict[str, str], int]] = [
    (b"", {}, 422),
    (b"wish=answer", {}, 422),
    (b"wish=answer&csat=", {}, 422),
    (b"wish=answer&colour=red", {}, 422),
    (b"csat=5&wish=answer&verbatim=%ff%fe", {}, 400),
    (b"csat=5&verbatim=\xe5\xad\x97", {}, 400),
    (b"csat=%", {}, 422),
    (b"&".join([b"csat=5"] * 21), {}, 400),
    (b"verbatim=" + b"x" * 65_536, {}, 413),
    (b'{"csat": 5}', {"content_type": "application/json"}, 415),
    (b"csat=5", {"content_type": "text/plain"}, 415),
    (b"csat=5", {"content_type": ""}, 415),
    (
        b"--b\r\nContent-Disposition: form-data; name=csat\r\n\r\n5\r\n--b--",
        {"content_type": "multipart/form-data; boundary=b"},
        415,
    ),
]


@pytest.mark.parametrize(
    ("body", "headers", "status"), HOSTILE, ids=[body[:30].hex() for body, _, _ in HOSTILE]
)
async def test_a_hostile_form_is_answered_with_the_page_and_records_nothing(
    house: House, body: bytes, headers: dict[str, str], status: int
) -> None:
    case, customer = await customer_of(house)
    page = await customer.sends(body, **{"Content_Type": headers["content_type"]} if headers else {})
    assert page.status_code == status
    assert "<form" in page.text
    assert page.headers["content-type"].startswith("text/html")
    assert await answers_of(house, case) == []


async def test_what_is_written_into_the_form_is_shown_as_text_and_never_as_markup(house: House) -> None:
    _, customer = await customer_of(house)
    planted = "</textarea><script>alert(1)</script>\"'<b>"
    page = await customer.sends({"verbatim": planted, "csat": "9", "nps": '"><script>', "wish": "answer"})
    assert page.status_code == 422
    assert "<script" not in page.text
    assert "&lt;/textarea&gt;&lt;script&gt;" in page.text


async def test_every_form_of_the_page_names_only_what_the_programme_asks(house: House) -> None:
    _, customer = await customer_of(house)
    page = await customer.opens()
    names = set(re.findall(r'name="(\w+)"', page.text)) - {"viewport", "robots"}
    assert names == {"form", "wish", "never", "csat", "nps", "ces", "verbatim"}


async def test_links_are_stored_as_digests_only_and_bi_tools_see_none(house: House) -> None:
    _, customer = await customer_of(house)
    token = customer.link.removeprefix("/s/")
    async with house.app.state.services.engine.connect() as connection:
        rows = (await connection.exec_driver_sql("select digest from access.survey_links")).all()
    assert [bytes(row.digest) for row in rows] == [sha256(token.encode()).digest()]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
async def test_other_methods_are_refused(house: House, method: str) -> None:
    transport = httpx.ASGITransport(house.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://casebook") as browser:
        assert (await browser.request(method, f"/s/{uuid4().hex}")).status_code == 405


async def test_a_key_opens_no_door_that_the_link_does_not(house: House) -> None:
    page = await house.get("/s/" + "x" * 43, Role.INTEGRATION)
    assert page.status_code == 404
    page = await house.get("/s/" + "x" * 43, Role.SUPERVISOR)
    assert (page.status_code, page.json()["type"]) == (403, "/problems/link_not_for_keys")
