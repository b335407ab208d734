"""XES 1.0 (IEEE 1849): one trace a case."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import quoteattr

from service.reports.process_log.courses import Course, Happening

MEDIA_TYPE = "application/xml"
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<extension name="Identity" prefix="identity" uri="http://www.xes-standard.org/identity.xesext"/>
<global scope="trace"><string key="concept:name" value="unknown"/></global>
<global scope="event"><string key="concept:name" value="unknown"/>
<date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/></global>
<classifier name="Activity" keys="concept:name"/>
"""
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold."""
_OF_CASE = ("account_code", "segment", "channel", "kind")


class Xes:
    """Writes XES."""

    def head(self, position: int) -> Iterator[bytes]:
        yield f"{_HEAD}{_integer('casebook:position', position)}\n".encode()

    def part(self, courses: Iterable[Course]) -> Iterator[bytes]:
        for course in courses:
            case_id = str(course.case["case_id"])
            of_trace = [
                # The number that people know may be missing, or stand on two cases.
                _string("concept:name", case_id),
                *(_string(name, course.case[name]) for name in _OF_CASE if course.case[name]),
            ]
            if course.case["reference"]:
                of_trace.append(_string("reference", course.case["reference"]))
            happened = [_event(each) for each in course.happenings]
            yield "\n".join(("<trace>", *of_trace, *happened, "</trace>\n")).encode()

    def tail(self) -> Iterator[bytes]:
        yield b"</log>\n"


def _event(one: Happening) -> str:
    said = (
        _string("concept:name", one.name),
        _date("time:timestamp", one.event.occurred_at),
        _string("org:resource", one.actor),
        _string("lifecycle:transition", "complete"),
        f"<id key={quoteattr('identity:id')} value={quoteattr(str(one.event_id))}/>",
        _integer("position", one.position),
        _date("recorded_at", one.recorded_at),
    )
    return f"<event>{''.join(said)}</event>"


def _string(key: str, value: object) -> str:
    return f"<string key={quoteattr(key)} value={quoteattr(_NO_XML.sub('', str(value)))}/>"


def _date(key: str, value: datetime) -> str:
    return f'<date key="{key}" value="{value.isoformat()}"/>'


def _integer(key: str, value: int) -> str:
    return f'<int key="{key}" value="{value}"/>'
