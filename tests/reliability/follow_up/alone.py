"""A customer's life told to the pure core, with a look each day: no record, no kills and no rival."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from service.domain.account.decisions.reminders import RaiseReminders
from service.domain.account.state import CustomerAccount
from service.domain.aggregates.aggregate import decide
from service.domain.case.context import DecisionContext
from service.domain.clocks.commands import ObserveClocks
from service.domain.clocks.history_needed import HistoryNeededError
from service.domain.command import Command
from service.domain.event import Event
from service.domain.timeline.history import History
from tests.reliability.follow_up.campaign import (
    DONE_AT,
    FIRST_DAY,
    LOOKED_AT,
    UNWATCHED,
    at_hour,
    done_by_staff,
)
from tests.reliability.follow_up.commands import commands_of
from tests.reliability.follow_up.judgement import Found, differences
from tests.reliability.follow_up.lives import life
from tests.reliability.follow_up.reference import Reference
from tests.rules import default_rulebook

STREAM = UUID(int=1)


class _Account:
    def __init__(self) -> None:
        self.state: object = None
        self.events: list[Event] = []

    def tell(self, command: Command, now: datetime) -> None:
        context = DecisionContext(now=now, rulebook=default_rulebook(), stream_id=STREAM)
        try:
            events, state = decide(self.state, command, context)  # type: ignore[arg-type]  # one before
        except HistoryNeededError:
            context = replace(context, history=History(tuple(self.events)))
            events, state = decide(self.state, command, context)  # type: ignore[arg-type]
        self.state = state
        self.events += events

    @property
    def has_begun(self) -> bool:
        return isinstance(self.state, CustomerAccount) and self.state.closed_at is None


def lived(seed: int, number: int, days: int, found: Found) -> Iterator[str]:
    """Live an account for so many days; yield how it differs from the reference."""
    last = FIRST_DAY + timedelta(days=days)
    code, account, reference = f"KA-{number}", _Account(), Reference()
    to_come = [*life(seed, number, FIRST_DAY, last)]
    chance = Random(f"{seed}-{number}-looks")  # noqa: S311  a seeded campaign
    for day in (FIRST_DAY + timedelta(days=ahead) for ahead in range(days)):
        while to_come and to_come[0].at.date() == day:
            told = to_come.pop(0)
            for command in commands_of(told, code):
                account.tell(command, at_hour(day, LOOKED_AT))
            reference.tell(told)
        is_last = day == last - timedelta(days=1)
        if account.has_begun and (is_last or chance.random() >= UNWATCHED):
            _look(account, reference, day)
        if account.has_begun and not is_last:
            for command in done_by_staff(code, reference, at_hour(day, DONE_AT)):
                account.tell(command, at_hour(day, DONE_AT))
    yield from differences(account.events, reference, at_hour(last - timedelta(days=1), LOOKED_AT), found)


def _look(account: _Account, reference: Reference, day: date) -> None:
    at = at_hour(day, LOOKED_AT)
    account.tell(ObserveClocks(occurred_at=at), at)
    account.tell(RaiseReminders(), at)
    reference.look(at)
