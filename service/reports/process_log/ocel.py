"""OCEL 2.0 as JSON: events with the objects that they are about, cases, accounts, people, tasks."""

from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import Any

import orjson

from service.domain.case.events import CASE_EVENTS
from service.reports.process_log.courses import Course, Happening

MEDIA_TYPE = "application/json"
IN_MEMORY_BYTES = 1_000_000
"""Objects beyond this wait on disk until the events are written."""
_READ_BYTES = 65_536

_SHARED: dict[str, tuple[str, str]] = {
    **{
        name: ("agent", name)
        for name in ("owner", "from_owner", "to_owner", "accepted_by", "engineer", "follow_up_by")
    },
    **{
        name: ("agent", name)
        for name in ("taken_by", "proposed_by", "approved_by", "rejected_by", "granted_by")
    },
    **{name: ("agent", name) for name in ("requested_by", "decided_by", "counterpart", "escalated_to")},
    **{name: ("team", name) for name in ("team", "from_team", "to_team")},
    **{name: ("department", name) for name in ("department", "asked_of")},
}
"""Fields of events that name somebody or something of many cases: the type of object and the qualifier."""
_OF_CASE = {
    "collaboration_id": "department_task",
    "dispatch_id": "dispatch",
    "commitment_id": "commitment",
    "question_id": "question",
    "remedy_id": "remedy",
    "exception_id": "exception",
    "survey_id": "survey",
    "revisit_id": "revisit",
    "action_id": "improvement",
}
"""Fields of events that name a part of their case, and the type of object."""
_ATTRIBUTES = {
    "case": ("reference", "segment", "channel", "kind"),
    "account": ("code",),
}
OBJECT_TYPES = ("case", "account", *dict.fromkeys(kind for kind, _ in _SHARED.values()), *_OF_CASE.values())


class Ocel:
    """Writes OCEL 2.0. What an object is said once, at the end, which may be far."""

    def __init__(self) -> None:
        self._objects = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115  closed by tail()
        self._known: set[str] = set()
        """Objects of many cases that were written; there are as many as accounts and people."""
        self._has_events = False

    def head(self, _: int) -> Iterator[bytes]:
        types = {
            "objectTypes": [
                {"name": name, "attributes": [_typed(each, "string") for each in _ATTRIBUTES.get(name, ())]}
                for name in OBJECT_TYPES
            ],
            "eventTypes": [
                {
                    "name": kind.STORED_NAME.partition(".")[0],
                    "attributes": [_typed("position", "integer"), _typed("recorded_at", "time")],
                }
                for kind in CASE_EVENTS
            ],
        }
        yield orjson.dumps(types)[:-1] + b',"events":['

    def part(self, courses: Iterable[Course]) -> Iterator[bytes]:
        for course in courses:
            self._object_of_case(course)
            for one in course.happenings:
                event = orjson.dumps(self._event(course, one))
                yield b",\n" + event if self._has_events else b"\n" + event
                self._has_events = True

    def tail(self) -> Iterator[bytes]:
        yield b'\n],"objects":['
        self._objects.seek(0)
        while piece := self._objects.read(_READ_BYTES):
            yield piece
        self._objects.close()
        yield b"\n]}\n"

    def _event(self, course: Course, one: Happening) -> dict[str, Any]:
        return {
            "id": str(one.event_id),
            "type": one.name,
            "time": one.event.occurred_at.isoformat(),
            "attributes": [
                {"name": "position", "value": one.position},
                {"name": "recorded_at", "value": one.recorded_at.isoformat()},
            ],
            "relationships": [
                {"objectId": found, "qualifier": qualifier}
                for found, qualifier in self._objects_of(course, one)
            ],
        }

    def _objects_of(self, course: Course, one: Happening) -> Iterator[tuple[str, str]]:
        case_id = str(course.case["case_id"])
        yield case_id, "case"
        yield str(course.case["account_id"]), "account"
        for field, (kind, qualifier) in _SHARED.items():
            if name := getattr(one.event, field, None):
                yield self._shared(kind, name), qualifier
        for field, kind in _OF_CASE.items():
            if part_id := getattr(one.event, field, None):
                yield self._part_of(course, kind, str(part_id)), kind
        yield self._shared("agent", one.actor), "actor"

    def _object_of_case(self, course: Course) -> None:
        case, at = course.case, course.happenings[0].event.occurred_at.isoformat()
        account_id = str(case["account_id"])
        if account_id not in self._known:
            self._known.add(account_id)
            code = [{"name": "code", "time": at, "value": case["account_code"] or "unknown"}]
            self._write({"id": account_id, "type": "account", "attributes": code, "relationships": []})
        attributes = [
            {"name": name, "time": at, "value": case[name]} for name in _ATTRIBUTES["case"] if case[name]
        ]
        of_account = [{"objectId": account_id, "qualifier": "of account"}]
        self._parts: set[str] = set()
        self._write(
            {
                "id": str(case["case_id"]),
                "type": "case",
                "attributes": attributes,
                "relationships": of_account,
            }
        )

    def _shared(self, kind: str, name: str) -> str:
        found = f"{kind}:{name}"
        if found not in self._known:
            self._known.add(found)
            self._write({"id": found, "type": kind, "attributes": [], "relationships": []})
        return found

    def _part_of(self, course: Course, kind: str, part_id: str) -> str:
        """Return the id of a part of a case; ids of parts are unique within their case only."""
        found = f"{course.case['case_id']}:{part_id}"
        if found not in self._parts:
            self._parts.add(found)
            whole = [{"objectId": str(course.case["case_id"]), "qualifier": "part of"}]
            self._write({"id": found, "type": kind, "attributes": [], "relationships": whole})
        return found

    def _write(self, document: dict[str, Any]) -> None:
        self._objects.write(b",\n" if self._objects.tell() else b"\n")
        self._objects.write(orjson.dumps(document))


def _typed(name: str, kind: str) -> dict[str, str]:
    return {"name": name, "type": kind}
