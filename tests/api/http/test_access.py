"""Who has no key, or the wrong one, gets nowhere. What each role may on each route: `test_rights.py`."""

import pytest
from sqlalchemy import text

from service.api.http.access import POLICY, Permission, Role
from service.api.http.keys import create_key, revoke_key, written_key
from service.database.engine import create_engine
from tests.api.composition import MORNING, House, key_of

SECRET = "s" * 43


def test_who_reads_figures_reads_no_personal_text() -> None:
    assert POLICY[Role.BI] == {Permission.REPORT}


def test_who_audits_records_nothing() -> None:
    assert not POLICY[Role.AUDITOR] & {Permission.RECORD, Permission.TAKE_OVER}


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": f"Bearer {written_key('agent', SECRET)}"},
        {"Authorization": f"Bearer {written_key('nobody', SECRET)}"},
        {"Authorization": f"Basic {key_of(Role.AGENT)}"},
        {"Authorization": key_of(Role.AGENT)},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer csk_agent"},
        {"X-API-Key": key_of(Role.AGENT)[:-1] + "!"},
        {"X-API-Key": ""},
    ],
)
async def test_a_key_that_is_none_of_ours_is_refused(house: House, headers: dict[str, str]) -> None:
    del house.client.headers["Authorization"]
    answered = await house.client.get("/v1/cases", headers=headers)
    assert (answered.status_code, answered.json()["type"]) == (401, "/problems/unauthenticated")
    assert answered.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("odd", [b"Bearer csk_\xff_\xfe", b"Bearer csk_a\x00b_" + b"s" * 43, b"\xe4\xbd\xa0"])
async def test_a_key_of_odd_bytes_is_refused(house: House, odd: bytes) -> None:
    del house.client.headers["Authorization"]
    answered = await house.client.get("/v1/kpis", headers={b"Authorization": odd})
    assert answered.status_code == 401


async def test_the_other_header_carries_a_key_too(house: House) -> None:
    del house.client.headers["Authorization"]
    answered = await house.client.get("/v1/kpis", headers={"X-API-Key": key_of(Role.BI)})
    assert answered.status_code == 200


async def test_a_revoked_key_is_refused_within_seconds(house: House) -> None:
    assert (await house.get("/v1/kpis", Role.BI)).status_code == 200
    engine = create_engine(house.url)
    with engine.begin() as connection:
        key_id = key_of(Role.BI).split("_")[1]
        revoke_key(connection, key_id, now=MORNING)
    house.clock.advance(seconds=6)
    assert (await house.get("/v1/kpis", Role.BI)).status_code == 401
    engine.dispose()


async def test_a_role_that_the_policy_does_not_know_may_do_nothing(house: House) -> None:
    engine = create_engine(house.url)
    with engine.begin() as connection:
        key = create_key(connection, "later", Role.SUPERVISOR, key_id="later", secret=SECRET, now=MORNING)
        connection.execute(text("update access.api_keys set role = 'emperor' where key_id = 'later'"))
    engine.dispose()
    answered = await house.client.get("/v1/kpis", headers={"Authorization": f"Bearer {key}"})
    assert answered.status_code == 401
