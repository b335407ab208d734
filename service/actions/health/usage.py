"""Usage of many accounts taken in at once: each account is told what is about it (REQUIREMENTS 141)."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Annotated
from uuid import UUID, uuid5

from pydantic import Field

from service.actions.action import ActionContext, Submission
from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.account.decisions.health.usage import MOST_USES, RecordUsage
from service.domain.account.identity import account_id_of
from service.domain.account.record.health.usage import Use, digest_of
from service.domain.described import Described
from service.domain.text import Code, MeaningfulCode
from service.eventstore.request import Answer, Request

MOST_ROWS = 10_000
AT_ONCE = 1_000
_REPORTS = UUID("7e0e1d0c-52b3-5d0f-9a4c-6f3f2f9d8b10")


class UseOfAccount(Use):
    """A use, and the account whose it is."""

    account: Code
    """Id of the account, or its customer number."""

    @property
    def account_id(self) -> UUID:
        """The account that is meant."""
        try:
            return UUID(self.account)
        except ValueError:
            return account_id_of(self.account)


class TakeInUsage(Described, extra="forbid"):
    """Record how many accounts used pages and features."""

    source: MeaningfulCode
    """Name of the system that reports it."""
    uses: Annotated[tuple[UseOfAccount, ...], Field(min_length=1, max_length=MOST_ROWS)]
    """Uses, of any accounts and days, in any order."""


async def take_in_usage(
    context: ActionContext, sent: TakeInUsage, submission_of: Callable[[UUID], Submission]
) -> list[tuple[UUID, Answer | Exception]]:
    """Record the uses, those of an account and day together; return how it went, by account.

    What is about one account and day is known by its content: sent again, it is a repeat, whatever else comes
    with it. What is wrong with one account spoils no other.
    """
    requests = list(_requests(sent, submission_of))
    outcomes: list[Answer | Exception] = []
    for first in range(0, len(requests), AT_ONCE):
        outcomes += await context.application.execute_many(requests[first : first + AT_ONCE])
    return [(request.stream_id, outcome) for request, outcome in zip(requests, outcomes, strict=True)]


def _requests(sent: TakeInUsage, submission_of: Callable[[UUID], Submission]) -> Iterator[Request]:
    for (account_id, day), uses in sorted(_by_day(sent.uses).items()):
        in_order = sorted(uses.values(), key=lambda use: (use.used_at, use.number))
        for first in range(0, len(in_order), MOST_USES):
            part = tuple(in_order[first : first + MOST_USES])
            digest = f"{account_id}|{digest_of(sent.source, day, part)}"
            command = RecordUsage(source=sent.source, uses=part)
            yield submission_of(uuid5(_REPORTS, digest)).of(account_id, command)


def _by_day(uses: Sequence[UseOfAccount]) -> dict[tuple[UUID, date], dict[str, Use]]:
    found: defaultdict[tuple[UUID, date], dict[str, Use]] = defaultdict(dict)
    for use in uses:
        day = use.used_at.astimezone(LOCAL_ZONE).date()
        found[use.account_id, day][use.number] = Use.made_of(use)
    return found
