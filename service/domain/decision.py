"""What decides a command: the rules that it obeys, their refusals, and the events that follow."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from service.domain.command import Command
from service.domain.event import Event
from service.domain.refusal import OnRecordOtherwiseError, Refusal
from service.domain.timeline.tolerance import CLOCK_TOLERANCE

StateT = TypeVar("StateT")
CommandT = TypeVar("CommandT", bound=Command)
ContextT = TypeVar("ContextT")
RuleT = TypeVar("RuleT", bound=Callable[..., None])

Events = tuple[Event, ...]
Told = Mapping[str, Any]
"""What is on the record of what a command tells, by the names of its fields."""


@dataclass(frozen=True, kw_only=True)
class Decision(Generic[StateT, ContextT]):
    """Decides on a command. `decide` receives the instant at which its events happened.

    `ends`: the command ends something. Where there was nothing to end at its time, all was not so already.
    """

    command: type[Command]
    rules: tuple[Callable[[StateT, Any, ContextT], None], ...]
    decide: Callable[[StateT, Any, ContextT, datetime], Events]
    ends: bool = False
    refused_besides: tuple[type[Refusal], ...] = ()
    """Refusals besides those of the rules: of what is told late, and of words that would be lost."""

    @property
    def refusals(self) -> tuple[type[Refusal], ...]:
        """Every refusal there can be, each once: those of the rules in their order come first."""
        by_rules = (refusal for rule in self.rules for refusal in refusals_of(rule))
        return tuple(dict.fromkeys((*by_rules, *self.refused_besides)))


def decides(
    command: type[CommandT],
    decide: Callable[[StateT, CommandT, ContextT, datetime], Events],
    *rules: Callable[[StateT, CommandT, ContextT], None],
    ends: bool = False,
    once: Callable[[StateT, CommandT], Told | None] | None = None,
) -> Decision[StateT, ContextT]:
    """Return how a command is decided; each rule must accept commands of its kind.

    A field without a docstring means what it means in the event that is recorded with it.

    `once`: what the command tells happens once. It returns what is on the record of it, if it has happened:
    then the same is a repeat, and anything else is refused.
    """
    if isinstance(decide, Recording):
        command.take_meanings(decide.event)
    all_rules = rules if once is None else (*rules, happens_once(once))
    return Decision(command=command, rules=all_rules, decide=decide, ends=ends)


def told_of(
    find: Callable[[StateT, Any], object], by: str, happened_at: str, *same: str, **names: str
) -> Callable[[StateT, Command], Told | None]:
    """Return what is on the record of what is found by a field of the command.

    `happened_at` is the name there of its instant, without which it has not happened. Other fields of the
    command follow: those that have the same name there, then those with another.
    """

    def told(state: StateT, command: Command) -> Told | None:
        found = find(state, getattr(command, by))
        if found is None or getattr(found, happened_at) is None:
            return None
        all_names = {"occurred_at": happened_at, **{name: name for name in same}, **names}
        return {field: getattr(found, name) for field, name in all_names.items()}

    return told


def happens_once(
    told: Callable[[StateT, CommandT], Told | None],
) -> Callable[[StateT, CommandT, object], None]:
    """Return the rule that what happened once is not told otherwise, which would be lost as a repeat."""

    @refuses_with(OnRecordOtherwiseError)
    def must_be_as_on_record(state: StateT, command: CommandT, _: object) -> None:
        known = told(state, command) or {}
        field = told_otherwise(command, known)
        if field is not None:
            on_record = ", ".join(f"{name} {value}" for name, value in known.items() if value is not None)
            raise OnRecordOtherwiseError(field=field, on_record=on_record)

    return must_be_as_on_record


def told_otherwise(command: Command, known: Told) -> str | None:
    """Return a field in which a command differs from the record; what it does not say does not differ.

    Two instants between which honest clocks may differ count as one.
    """
    for name in command.model_fields_set & known.keys():
        sent, is_known = getattr(command, name), known[name]
        if isinstance(sent, datetime) and isinstance(is_known, datetime):
            if abs(sent - is_known) > CLOCK_TOLERANCE:
                return name
        elif sent is not None and sent != is_known:
            return name
    return None


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
    """Return the fields of a command but those of all commands and those named, for the event it becomes.

    The event refuses a field that it does not have.
    """
    fields = dict(command.__dict__)
    for name in ("occurred_at", "told_late_reason", *but):
        del fields[name]
    return fields


def by_command(
    decisions: Iterable[Decision[StateT, ContextT]],
) -> dict[type[Command], Decision[StateT, ContextT]]:
    """Return how each command is decided."""
    return {one.command: one for one in decisions}
