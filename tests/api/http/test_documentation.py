"""The API documents itself: one description, made from the same tables, read without any other host."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from service.api.command_table import COMMAND_ROUTES
from service.api.description import VERSION
from service.api.http.commands.command_route import CommandRoute
from service.api.http.commands.example import example_of
from service.api.http.docs.page import ASSETS, PAGE, START
from service.api.openapi import openapi_document
from service.domain.case.decisions.attachments import AddAttachment
from service.domain.case.decisions.commitments import MakeCommitment
from service.domain.case.events import CASE_EVENTS
from service.domain.clocks.commands import WaiveAccountClock, WaiveClock
from tests.api.composition import House
from tests.api.described import described
from tests.api.scenes import name_of

DOCUMENT = described()
OPERATIONS = [
    (f"{method} {path}", operation)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]


def test_it_is_openapi_3_1_of_this_version() -> None:
    assert DOCUMENT["openapi"].startswith("3.1")
    assert (DOCUMENT["info"]["title"], DOCUMENT["info"]["version"]) == ("Casebook", VERSION)


def test_it_is_the_same_each_time() -> None:
    assert json.dumps(openapi_document()) == json.dumps(DOCUMENT)


def resolved(response: dict[str, Any]) -> dict[str, Any]:
    """Return a response that may stand among the components."""
    name = response.get("$ref", "").removeprefix("#/components/responses/")
    found: dict[str, Any] = DOCUMENT["components"]["responses"][name] if name else response
    return found


def test_a_response_that_many_operations_give_is_described_once() -> None:
    responses = [
        json.dumps(response)
        for _, operation in OPERATIONS
        for response in operation["responses"].values()
        if "$ref" not in response
    ]
    assert {written for written in responses if responses.count(written) > 2} == set()
    for name, response in DOCUMENT["components"]["responses"].items():
        said, slugs = name.rpartition("_")[0], re.findall(r"`(\w+)`:", response["description"])
        assert (
            said == "_or_".join(slugs)
            if slugs
            else said
            in {
                "CommandAnswer",
                "JobView",
                "MassAnswers",
                "MoveAnswers",
            }
        )


def test_every_reference_leads_somewhere() -> None:
    shared = set(re.findall(r'"\$ref": "#/components/responses/([^"]+)"', json.dumps(DOCUMENT)))
    assert shared == set(DOCUMENT["components"]["responses"])
    references = set(re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(DOCUMENT)))
    assert references <= set(DOCUMENT["components"]["schemas"])
    assert "Problem" in references
    assert "HTTPValidationError" not in references


@pytest.mark.parametrize(("name", "operation"), OPERATIONS, ids=[name for name, _ in OPERATIONS])
def test_every_operation_is_described(name: str, operation: dict[str, Any]) -> None:
    assert operation["operationId"]
    assert operation["summary"]
    assert operation["description"]
    assert operation["tags"]
    assert "500" in operation["responses"]
    if "/v1/" in name:
        assert operation["security"]
        assert {"401", "403", "422", "503"} <= set(operation["responses"])


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for _, operation in OPERATIONS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("route", COMMAND_ROUTES, ids=name_of)
def test_a_command_documents_its_body_and_every_refusal(route: CommandRoute) -> None:
    operation = DOCUMENT["paths"][route.path]["post"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    assert schema == {"$ref": f"#/components/schemas/{name_of(route)}"}
    told = json.dumps([resolved(response) for response in operation["responses"].values()])
    for refusal in route.refusals:
        assert f"`{refusal.slug}`" in told


@pytest.mark.parametrize("route", COMMAND_ROUTES, ids=name_of)
def test_a_command_shows_an_example_that_it_accepts(route: CommandRoute) -> None:
    body = DOCUMENT["paths"][route.path]["post"]["requestBody"]["content"]["application/json"]
    accepted = route.command.model_validate_json(json.dumps(body["example"]))
    assert set(body["example"]) == accepted.model_fields_set
    assert set(route.command.example) <= set(body["example"])


def test_an_example_holds_what_is_declared_and_what_follows_from_the_types() -> None:
    declared = {"what": "Line 3 runs again"}
    assert MakeCommitment.example == declared
    follows = {"commitment_id": "41cd33a2-b022-523a-8d8b-e08fae21bbed", "due_at": "2030-03-01T18:00:00+08:00"}
    assert example_of(MakeCommitment) == {**follows, **declared}
    assert example_of(WaiveAccountClock) == example_of(WaiveClock)
    assert "name" not in example_of(AddAttachment), "a text that is not declared is missed by the test above"


def test_fields_and_events_carry_their_meaning() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    assert (
        schemas["ReceiveCase"]["properties"]["subject"]["description"] == "Subject of the case in one line."
    )
    for event in CASE_EVENTS:
        assert schemas[event.__name__]["description"].startswith((event.__doc__ or "").splitlines()[0])


SHORTEST_DESCRIPTION = 13


def properties_of(name: str, schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each property of a schema and of the schemas inside it, with the name of the outermost."""
    if isinstance(schema, list):
        for part in schema:
            yield from properties_of(name, part)
    if not isinstance(schema, dict):
        return
    for key, part in schema.items():
        if key == "properties":
            yield from ((f"{name}.{field}", declared) for field, declared in part.items())
            yield from properties_of(name, list(part.values()))
        elif key not in {"example", "examples", "default"}:
            yield from properties_of(name, part)


def meaning_of(declared: dict[str, Any]) -> str:
    """Return the description of a property; one that is only a reference has that of its schema."""
    schema = declared.get("$ref", "").removeprefix("#/components/schemas/")
    shared = DOCUMENT["components"]["schemas"][schema] if schema else {}
    meaning: str = declared.get("description") or shared.get("description", "")
    return meaning


def test_every_property_says_what_its_value_is() -> None:
    schemas = {**DOCUMENT["components"]["schemas"], **DOCUMENT["paths"]}
    short = {
        name
        for schema, content in schemas.items()
        for name, declared in properties_of(schema, content)
        if len(meaning_of(declared)) < SHORTEST_DESCRIPTION
    }
    assert short == set()


def test_the_page_names_no_other_host() -> None:
    assert not re.search(r"(https?:)?//[a-z]", PAGE + START)


async def test_all_that_the_page_loads_is_there(house: House) -> None:
    del house.client.headers["Authorization"]
    page = await house.client.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"].partition("style-src")[0]
    assert "<script>" not in page.text
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(loaded) == 4
    for path in loaded:
        found = await house.client.get(path)
        assert (found.status_code, found.headers["X-Content-Type-Options"]) == (200, "nosniff"), path
        assert found.content
    script = await house.client.get("/docs/start.js")
    assert '"/openapi.json"' in script.text
    assert script.headers["content-type"].startswith("text/javascript")


async def test_the_description_is_served_as_it_is_printed(house: House) -> None:
    assert (await house.client.get("/openapi.json")).json() == DOCUMENT


def test_only_what_the_page_needs_is_served() -> None:
    assert set(ASSETS) == {"swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"}
