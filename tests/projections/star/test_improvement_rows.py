"""The rows of improvements and of revisits: what lists are narrowed by, without looking into a payload."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case.record.reviews import ImprovementCompleted
from service.domain.case.record.revisits import CaseRevisited, RoutedFeedback
from service.domain.vocabulary import Channel
from service.projections.engine.model import StreamWithoutBeginningError
from service.projections.improvements import improvements
from service.projections.revisits import revisits
from tests.domain.case.examples.reviews import ACTION_ID, AGREED
from tests.domain.facts import DUE, ELEVEN, NINE, TEN, received, resolved
from tests.projections.folded import Tables, entry, fold

CASE = UUID(int=1)
COMPLETED = ImprovementCompleted(occurred_at=TEN, action_id=ACTION_ID, effect="None came back")
JUDGED = ImprovementCompleted(occurred_at=ELEVEN, action_id=ACTION_ID, effect="It helped", is_effective=True)


def folded(*events: AnyEvent, at: datetime = NINE) -> Tables:
    tables = Tables()
    whole = (received(), resolved(), *events)
    fold(tables, [entry(n, CASE, n, UUID(int=n), at, event) for n, event in enumerate(whole, start=1)])
    return tables


def improvement(*events: AnyEvent) -> dict[str, Any]:
    row: dict[str, Any] = folded(AGREED, *events).improvements[CASE, ACTION_ID]
    return row


def test_an_improvement_says_who_answers_for_it_and_by_when() -> None:
    row = improvement()
    assert row.keys() == {column.name for column in improvements.c}
    assert (row["owner"], row["process_step"], row["due_at"]) == ("b.li", "delivery", DUE)
    assert (row["agreed_at"], row["completed_at"], row["is_effective"]) == (TEN, None, None)


def test_a_later_judgement_of_its_effect_is_the_one_that_counts() -> None:
    assert (improvement(COMPLETED)["completed_at"], improvement(COMPLETED)["is_effective"]) == (TEN, None)
    row = improvement(COMPLETED, JUDGED)
    assert (row["completed_at"], row["is_effective"], row["source_position"]) == (ELEVEN, True, 5)


def test_what_was_never_agreed_cannot_be_completed() -> None:
    with pytest.raises(StreamWithoutBeginningError, match="ImprovementCompleted"):
        folded(COMPLETED)


def test_each_revisit_is_a_row_with_the_departments_that_were_given_the_feedback() -> None:
    routed = (RoutedFeedback(department="logistics", head="li"), RoutedFeedback(department="quality"))
    told = CaseRevisited(occurred_at=TEN, channel=Channel.PHONE, reached=True, routed_to=routed)
    missed = CaseRevisited(occurred_at=ELEVEN, channel=Channel.PHONE, reached=False)
    first, second = folded(told, missed).revisits.values()
    assert first.keys() == {column.name for column in revisits.c}
    assert (first["case_id"], first["departments"]) == (CASE, ["logistics", "quality"])
    assert (first["revisited_at"], first["reached"], first["source_position"]) == (TEN, True, 3)
    assert (second["departments"], second["reached"]) == ([], False)
