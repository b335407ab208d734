"""Limits and risks are disclosed before signing, and agreements are read in all versions (rows 47, 146)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from service.api.http.access import Role
from tests.rows.desk import ACCOUNT, Desk


async def signed(desk: Desk, agreement_id: str) -> None:
    now = desk.house.clock().isoformat()
    agreed: dict[str, Any] = {"agreement_id": agreement_id, "title": "The press line", "effective_at": now}
    await desk.tell(f"{ACCOUNT}/sign-agreement", Role.SUPERVISOR, **agreed)


def told(contact_id: str, **more: Any) -> dict[str, Any]:
    return {
        "disclosure_id": str(uuid4()),
        "limitation": "risk",
        "what": "Spare parts come from abroad and may take six weeks",
        "text_version": "risk-2026-1",
        "contact_id": contact_id,
        "channel": "email",
        "agreement_id": "C-7",
        **more,
    }


@pytest.mark.requirement(146)
async def test_who_was_told_of_which_limits_when_and_in_which_words_before_signing_is_on_record(
    desk: Desk,
) -> None:
    contact_id = await desk.contact()
    body = told(contact_id, acknowledgement="明白了")
    await desk.tell(f"{ACCOUNT}/disclosures", **body)
    await desk.later(days=1)
    await signed(desk, "C-7")
    await signed(desk, "C-8")
    (one,) = (await desk.read("/v1/disclosures?agreement_id=C-7"))["items"]
    shown = ("limitation", "what", "text_version", "contact_id", "channel", "acknowledgement", "disclosed_at")
    assert [one[name] for name in shown] == [
        *(body[name] for name in shown[:-1]),
        "2026-03-02T09:00:00Z",
    ]
    found = (await desk.read("/v1/agreements"))["items"]
    assert {each["agreement_id"]: each["is_disclosed"] for each in found} == {"C-7": True, "C-8": False}


@pytest.mark.evasion(146)
async def test_an_agreement_signed_without_disclosure_is_listed_and_one_told_afterwards_shows_how_late(
    desk: Desk,
) -> None:
    contact_id = await desk.contact()
    path = f"{ACCOUNT}/disclosures"
    nobody = told("0195c3a0-0000-7000-8000-00000000aaaa")
    for body, problem in (
        (told(contact_id, what="x"), "words_without_meaning"),
        (told(contact_id, channel="internal"), "contact_channel_not_allowed"),
        (nobody, "contact_not_found"),
    ):
        assert await desk.refused(path, **body) == problem
    await desk.later(hours=1)
    await signed(desk, "C-7")
    await desk.later(days=1)
    body = told(contact_id)
    await desk.tell(path, **body)
    assert await desk.refused(path, **{**body, "limitation": "service_scope"}) == "disclosure_already_made"
    undisclosed = (await desk.read("/v1/agreements?is_disclosed=false"))["items"]
    assert [each["agreement_id"] for each in undisclosed] == ["C-7"]
    before = (desk.house.clock() - timedelta(days=1, minutes=90)).isoformat()
    assert await desk.refused(path, **told(contact_id, occurred_at=before)) == "contact_not_found"
    before = (desk.house.clock() - timedelta(days=1, minutes=30)).isoformat()
    await desk.tell(path, **told(contact_id, agreement_id=None, occurred_at=before))
    late = (await desk.read("/v1/disclosures"))["items"][0]
    assert late["told_late_seconds"] == 86_400 + 30 * 60


@pytest.mark.requirement(47)
async def test_an_agreement_is_read_in_all_its_versions_with_dates_and_reasons(desk: Desk) -> None:
    await signed(desk, "C-7")
    await desk.later(days=10)
    now = desk.house.clock()
    changed: dict[str, Any] = {
        "agreement_id": "C-7",
        "terms": [{"clock": "first_reply", "target_seconds": 600}],
        "effective_at": (now + timedelta(days=5)).isoformat(),
        "reason": "A second shift",
        "asked_for_by": {"cause": "visit", "reference": "V-2026-3"},
    }
    await desk.tell(f"{ACCOUNT}/amend-agreement", Role.SUPERVISOR, **changed)
    (one,) = (await desk.read("/v1/agreements?in_force=true"))["items"]
    first, second = one["versions"]
    assert (first["version"], first["effective_until"], first["reason"]) == (1, "2026-03-17T09:00:00Z", None)
    assert (second["version"], second["effective_at"], second["effective_until"]) == (
        2,
        "2026-03-17T09:00:00Z",
        None,
    )
    assert (second["reason"], second["asked_for_by"]["cause"]) == ("A second shift", "visit")
    assert second["agreed_at"] == "2026-03-12T09:00:00Z"
