"""Departments and people as the guidelines name them, one row each and version."""

from collections.abc import Iterator
from uuid import uuid5

from sqlalchemy import Index, Integer, Table, Text, Uuid

from service.domain.guidelines.departments import DepartmentDirectory
from service.domain.guidelines.staff import StaffDirectory
from service.domain.rulebook.events import GuidelinePublished
from service.domain.staff_id import one_form
from service.projections.engine.columns import METADATA, Instant, key, known, maybe, source_position
from service.projections.engine.entries import Entry
from service.projections.engine.model import ReadModel, Row, Sheet, by_itself

directory = Table(
    "directory",
    METADATA,
    key("row_id", Uuid, "行标识 | row id"),
    known("kind", Text, "类型: department, person | kind: department, person"),
    known("name", Text, "部门或工号 | department, or staff id"),
    known("version", Integer, "指引版本 | version of the guideline"),
    known("effective_at", Instant, "生效时间 | from when on it applies"),
    maybe("title_zh", Text, "部门中文名称 | name of the department in Chinese"),
    maybe("title_en", Text, "部门英文名称 | name of the department in English"),
    maybe("head", Text, "部门负责人工号 | staff id of the head of the department"),
    maybe("team", Text, "所属团队 | team of the person"),
    maybe("level", Text, "级别 | escalation level of the person"),
    maybe("department", Text, "所属部门, 首个 | department of the person, the first named"),
    maybe("capacity", Integer, "在办上限 | most open cases of the person"),
    source_position(),
    Index("directory_name", "kind", "name", "version"),
    comment="部门与人员, 指引的每个版本每项一行 | departments and people, one row each and version",
)

_NOTHING: Row = dict.fromkeys(each.name for each in directory.c)


def _published(sheet: Sheet, entry: Entry, event: GuidelinePublished) -> None:
    content = event.content
    found: Iterator[Row] = iter(())
    if isinstance(content, DepartmentDirectory):
        found = _departments(content)
    elif isinstance(content, StaffDirectory):
        found = _people(content)
    of_event = {"version": content.version, "effective_at": event.effective_at}
    for said in found:
        row_id = uuid5(entry.event_id, f"{said['kind']}:{said['name']}")
        sheet.put(
            row_id, {**_NOTHING, **said, **of_event, "row_id": row_id, "source_position": entry.position}
        )


def _departments(content: DepartmentDirectory) -> Iterator[Row]:
    for one in content.departments:
        named = {"title_zh": one.title.zh, "title_en": one.title.en, "head": one.head}
        yield {"kind": "department", "name": one.department, **named}


def _people(content: StaffDirectory) -> Iterator[Row]:
    for person in content.people:
        yield {
            "kind": "person",
            "name": one_form(person.staff_id),
            "team": person.team,
            "level": person.level,
            "department": next(iter(person.departments), None),
            "capacity": person.capacity,
        }


DIRECTORY = ReadModel(
    table=directory, loaded_by=directory.c.row_id, key_of=by_itself, handlers={GuidelinePublished: _published}
)
