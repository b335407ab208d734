"""The rows of links: which of them an unlinking and an unmerging end, and when."""

from datetime import datetime
from uuid import UUID

from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case.record.links import CaseLinked, CaseMerged, CaseSplit, CaseUnlinked, CaseUnmerged
from service.domain.vocabulary import CaseRelation
from service.projections.links import MERGED, case_links, link_id_of
from tests.domain.facts import ELEVEN, NINE, OTHER_CASE_ID, TEN, received
from tests.projections.folded import Tables, entry, fold

CASE, THIRD_CASE_ID = UUID(int=1), UUID(int=3)
CAUSE, RELATED = CaseRelation.CAUSE, CaseRelation.RELATED
LINKED = tuple(
    CaseLinked(occurred_at=NINE, other_case_id=other, relation=relation)
    for other in (OTHER_CASE_ID, THIRD_CASE_ID)
    for relation in (CAUSE, RELATED)
)
Link = tuple[str, UUID]


def rows(*events: AnyEvent) -> Tables:
    tables = Tables()
    whole = (received(), *events)
    fold(tables, [entry(n, CASE, n, UUID(int=n), NINE, event) for n, event in enumerate(whole, start=1)])
    return tables


def ended(*events: AnyEvent) -> dict[Link, datetime | None]:
    """Return for each link when it was taken back."""
    return {
        (row["relation"], row["other_case_id"]): row["unlinked_at"]
        for row in rows(*events).case_links.values()
    }


def merged(into: UUID, at: datetime = NINE) -> CaseMerged:
    return CaseMerged(occurred_at=at, into_case_id=into, reason="The same stop")


def unmerged(at: datetime) -> CaseUnmerged:
    return CaseUnmerged(occurred_at=at, reason="Another spindle")


def test_an_unlinking_ends_the_link_that_it_names_and_no_other() -> None:
    gone = CaseUnlinked(occurred_at=TEN, other_case_id=OTHER_CASE_ID, relation=RELATED)
    assert ended(*LINKED, gone) == {
        (CAUSE, OTHER_CASE_ID): None,
        (RELATED, OTHER_CASE_ID): TEN,
        (CAUSE, THIRD_CASE_ID): None,
        (RELATED, THIRD_CASE_ID): None,
    }
    row = rows(*LINKED, gone).case_links[link_id_of(CASE, RELATED, OTHER_CASE_ID)]
    assert row.keys() == {column.name for column in case_links.c}
    assert (row["linked_at"], row["source_position"]) == (NINE, 6)


def test_a_link_that_is_made_again_stands() -> None:
    link = LINKED[0]
    gone = CaseUnlinked(occurred_at=TEN, other_case_id=link.other_case_id, relation=link.relation)
    again = link.model_copy(update={"occurred_at": ELEVEN})
    assert ended(link, gone, again) == {(CAUSE, OTHER_CASE_ID): None}


def test_an_unmerging_ends_the_merge_that_stands_and_nothing_else() -> None:
    part = CaseSplit(occurred_at=NINE, into_case_id=OTHER_CASE_ID, reason="The invoice")
    both = (merged(OTHER_CASE_ID), unmerged(TEN), merged(THIRD_CASE_ID, TEN), unmerged(ELEVEN))
    assert {link: at for link, at in ended(*LINKED, part, *both).items() if at} == {
        (MERGED, OTHER_CASE_ID): TEN,
        (MERGED, THIRD_CASE_ID): ELEVEN,
    }


def test_a_part_and_what_it_was_split_from_are_linked() -> None:
    tables = Tables()
    fold(tables, [entry(1, CASE, 1, UUID(int=1), NINE, received(split_from=OTHER_CASE_ID))])
    (row,) = tables.case_links.values()
    assert (row["relation"], row["other_case_id"]) == ("split_from", OTHER_CASE_ID)
