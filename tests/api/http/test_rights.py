"""Every route, every role, its own account and another: what is answered is what the matrix says, no more."""

import re
import tomllib
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import httpx
import pytest
from fastapi.routing import APIRoute

from service.api.command_table import COMMAND_ROUTES
from service.api.http.access import POLICY, Role
from service.domain.guidelines.telling_late import MACHINES
from tests.api.composition import House, bearer, composed
from tests.api.described import described
from tests.api.intake.test_public_intake import another_customer, reported
from tests.api.scenes import SCENES

RIGHTS = tomllib.loads((Path(__file__).parent / "rights.toml").read_text())
ROLES: Mapping[str, list[str]] = RIGHTS["roles"]
WRITTEN = {route: permission for permission, routes in RIGHTS["routes"].items() for route in routes}
RECORDING = {f"POST {route.path}": "record" for route in COMMAND_ROUTES if route.command in SCENES}
"""A command with a scene is for whoever records, unless the matrix says otherwise of its route."""
PERMISSION_OF: Mapping[str, str] = {**RECORDING, **WRITTEN}
THEIRS = "GEHEIM-OF-ANOTHER"
TOO_MANY = 429
"""A link may be asked for so often, whoever asks."""


class Accounts(NamedTuple):
    """A case and its account, as they are named in a path."""

    case_id: str
    account_id: str

    def fill(self, path: str) -> str:
        named = {"case_id": self.case_id, "reference": self.case_id, "account_id": self.account_id}
        return re.sub(r"{(\w+)}", lambda name: named.get(name[1], str(UUID(int=1))), path)


class Call(NamedTuple):
    method: str
    path: str
    role: Role | None
    is_own: bool

    @property
    def permission(self) -> str:
        return PERMISSION_OF[f"{self.method} {self.path}"]

    @property
    def expected(self) -> int:
        """401, 403, 404, or 200 for whatever is answered to who may."""
        if self.permission == "open":
            return 200
        if self.permission == "link":
            return 200 if self.role is None or self.role.value in MACHINES else 403
        if self.role is None:
            return 401
        if self.permission not in ROLES[self.role]:
            return 403
        is_bound = self.role.value in RIGHTS["bound"]
        return 404 if is_bound and not self.is_own and "{" in self.path else 200

    async def sent(self, house: House, filled: str) -> httpx.Response:
        headers = {} if self.role is None else bearer(self.role)
        if "/mass/" in self.path:  # one word to all waits for all links
            await house.catch_up()
        return await house.client.request(self.method, filled, headers=headers)


def routes_of(house: House) -> set[str]:
    return {
        f"{method} {route.path}"
        for route in house.app.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }


def calls() -> Iterator[Call]:
    for route in PERMISSION_OF:
        method, path = route.split(" ")
        for role in (None, *Role):
            for is_own in (True, False):
                yield Call(method, path, role, is_own)


def problem_with(call: Call, answered: httpx.Response) -> str | None:
    """Return what is wrong with an answer; None if nothing."""
    status = answered.status_code
    wrong = f"{call}: {status} {answered.text[:200]}"
    if call.expected == 200:
        is_right = status not in {401, 403} and status < 500
        if call.role is Role.CUSTOMER_SYSTEM and call.method == "GET" and call.permission == "intake":
            is_right = status == 200
    else:
        is_right = status == call.expected or (call.permission == "link" and status == TOO_MANY)
    if call.role is not None and call.role.value in RIGHTS["bound"] and THEIRS in answered.text:
        return f"shows another's: {wrong}"
    if status == 401 and answered.headers["WWW-Authenticate"] != 'Bearer realm="casebook"':
        return f"names no way in: {wrong}"
    return None if is_right else wrong


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """Give a house in which nobody waits for the read side: what is asked is who may, not what is shown."""
    async with composed(database_url, min_position_wait_seconds=0.2) as running:
        yield running


@pytest.fixture
async def accounts(house: House) -> dict[bool, Accounts]:
    """Open the account of the customer's key and another, each with a case that its own system reported."""
    own_account = await house.open_account()
    other_account = await house.open_account("KA-2")
    own = await reported(house)
    other = await reported(house, key=another_customer(house), subject=THEIRS, reference=THEIRS)
    await house.catch_up()
    house.close_bell()
    del house.client.headers["Authorization"]
    return {
        True: Accounts(own["case_id"], str(own_account)),
        False: Accounts(other["case_id"], str(other_account)),
    }


async def test_every_route_stands_in_the_matrix_with_its_permission(house: House) -> None:
    assert routes_of(house) == PERMISSION_OF.keys()
    assert len(WRITTEN) == sum(map(len, RIGHTS["routes"].values()))
    written = {
        f"{method.upper()} {path}": operation.get("x-permission", "open")
        for path, operations in described()["paths"].items()
        for method, operation in operations.items()
    }
    assert written == {route: PERMISSION_OF[route] for route in written}
    hidden = PERMISSION_OF.keys() - written.keys()
    assert {PERMISSION_OF[route] for route in hidden} == {"link", "open"}


def test_each_role_has_the_rights_of_the_matrix_and_no_other() -> None:
    granted = {role.value: sorted(permission.value for permission in POLICY[role]) for role in Role}
    assert granted == {role: sorted(permissions) for role, permissions in ROLES.items()}


async def test_every_route_answers_every_role_about_its_own_account_and_another_as_the_matrix_says(
    house: House, accounts: dict[bool, Accounts]
) -> None:
    every = list(calls())
    assert len(every) == len(PERMISSION_OF) * (len(Role) + 1) * 2
    refused = [call for call in every if call.expected in {401, 403, 404}]
    before = await house.application.log.head()
    wrong = [
        problem
        for call in refused
        if (problem := problem_with(call, await call.sent(house, accounts[call.is_own].fill(call.path))))
    ]
    assert await house.application.log.head() == before, "what was refused left something"
    wrong += [
        problem
        for call in every
        if call.expected == 200
        and (problem := problem_with(call, await call.sent(house, accounts[call.is_own].fill(call.path))))
    ]
    assert wrong == []


async def test_a_batch_lets_nobody_do_what_the_route_of_its_command_would_not(
    house: House, accounts: dict[bool, Accounts]
) -> None:
    commands: list[dict[str, Any]] = [
        {"id": str(number), "type": route.command.__name__, "stream_id": accounts[False].case_id}
        for number, route in enumerate(COMMAND_ROUTES)
    ]
    for role in Role:
        answered = await house.client.post("/v1/commands", json={"commands": commands}, headers=bearer(role))
        if "record" not in ROLES[role]:
            assert answered.status_code == 403
            continue
        for route, answer in zip(COMMAND_ROUTES, answered.json()["answers"], strict=True):
            may = PERMISSION_OF[f"POST {route.path}"] in ROLES[role]
            assert (answer["status"] == 403) is not may, (role, answer)


def test_a_call_that_is_answered_otherwise_would_be_noticed() -> None:
    call = Call("GET", "/v1/cases", Role.BI, is_own=True)
    assert problem_with(call, httpx.Response(200, text="{}"))
    assert problem_with(call, httpx.Response(403, text="{}")) is None
    bound = Call("GET", "/v1/intake/{reference}", Role.CUSTOMER_SYSTEM, is_own=True)
    assert problem_with(bound, httpx.Response(200, text=THEIRS))
    assert problem_with(bound._replace(is_own=False), httpx.Response(200, text="{}"))
