"""An example of a command that is carried out, and how it is changed to one that a rule refuses."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from service.domain.account.state import CustomerAccount
from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case.looked_up import NOTHING, LookedUp
from service.domain.command import Command
from service.domain.event import Event
from service.domain.guidelines.telling_late import Teller
from service.domain.refusal import Refusal
from service.domain.rulebook.state import EMPTY, Rulebook
from service.domain.timeline.tolerance import CLOCK_TOLERANCE
from tests.domain.facts import ELEVEN
from tests.rules import default_rulebook
from tests.specification import OPEN_ACCOUNT

AT: datetime = ELEVEN
"""When each example is carried out."""
A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Example:
    """A command carried out at eleven: what stands on the record before, and what follows."""

    command: Command
    history: tuple[AnyEvent, ...]
    events: tuple[AnyEvent, ...]
    rulebook: Rulebook = EMPTY
    """The rules on the record, where an example or a refusal needs any."""
    account: CustomerAccount | None = OPEN_ACCOUNT
    """The account of the case; null if there is none."""
    looked_up: LookedUp = NOTHING
    teller: Teller | None = None
    """Who sends it, where a refusal needs a key."""


Ways = tuple[Example, ...]
Commands = tuple[type[Command], ...]
Events = tuple[type[Event], ...]
Rule = Callable[..., None]
Break = Callable[[Example], Example]
Breaks = dict[tuple[Rule, type[Refusal]], Break]


def on(*history: AnyEvent) -> Break:
    """Send the command after another history."""
    return lambda way: replace(way, history=history)


def after(*events: AnyEvent) -> Break:
    """Send the command after some more events."""
    return lambda way: replace(way, history=(*way.history, *events))


def with_fields(**fields: Any) -> Break:
    """Send the command with other values in these fields."""
    return lambda way: replace(way, command=way.command.model_copy(update=fields))


def by_default_rules(**fields: Any) -> Break:
    """Send the command with other values, while the rules that come with the program are in force."""
    return lambda way: replace(with_fields(**fields)(way), rulebook=default_rulebook())


TOO_LATE = with_fields(occurred_at=AT + CLOCK_TOLERANCE + A_MOMENT)
