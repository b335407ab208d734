"""Nothing that a client sends yields a 500, and nothing that is refused is recorded."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import schemathesis
from anyio.from_thread import BlockingPortal, start_blocking_portal
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from service.api.command_table import COMMAND_ROUTES
from service.api.http.access import Role
from tests.api.composition import House, bearer, composed
from tests.api.described import described
from tests.api.http.commands.test_commands import role_for
from tests.domain.account.examples.contacts import CONTACT

JSON = {"Content-Type": "application/json"}
DEEP = 20_000
RECEIVE = '{"account_id":"' + CONTACT + '","channel":"phone","kind":"technical","subject":%s}'

NOT_JSON = {
    "nothing but a brace": b"{",
    "another encoding": '{"text":"x"}'.encode("utf-16"),
    "no encoding at all": b'{"text":"\xff\xfe"}',
    "a byte order mark": b'\xef\xbb\xbf{"text":"x"}',
    "deep lists": b'{"text":' + b"[" * DEEP + b"]" * DEEP + b"}",
    "deep objects": b'{"text":' * DEEP + b"1" + b"}" * DEEP,
    "a lone surrogate": b'{"text":"\\ud800"}',
    "a lone surrogate in a name": b'{"\\udfff":"x"}',
    "surrogates the wrong way round": b'{"text":"\\udc00\\ud800"}',
    "not a number": b'{"score":NaN}',
    "infinity": b'{"score":-Infinity}',
    "a name twice": b'{"text":"x","text":"y"}',
    "a trailing comma": b'{"text":"x",}',
    "two documents": b'{"text":"x"}{"text":"x"}',
    "a raw NUL": b'{"text":"\x00"}',
}
WRONG = {
    "a NUL": b'{"text":"\\u0000"}',
    "a NUL in a name": b'{"\\u0000":"x","text":"x"}',
    "a list": b"[]",
    "null": b"null",
    "a number": b"1",
    "a text": b'"x"',
    "a number of 400 digits": b'{"score":1' + b"0" * 400 + b"}",
    "a number beyond floats": b'{"score":1e400}',
    "the first year, east": b'{"text":"x","occurred_at":"0001-01-01T00:00:00+14:00"}',
    "the last year, west": b'{"text":"x","occurred_at":"9999-12-31T23:59:59-14:00"}',
    "a time without zone": b'{"text":"x","occurred_at":"2026-03-02T09:00:00"}',
    "a time as a huge number": b'{"text":"x","occurred_at":1e300}',
    "a time as a negative number": b'{"text":"x","occurred_at":-99999999999999}',
    "a leap second": b'{"text":"x","occurred_at":"2016-12-31T23:59:60Z"}',
    "an empty text": b'{"text":"   "}',
    "a long text": b'{"text":"' + b"x" * 20_001 + b'"}',
    "a long unknown name": b'{"text":"x","' + b"y" * 100_000 + b'":1}',
    "many unknown names": json.dumps({"text": "x", **{str(n): n for n in range(9_999)}}).encode(),
    "a prototype": b'{"text":"x","__proto__":{},"__class__":"x"}',
}


@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON)
@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_not_json_is_refused_as_such(shared_house: House, body: bytes) -> None:
    house = shared_house
    case = await house.receive_case()
    before = await house.application.log.head()
    for last in ("note", "rate"):
        answered = await house.client.post(f"{case}/{last}", content=body, headers=JSON)
        assert (answered.status_code, answered.json()["type"]) == (400, "/problems/malformed_json")
    assert await house.application.log.head() == before


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
@pytest.mark.asyncio(loop_scope="module")
async def test_what_does_not_fit_is_refused_field_by_field(shared_house: House, body: bytes) -> None:
    house = shared_house
    case = await house.receive_case()
    assert (await house.post(f"{case}/resolve")).status_code == 200
    before = await house.application.log.head()
    for last in ("note", "rate"):
        answered = await house.client.post(f"{case}/{last}", content=body, headers=JSON)
        assert (answered.status_code, answered.json()["type"]) == (422, "/problems/validation_failed")
        assert answered.json()["errors"]
        assert len(answered.content) < 20_000
    assert await house.application.log.head() == before


@pytest.mark.parametrize("year", ["1970-01-01T00:00:00Z", "1999-12-31T23:59:59Z"])
async def test_what_happened_long_ago_is_recorded_listed_and_counted(house: House, year: str) -> None:
    opened = {"code": "KA-1", "name": "海天公司", "occurred_at": year}
    assert (await house.post("/v1/accounts", opened)).status_code == 201
    case = await house.receive_case(occurred_at=year, fault_began_at=year)
    for last in ("acknowledge", "resolve"):
        await house.post(f"{case}/{last}")
    await house.catch_up()
    assert house.runner.status().failure is None
    for path in ("/v1/cases", "/v1/reports/kpi?by=channel", case, f"{case}/history"):
        assert (await house.get(path)).status_code == 200


HEADERS = [
    (b"Accept-Language", b"\xff\xfe,\x00;q=x"),
    (b"Accept-Language", b"zh;q=nan,en;q=inf," * 500),
    (b"Accept-Language", "语言".encode()),
    (b"X-Request-Id", b"\x00" * 40),
    (b"If-None-Match", b"\xff"),
    (b"Content-Length", b"-1"),
    (b"Content-Length", b"9" * 5000),
    (b"Content-Length", "²".encode()),
    (b"Content-Type", b"\x00/\xff; charset"),
    (b"Content-Type", b'application/json; charset="'),
    (b"Content-Type", b"application/json; charset*=utf-8''%ff"),
    (b"Idempotency-Key", b""),
    (b"Idempotency-Key", b"\xff\xfe"),
    (b"Idempotency-Key", b"a\x00b"),
    (b"If-Match", '"²"'.encode()),
    (b"If-Match", b"\x00"),
    (b"Authorization", b"Bearer " + b"x" * 60_000),
    (b"Authorization", b"\x00"),
]


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: f"{header[0].decode()} {header[1][:8]!r}")
@pytest.mark.asyncio(loop_scope="module")
async def test_odd_headers_are_no_error_of_ours(shared_house: House, header: tuple[bytes, bytes]) -> None:
    house = shared_house
    case = await house.receive_case()
    for method, path, content in (("POST", f"{case}/note", b'{"text":"x"}'), ("GET", case, None)):
        plain = [(b"Authorization", bearer(Role.AGENT)["Authorization"].encode()), *encoded(JSON)]
        named = [pair for pair in plain if pair[0].lower() != header[0].lower()]
        request = httpx.Request(method, f"http://casebook{path}", content=content, headers=[*named, header])
        answered = await house.client.send(request)
        assert answered.status_code < 500, answered.text


def encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


QUERIES = [
    "/v1/cases?owner=%00",
    "/v1/cases?reference=%00",
    f"/v1/cases?reference={'x' * 30_000}",
    "/v1/cases?reference=%ED%A0%80",
    "/v1/cases?owner=%ff",
    "/v1/cases?limit=" + "9" * 5000,
    "/v1/cases?limit=%00",
    "/v1/cases?limit=1&limit=2",
    "/v1/cases?min_position=" + "9" * 30,
    "/v1/cases?min_position=-1",
    "/v1/cases?cursor=" + "A" * 501,
    "/v1/cases?cursor=%F0%9F%98%80",
    "/v1/cases?cursor=bnVsbA",
    "/v1/cases?cursor=WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwIl0",
    "/v1/cases?cursor=WzEsMl0",
    "/v1/accounts?cursor=IlxcdTAwMDAi",
    "/v1/accounts?cursor=Ilx1MDAwMCI",
    "/v1/accounts?cursor=Ilx1ZDgwMCI",
    "/v1/accounts?cursor=W1tb",
    "/v1/reports/kpi?from_at=0001-01-01T00:00:00%2B14:00",
    "/v1/reports/kpi?from_at=9999-12-31T23:59:59-14:00",
    "/v1/reports/kpi?from_at=0001-01-01T00:00:00Z&to_at=9999-12-31T23:59:59Z&by=account",
    "/v1/reports/kpi?by=%00",
    "/v1/reports/kpi?from_at=1e300",
    f"/v1/cases/{CONTACT}?version=99999999999999999999",
    f"/v1/cases/{CONTACT}?version=1&recorded_at=2026-01-01T00:00:00Z",
    f"/v1/cases/{CONTACT}?recorded_at=-999999999999999999",
    f"/v1/cases/{CONTACT}/history?after_version=-1",
    "/v1/cases/%00",
    "/v1/cases/%ff%fe/history",
    "/v1/cases/{" + CONTACT + "}",
    "/v1/accounts/" + "9" * 5000,
    "/problems/%00",
    "/problems/%ed%a0%80",
    "/static/swagger-ui/%00",
    "/static/swagger-ui/%2e%2e%2fapp.py",
    "/%ed%a0%80",
]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:60])
@pytest.mark.asyncio(loop_scope="module")
async def test_odd_queries_are_no_error_of_ours(shared_house: House, query: str) -> None:
    answered = await shared_house.get(query)
    assert answered.status_code < 500, answered.text
    if answered.status_code >= 400:
        assert answered.headers["content-type"] == "application/problem+json"


async def test_a_subject_of_any_characters_comes_back_as_it_was(house: House) -> None:
    await house.open_account()
    subject = "😀\u202e\ufeff\U0010ffff'; drop table es.events; -- \\u0000 <script>{x}%s\t\n中"
    shown = await house.get(await house.receive_case(subject=subject))
    assert shown.json()["received"]["subject"] == subject


@dataclass
class Synchronous:
    """The application in an event loop of its own, for generators of examples that are not asynchronous."""

    portal: BlockingPortal
    house: House
    case: str

    def send(self, method: str, url: str, **told: Any) -> httpx.Response:
        async def sent() -> httpx.Response:
            headers = {**(told.pop("headers", None) or {}), **bearer(told.pop("role", Role.INTEGRATION))}
            return await self.house.client.request(method, url, headers=headers, **told)

        return self.portal.call(sent)


@pytest.fixture(scope="module")
def running(module_database_url: str) -> Iterator[Synchronous]:
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(
            composed(module_database_url, min_position_wait_seconds=0)
        ) as house,
    ):
        house.close_bell()
        portal.call(house.open_account)
        yield Synchronous(portal, house, portal.call(house.receive_case))


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=-(10**400), max_value=10**400)
    | st.floats()
    | st.text()
    | st.text(st.characters(categories=["Cs", "Cc"]))
    | st.datetimes().map(str)
)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5)
FIELDS = sorted({name for route in COMMAND_ROUTES for name in route.command.model_fields})
BODIES = st.dictionaries(st.sampled_from(FIELDS) | st.text(), VALUES, max_size=6)
CASE_COMMANDS = [route for route in COMMAND_ROUTES if route.stream_parameter == "case_id"]
FEW = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@FEW
@given(route=st.sampled_from(CASE_COMMANDS), body=BODIES)
def test_no_body_whatever_is_an_error_of_ours(running: Synchronous, route: Any, body: Any) -> None:
    path = f"{running.case}/{route.path.rpartition('/')[2]}"
    role, content = role_for(route), json.dumps(body).encode()
    answered = running.send("POST", path, content=content, headers=dict(JSON), role=role)
    assert answered.status_code in {200, 400, 404, 409, 422}, answered.text
    if answered.status_code >= 400:
        assert answered.headers["content-type"] == "application/problem+json"


@FEW
@given(body=st.binary())
def test_no_bytes_whatever_are_an_error_of_ours(running: Synchronous, body: bytes) -> None:
    answered = running.send("POST", "/v1/accounts", content=body, headers=dict(JSON))
    assert answered.status_code in {400, 422}


DESCRIBED = schemathesis.openapi.from_dict(described())


@pytest.mark.parametrize(
    "operation", list(DESCRIBED.get_all_operations()), ids=lambda found: found.ok().label
)
def test_what_the_description_allows_is_answered_as_it_promises(running: Synchronous, operation: Any) -> None:
    found = operation.ok()

    @settings(FEW, max_examples=8)
    @given(case=found.as_strategy())
    def check(case: Any) -> None:
        told = case.as_transport_kwargs(base_url="http://casebook")
        kept = {name: told[name] for name in ("params", "json", "content") if told.get(name) is not None}
        if "data" in told and told["data"] is not None:
            kept["content"] = told["data"]
        headers = {str(name): str(value) for name, value in (told.get("headers") or {}).items()}
        answered = running.send(told["method"], told["url"], headers=headers, **kept)
        assert answered.status_code != 500, answered.text
        assert str(answered.status_code) in found.definition.raw["responses"], answered.text

    check()
