"""Agreements, routines, visits and the end of an account, over HTTP."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from service.api.http.access import Role
from service.language import LANGUAGES
from tests.api.composition import House, bearer
from tests.domain.account.examples.agreements.agreements import AGREEMENT
from tests.domain.account.examples.settlements import SETTLES_ON_THE_15TH
from tests.scene import Step

NO_SUCH = {"agreement_id": "C-8", "reason": "agreed"}
AMENDMENT = {"agreement_id": "C-7", "terms": [], "reason": "agreed"}
SIGNED: list[Step] = [("sign-agreement", {**AGREEMENT, "ends_at": "2026-07-01T00:00:00+08:00"})]
CHECKED = {"channel": "email", "note": "All right"}
SETTLES: list[Step] = [("routine", SETTLES_ON_THE_15TH)]
BEFORE, WITHIN, AFTER = (f"{year}-02-01T00:00:00Z" for year in (2025, 2026, 2027))
CLOSED: list[Step] = [("close", {"reason": "agreed", "occurred_at": WITHIN})]


@dataclass(frozen=True)
class Refused:
    """A command that is refused, after what happened before."""

    slug: str
    status: int
    last: str
    body: dict[str, Any]
    before: list[Step] = field(default_factory=list)


REFUSED = [
    Refused("account_closed", 409, "news", {"topic": "spring", "channel": "sms"}, CLOSED),
    Refused(
        "occurred_before_opening",
        422,
        "news",
        {"topic": "spring", "channel": "sms", "occurred_at": "2014-12-31T15:59:59Z"},
    ),
    Refused("agreement_not_found", 404, "end-agreement", {**NO_SUCH, "ends_at": AFTER}),
    Refused("agreement_already_signed", 409, "sign-agreement", AGREEMENT, SIGNED),
    Refused("agreement_ends_before_it_begins", 422, "sign-agreement", {**AGREEMENT, "ends_at": BEFORE}),
    Refused(
        "amendment_before_agreement_begins",
        422,
        "amend-agreement",
        {**AMENDMENT, "effective_at": BEFORE},
        SIGNED,
    ),
    Refused(
        "amendment_after_agreement_ends",
        422,
        "amend-agreement",
        {**AMENDMENT, "effective_at": AFTER},
        SIGNED,
    ),
    Refused(
        "agreement_ends_sooner",
        409,
        "end-agreement",
        {"agreement_id": "C-7", "ends_at": AFTER, "reason": "agreed"},
        SIGNED,
    ),
    Refused("settlement_day_unknown", 409, "bill-check", {**CHECKED, "settlement_on": "2026-01-15"}),
    Refused(
        "no_settlement_on_this_day", 422, "bill-check", {**CHECKED, "settlement_on": "2026-01-14"}, SETTLES
    ),
    Refused(
        "settlement_not_yet_expected", 409, "bill-check", {**CHECKED, "settlement_on": "2099-01-15"}, SETTLES
    ),
    Refused(
        "month_not_begun",
        422,
        "problem-report",
        {"month": "2099-01", "report": "PA-1", "routed_to": ["product"]},
    ),
]
REFUSED_ON_ACCOUNTS = frozenset(refused.slug for refused in REFUSED)


async def ready(house: House, before: list[Step]) -> str:
    house.client.headers.update(bearer(Role.SUPERVISOR))
    account = f"/v1/accounts/{await house.open_account()}"
    for last, body in before:
        done = await house.post(f"{account}/{last}", body)
        assert done.status_code == 200, done.text
    return account


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.slug)
async def test_a_refusal_on_an_account_says_why_and_what_helps(house: House, refused: Refused) -> None:
    account = await ready(house, refused.before)
    head = await house.application.log.head()
    said = set()
    for language in LANGUAGES:
        answered = await house.post(f"{account}/{refused.last}", refused.body, Accept_Language=language)
        told = answered.json()
        assert (answered.status_code, told["type"]) == (refused.status, f"/problems/{refused.slug}")
        said.add((told["title"], told["detail"]))
    assert len(said) == len(LANGUAGES)
    assert await house.application.log.head() == head


@pytest.mark.requirement(47)
async def test_an_agreement_is_amended_in_versions_with_a_reason(house: House) -> None:
    account = await ready(house, SIGNED)
    for version, limit in ((2, 600), (3, 300)):
        terms = [{"clock": "first_reply", "target_seconds": limit}]
        body = {**AMENDMENT, "terms": terms, "effective_at": WITHIN}
        told = (await house.post(f"{account}/amend-agreement", body)).json()["events"][0]["event"]
        assert (told["version"], told["effective_at"], told["reason"]) == (version, WITHIN, "agreed")
        assert told["terms"][0]["target_seconds"] == limit


@pytest.mark.requirement(24)
async def test_a_visit_holds_the_answers_to_its_questions(house: House) -> None:
    account = await ready(house, [])
    answers = {
        "experience": "手感很好",
        "new_needs": "第二条生产线",
        "inconveniences": "对账慢",
        "strategy_change": "每周送一次对账单",
        "outcome": "满意",
    }
    body = {"kind": "visit", "channel": "on_site", **answers}
    told = (await house.post(f"{account}/visit", body)).json()["events"][0]["event"]
    assert {name: told[name] for name in answers} == answers


@pytest.mark.parametrize(
    ("last", "body", "name"),
    [
        ("routine", {"routine": "order"}, "day_of_month"),
        ("routine", {"routine": "order", "day_of_month": 3, "weekday": "monday"}, "weekday"),
        ("routine", {"routine": "order", "day_of_month": 32}, "day_of_month"),
        ("routine", {"routine": "order", "weekday": "someday"}, "weekday"),
        ("bill-check", {**CHECKED, "settlement_on": 1_773_532_800}, "settlement_on"),
        ("bill-check", {**CHECKED, "settlement_on": "the 15th"}, "settlement_on"),
        ("sign-agreement", {**AGREEMENT, "terms": "none"}, "terms"),
        (
            "sign-agreement",
            {**AGREEMENT, "terms": [{"clock": "visit", "target_seconds": 1, "target_months": 1}]},
            "terms",
        ),
        ("sign-agreement", {**AGREEMENT, "terms": [{"clock": "Visit!"}]}, "terms"),
        ("sign-agreement", {**AGREEMENT, "terms": [{"clock": "visit"}] * 201}, "terms"),
    ],
)
async def test_a_field_that_cannot_be_is_named(
    house: House, last: str, body: dict[str, Any], name: str
) -> None:
    account = await ready(house, [])
    for language in LANGUAGES:
        answered = await house.post(f"{account}/{last}", body, Accept_Language=language)
        assert answered.status_code == 422, answered.text
        (problem,) = answered.json()["errors"]
        assert problem["field"] == name
        assert "{" not in problem["message"]
