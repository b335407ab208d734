"""A complaint from the first word to its archive: what the sources ask of it can be done over HTTP."""

import pytest

from tests.api.clocks.clock_stories import clock_of, clocks_of, told, with_rules
from tests.api.complaints.complaint_stories import (
    CAUSE,
    REMEDY_ID,
    archive,
    complaint,
    director_on_duty,
    granted,
    settled,
    shown,
)
from tests.api.composition import House
from tests.domain.case.examples.commitments import COMMITMENT
from tests.domain.case.examples.exceptions import EXCEPTION, REQUEST_EXCEPTION
from tests.scene import CONFIRMED

TOMORROW = "2026-03-03T18:00:00+08:00"


@pytest.mark.requirement(10)
@pytest.mark.requirement(67)
async def test_a_complaint_is_reassured_reconstructed_judged_understood_and_made_good_in_this_order(
    house: House,
) -> None:
    await with_rules(house)
    await house.open_account()
    case = await complaint(house)
    steps = ["reassure", "reconstruct", "liability", "cause", "remedy"]
    assert [step["step"] for step in (await shown(house, case))["steps"]] == steps
    await told(house, f"{case}/reassure", channel="phone", words="非常抱歉,我来全程跟进")
    scene = {"what_happened": "配件周四才到,产线停了一天", "who_was_concerned": "夜班四十人"}
    await told(house, f"{case}/incident", **scene, took_place_at="2026-02-26T08:00:00+08:00")
    assert (await shown(house, case))["missing"] == steps[2:]
    await told(house, f"{case}/liability", liable="us", department="logistics", grounds="订车晚了一天")
    await told(house, f"{case}/cause", **CAUSE)
    await granted(house, case, REMEDY_ID, remedy_type="expedited_delivery", amount_minor=30_000)
    part = await shown(house, case)
    assert part["missing"] == []
    assert part["steps"][0]["title_zh"] == "安抚情绪"
    assert part["incident"]["who_was_concerned"] == "夜班四十人"
    assert (part["liability"]["liable"], part["liability"]["department"]) == ("us", "logistics")
    assert part["remedies"][0]["what"] == "一点心意"


@pytest.mark.requirement(11)
@pytest.mark.requirement(123)
@pytest.mark.requirement(136)
@pytest.mark.requirement(137)
async def test_a_complaint_closes_only_once_confirmed_and_understood_down_to_the_root(house: House) -> None:
    await with_rules(house)
    await house.open_account()
    case = await complaint(house)
    await told(house, f"{case}/assign", owner="li.na")
    await told(house, f"{case}/reply", text="今天补发并加急")
    await told(house, f"{case}/resolve", resolution="补发并加急")
    unconfirmed = await house.post(f"{case}/close", {"reason": "confirmation_window_passed"})
    assert unconfirmed.json()["type"] == "/problems/complaint_not_confirmed"
    await told(house, f"{case}/confirm", **CONFIRMED)
    refused = await house.post(f"{case}/close", accept_language="zh")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/cause_tree_missing")
    assert "原因树" in refused.json()["detail"]
    await told(house, f"{case}/cause", **CAUSE)
    await told(house, f"{case}/close")
    read = (await house.get(case)).json()
    assert read["status"] == "closed"
    assert read["complaint"]["cause"]["whys"] == CAUSE["whys"]


async def test_a_code_that_the_catalogue_does_not_name_is_refused_with_those_that_it_names(
    house: House,
) -> None:
    await with_rules(house)
    await house.open_account()
    case = await complaint(house)
    refused = await house.post(f"{case}/cause", {**CAUSE, "process_step": "moon"})
    assert refused.json()["errors"][0]["field"] == "process_step"
    assert "delivery" in refused.json()["detail"]


@pytest.mark.requirement(31)
async def test_who_was_held_liable_before_stays_on_the_record(house: House) -> None:
    await house.open_account()
    case = await complaint(house)
    await told(house, f"{case}/liability", liable="carrier", grounds="货车抛锚")
    await told(house, f"{case}/liability", liable="us", department="logistics", grounds="订车晚了")
    assert (await shown(house, case))["liability"]["liable"] == "us"
    history = (await house.get(f"{case}/history")).json()["items"]
    judged = [item["event"]["liable"] for item in history if item["event"]["type"].startswith("Liability")]
    assert judged == ["carrier", "us"]


@pytest.mark.requirement(68)
async def test_a_coupon_and_express_delivery_are_given_an_upgrade_only_once_a_supervisor_agrees(
    house: House,
) -> None:
    await with_rules(house)
    await director_on_duty(house)
    await house.open_account()
    case = await complaint(house)
    coupon = {"remedy_id": REMEDY_ID, "remedy_type": "coupon", "what": "100元券", "amount_minor": 10_000}
    await told(house, f"{case}/remedies", **coupon, proposed_by="li.na")
    await told(house, f"{case}/remedies/grant", remedy_id=REMEDY_ID, granted_by="li.na")
    upgrade = {"remedy_id": COMMITMENT, "remedy_type": "upgrade", "what": "升级为专属顾问"}
    await told(house, f"{case}/remedies", **upgrade, proposed_by="li.na")
    grant = {"remedy_id": COMMITMENT, "granted_by": "li.na"}
    early = await house.post(f"{case}/remedies/grant", grant)
    assert early.json()["type"] == "/problems/remedy_not_approved"
    own = {"remedy_id": COMMITMENT, "approved_by": "li.na", "level": "supervisor"}
    refused = await house.post(f"{case}/remedies/approve", own)
    assert refused.json()["type"] == "/problems/approved_by_proposer"
    await told(
        house, f"{case}/remedies/approve", remedy_id=COMMITMENT, approved_by="sun.d", level="supervisor"
    )
    await told(house, f"{case}/remedies/grant", **grant)
    remedies = (await shown(house, case))["remedies"]
    assert [one["needs_approval_by"] for one in remedies] == [None, "supervisor"]
    assert [one["status"] for one in remedies] == ["granted", "granted"]


@pytest.mark.requirement(17)
async def test_to_apply_for_a_compensation_is_itself_a_promise_that_its_outcome_keeps(house: House) -> None:
    await with_rules(house)
    await director_on_duty(house)
    await house.open_account()
    case = await complaint(house)
    loss = {"remedy_type": "loss_compensation", "what": "补偿停线一天的损失", "amount_minor": 150_000}
    promise = {"due_at": TOMORROW, "commitment_id": COMMITMENT}
    await told(house, f"{case}/remedies", remedy_id=REMEDY_ID, **loss, **promise, proposed_by="li.na")
    clock = await clock_of(house, case, "commitment")
    assert (clock["verdict"], clock["due_at"]) == ("running", "2026-03-03T10:00:00Z")
    house.clock.advance(hours=2)
    await told(
        house, f"{case}/remedies/approve", remedy_id=REMEDY_ID, approved_by="sun.d", level="supervisor"
    )
    await told(house, f"{case}/remedies/grant", remedy_id=REMEDY_ID, granted_by="li.na", reference="PAY-9")
    assert (await clock_of(house, case, "commitment"))["verdict"] == "met"
    (commitment,) = (await house.get(case)).json()["commitments"]
    assert commitment["kept_at"] == "2026-03-02T11:00:00Z"


@pytest.mark.requirement(89)
async def test_what_goes_beyond_the_policy_is_requested_with_departments_and_decided_by_a_manager(
    house: House,
) -> None:
    await with_rules(house)
    await director_on_duty(house)
    await house.open_account()
    case = await complaint(house)
    asked = {**REQUEST_EXCEPTION[0][1], "departments": ["sales", "technical", "legal"]}
    await told(house, f"{case}/exceptions", **asked)
    decision = {"exception_id": EXCEPTION, "is_granted": True, "decided_by": "sun.d"}
    refused = await house.post(f"{case}/exceptions/decide", {**decision, "level": "supervisor"})
    assert refused.json()["type"] == "/problems/approval_level_too_low"
    await told(house, f"{case}/exceptions/decide", **decision, level="manager", conditions="月底归还")
    (exception,) = (await shown(house, case))["exceptions"]
    assert exception["departments"] == ["sales", "technical", "legal"]
    assert (exception["is_granted"], exception["conditions"]) == (True, "月底归还")


@pytest.mark.requirement(45)
async def test_a_complaint_is_answered_first_and_its_spreading_is_watched(house: House) -> None:
    await with_rules(house)
    await house.open_account()
    case = await complaint(house)
    limits = {clock["clock"]: clock["target_seconds"] for clock in (await clocks_of(house, case))["clocks"]}
    assert (limits["acknowledgement"], limits["complaint_answer"]) == (300, 3600)
    quiet = await complaint(house)
    seen = {"observed": "客户群里有人转发", "countermeasure": "经理当天在群里回应"}
    await told(house, f"{case}/impact", extent="contained", observed="只有采购知道")
    await told(house, f"{case}/impact", extent="spreading", **seen)
    assert (await shown(house, case))["impact"] == "spreading"
    assert (await shown(house, quiet))["impact"] is None
    spreading = await archive(house, "?impact=spreading")
    assert [f"/v1/cases/{row['case_id']}" for row in spreading] == [case]


@pytest.mark.requirement(120)
async def test_a_complaint_is_accepted_at_once_gets_a_result_and_is_revisited_afterwards(
    house: House,
) -> None:
    await with_rules(house)
    await house.open_account()
    case = await complaint(house)
    house.clock.advance(minutes=3)
    await told(house, f"{case}/acknowledge")
    assert (await clock_of(house, case, "acknowledgement"))["verdict"] == "met"
    await told(house, f"{case}/reply", text="原因已查明,明天补发")
    house.clock.advance(hours=20)
    await settled(house, case)
    revisit = await clock_of(house, case, "complaint_revisit")
    assert (revisit["verdict"], revisit["target_seconds"]) == ("running", 3 * 86_400)
    house.clock.advance(days=1)
    await told(house, f"{case}/revisit", channel="phone", outcome="客户满意")
    assert (await clock_of(house, case, "complaint_revisit"))["verdict"] == "met"
