"""What decides a command: the rules that it obeys, their refusals, and the events that follow."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from service.domain.command import Command
from service.domain.event import Event
from service.domain.refusal import Refusal

StateT = TypeVar("StateT")
CommandT = TypeVar("CommandT", bound=Command)
ContextT = TypeVar("ContextT")
RuleT = TypeVar("RuleT", bound=Callable[..., None])

Events = tuple[Event, ...]


@dataclass(frozen=True, kw_only=True)
class Decision(Generic[StateT, ContextT]):
    """Decides on a command. `decide` receives the instant at which its events happened.

    `ends`: the command ends something. Where there was nothing to end at its time, all was not so already.
    """

    command: type[Command]
    rules: tuple[Callable[[StateT, Any, ContextT], None], ...]
    decide: Callable[[StateT, Any, ContextT, datetime], Events]
    ends: bool = False

    @property
    def refusals(self) -> tuple[type[Refusal], ...]:
        """Every refusal that the rules can raise, each once, in the order of the rules."""
        return tuple(dict.fromkeys(refusal for rule in self.rules for refusal in refusals_of(rule)))


def decides(
    command: type[CommandT],
    decide: Callable[[StateT, CommandT, ContextT, datetime], Events],
    *rules: Callable[[StateT, CommandT, ContextT], None],
    ends: bool = False,
) -> Decision[StateT, ContextT]:
    """Return how a command is decided; each rule must accept commands of its kind.

    A field without a docstring means what it means in the event that is recorded with it.
    """
    if isinstance(decide, Recording):
        command.take_meanings(decide.event)
    return Decision(command=command, rules=rules, decide=decide, ends=ends)


def never(_: object, __: object, ___: object) -> bool:
    """Return that nothing like it is on the record."""
    return False


@dataclass(frozen=True)
class Recording:
    """Decides that an event is recorded with the fields of the command."""

    event: type[Event]
    unless: Callable[[Any, Any, datetime], bool]

    def __call__(self, state: object, command: Command, _: object, at: datetime) -> Events:
        """Return the event, or nothing where the state shows it."""
        if self.unless(state, command, at):
            return ()
        return (self.event(occurred_at=at, **fields_of(command)),)


def records(
    event: type[Event], *, unless: Callable[[StateT, CommandT, datetime], bool] = never
) -> Callable[[StateT, CommandT, object, datetime], Events]:
    """Return the decision that records this event with the fields of the command.

    `unless` says whether the state already shows it by the instant of the command: then nothing follows.
    """
    return Recording(event, unless)


def refuses_with(*refusals: type[Refusal]) -> Callable[[RuleT], RuleT]:
    """Declare the refusals that a rule can raise."""

    def declare(rule: RuleT) -> RuleT:
        rule.refusals = refusals  # type: ignore[attr-defined]  # a function may carry attributes
        return rule

    return declare


def refusals_of(rule: Callable[..., None]) -> tuple[type[Refusal], ...]:
    """Return the refusals that a rule declares. Raises AttributeError where it declares none."""
    declared: tuple[type[Refusal], ...] = rule.refusals  # type: ignore[attr-defined]
    return declared


def fields_of(command: Command, *but: str) -> dict[str, Any]:
    """Return the fields of a command except `occurred_at` and those named, for the event that records them.

    The event refuses a field that it does not have.
    """
    fields = dict(command.__dict__)
    for name in ("occurred_at", *but):
        del fields[name]
    return fields


def by_command(
    decisions: Iterable[Decision[StateT, ContextT]],
) -> dict[type[Command], Decision[StateT, ContextT]]:
    """Return how each command is decided."""
    return {one.command: one for one in decisions}
