"""The ten risks of APIs as OWASP lists them (2023): a class each, with the shortest proof of what we do."""

import ast
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi.routing import APIRoute
from structlog.testing import capture_logs

from service.api.http.access import Role
from service.api.http.keys import create_key, revoke_key, written_key
from service.api.http.rate_limits import OF_LINK, RATES
from service.cli.terminal.output import visible
from service.database.engine import create_engine
from service.settings import Settings
from tests.api.composition import MORNING, House, bearer, composed, key_of
from tests.api.described import described
from tests.api.http.test_rights import PERMISSION_OF
from tests.api.intake.test_public_intake import CUSTOMER, another_customer, report, reported, seen
from tests.api.surveys.survey_scenes import invited, opened_house, resolved_case

SERVICE = Path(__file__).parents[3] / "service"
SECRET = "z" * 43
ANSWERS_OF_A_LINK = 4
"""One, and three corrections (guideline `surveys`)."""
CALLS_OTHERS = {
    "httpx",
    "requests",
    "aiohttp",
    "urllib3",
    "urllib.request",
    "http.client",
    "ftplib",
    "smtplib",
}
OUR_OWN_CLIENTS = {"service/benchmark/", "service/cli/servers/", "service/demonstration/teller.py"}
"""Commands and the demonstration that speak to a server of ours, at an address of whoever runs them."""


def stored_key(house: House, *, key_id: str, is_revoked: bool = False, **options: Any) -> dict[str, str]:
    engine = create_engine(house.url)
    with engine.begin() as connection:
        key = create_key(connection, key_id, Role.AGENT, key_id=key_id, secret=SECRET, now=MORNING, **options)
        if is_revoked:
            revoke_key(connection, key_id, now=MORNING)
    engine.dispose()
    return {"Authorization": f"Bearer {key}"}


def imports_of(module: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


class TestApi1BrokenObjectLevelAuthorization:
    async def test_a_customer_reads_no_case_of_another_however_it_names_it(self, house: House) -> None:
        await house.open_account()
        await house.open_account("KA-2")
        theirs = await reported(house, key=another_customer(house), reference="T-1")
        for name in (theirs["case_id"], theirs["case_id"].upper(), "T-1"):
            assert (await seen(house, name)).status_code == 404

    async def test_an_id_in_a_body_is_authorised_as_one_in_the_path(self, house: House) -> None:
        await house.open_account()
        await house.open_account("KA-2")
        theirs = (await reported(house, key=another_customer(house)))["case_id"]
        own = await house.receive_case()
        for path, body in (
            (f"{own}/merge", {"into_case_id": theirs, "reason": "agreed"}),
            (f"{own}/customer-message", {"channel": "phone", "text": "x", "contact_id": str(uuid4())}),
        ):
            assert (await house.post(path, body)).status_code in {404, 409, 422}, path


class TestApi2BrokenAuthentication:
    async def test_no_key_that_is_none_can_be_told_from_another_that_is_none(self, house: House) -> None:
        keys = [
            stored_key(house, key_id="revoked", is_revoked=True),
            stored_key(house, key_id="expired", expires_at=MORNING + timedelta(seconds=1)),
            {"Authorization": f"Bearer {written_key('nobody', SECRET)}"},
            {"Authorization": f"Bearer {written_key('agent', SECRET)}"},
            {"Authorization": "Bearer csk_agent"},
        ]
        house.clock.advance(seconds=2)
        answers = [await house.client.get("/v1/cases", headers=key) for key in keys]
        told = [
            (
                answer.status_code,
                answer.json()["type"],
                answer.json()["detail"],
                answer.headers["WWW-Authenticate"],
            )
            for answer in answers
        ]
        assert len(set(told)) == 1
        assert told[0][0] == 401

    async def test_no_key_is_written_into_the_log_or_an_answer(self, house: House) -> None:
        with capture_logs() as logged:
            answers = [
                await house.client.get("/v1/nothing", headers=bearer(Role.AGENT)),
                await house.client.get("/v1/kpis", headers=bearer(Role.AGENT)),
                await house.client.get("/v1/cases", headers={"X-API-Key": written_key("nobody", SECRET)}),
            ]
        told = str(logged) + "".join(answer.text + str(answer.headers) for answer in answers)
        assert logged
        for secret in (SECRET, key_of(Role.AGENT).split("_")[2]):
            assert secret not in told


class TestApi3BrokenObjectPropertyLevelAuthorization:
    async def test_nobody_sets_who_it_was_or_whose_case_it_is(self, house: House) -> None:
        await house.open_account()
        case = await house.receive_case()
        for field in ("actor", "staff_id", "recorded_at", "version", "account_id"):
            answered = await house.post(f"{case}/note", {"text": "x", field: str(UUID(int=1))})
            assert [error["field"] for error in answered.json()["errors"]] == [field]

    async def test_a_customer_sees_no_property_that_is_ours(self, house: House) -> None:
        await house.open_account()
        case = (await reported(house))["case_id"]
        await house.post(f"/v1/cases/{case}/assign", {"owner": "li.na"})
        await house.post(f"/v1/cases/{case}/note", {"text": "geheim"})
        shown = (await seen(house, case)).text
        assert "li.na" not in shown
        assert "geheim" not in shown


class TestApi4UnrestrictedResourceConsumption:
    @pytest.mark.parametrize("query", ["limit=100000", "limit=-1", "limit=99999999999999999999"])
    async def test_no_page_is_longer_than_we_say(self, house: House, query: str) -> None:
        for path in ("/v1/cases", "/v1/events", "/v1/tasks"):
            assert (await house.get(f"{path}?{query}")).status_code == 422, path

    async def test_a_body_has_an_end_and_a_key_a_rate(self, house: House) -> None:
        large = await house.client.post("/v1/cases", content=b"{" + b" " * 300_000 + b"}")
        assert large.status_code == 413
        slow = stored_key(house, key_id="slow", requests_per_second=1)
        answers = [await house.client.get("/v1/cases", headers=slow) for _ in range(9)]
        assert answers[-1].status_code == 429
        assert int(answers[-1].headers["Retry-After"]) >= 1


class TestApi5BrokenFunctionLevelAuthorization:
    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("/close", {"reason": "source_closed"}),
            ("/source-update", {"source": "x", "reference": "x", "update": "1"}),
            ("/waive-clock", {"clock_id": str(UUID(int=1)), "reason": "agreed"}),
        ],
    )
    async def test_an_agent_does_nothing_that_is_another_roles(
        self, house: House, path: str, body: dict[str, str]
    ) -> None:
        await house.open_account()
        case = await house.receive_case()
        assert (await house.post(f"{case}{path}", body)).status_code == 403

    @pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "GEHEIM"])
    async def test_another_method_is_no_way_round(self, house: House, method: str) -> None:
        override = {"X-HTTP-Method-Override": "POST", **bearer(Role.BI)}
        for path in ("/v1/cases", "/v1/policies", f"/v1/cases/{UUID(int=1)}/close"):
            assert (await house.client.request(method, path, headers=override)).status_code in {404, 405}
        assert await house.application.log.head() == 0


class TestApi6UnrestrictedAccessToSensitiveBusinessFlows:
    async def test_a_link_to_a_survey_does_not_take_answers_without_end(self, database_url: str) -> None:
        # However long the answers take here, they come in one instant.
        async with composed(database_url, seconds=lambda: 0.0) as house:
            await self.flooded(house)

    async def flooded(self, house: House) -> None:
        await opened_house(house)
        case = await resolved_case(house)
        customer = await invited(house, case)
        scores = [{"csat": str(number % 5 + 1)} for number in range(OF_LINK.at_once + 1)]
        statuses = [(await customer.sends(score)).status_code for score in scores]
        assert (statuses[0], statuses[-1]) == (303, 429)
        history = (await house.get(f"{case}/history?limit=200")).json()["items"]
        assert sum(each["event"]["type"] == "SurveyAnswered.v1" for each in history) == ANSWERS_OF_A_LINK

    async def test_a_report_that_is_sent_again_is_one_case_and_the_rate_of_a_customer_is_small(
        self, house: House
    ) -> None:
        await house.open_account()
        first = await report(house, idempotency_key="k")
        again = await report(house, idempotency_key="k")
        assert first.json()["case_id"] == again.json()["case_id"]
        assert RATES[Role.CUSTOMER_SYSTEM].per_second <= RATES[Role.AGENT].per_second


class TestApi7ServerSideRequestForgery:
    def test_nothing_that_serves_calls_another_server(self) -> None:
        calling = {
            f"service/{module.relative_to(SERVICE)}"
            for module in SERVICE.rglob("*.py")
            if imports_of(module) & CALLS_OTHERS
        }
        assert calling
        assert {name for name in calling if not name.startswith(tuple(OUR_OWN_CLIENTS))} == set()

    async def test_an_address_in_a_body_is_a_text_like_any_other(self, house: House) -> None:
        address = "http://169.254.169.254/latest/meta-data"
        await house.open_account()
        case = await house.receive_case(subject=address, reference=address)
        assert (await house.get(case)).json()["received"]["reference"] == address
        schemas = described()["components"]["schemas"]
        assert not re.search(r"'format': '(uri|url|iri|hostname)", str(schemas))


class TestApi8SecurityMisconfiguration:
    async def test_an_error_of_ours_tells_nothing_of_us(self, house: House) -> None:
        async def fail() -> None:
            raise RuntimeError("geheim at 10.0.0.1")

        house.app.add_api_route("/v1/fail", fail)
        answered = await house.client.get("/v1/fail")
        assert answered.status_code == 500
        for told in ("geheim", "10.0.0.1", "RuntimeError", "Traceback", ".py"):
            assert told not in answered.text
        assert "server" not in answered.headers

    async def test_no_page_of_another_origin_may_ask_and_browsers_run_nothing(self, house: House) -> None:
        foreign = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        for method, path in (("OPTIONS", "/v1/cases"), ("GET", "/v1/cases"), ("GET", "/livez")):
            headers = (await house.client.request(method, path, headers=foreign)).headers
            assert not [name for name in headers if name.startswith("access-control")]
            assert headers["X-Content-Type-Options"] == "nosniff"

    def test_out_of_the_box_only_this_machine_is_listened_to(self) -> None:
        assert Settings.model_fields["host"].default.is_loopback


class TestApi9ImproperInventoryManagement:
    def test_every_path_is_of_the_one_version_or_known_by_name(self, house: House) -> None:
        paths = {route.path for route in house.app.routes if isinstance(route, APIRoute)}
        other = {path for path in paths if not path.startswith("/v1/")}
        no_key = {"open", "link"}
        open_ = {route.split(" ")[1] for route, permission in PERMISSION_OF.items() if permission in no_key}
        assert other == open_ | {"/metrics"}
        assert not [path for path in paths if re.search(r"debug|test|internal|old|v0|v2|admin", path)]

    def test_what_needs_a_key_is_described_with_who_may(self) -> None:
        for path, operations in described()["paths"].items():
            for method, operation in operations.items():
                if PERMISSION_OF[f"{method.upper()} {path}"] != "open":
                    assert operation["x-roles"], path
                    assert operation["security"], path


class TestApi10UnsafeConsumptionOfApis:
    @pytest.mark.parametrize("body", [b"[" * 10_000, b'{"a":1e999}', b'{"text":"a","text":"b"}', b"\xff\xfe"])
    async def test_what_another_system_sends_is_strict_json_or_nothing(
        self, house: House, body: bytes
    ) -> None:
        sent = {**CUSTOMER, "Content-Type": "application/json"}
        answered = await house.client.post("/v1/intake", content=body, headers=sent)
        assert answered.status_code in {400, 422}
        assert await house.application.log.head() == 0

    async def test_what_another_system_wrote_steers_no_page_and_no_terminal(self, house: House) -> None:
        wicked = "<img src=x onerror=alert(1)>\x1b[2J"
        assert "\x1b" not in visible(wicked)
        await opened_house(house)
        customer = await invited(house, await resolved_case(house, reference=wicked.partition("\x1b")[0]))
        page: httpx.Response = await customer.opens()
        assert "<img" not in page.text
        assert "&lt;img" in page.text
