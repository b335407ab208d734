"""What is wrong with a request is said in one form, in two languages, and without repeating it."""

import json
from collections.abc import AsyncIterator

import psycopg
import pytest
from structlog.testing import capture_logs

from service.api.http.access import Role
from service.api.http.problems.error import PROBLEM_STATUS
from service.api.http.problems.field_messages import field_problems
from service.api.http.problems.handlers import failure_as_problem
from service.api.http.problems.refusal_status import every_refusal
from service.language import LANGUAGES, text
from service.language.field_message import MESSAGES
from tests.api.composition import House

JSON = {"Content-Type": "application/json"}
NAMED = (
    *("header", "permission", "version", "limit", "position", "media_type", "allowed", "sha256", "staff_id"),
    *("roles", "parameter", "first", "after", "most", "seconds", "said", "kind", "state", "found"),
)
VALUES = dict.fromkeys(NAMED, "1")
FIELD_VALUES = dict.fromkeys(("min_length", "max_length", "expected", "ge", "le", "reason"), "1")


@pytest.mark.parametrize("slug", PROBLEM_STATUS)
def test_every_problem_has_words_in_both_languages(slug: str) -> None:
    for language in LANGUAGES:
        assert text(f"problem.{slug}.title", language)
        assert text(f"problem.{slug}.detail", language, **VALUES)


@pytest.mark.parametrize("name", sorted({*MESSAGES.values(), "invalid"}))
def test_every_field_message_has_words_in_both_languages(name: str) -> None:
    for language in LANGUAGES:
        assert text(f"problem.field.{name}", language, **FIELD_VALUES)


def test_a_problem_type_bears_one_name() -> None:
    assert not set(PROBLEM_STATUS) & {refusal.slug for refusal in every_refusal()}


@pytest.mark.parametrize("slug", [*PROBLEM_STATUS, *(refusal.slug for refusal in every_refusal())])
@pytest.mark.asyncio(loop_scope="module")
async def test_every_problem_type_can_be_looked_up(shared_house: House, slug: str) -> None:
    found = await shared_house.client.get(f"/problems/{slug}")
    assert found.status_code == 200
    assert set(found.json()["title"]) == set(found.json()["detail"]) == set(LANGUAGES)


async def test_fields_are_named_by_pointer_and_in_the_readers_language(house: House) -> None:
    body = {"channel": "pigeon", "kind": "technical", "subject": "", "account_id": "no", "extra/~": "geheim"}
    answered = await house.post("/v1/cases", body, Accept_Language="zh")
    assert answered.status_code == 422
    found = {error["pointer"]: error["message"] for error in answered.json()["errors"]}
    assert found["/account_id"] == "须为 UUID"
    assert found["/channel"].startswith("须为以下之一:'phone'")
    assert found["/subject"] == "至少 1 个字符"
    assert found["/extra~1~0"] == "未知字段,请检查拼写"


async def test_values_are_not_repeated(house: House) -> None:
    body = {"channel": "geheim", "kind": 7331, "subject": ["geheim"], "account_id": "geheim"}
    answered = await house.post("/v1/cases", body)
    assert answered.status_code == 422
    assert "geheim" not in answered.text
    assert "7331" not in answered.text


def test_no_more_than_fifty_fields_are_named() -> None:
    wrong = [{"type": "extra_forbidden", "loc": (str(number),)} for number in range(99)]
    assert len(field_problems(wrong, "en")) == 50


@pytest.mark.parametrize(
    ("method", "path", "status", "slug"),
    [
        ("GET", "/v1/nothing", 404, "route_not_found"),
        ("GET", "/v1/cases/", 404, "route_not_found"),
        ("GET", "/static/swagger-ui/..%2f..%2fapp.py", 404, "route_not_found"),
        ("GET", "/static/swagger-ui/VENDOR.json", 404, "route_not_found"),
        ("GET", "/problems/nothing", 404, "route_not_found"),
        ("DELETE", "/v1/cases", 405, "method_not_allowed"),
        ("PUT", "/v1/kpis", 405, "method_not_allowed"),
        ("GET", "/v1/cases/x", 422, "validation_failed"),
        ("POST", "/v1/cases/x/note", 422, "validation_failed"),
        ("GET", "/v1/cases?limit=201", 422, "validation_failed"),
        ("GET", "/v1/cases?limit=0", 422, "validation_failed"),
        ("GET", "/v1/cases?cursor=zzz", 422, "validation_failed"),
    ],
)
async def test_every_wrong_way_ends_in_a_problem(
    house: House, method: str, path: str, status: int, slug: str
) -> None:
    answered = await house.client.request(method, path)
    assert (answered.status_code, answered.json()["type"]) == (status, f"/problems/{slug}")
    assert answered.headers["content-type"] == "application/problem+json"
    assert answered.json()["request_id"] == answered.headers["X-Request-Id"]


async def test_the_methods_of_a_path_are_named_over_all_its_routes(house: House) -> None:
    answered = await house.client.delete("/v1/cases")
    assert answered.headers["Allow"] == "GET, POST"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/json; charset=gbk", "", "application/xml", "\xff"]
)
async def test_a_body_that_is_not_json_is_refused(house: House, kind: str) -> None:
    headers = {b"Content-Type": kind.encode("latin-1")}
    answered = await house.client.post("/v1/accounts", content=b"{}", headers=headers)
    assert (answered.status_code, answered.json()["type"]) == (415, "/problems/unsupported_media_type")


@pytest.mark.parametrize("kind", ["application/json; charset=UTF-8", "application/vnd.crm+json"])
async def test_json_by_another_name_is_json(house: House, kind: str) -> None:
    content = json.dumps({"code": "KA-1", "name": "x"}).encode()
    answered = await house.client.post("/v1/accounts", content=content, headers={"Content-Type": kind})
    assert answered.status_code == 201


async def streamed(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 1024):
        yield b" " * 1024


async def test_a_body_over_the_limit_is_refused_however_it_comes(house: House) -> None:
    for content in (b" " * 262_145, streamed(300_000)):
        answered = await house.client.post("/v1/accounts", content=content, headers=JSON)
        assert (answered.status_code, answered.json()["type"]) == (413, "/problems/body_too_large")
    lying = {**JSON, "Content-Length": "2"}
    answered = await house.client.post("/v1/accounts", content=streamed(300_000), headers=lying)
    assert answered.status_code == 413


async def test_a_body_at_the_limit_is_read(house: House) -> None:
    content = json.dumps({"code": "KA-1", "name": "x"}).encode().ljust(262_144)
    answered = await house.client.post("/v1/accounts", content=content, headers=JSON)
    assert answered.status_code == 201


async def test_a_database_that_is_away_is_said_and_when_to_come_back(house: House) -> None:
    del house.client.headers["Authorization"]
    await house.get("/metrics")
    house.clock.advance(minutes=1)
    name = house.url.rpartition("/")[2]
    with psycopg.connect(house.url.replace(name, "postgres"), autocommit=True) as admin:
        admin.execute(f'alter database "{name}" allow_connections false')
        admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (name,))
        answered = await house.get("/v1/cases", Role.AUDITOR)
        ready = await house.client.get("/readyz")
        alive = await house.client.get("/livez")
        measured = await house.get("/metrics")
        admin.execute(f'alter database "{name}" allow_connections true')
    for away in (answered, ready):
        assert (away.status_code, away.json()["type"]) == (503, "/problems/record_unavailable")
        assert away.headers["Retry-After"] == "1"
        assert "Idempotency-Key" not in away.json()["detail"]
    assert (alive.status_code, measured.status_code) == (200, 200)
    assert "casebook_projection_running 0.0" in measured.text


async def test_what_nobody_expected_is_a_problem_and_logged_without_what_was_said(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise ZeroDivisionError("geheim")

    monkeypatch.setattr(house.application, "execute", fails)
    with capture_logs() as logged:
        answered = await house.post("/v1/accounts", {"code": "KA-1", "name": "geheim"})
    assert (answered.status_code, answered.json()["type"]) == (500, "/problems/internal_error")
    [failure] = [line for line in logged if line["event"] == "request_failed"]
    assert failure["error"] == "ZeroDivisionError"
    assert failure["request_id"] == answered.json()["request_id"]
    assert any(frame.endswith(" fails") for frame in failure["frames"])
    assert "geheim" not in str(logged) + answered.text


async def test_a_service_that_stops_says_so(house: House) -> None:
    house.application._appender._stopping = True
    answered = await house.post("/v1/accounts", {"code": "KA-1", "name": "x"})
    house.application._appender._stopping = False
    assert (answered.status_code, answered.json()["type"]) == (503, "/problems/service_stopping")
    assert "Retry-After" in answered.headers


def test_a_failure_that_nobody_foresaw_is_told_as_one_of_ours() -> None:
    assert failure_as_problem(ValueError("unforeseen")).slug == "internal_error"
