"""The what-if over HTTP: figures of other rules, for those who read figures, in a process of its own."""

import asyncio
from typing import Any

import pytest
from fastapi import FastAPI

from service.api.http.access import Role
from service.importers.rule_files.default_rules import default_policy, publish_default_rules
from service.reports.what_if.documents import WhatIfReport
from service.reports.what_if.process import WhatIfFailedError, WhatIfs, WhatIfUnavailableError
from service.reports.what_if.query import WhatIf
from tests.api.composition import MORNING, House, bearer

PATH = "/v1/what-if"
POLICY: dict[str, Any] = default_policy().command.policy.model_dump(mode="json", exclude_defaults=True)
STRICTER: dict[str, Any] = {
    **POLICY,
    "version": 2,
    "rules": [
        {**rule, "target_seconds": 60} if rule["rule"] == "acknowledgement" else rule
        for rule in POLICY["rules"]
    ],
}


async def ask(house: House, body: dict[str, Any], role: Role = Role.BI, **headers: str) -> Any:
    return await house.post(PATH, body, **bearer(role), **headers)


async def urgent_case(house: House) -> str:
    """Receive an urgent case and acknowledge it 3 minutes later; return its path."""
    await publish_default_rules(house.application)
    await house.open_account()
    path = await house.receive_case(reference="CB-1")
    classified = await house.post(f"{path}/classify", {"response_class": "urgent"})
    assert classified.status_code == 200, classified.text
    house.clock.advance(minutes=3)
    assert (await house.post(f"{path}/acknowledge")).status_code == 200
    return path


async def test_a_stricter_policy_tells_what_it_would_have_broken_and_the_record_stays(house: House) -> None:
    path = await urgent_case(house)
    head = await house.application.log.head()
    answered = await ask(house, {"policy": STRICTER, "by": "segment"})
    assert answered.status_code == 200, answered.text
    report = WhatIfReport.model_validate_json(answered.text)
    assert (report.policy, report.position) == ("default 2", head)
    (change,) = report.changes
    assert path.endswith(str(change.stream_id))
    assert (change.reference, change.clock) == ("CB-1", "acknowledgement")
    assert change.now is not None
    assert change.then is not None
    assert (change.now.verdict, change.then.verdict) == ("met", "breached")
    assert [group.group for group in report.groups] == ["high_value"]
    assert await house.application.log.head() == head


async def test_several_at_once_are_each_answered(house: House) -> None:
    await urgent_case(house)
    bodies = [{"policy": STRICTER}, {"policy": POLICY}]
    first, second = await asyncio.gather(*(ask(house, body) for body in bodies))
    assert (first.json()["changed_promises"], second.json()["changed_promises"]) == (1, 0)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "policy"),
        ({"policy": {**POLICY, "rules": "none"}}, "policy"),
        ({"policy": POLICY, "by": "weather"}, "by"),
        ({"policy": POLICY, "from_at": "2026-03-02T00:00:00Z", "to_at": "2026-03-01T00:00:00Z"}, "to_at"),
        ({"policy": POLICY, "most_changes": -1}, "most_changes"),
    ],
)
async def test_what_cannot_be_asked_is_told_by_its_field(
    house: House, body: dict[str, Any], field: str
) -> None:
    answered = await ask(house, body)
    assert (answered.status_code, answered.json()["type"]) == (422, "/problems/validation_failed")
    assert answered.json()["errors"][0]["field"] == field


async def test_rules_that_name_an_unknown_calendar_are_refused(house: House) -> None:
    await publish_default_rules(house.application)
    policy = {**POLICY, "rules": [{**POLICY["rules"][0], "counts": "nowhere"}]}
    answered = await ask(house, {"policy": policy})
    assert (answered.status_code, answered.json()["type"]) == (422, "/problems/calendar_not_published")


async def test_who_only_works_on_cases_asks_in_vain(house: House) -> None:
    answered = await ask(house, {"policy": POLICY}, Role.AGENT)
    assert (answered.status_code, answered.json()["type"]) == (403, "/problems/forbidden")


async def test_a_database_that_is_away_is_told_as_such(house: House) -> None:
    app: FastAPI = house.app
    app.state.what_ifs = WhatIfs("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    answered = await ask(house, {"policy": {**POLICY, "rules": []}, "calendars": []})
    assert answered.status_code == 422, "the rules are checked before anything is started"
    await publish_default_rules(house.application)
    answered = await ask(house, {"policy": POLICY})
    assert (answered.status_code, answered.json()["type"]) == (503, "/problems/record_unavailable")
    assert int(answered.headers["Retry-After"]) > 0
    with pytest.raises(WhatIfUnavailableError):
        await app.state.what_ifs.report(WhatIf.model_validate({"policy": POLICY}), MORNING)


async def test_a_program_that_fails_is_no_report(house: House) -> None:
    what_ifs = WhatIfs("nonsense://")
    with pytest.raises(WhatIfFailedError):
        await what_ifs.report(WhatIf.model_validate({"policy": POLICY}), MORNING)
    assert await house.application.log.head() == 0
