"""A history reads as a story: every fact has a sentence, in both languages, in the order of the world."""

from collections.abc import Iterator
from datetime import timedelta
from enum import Enum
from uuid import UUID

import pytest

from service.domain import vocabulary
from service.domain.account.days.routine_days import LOCAL_ZONE as ZONE
from service.domain.aggregates.aggregate import EVENTS
from service.domain.case.record.assignment import OwnerAssigned
from service.domain.case.record.intake import CaseReceived
from service.domain.case.record.replies import NoteAdded, PlanProposed, PlanStage
from service.domain.clocks.events import ClockEvent
from service.domain.event import Event
from service.domain.rulebook.events import RulebookFact
from service.domain.vocabulary import Channel, Segment
from service.language import LANGUAGES, Language, catalogue, text
from service.reports.story.sentence import placeholders, said, sentence
from tests.domain.facts import DUE, NINE, received

TOLD = [kind for kind in EVENTS.values() if not issubclass(kind, RulebookFact)]


def words() -> Iterator[tuple[type[Event], Language, str]]:
    for kind in TOLD:
        for language in LANGUAGES:
            yield kind, language, text(f"event.{kind.__name__}.story", language)


def test_every_fact_of_a_case_or_account_has_a_sentence_and_nothing_else_has() -> None:
    assert {name for name, words in catalogue("event").items() if "story" in words} == {
        kind.__name__ for kind in TOLD
    }


def test_a_sentence_speaks_of_nothing_that_the_fact_does_not_say() -> None:
    for kind, language, said_so in words():
        known = {*kind.model_fields, *({"promise"} if issubclass(kind, ClockEvent) else set())}
        assert placeholders(said_so) <= known, (kind, language)


def test_a_field_that_can_be_empty_stands_in_brackets() -> None:
    for kind, language, said_so in words():
        always = placeholders("".join(part.partition("]")[2] for part in ("]" + said_so).split("[")))
        can_be_empty = {name for name, field in kind.model_fields.items() if field.default is None}
        assert always & can_be_empty == set(), (kind, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_closed_lists_can_be_said(language: Language) -> None:
    lists = [each for each in vars(vocabulary).values() if isinstance(each, type) and issubclass(each, Enum)]
    for word in (word for each in lists for word in each):
        assert said("", word, language, ZONE)


def test_what_is_empty_is_left_out_with_its_words() -> None:
    bare = OwnerAssigned(occurred_at=NINE, owner="b.li")
    full = OwnerAssigned(occurred_at=NINE, owner="b.li", team="field", reason="knows presses")
    assert sentence(bare, "en", ZONE) == "b.li became accountable for it"
    assert sentence(full, "en", ZONE) == "b.li became accountable for it, team field: knows presses"
    assert sentence(full, "zh", ZONE) == "由b.li负责,团队field:knows presses"


def test_words_of_the_customer_are_told_as_they_are_whatever_they_hold() -> None:
    told = sentence(received(subject="{x} [y]", description="{text}"), "en", ZONE)
    assert "{x} [y]" in told
    assert "{text}" in told
    assert sentence(NoteAdded(occurred_at=NINE, text="{a}[b]"), "zh", ZONE) == "内部备注:{a}[b]"


def test_a_plan_is_told_stage_by_stage_with_its_days_in_china() -> None:
    stage = PlanStage(title="换轴承", due_at=DUE, responsible="b.li")
    plan = PlanProposed(occurred_at=NINE, stages=(stage, stage))
    told = "换轴承 (2026-03-04 17:00、b.li)"
    assert sentence(plan, "zh", ZONE) == f"提出推进计划:{told}、{told}"


@pytest.mark.parametrize(
    ("seconds", "words_of_it"), [(0, "0 s"), (59, "59 s"), (3_660, "1 h 1 min"), (93_784, "1 d 2 h")]
)
def test_a_length_is_told_in_its_two_largest_units(seconds: int, words_of_it: str) -> None:
    assert said("late_seconds", seconds, "en", ZONE) == words_of_it


def test_a_case_taken_in_reads_as_a_sentence() -> None:
    fact = CaseReceived(
        occurred_at=NINE + timedelta(hours=1),
        account_id=UUID(int=1),
        segment=Segment.HIGH_VALUE,
        channel=Channel.WECOM,
        kind=vocabulary.CaseKind.TECHNICAL,
        phase=vocabulary.Phase.AFTER_SALE,
        subject="产线停了",
        reported_by="王工",
        impact="三号车间停产",
    )
    assert sentence(fact, "zh", ZONE) == "王工通过企业微信反映:“产线停了”。影响:三号车间停产"
    assert sentence(fact, "en", ZONE).startswith('王工 reported by WeCom: "产线停了"')
