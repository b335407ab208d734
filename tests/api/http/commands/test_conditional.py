"""If-Match: nobody overwrites what he has not seen."""

import pytest

from tests.api.composition import House, composed


async def test_the_version_that_was_seen_is_enough(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    tag = (await house.get(case)).headers["ETag"]
    answered = await house.post(f"{case}/note", {"text": "x"}, If_Match=tag)
    assert (answered.status_code, answered.headers["ETag"]) == (200, '"2"')


async def test_what_has_moved_on_is_refused(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    await house.post(f"{case}/note", {"text": "x"})
    stale = await house.post(f"{case}/note", {"text": "y"}, If_Match='"1"')
    assert (stale.status_code, stale.json()["type"]) == (412, "/problems/stream_changed")
    assert "version 2" in stale.json()["detail"]
    assert await house.application.log.head() == 3


async def test_a_repeat_is_no_stale_write(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    for _ in range(2):
        answered = await house.post(f"{case}/note", {"text": "x"}, If_Match='"1"', Idempotency_Key="one")
        assert answered.status_code == 200


async def test_a_star_matches_what_is_there(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    assert (await house.post(f"{case}/note", {"text": "x"}, If_Match="*")).status_code == 200


@pytest.mark.parametrize("tag", ["1", '"x"', 'W/"1"', '"1", "2"', "", '"' + "9" * 400 + '"', '"-1"', '"1'])
async def test_what_is_no_tag_of_ours_is_refused(house: House, tag: str) -> None:
    await house.open_account()
    case = await house.receive_case()
    answered = await house.post(f"{case}/note", {"text": "x"}, If_Match=tag)
    assert (answered.status_code, answered.json()["type"]) == (400, "/problems/malformed_header")
    assert answered.json()["errors"][0]["field"] == "If-Match"


async def test_a_service_may_insist_on_it(database_url: str) -> None:
    async with composed(database_url, require_if_match=True) as house:
        await house.open_account()
        case = await house.receive_case()
        without = await house.post(f"{case}/note", {"text": "x"})
        assert (without.status_code, without.json()["type"]) == (428, "/problems/precondition_required")
        assert (await house.post(f"{case}/note", {"text": "x"}, If_Match='"1"')).status_code == 200


async def test_what_is_unchanged_is_not_sent_again(house: House) -> None:
    account_id = await house.open_account()
    for path in (await house.receive_case(), f"/v1/accounts/{account_id}"):
        tag = (await house.get(path)).headers["ETag"]
        unchanged = await house.get(path, If_None_Match=tag)
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        assert (await house.get(path, If_None_Match='"9"')).status_code == 200
