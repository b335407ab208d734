"""What customers have of us, requests about it, and how often it fails (rows 95, 41)."""

from typing import Any
from uuid import uuid4

import pytest

from service.domain.account.identity import account_id_of
from tests.rows.desk import ACCOUNT, Desk

ASSETS = f"{ACCOUNT}/assets"
ID = str(account_id_of("KA-1"))


async def register(desk: Desk, kind: str, identifier: str, **told: Any) -> str:
    """Put an asset on the register; return its id."""
    asset_id = str(uuid4())
    await desk.tell(ASSETS, asset_id=asset_id, asset_kind=kind, identifier=identifier, **told)
    return asset_id


@pytest.mark.requirement(95)
async def test_a_mailbox_is_asked_for_opened_changed_and_cancelled_and_stands_on_the_register(
    desk: Desk,
) -> None:
    case = await desk.case(kind="service_request", subject="请开通企业邮箱 25 个")
    await desk.tell(f"{case}/asset", service_request="open_mailbox")
    waiting = "/v1/service-requests?is_open=true&names_asset=false"
    (asked,) = (await desk.read(waiting))["items"]
    assert (asked["title"]["zh"], asked["action"], asked["status"]) == ("企业邮箱的开通", "open", "open")
    particulars = [{"detail": "mailbox_count", "words": "25"}, {"detail": "administrator", "words": "王工"}]
    case_id = case.rpartition("/")[2]
    asset_id = await register(desk, "mailbox", "nordwind.example", particulars=particulars, case_id=case_id)
    await desk.tell(f"{case}/asset", asset_id=asset_id, service_request="open_mailbox")
    assert (await desk.read(waiting))["items"] == []
    more = [{"detail": "mailbox_count", "words": "40"}]
    await desk.tell(f"{ASSETS}/change", asset_id=asset_id, particulars=more, reason="新招了人")
    (seen,) = (await desk.read("/v1/assets?identifier=NORDWIND.example"))["items"]
    assert (seen["account_code"], seen["title"]["zh"], seen["case_id"]) == ("KA-1", "企业邮箱", case_id)
    assert [(one["title"]["zh"], one["words"]) for one in seen["particulars"]] == [("邮箱数", "40")]
    await desk.later(days=3)
    cancel = await desk.case(kind="service_request", subject="邮箱不用了")
    await desk.tell(f"{cancel}/asset", asset_id=asset_id, service_request="cancel_asset")
    await desk.tell(f"{ASSETS}/retire", asset_id=asset_id, reason="客户改用自建邮箱")
    assert (await desk.read(f"/v1/assets?account_id={ID}&is_in_service=true"))["items"] == []
    (seen,) = (await desk.read(f"/v1/assets?account_id={ID}&is_in_service=false"))["items"]
    assert seen["retired_at"] is not None
    for kind, identifier in (
        ("domain", "nordwind.example"),
        ("ftp", "ftp.nordwind.example"),
        ("database", "orders"),
        ("device", "GPS-1703"),
        ("sim_card", "89860123456789012345"),
    ):
        await register(desk, kind, identifier)
    assert len((await desk.read("/v1/assets?is_in_service=true"))["items"]) == 5


@pytest.mark.evasion(95)
async def test_one_identifier_is_one_thing_and_a_case_names_only_what_its_customer_has(desk: Desk) -> None:
    asset_id = await register(desk, "device", "GPS-1703")
    unfit: tuple[tuple[dict[str, Any], str], ...] = (
        ({"asset_kind": "device", "identifier": "gps-1703"}, "identifier_taken"),
        ({"asset_kind": "castle", "identifier": "GPS-1"}, "asset_kind_unknown"),
        ({"asset_kind": "sim_card", "identifier": "13800138000"}, "identifier_unfit"),
        ({"asset_kind": "mailbox", "identifier": "li.na@nordwind.example"}, "identifier_unfit"),
        ({"asset_kind": "mailbox", "identifier": "nordwind.example"}, "asset_detail_missing"),
        ({"asset_kind": "device", "identifier": "GPS-2", "case_id": str(uuid4())}, "case_not_of_account"),
        (
            {
                "asset_kind": "domain",
                "identifier": "n.example",
                "particulars": [{"detail": "no", "words": "1"}],
            },
            "asset_detail_unknown",
        ),
    )
    for told, problem in unfit:
        assert await desk.refused(ASSETS, asset_id=str(uuid4()), **told) == problem
    other = f"/v1/accounts/{account_id_of('KA-2')}"
    await desk.tell("/v1/accounts", code="KA-2", name="远山物流")
    theirs = str(uuid4())
    await desk.tell(f"{other}/assets", asset_id=theirs, asset_kind="device", identifier="GPS-1703")
    case = await desk.case()
    assert await desk.refused(f"{case}/asset", asset_id=theirs) == "asset_not_of_account"
    assert await desk.refused(f"{case}/asset", service_request="paint_it") == "service_request_unknown"
    assert await desk.refused(f"{case}/asset", service_request="cancel_asset") == "asset_to_change_not_named"
    card = await desk.refused(f"{case}/asset", asset_id=asset_id, service_request="open_sim_card")
    assert card == "service_request_unfit"
    missing = str(uuid4())
    assert await desk.refused(f"{ASSETS}/retire", asset_id=missing, reason="停用") == "asset_not_found"
    await desk.tell(f"{ASSETS}/retire", asset_id=asset_id, reason="设备报废")
    late = await desk.refused(f"{ASSETS}/change", asset_id=asset_id, product="gps", reason="改型号")
    assert late == "asset_retired"
    await register(desk, "device", "GPS-1703")


async def rates(desk: Desk, query: str = "") -> dict[str, Any]:
    """Return the fault rates by name."""
    found = await desk.read(f"/v1/fault-rates{query}")
    return {one["name"]: one for one in found["items"]}


@pytest.mark.requirement(41)
async def test_advice_on_maintenance_is_judged_by_the_fault_rate_before_and_after_it(desk: Desk) -> None:
    press = await register(desk, "device", "PRESS-01", product="press")
    await register(desk, "device", "PRESS-02", product="press")
    await desk.later(days=10)
    for _ in range(2):
        case = await desk.case()
        await desk.tell(f"{case}/asset", asset_id=press)
    await desk.case(asset_reference="press-02")  # known by its number, though nobody named it
    await desk.later(days=20)
    middle = (await desk.read("/v1/assets"))["as_of_at"]
    contact = await desk.contact()
    await desk.consent(contact, "marketing")
    await desk.tell(f"{ACCOUNT}/news", kind="maintenance_advice", channel="email", topic="导轨每月加油")
    await desk.later(days=30)
    case = await desk.case()
    await desk.tell(f"{case}/asset", asset_id=press)
    await desk.later(hours=1)
    by_product = (await rates(desk, f"?by=product&from_at={middle}"))["press"]
    assert (by_product["before"]["fault_count"], by_product["figures"]["fault_count"]) == (3, 1)
    assert by_product["figures"]["advice_count"] == 1
    assert by_product["before"]["faults_per_1000_assets"] == pytest.approx(1500, rel=0.01)
    assert by_product["change_per_1000_assets"] < -900
    by_account = (await rates(desk, f"?from_at={middle}"))["KA-1"]
    assert by_account["figures"] == {**by_product["figures"], "unnamed_fault_count": 0}
    found = (await desk.read(f"/v1/assets?account_id={ID}"))["items"]
    assert {one["identifier"]: one["fault_count"] for one in found} == {"PRESS-01": 3, "PRESS-02": 1}
    definition = (await desk.read("/v1/fault-rates"))["definition"]
    assert "故障数" in definition["zh"]


@pytest.mark.evasion(41)
async def test_faults_that_name_nothing_or_are_taken_away_again_are_seen(desk: Desk) -> None:
    press = await register(desk, "device", "PRESS-01")
    await desk.later(days=1)
    case = await desk.case()
    await desk.tell(f"{case}/asset", asset_id=press)
    assert await desk.refused(f"{case}/asset") == "named_otherwise_without_reason"
    await desk.tell(f"{case}/asset", reason="不是这台")
    twice = await desk.case(asset_reference="PRESS-01")
    again = await desk.case(asset_reference="PRESS-01")
    await desk.tell(f"{again}/merge", into_case_id=twice.rpartition("/")[2], reason="同一故障")
    await desk.later(hours=1)
    figures = (await rates(desk))["KA-1"]["figures"]
    assert (figures["fault_count"], figures["unnamed_fault_count"]) == (1, 1)
    assert list(await rates(desk, "?by=product")) == ["device"]
