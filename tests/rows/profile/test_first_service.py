"""A new customer's first service is known as such, with hints of their line of business (row 70)."""

from typing import Any

import pytest

from service.domain.account.identity import account_id_of
from tests.rows.desk import Desk


async def account(desk: Desk, code: str, **opened: Any) -> str:
    """Open another account; return its id."""
    await desk.tell("/v1/accounts", code=code, name="Nordwind", **opened)
    return str(account_id_of(code))


async def introduction(desk: Desk, case: str) -> dict[str, Any]:
    document: dict[str, Any] = await desk.read(f"{case}/introduction")
    return document


@pytest.mark.requirement(70)
async def test_the_first_service_of_a_new_customer_comes_with_hints_of_their_industry(desk: Desk) -> None:
    account_id = await account(desk, "KA-2", industry="汽车零部件制造")
    first = await introduction(desk, await desk.case(account_id=account_id))
    assert (first["is_first_service"], first["earlier_cases"]) == (True, 0)
    assert first["industry"] == "汽车零部件制造"
    assert [one["zh"].partition(":")[0] for one in first["hints"]] == ["制造业", "首次服务"]
    assert all(one["en"] for one in first["hints"])
    told: dict[str, Any] = {"field": "industry", "words": "Fleet operator", "source": "sales_handover"}
    await desk.later(minutes=1)
    await desk.tell(f"/v1/accounts/{account_id}/profile-values", **told)
    second = await introduction(desk, await desk.case(account_id=account_id, subject="It stops again"))
    assert (second["is_first_service"], second["earlier_cases"]) == (False, 1)
    assert [one["zh"].partition(":")[0] for one in second["hints"]] == ["物流运输", "首次服务"]


@pytest.mark.evasion(70)
async def test_a_case_told_late_takes_the_place_of_the_first_and_cases_of_others_do_not_count(
    desk: Desk,
) -> None:
    account_id = await account(desk, "KA-2")
    await desk.case()
    await desk.later(days=1)
    case = await desk.case(account_id=account_id)
    known = await introduction(desk, case)
    assert (known["is_first_service"], known["industry"], len(known["hints"])) == (True, None, 1)
    await desk.later(minutes=5)
    early = await desk.case(
        account_id=account_id, subject="The day before", occurred_at="2026-03-03T08:59:00Z"
    )
    assert (await introduction(desk, early))["is_first_service"] is True
    assert (await introduction(desk, case))["is_first_service"] is False
