"""What happens in a case beside its main course, chapter by chapter.

Each chapter has dice of its own: one more, or another turn in one, leaves the rest of the story as it is.
"""

from collections.abc import Iterator

from service.demonstration.chapters import (
    asking,
    departments,
    emergencies,
    follow_up,
    learning,
    pressure,
    sales,
    site,
    talk,
    updates,
)
from service.demonstration.chapters.asking import Diary
from service.demonstration.chapters.course import Course
from service.domain.command import Command


def beside(course: Course, before: Course | None, diary: Diary) -> Iterator[Command]:
    """Yield what happens beside the course of a case; `before` is the last case of the same customer."""
    for chapter in (emergencies, talk, updates, departments, site, pressure, sales, follow_up):
        yield from chapter.tell(course)
    yield from asking.tell(course, diary)
    yield from learning.tell(course, before)
