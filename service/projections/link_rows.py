"""How facts about two cases change the rows of their links. Pure."""

from typing import Any
from uuid import UUID, uuid5

from service.domain.case.events import CaseEvent
from service.domain.case.record.intake import CaseReceived
from service.domain.case.record.links import CaseLinked, CaseMerged, CaseSplit, CaseUnlinked, CaseUnmerged
from service.projections.facts import Fact

Row = dict[str, Any]
Links = dict[UUID, Row]
LinkEnd = CaseUnlinked | CaseUnmerged
"""Facts that take a link back; the rows of the links of their case must be at hand."""
MERGED = "merged_into"


def link_id_of(case_id: UUID, relation: str, other_case_id: UUID) -> UUID:
    """Return the key of a link: the same however often it is made and taken back."""
    return uuid5(case_id, f"{relation}:{other_case_id}")


def fold_link(links: Links, fact: Fact, event: CaseEvent) -> list[UUID]:
    """Bring the links to the state after a fact; return the keys of those that it changed."""
    position = {"source_position": fact.position}
    if isinstance(event, LinkEnd):
        ended = [row["link_id"] for row in links.values() if _is_ended_by(row, fact.stream_id, event)]
        for link_id in ended:
            links[link_id] = {**links[link_id], "unlinked_at": event.occurred_at, **position}
        return ended
    made = _link_of(fact.stream_id, event)
    if made is None:
        return []
    links[made["link_id"]] = {**made, **position}
    return [made["link_id"]]


def _is_ended_by(row: Row, case_id: UUID, event: LinkEnd) -> bool:
    """An unmerging names no case: it ends whatever the case was merged into."""
    if isinstance(event, CaseUnlinked):
        return bool(row["link_id"] == link_id_of(case_id, event.relation, event.other_case_id))
    return bool(row["case_id"] == case_id and row["relation"] == MERGED and row["unlinked_at"] is None)


def _link_of(case_id: UUID, event: CaseEvent) -> Row | None:
    """Return the link that a fact makes, without its position; None where it makes none."""
    match event:
        case CaseLinked():
            relation, other = str(event.relation), event.other_case_id
        case CaseMerged():
            relation, other = MERGED, event.into_case_id
        case CaseSplit():
            relation, other = "split_into", event.into_case_id
        case CaseReceived() if event.split_from is not None:
            relation, other = "split_from", event.split_from
        case _:
            return None
    return {
        "link_id": link_id_of(case_id, relation, other),
        "case_id": case_id,
        "other_case_id": other,
        "relation": relation,
        "linked_at": event.occurred_at,
        "unlinked_at": None,
    }
