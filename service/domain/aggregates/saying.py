"""Words mean something, and what has happened lies in the past: for all commands, by the types of fields."""

from datetime import datetime

from service.domain.account.context import AccountContext
from service.domain.case.state import Case
from service.domain.case.to_customer import is_for_ourselves
from service.domain.command import Command
from service.domain.event import HasHappened
from service.domain.refusal import OccurredInFutureError, WordsWithoutMeaningError
from service.domain.text import Says, marked_fields, marked_texts
from service.domain.timeline.tolerance import CLOCK_TOLERANCE


def must_mean_something(command: Command, told_of: object, context: AccountContext) -> None:
    """Raise WordsWithoutMeaningError where the words of a command say nothing.

    `told_of` is the case, account or rulebook after it. What was said before a case was taken over is history
    of another system, and taken as it is.
    """
    taken_over = told_of.taken_over if isinstance(told_of, Case) else None
    if is_for_ourselves(command) or (taken_over and command.happened_at(context.now) <= taken_over.at):
        return
    for field, says, words in marked_texts(command, Says):
        if not says.holds_of(words):
            raise WordsWithoutMeaningError(field=field)


def must_have_happened(command: Command, context: AccountContext) -> None:
    """Raise OccurredInFutureError where a command tells of something that it says has not happened yet."""
    for field in marked_fields(type(command), HasHappened):
        at: datetime | None = getattr(command, field)
        if at is not None and at > context.now + CLOCK_TOLERANCE:
            raise OccurredInFutureError(field=field, occurred_at=at, now=context.now)
