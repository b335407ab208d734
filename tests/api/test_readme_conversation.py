"""The first conversation of the READMEs: sent as it stands there, and answered as it is shown there."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from service.api.http.access import Role
from tests.api.clocks.clock_stories import with_rules
from tests.api.composition import House, bearer

ROOT = Path(__file__).parents[2]
CURL = re.compile(r"^curl localhost:8000(\S+)(.*)$")
BODY = re.compile(r" -d '(.*)'")
LANGUAGE = re.compile(r"Accept-Language: (\w+)")
STAFF = re.compile(r"Casebook-Staff: ([\w.]+)")
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")


class Said(NamedTuple):
    """One request of a page, and the parts of its answer that the page shows, in order."""

    path: str
    options: str
    shown: list[str]


def conversation(page: str) -> Iterator[Said]:
    text = (ROOT / page).read_text(encoding="utf-8")
    block = next(part for part in text.split("```") if "curl localhost" in part).replace("\\\n", " ")
    said: Said | None = None
    for line in block.splitlines():
        if found := CURL.match(line):
            if said:
                yield said
            said = Said(found[1], found[2], [])
        elif said and line.startswith("  "):
            said.shown.extend(part for part in re.split(r" ?… ?", line.strip()) if part)
    assert said
    yield said


def timeless(text: str) -> str:
    """Return an answer without what differs from one conversation to the next."""
    return INSTANT.sub("INSTANT", ID.sub("ID", text))


def what_is_missing(shown: list[str], answer: str) -> list[str]:
    """Return what is not in the answer, or not in this order."""
    missing, rest = [], timeless(answer)
    for part in map(timeless, shown):
        before, found, after = rest.partition(part)
        rest = after if found else before
        missing += [] if found else [part]
    return missing


def test_what_is_missing_or_out_of_order_is_noticed() -> None:
    answer = '{"at":"2026-03-02T09:00:00Z","verdict":"met"}'
    assert what_is_missing(['"at":"2027-01-01T00:00:00.5Z"', '"verdict":"met"}'], answer) == []
    assert what_is_missing(['"verdict":"breached"'], answer) == ['"verdict":"breached"']
    assert what_is_missing(['"verdict"', '"at"'], answer) == ['"at"']


@pytest.mark.parametrize(("page", "requests"), [("README.md", 6), ("README.zh-CN.md", 6)])
async def test_the_first_conversation_is_answered_as_it_is_shown(
    house: House, page: str, requests: int
) -> None:
    await with_rules(house)
    case_id, shown = "", 0
    for said in conversation(page):
        path = said.path.replace("$CASE", case_id)
        language = LANGUAGE.search(said.options)
        headers = {**bearer(Role.INTEGRATION), **({"Accept-Language": language[1]} if language else {})}
        if person := STAFF.search(said.options):
            headers["Casebook-Staff"] = person[1]
        if body := BODY.search(said.options):
            answered = await house.client.post(path, json=json.loads(body[1]), headers=headers)
        else:
            answered = await house.client.get(path, headers=headers)
        assert answered.is_success, answered.text
        assert what_is_missing(said.shown, answered.text) == []
        requests -= 1
        shown += len(said.shown)
        case_id = answered.json()["stream_id"]
    assert (requests, shown > 20) == (0, True)
