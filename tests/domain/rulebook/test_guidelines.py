"""Guidelines: versions of what people work by, each holding from its instant on."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from service.domain.guidelines.departments import DepartmentDirectory
from service.domain.guidelines.usual_times import UsualTime, UsualTimes
from service.domain.rulebook.decisions import (
    ChangedBackwardsError,
    GuidelineVersionNotNextError,
    PublishGuideline,
    decide,
)
from service.domain.rulebook.state import EMPTY
from service.domain.vocabulary import ResponseClass
from tests.domain.rulebook.published import NOW, book_of, directory

TOMORROW = NOW + timedelta(days=1)
FIRST, SECOND = directory(), directory(2, departments=("logistics", "legal"))


def test_a_version_holds_from_its_instant_on_and_the_one_before_until_then() -> None:
    book = book_of(
        PublishGuideline(content=FIRST, effective_at=NOW),
        PublishGuideline(content=SECOND, effective_at=TOMORROW),
    )
    moments = (NOW - timedelta(microseconds=1), NOW, TOMORROW - timedelta(microseconds=1), TOMORROW)
    assert [book.guideline(DepartmentDirectory, at) for at in moments] == [None, FIRST, FIRST, SECOND]


def test_kinds_of_guidelines_do_not_replace_each_other() -> None:
    times = UsualTimes(
        version=1, times=(UsualTime(response_class=ResponseClass.BASIC, resolution_seconds=60),)
    )
    book = book_of(PublishGuideline(content=FIRST), PublishGuideline(content=times))
    assert book.guideline(DepartmentDirectory, NOW) == FIRST
    assert book.guideline(UsualTimes, NOW) == times


@pytest.mark.parametrize("version", [1, 3])
def test_only_the_next_version_is_taken(version: int) -> None:
    book = book_of(PublishGuideline(content=FIRST))
    command = PublishGuideline(content=directory(version, departments=("legal",)))
    with pytest.raises(GuidelineVersionNotNextError) as refused:
        decide(book, command, NOW)
    assert refused.value.values == {"guideline": "departments", "version": str(version), "expected": "2"}


def test_a_change_does_not_reach_back_but_the_first_version_may() -> None:
    yesterday = NOW - timedelta(days=1)
    (event,) = decide(EMPTY, PublishGuideline(content=FIRST, effective_at=yesterday), NOW)
    book = book_of(PublishGuideline(content=FIRST, effective_at=yesterday))
    assert event.occurred_at == NOW
    with pytest.raises(ChangedBackwardsError):
        decide(book, PublishGuideline(content=SECOND, effective_at=yesterday), NOW)


def test_a_department_that_stands_there_twice_is_refused_by_its_name() -> None:
    with pytest.raises(ValidationError) as refused:
        directory(departments=("legal", "legal"))
    assert refused.value.errors()[0]["type"] == "named_twice"
