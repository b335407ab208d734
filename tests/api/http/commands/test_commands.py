"""Every command can be sent over HTTP and answers with what followed."""

from collections import Counter
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from service.api.command_table import COMMAND_ROUTES
from service.api.http.access import Role, roles_with
from service.api.http.commands.command_route import CommandRoute
from service.domain.account.decisions.health.churn import ClearChurnRisk, RaiseChurnRisk
from service.domain.account.decisions.health.silences import NoteLife, NoteSilence
from service.domain.account.decisions.needs.signals import RaiseSignal
from service.domain.account.decisions.stewards import person_must_classify
from service.domain.account.identity import account_id_of
from service.domain.account.profile.vouching import person_must_vouch
from service.domain.aggregates.aggregate import DECISIONS
from service.domain.case.answering import person_must_tell_the_customer
from service.domain.case.decisions.attachments import AddAttachment
from service.domain.case.decisions.complaints import IdentifyCause
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.clocks.commands import ObserveClocks
from service.domain.command import Command
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.rulebook.issuing import IssueReport
from service.domain.vocabulary import CaseKind, Channel
from service.eventstore.request import Request
from service.importers.rule_files.default_rules import default_guidelines, publish_default_rules
from tests.api.clocks.clock_stories import clock_of
from tests.api.complaints.complaint_stories import director_on_duty
from tests.api.composition import House, bearer
from tests.api.scenes import EVERY_SCENE, SCENES, name_of, scene_facts
from tests.domain.case.examples.links import OTHER_CASE
from tests.domain.facts import OTHER_CASE_ID
from tests.domain.good_ways import GOOD_WAYS

PERSONS_ONLY: set[object] = {
    person_must_tell_the_customer,
    person_must_vouch,
    person_must_classify,
}
BEHIND_OTHER_ROUTES = {
    ObserveClocks,
    AddAttachment,
    IssueReport,
    RaiseSignal,
    NoteSilence,
    NoteLife,
    RaiseChurnRisk,
    ClearChurnRisk,
}
"""Only the watch observes, issues reports and raises signals, and it is no client; a file comes with its
content."""


async def path_ready_for(house: House, route: CommandRoute) -> str:
    """Bring the account or case so far that the command can be carried out."""
    if SCENES[route.command].clock is not None:
        await publish_default_rules(house.application)
    if (kind := SCENES[route.command].guided_by) is not None:
        (wish,) = [one for one in default_guidelines() if isinstance(one.content, kind)]
        await house.application.execute(
            Request(stream_id=RULEBOOK_ID, commands=(wish,), command_id=uuid4(), actor="tests")
        )
    account_id = await house.open_account()
    if route.stream_parameter is None:
        return route.path
    is_case = route.resource == "cases"
    stream = await house.receive_case() if is_case else f"/v1/accounts/{account_id}"
    if is_case and OTHER_CASE in str(SCENES[route.command]):
        await house.receive_part(OTHER_CASE_ID, stream)
    if "level" in route.command.model_fields and "sun.d" in SCENES[route.command].body.values():
        await director_on_duty(house)
    if "signal_id" in route.command.model_fields:
        await raised(house, account_id, RaiseSignal)
    if "risk_id" in route.command.model_fields:
        await raised(house, account_id, RaiseChurnRisk)
    for last, body in SCENES[route.command].before:
        headers = bearer(_role_before(route.resource, last))
        done = await house.client.post(f"{stream}/{last}", json=body, headers=headers)
        assert done.status_code == 200, done.text
    return route.path.format(account_id=account_id, case_id=stream.rpartition("/")[2])


async def raised(house: House, account_id: UUID, by: type[Command]) -> None:
    """Raise the signal or warning that scenes speak of: only the detection does, and no client."""
    raising = GOOD_WAYS[by].command
    request = Request(stream_id=account_id, commands=(raising,), command_id=uuid4(), actor="tests")
    await house.application.execute(request)


async def body_for(house: House, route: CommandRoute, path: str) -> dict[str, Any]:
    """Return a body that is carried out on this path."""
    scene = SCENES[route.command]
    body = dict(scene.body)
    if route.command is ReceiveCase:
        body["account_id"] = str(account_id_of("KA-1"))
    if scene.clock is not None:
        body["clock_id"] = (await clock_of(house, path.rpartition("/")[0], scene.clock))["clock_id"]
    return body


def role_for(route: CommandRoute) -> Role:
    """Return whose key carries a command out: an integration's, unless only others may, or only people."""
    may = roles_with(route.permission)
    rules = DECISIONS[route.command].rules
    if PERSONS_ONLY & set(rules) or "person_must_be_named" in {rule.__name__ for rule in rules}:
        return Role.AGENT if Role.AGENT in may else Role.SUPERVISOR
    return Role.INTEGRATION if Role.INTEGRATION in may else may[0]


def _role_before(resource: str, last: str) -> Role:
    """Return whose key carries out what comes before a command: an agent's, unless only others may."""
    route = next(
        each for each in COMMAND_ROUTES if each.resource == resource and each.path.endswith(f"}}/{last}")
    )
    return Role.AGENT if Role.AGENT in roles_with(route.permission) else role_for(route)


async def carried_out(house: House, route: CommandRoute) -> httpx.Response:
    path = await path_ready_for(house, route)
    body = await body_for(house, route, path)
    return await house.client.post(path, json=body, headers=bearer(role_for(route)))


def test_every_command_of_the_domain_has_a_route() -> None:
    routed = [route.command for route in COMMAND_ROUTES]
    assert set(routed) == set(DECISIONS) - BEHIND_OTHER_ROUTES
    assert len(routed) == len(set(routed)) == len(SCENES)


def test_every_routed_command_has_exactly_one_scene() -> None:
    assert Counter(command for command, _ in EVERY_SCENE) == Counter(
        route.command for route in COMMAND_ROUTES
    )


@pytest.mark.parametrize("route", COMMAND_ROUTES, ids=name_of)
async def test_a_command_answers_with_its_events(house: House, route: CommandRoute) -> None:
    answered = await carried_out(house, route)
    opens = route.opens
    assert answered.status_code == (201 if opens else 200), answered.text
    told = answered.json()
    assert [event["event"]["type"] for event in told["events"]] == scene_facts(SCENES[route.command])
    assert told["events"][-1]["actor"].partition("/")[0] == f"key:{role_for(route)}"
    assert answered.headers["ETag"] == f'"{told["version"]}"'
    assert answered.headers["Case-Position"] == str(told["position"])
    assert told["is_repeat"] is False
    if opens:
        read = await house.get(answered.headers["Location"])
        assert read.status_code == 200
        assert read.headers["ETag"] == answered.headers["ETag"]


async def test_what_is_so_already_yields_no_event(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    first = await house.post(f"{case}/acknowledge")
    again = await house.post(f"{case}/acknowledge")
    assert (again.status_code, again.json()["events"]) == (200, [])
    assert again.json()["version"] == first.json()["version"] == 2


async def test_a_command_without_fields_needs_no_body(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    answered = await house.client.post(f"{case}/acknowledge")
    assert answered.status_code == 200


async def test_the_body_cannot_name_the_actor(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    answered = await house.post(f"{case}/note", {"text": "x", "actor": "key:somebody"})
    assert answered.status_code == 422
    assert answered.json()["errors"][0]["pointer"] == "/actor"


async def test_a_request_id_that_is_a_uuid_becomes_the_correlation_id(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    request_id = "018f4e0a-0000-7000-8000-000000000001"
    answered = await house.post(f"{case}/note", {"text": "x"}, X_Request_Id=request_id)
    assert answered.json()["events"][0]["correlation_id"] == request_id


@pytest.mark.requirement(122)
@pytest.mark.parametrize("channel", list(Channel))
async def test_a_complaint_is_taken_in_by_any_channel(house: House, channel: Channel) -> None:
    await house.open_account()
    alert = {"alert_reference": "ALERT-7"} if channel is Channel.MONITORING else {}
    case = await house.receive_case(kind="complaint", channel=channel, **alert)
    shown = (await house.get(case)).json()["received"]
    assert (shown["kind"], shown["channel"]) == ("complaint", channel)


@pytest.mark.parametrize("kind", list(CaseKind))
async def test_a_case_of_every_kind_is_received(house: House, kind: CaseKind) -> None:
    await house.open_account()
    assert (await house.get(await house.receive_case(kind=kind))).json()["received"]["kind"] == kind


@pytest.mark.requirement(14)
async def test_a_fault_is_taken_in_with_symptom_time_and_impact(house: House) -> None:
    await house.open_account()
    told = {
        "symptom": "压机停机",
        "impact": "two lines stand still",
        "fault_began_at": "2026-03-02T16:00:00+08:00",
    }
    shown = (await house.get(await house.receive_case(**told))).json()["received"]
    expected = {**told, "fault_began_at": "2026-03-02T08:00:00Z"}
    assert {name: shown[name] for name in told} == expected


def pairs() -> list[Any]:
    channels = ["chat", "phone", "community", "email"]
    kinds = ["enquiry", "suggestion", "complaint", "after_sales"]
    return [pytest.param(channel, kind, id=channel) for channel, kind in zip(channels, kinds, strict=True)]


@pytest.mark.requirement(60)
@pytest.mark.parametrize(("channel", "kind"), pairs())
async def test_a_case_comes_by_chat_phone_community_or_email(house: House, channel: str, kind: str) -> None:
    await house.open_account()
    shown = (await house.get(await house.receive_case(channel=channel, kind=kind))).json()["received"]
    assert (shown["channel"], shown["kind"]) == (channel, kind)


@pytest.mark.requirement(130)
async def test_a_case_comes_by_wecom(house: House) -> None:
    await house.open_account()
    shown = (await house.get(await house.receive_case(channel="wecom"))).json()
    assert shown["received"]["channel"] == "wecom"


@pytest.mark.requirement(115)
@pytest.mark.parametrize("channel", ["phone", "email", "sms"])
async def test_a_revisit_is_recorded_with_its_channel(house: House, channel: str) -> None:
    await house.open_account()
    case = await house.receive_case()
    await house.post(f"{case}/revisit", {"channel": channel, "outcome": "满意"})
    last = (await house.get(f"{case}/history")).json()["items"][-1]["event"]
    assert (last["type"], last["channel"], last["outcome"]) == ("CaseRevisited.v1", channel, "满意")


@pytest.mark.requirement(137)
async def test_a_complaint_closes_when_the_customer_has_confirmed(house: House) -> None:
    await house.open_account()
    case = await house.receive_case(kind="complaint")
    await house.post(f"{case}/resolve")
    early = await house.post(f"{case}/close", {"reason": "confirmation_window_passed"})
    assert (early.status_code, early.json()["type"]) == (409, "/problems/complaint_not_confirmed")
    await house.post(f"{case}/confirm")
    await house.post(f"{case}/cause", SCENES[IdentifyCause].body)
    assert (await house.post(f"{case}/close")).status_code == 200
    assert (await house.get(case)).json()["status"] == "closed"


async def test_ids_of_new_cases_differ(house: House) -> None:
    await house.open_account()
    paths = {await house.receive_case(), await house.receive_case()}
    assert len({UUID(path.rpartition("/")[2]) for path in paths}) == 2
