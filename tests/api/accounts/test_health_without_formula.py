"""Where no formula is in force, nobody has a score, and the answer says what is missing."""

from tests.api.composition import House


async def test_without_a_formula_in_force_no_score_is_made_up(house: House) -> None:
    account_id = await house.open_account()
    await house.catch_up()
    for path in (f"/v1/accounts/{account_id}/health", "/v1/health"):
        answer = await house.get(path)
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/health_guideline_missing")
        assert "health" in answer.json()["detail"]
