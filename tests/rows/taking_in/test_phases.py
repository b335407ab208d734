"""Before, during and after the sale (row 109): the phase of a case, and the case of an order."""

import pytest

from tests.rows.desk import Desk

PHASES = {
    "need": "pre_sale",
    "commercial": "pre_sale",
    "order_change": "in_sale",
    "return": "after_sale",
    "complaint": "after_sale",
}


@pytest.mark.requirement(109)
@pytest.mark.evasion(109)
@pytest.mark.parametrize(("kind", "phase"), PHASES.items())
async def test_a_case_of_which_nobody_says_the_phase_has_that_of_its_kind(
    desk: Desk, kind: str, phase: str
) -> None:
    case = await desk.case(kind=kind)
    assert (await desk.read(case))["received"]["phase"] == phase


@pytest.mark.requirement(109)
async def test_cases_are_found_and_counted_by_their_phase_and_found_by_their_order(desk: Desk) -> None:
    before = await desk.case(kind="need")
    during = await desk.case(kind="order_change", order_reference="PO-9")
    found = {}
    for query in ("phase=pre_sale", "phase=in_sale", "order_reference=PO-9", "order_reference=PO-8"):
        items = (await desk.read(f"/v1/cases?{query}"))["items"]
        found[query] = [f"/v1/cases/{each['case_id']}" for each in items]
    assert found == {
        "phase=pre_sale": [before],
        "phase=in_sale": [during],
        "order_reference=PO-9": [during],
        "order_reference=PO-8": [],
    }
    report = await desk.read("/v1/reports/kpi?by=phase")
    received = {each["group"]: each["figures"]["cases_received"]["count"] for each in report["groups"]}
    assert received == {"pre_sale": 1, "in_sale": 1}
