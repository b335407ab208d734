"""Words that are what a command does mean something: a full stop describes no fault and reassures nobody."""

from typing import Any
from uuid import uuid4

import pytest

from service.api.http.access import Role
from tests.rows.desk import ACCOUNT, Desk

ACTS: list[Any] = [
    pytest.param("fault", {"symptom": ".", "impact": "12 people wait"}, marks=pytest.mark.evasion(14)),
    pytest.param("fault", {"symptom": "Panel shows E7", "impact": "?"}, marks=pytest.mark.evasion(14)),
    pytest.param("pre-sale-need", {"need": "."}, marks=pytest.mark.evasion(148)),
    pytest.param("pre-sale-need", {"need": "Two lines", "industry": "."}, marks=pytest.mark.evasion(148)),
    pytest.param("pre-sale-need", {"need": "Two lines", "company_size": "?"}, marks=pytest.mark.evasion(148)),
    pytest.param("reassure", {"channel": "phone", "words": "."}, marks=pytest.mark.evasion(10)),
    pytest.param(
        "counterpart", {"counterpart": "sun.d", "delivery_proof": "."}, marks=pytest.mark.evasion(4)
    ),
    pytest.param(
        "dispatches",
        {
            "dispatch_id": str(uuid4()),
            "engineer": "gao.f",
            "planned_at": "2030-03-09T10:00:00+08:00",
            "task": ".",
        },
        marks=pytest.mark.evasion(40, 108),
    ),
    pytest.param("resolve", {"resolution": "."}, marks=pytest.mark.evasion(64, 87)),
    pytest.param("resolve", {"resolution": "A new bearing", "cause": "."}, marks=pytest.mark.evasion(64, 87)),
    pytest.param("impact", {"extent": "public", "observed": "."}, marks=pytest.mark.evasion(45)),
    pytest.param("need", {"stated": ".", "real": "To know by when"}, marks=pytest.mark.evasion(156)),
]


def named(field: Any) -> str | None:
    return field if isinstance(field, str) else None


@pytest.mark.parametrize(("command", "body"), ACTS, ids=named)
async def test_a_mark_is_no_symptom_no_comfort_and_no_outcome(
    desk: Desk, command: str, body: dict[str, Any]
) -> None:
    case = await desk.case(kind="complaint" if command == "reassure" else "technical")
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows presses")
    assert await desk.refused(f"{case}/{command}", **body) == "words_without_meaning"


@pytest.mark.evasion(14)
async def test_a_case_is_not_received_with_a_mark_for_its_symptom(desk: Desk) -> None:
    reported: dict[str, Any] = {"kind": "technical", "subject": "E7"}
    refusal = await desk.refused("/v1/intake", Role.CUSTOMER_SYSTEM, **reported, symptom=".")
    assert refusal == "words_without_meaning"
    received: dict[str, Any] = {**reported, "account_id": ACCOUNT.rpartition("/")[2], "channel": "phone"}
    assert await desk.refused("/v1/cases", **received, impact="?") == "words_without_meaning"


@pytest.mark.evasion(23, 24, 71, 166)
@pytest.mark.parametrize(
    ("command", "body"),
    [
        ("news", {"topic": ".", "channel": "email"}),
        ("visit", {"kind": "call", "channel": "phone", "outcome": "."}),
        (
            "visit",
            {
                "kind": "visit",
                "channel": "on_site",
                "experience": ".",
                "new_needs": "-",
                "inconveniences": "-",
            },
        ),
    ],
)
async def test_a_mark_is_no_news_and_no_visit(desk: Desk, command: str, body: dict[str, Any]) -> None:
    await desk.consent(await desk.contact(), "marketing")
    assert await desk.refused(f"{ACCOUNT}/{command}", **body) == "words_without_meaning"


@pytest.mark.evasion(94, 12, 97)
async def test_no_department_is_asked_or_answers_with_a_mark(desk: Desk) -> None:
    case = await desk.case(kind="complaint")
    ask: dict[str, Any] = {
        "department": "logistics",
        "step": "ship_part",
        "request": "When did the lorry leave?",
        "customer_words": "late",
    }
    collaborations = f"{case}/collaborations"
    its: dict[str, Any] = {"collaboration_id": str(uuid4())}
    for field in ("request", "customer_words"):
        assert await desk.refused(collaborations, **its, **{**ask, field: "."}) == "words_without_meaning"
    await desk.tell(collaborations, **its, **ask)
    await desk.tell(f"{collaborations}/accept", **its, accepted_by="wang.f")
    assert await desk.refused(f"{collaborations}/answer", **its, answer=".") == "words_without_meaning"


@pytest.mark.evasion(120)
async def test_a_revisit_with_a_mark_for_its_outcome_took_place_for_nobody(desk: Desk) -> None:
    case = await desk.case()
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows presses")
    await desk.tell(f"{case}/resolve", resolution="A new bearing")
    assert await desk.refused(f"{case}/revisit", channel="phone", outcome=".") == "words_without_meaning"


@pytest.mark.evasion(90, 45)
async def test_no_call_and_no_risk_ends_with_a_mark_for_its_reason(desk: Desk) -> None:
    case = await desk.case(kind="complaint")
    await desk.tell(f"{case}/escalate", level="manager", reason="The second failure this week")
    assert await desk.refused(f"{case}/de-escalate", reason=".") == "words_without_meaning"
    await desk.tell(f"{case}/escalation-risk", degree="high", reason="Speaks of a newspaper")
    assert await desk.refused(f"{case}/escalation-risk/clear", reason=".") == "words_without_meaning"


@pytest.mark.requirement(135)
async def test_what_the_customer_writes_is_taken_as_it_comes(desk: Desk) -> None:
    case = await desk.case(subject="?", description="。")
    await desk.tell(f"{case}/customer-message", channel="wecom", text="?")
    await desk.tell(f"{case}/note", text="!")
