"""Rows are gathered without losing, doubling or tearing any."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from service.importers.batches import ReadRow, batches, cases_together
from service.importers.sources.servicenow import read
from tests.importers.files import FIRST_ROW

ROW = read(FIRST_ROW)
NUMBERED = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3)))


def read_rows(numbered: list[tuple[int, int]]) -> list[ReadRow]:
    """Return rows of these cases and counts, numbered by line."""
    return [
        ReadRow(
            line=line,
            raw=b"",
            row=type(ROW)(**{name: getattr(ROW, name) for name in ROW.__slots__} | {"sequence": count}),
            case_id=UUID(int=case),
            command_id=UUID(int=line),
            digest=b"",
        )
        for line, (case, count) in enumerate(numbered)
    ]


@given(NUMBERED, st.integers(1, 10))
def test_batches_of_any_size_hold_the_same_rows_in_the_same_order(
    numbered: list[tuple[int, int]], size: int
) -> None:
    rows = read_rows(numbered)
    found = list(batches(cases_together(rows), size))
    assert [row for batch in found for row in batch] == [
        row for group in cases_together(rows) for row in group
    ]
    assert sorted(row.line for batch in found for row in batch) == list(range(len(rows)))
    assert all(len(batch) >= size for batch in found[:-1])


@given(NUMBERED)
def test_only_rows_of_one_case_that_stand_together_change_places(numbered: list[tuple[int, int]]) -> None:
    rows = read_rows(numbered)
    groups = list(cases_together(rows))
    assert [row.case_id for group in groups for row in group] == [row.case_id for row in rows]
    for group in groups:
        keys = [(row.row.sequence, row.line) for row in group]
        assert keys == sorted(keys)
