"""Who has no key, or the wrong one, gets nowhere: on every route there is."""

import re
from uuid import UUID

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import text

from service.api.command_table import COMMAND_ROUTES
from service.api.http.access import POLICY, Permission, Role
from service.api.http.keys import create_key, revoke_key, written_key
from service.api.openapi import openapi_document
from service.database.engine import create_engine
from tests.api.composition import MORNING, House, bearer, key_of

OPEN = {"/livez", "/readyz", "/problems/{slug}"}
UNDESCRIBED = {"/docs", "/docs/start.js", "/openapi.json", "/static/swagger-ui/{name}", "/s/{token}"}
SECRET = "s" * 43


def guarded() -> list[tuple[str, str, Permission]]:
    """List (method, path, permission) of every described route that is not open on purpose."""
    return [
        (method.upper(), path, Permission(operation["x-permission"]))
        for path, operations in openapi_document()["paths"].items()
        for method, operation in operations.items()
        if path not in OPEN
    ]


GUARDED = guarded()
NAMES = [f"{method} {path}" for method, path, _ in GUARDED]


def filled(path: str) -> str:
    return re.sub(r"{\w+}", str(UUID(int=1)), path)


async def test_every_route_is_guarded_or_open_on_purpose(house: House) -> None:
    paths = {route.path for route in house.app.routes if isinstance(route, APIRoute)}
    described = {path for path in paths if path.startswith("/v1/")} | {"/metrics"}
    assert len(paths) == len(described | OPEN | UNDESCRIBED)
    assert {path for _, path, _ in GUARDED} == paths - OPEN - UNDESCRIBED
    assert len(GUARDED) == len(COMMAND_ROUTES) + 50


@pytest.mark.parametrize(("method", "path", "permission"), GUARDED, ids=NAMES)
async def test_without_a_key_nothing_is_shown(
    house: House, method: str, path: str, permission: Permission
) -> None:
    del house.client.headers["Authorization"]
    answered = await house.client.request(method, filled(path))
    assert (answered.status_code, answered.json()["type"]) == (401, "/problems/unauthenticated"), permission
    assert answered.headers["WWW-Authenticate"] == 'Bearer realm="casebook"'


@pytest.mark.parametrize(("method", "path", "permission"), GUARDED, ids=NAMES)
async def test_each_role_may_do_what_the_policy_grants_and_nothing_else(
    house: House, method: str, path: str, permission: Permission
) -> None:
    house.close_bell()
    for role in Role:
        answered = await house.client.request(method, filled(path), headers=bearer(role))
        assert (answered.status_code == 403) == (permission not in POLICY[role]), (role, answered.text)
    assert await house.application.log.head() == 0


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
