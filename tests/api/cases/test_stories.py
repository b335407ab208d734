"""A case's history, read as a story."""

from tests.api.composition import House


async def test_a_case_is_told_in_order_in_the_language_of_the_reader(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    await house.post(f"{case}/assign", {"owner": "a.wang", "reason": "熟悉该产线"})
    await house.post(f"{case}/reply", {"text": "请先复位控制器", "channel": "phone"})
    told = (await house.get(f"{case}/story", Accept_Language="zh")).json()
    assert told["language"] == "zh"
    names = [line["event"] for line in told["lines"]]
    assert names == ["CaseReceived.v1", "OwnerAssigned.v1", "ReplySent.v1"]
    assert told["lines"][1]["sentence"] == "由a.wang负责:熟悉该产线"
    assert told["lines"][0]["moment"] == "周一 2026-03-02 17:00"
    english = (await house.get(f"{case}/story?language=en")).json()
    assert english["lines"][2]["sentence"] == 'We answered by phone: "请先复位控制器"'


async def test_promises_of_time_are_told_where_they_are_asked_for(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    everything = (await house.get(f"{case}/story?promises=all&language=en")).json()
    promised = [line["sentence"] for line in everything["lines"] if line["event"] == "ClockStarted.v1"]
    silent = (await house.get(f"{case}/story?promises=none&language=en")).json()
    assert len(everything["lines"]) == len(promised) + len(silent["lines"])
    assert all("ClockStarted" not in line["event"] for line in silent["lines"])


async def test_an_account_is_told_too_and_what_is_not_there_is_not_found(house: House) -> None:
    account = await house.open_account()
    told = (await house.get(f"/v1/accounts/{account}/story?language=en")).json()
    assert "came under our care" in told["lines"][0]["sentence"]
    assert (await house.get(f"/v1/cases/{account}/story")).status_code == 404
