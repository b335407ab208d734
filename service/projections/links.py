"""Links between cases, one row a pair and relation, and the links of a case in both directions."""

from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Connection, Index, Select, Table, Text, Uuid, literal, select, union_all

from service.domain.case.record.intake import CaseReceived
from service.domain.case.record.links import CaseLinked, CaseMerged, CaseSplit, CaseUnlinked, CaseUnmerged
from service.domain.described import Described
from service.projections.cases.table import cases
from service.projections.engine.columns import METADATA, Instant, key, known, maybe, source_position
from service.projections.engine.entries import Entry
from service.projections.engine.model import ReadModel, Row, Sheet

MERGED = "merged_into"

case_links = Table(
    "case_links",
    METADATA,
    key("link_id", Uuid, "关联标识 | link id"),
    known("case_id", Uuid, "工单标识 | case on whose record it stands"),
    known("other_case_id", Uuid, "另一工单标识 | the other case"),
    known("relation", Text, "另一工单对本工单的关系 | what the other case is to it, such as parent or child"),
    known("linked_at", Instant, "最近一次关联时间 | when it was last linked"),
    maybe("unlinked_at", Instant, "解除时间, 空为有效 | when it was taken back, empty while it stands"),
    source_position(),
    Index("case_links_case", "case_id"),
    Index("case_links_other_case", "other_case_id"),
    comment="工单关联, 每对工单的每种关系一行 | links of cases, one row per pair and relation",
)


def link_id_of(case_id: UUID, relation: str, other_case_id: UUID) -> UUID:
    """Return the key of a link: the same however often it is made and taken back."""
    return uuid5(case_id, f"{relation}:{other_case_id}")


def _linked(sheet: Sheet, entry: Entry, event: CaseLinked) -> None:
    _make(sheet, entry, str(event.relation), event.other_case_id)


def _merged(sheet: Sheet, entry: Entry, event: CaseMerged) -> None:
    _make(sheet, entry, MERGED, event.into_case_id)


def _split(sheet: Sheet, entry: Entry, event: CaseSplit) -> None:
    _make(sheet, entry, "split_into", event.into_case_id)


def _received(sheet: Sheet, entry: Entry, event: CaseReceived) -> None:
    if event.split_from is not None:
        _make(sheet, entry, "split_from", event.split_from)


def _make(sheet: Sheet, entry: Entry, relation: str, other_case_id: UUID) -> None:
    link_id = link_id_of(entry.stream_id, relation, other_case_id)
    row: Row = {
        "link_id": link_id,
        "case_id": entry.stream_id,
        "other_case_id": other_case_id,
        "relation": relation,
        "linked_at": entry.event.occurred_at,
        "unlinked_at": None,
        "source_position": entry.position,
    }
    sheet.put(link_id, row)


def _unlinked(sheet: Sheet, entry: Entry, event: CaseUnlinked) -> None:
    row = sheet.rows.get(link_id_of(entry.stream_id, event.relation, event.other_case_id))
    if row is not None:
        _end(sheet, entry, row)


def _unmerged(sheet: Sheet, entry: Entry, _: CaseUnmerged) -> None:
    """End whatever the case was merged into: the event names no case."""
    for row in sheet.group(entry.stream_id):
        if row["relation"] == MERGED and row["unlinked_at"] is None:
            _end(sheet, entry, row)


def _end(sheet: Sheet, entry: Entry, row: Row) -> None:
    ended = {"unlinked_at": entry.event.occurred_at, "source_position": entry.position}
    sheet.put(row["link_id"], {**row, **ended})


LINKS = ReadModel(
    table=case_links,
    loaded_by=case_links.c.case_id,
    handlers={
        CaseReceived: _received,
        CaseLinked: _linked,
        CaseMerged: _merged,
        CaseSplit: _split,
        CaseUnlinked: _unlinked,
        CaseUnmerged: _unmerged,
    },
    begins=frozenset({CaseReceived}),
)


class LinkedCase(Described, from_attributes=True):
    """A link of a case and the case at the other end. Contains no personal data."""

    case_id: UUID
    """Id of the linked case."""
    relation: str
    """Relation on the record: what `other_case_id` of the event is to the case that records it (related,
    parent, child, duplicate, cause, merged_into, split_into, split_from)."""
    is_told_here: bool
    """Whether the link is on the record of this case: then the other case is its `relation`; else this
    case is the `relation` of the other."""
    linked_at: datetime
    """Time of the last linking (UTC)."""
    reference: str | None
    """Case number of the linked case; null if it has none or does not exist."""
    status: str | None
    """Status of the linked case; null if it does not exist."""


def links_of(connection: Connection, case_id: UUID) -> list[LinkedCase]:
    """Return the links that name a case: those on its own record first, of each kind the oldest first."""
    here = _links(is_told_here=True).where(case_links.c.case_id == case_id)
    there = _links(is_told_here=False).where(case_links.c.other_case_id == case_id)
    both = union_all(here, there).subquery()
    page = select(both).order_by(both.c.is_told_here.desc(), both.c.linked_at, both.c.case_id)
    return [LinkedCase.model_validate(row) for row in connection.execute(page)]


def merged_with(connection: Connection, case_id: UUID) -> set[UUID]:
    """Return the cases that are worked on together with a case: it in them, or they in it."""
    here, there = case_links.c.case_id, case_links.c.other_case_id
    standing = (case_links.c.relation == MERGED, case_links.c.unlinked_at.is_(None))
    both = union_all(
        select(there).where(here == case_id, *standing), select(here).where(there == case_id, *standing)
    )
    return set(connection.scalars(both))


def _links(*, is_told_here: bool) -> Select[tuple[object, ...]]:
    far = case_links.c.other_case_id if is_told_here else case_links.c.case_id
    columns = (
        far.label("case_id"),
        case_links.c.relation,
        literal(is_told_here).label("is_told_here"),
        case_links.c.linked_at,
        cases.c.reference,
        cases.c.status,
    )
    joined = case_links.outerjoin(cases, cases.c.case_id == far)
    return select(*columns).select_from(joined).where(case_links.c.unlinked_at.is_(None))
