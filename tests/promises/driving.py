"""A case or an account to which things happen, under the rules that come with the program."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from service.domain.account.state import CustomerAccount
from service.domain.aggregates.aggregate import Aggregate, AnyEvent, decide
from service.domain.case.context import DecisionContext
from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.case.decisions.replies import SendReply
from service.domain.case.state import Case
from service.domain.clocks.clock import Clock
from service.domain.clocks.commands import ObserveClocks
from service.domain.clocks.events import AnyClockEvent, ClockEvent
from service.domain.clocks.policy import Policy
from service.domain.command import Command
from service.domain.rulebook.decisions import PublishPolicy
from service.domain.rulebook.decisions import decide as decide_rulebook
from service.domain.rulebook.evolve import evolve as evolve_rulebook
from service.domain.rulebook.state import Rulebook
from service.domain.timeline.history import History
from service.domain.vocabulary import CaseKind, Channel, ResponseClass, Segment
from tests.rules import lenient_rulebook

CASE_ID = UUID("0195c3a0-0000-7000-8000-0000000000c1")
ACCOUNT_ID = UUID("0195c3a0-0000-7000-8000-000000000042")
SHANGHAI = ZoneInfo("Asia/Shanghai")
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
Step = tuple[Command, str]


def at(wall: str) -> datetime:
    """Return the instant of a wall time in Shanghai in 2026, such as `03-02 10:00`, a Monday."""
    return datetime.fromisoformat(f"2026-{wall}").replace(tzinfo=SHANGHAI).astimezone(UTC)


class Life:
    """A stream, as commands come in. `facts` is all that stands on its record."""

    def __init__(self, segment: Segment = Segment.ORDINARY, account: Aggregate | None = None) -> None:
        self.account = account if isinstance(account, CustomerAccount) else None
        if self.account is None:
            self.account = CustomerAccount(code="KA-0042", segment=segment)
        self.rulebook: Rulebook = lenient_rulebook()
        self.state: Aggregate | None = None
        self.facts: list[AnyEvent] = []

    def send(
        self, command: Command, when: datetime | str, recorded_at: datetime | str | None = None
    ) -> tuple[AnyEvent, ...]:
        """Record that something happened at `when` and became known at `recorded_at`; left out, at once."""
        happened_at = at(when) if isinstance(when, str) else when
        now = at(recorded_at) if isinstance(recorded_at, str) else recorded_at or happened_at
        dated: Command = command.model_copy(update={"occurred_at": happened_at})
        return self._decide(dated, now)

    def go(self, steps: Iterable[Step]) -> "Life":
        """Record one thing after the other, each when it happens."""
        for command, when in steps:
            self.send(command, when)
        return self

    def watch(self, now: datetime | str) -> tuple[AnyEvent, ...]:
        """Let the watch look."""
        return self._decide(ObserveClocks(), at(now) if isinstance(now, str) else now)

    def publish(self, when: str, **fields: Any) -> None:
        """Publish the next version of the policy, with these fields of it changed."""
        policy = self.rulebook.policies[-1].policy
        later = Policy.model_validate(policy.model_dump() | {"version": policy.version + 1} | fields)
        for fact in decide_rulebook(self.rulebook, PublishPolicy(policy=later), at(when)):
            self.rulebook = evolve_rulebook(self.rulebook, fact)

    def republish(self, when: str, **fields: Any) -> None:
        """Publish the next version of the policy, with these fields changed in every rule that has them."""
        rules = self.rulebook.policies[-1].policy.rules
        changed = [
            rule.model_dump() | {name: value for name, value in fields.items() if getattr(rule, name)}
            for rule in rules
        ]
        self.publish(when, rules=changed)

    def _decide(self, command: Command, now: datetime) -> tuple[AnyEvent, ...]:
        around = DecisionContext(
            now=now,
            stream_id=CASE_ID,
            account=self.account,
            rulebook=self.rulebook,
            history=History(tuple(self.facts)),
        )
        facts, self.state = decide(self.state, command, around)
        self.facts += facts
        return facts

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """All clocks that the stream still knows."""
        assert isinstance(self.state, Case | CustomerAccount)
        return self.state.clocks.clocks

    def clocks_of(self, name: str) -> list[Clock]:
        """Return the clocks of one promise, those that were made void left out."""
        return [clock for clock in self.clocks if clock.clock == name and clock.end != "cancelled"]

    def clock(self, name: str) -> Clock:
        """Return the one clock of a promise."""
        (found,) = self.clocks_of(name)
        return found

    def current(self, name: str) -> Clock:
        """Return the last started clock of a promise that repeats or was made in several cycles."""
        return self.clocks_of(name)[-1]

    def again(self, clock: Clock) -> Clock:
        """Return a clock as it is now."""
        (found,) = [each for each in self.clocks if each.clock_id == clock.clock_id]
        return found

    def told(self, clock: Clock) -> list[AnyClockEvent]:
        """Return what stands on the record of a clock."""
        return [
            fact for fact in self.facts if isinstance(fact, ClockEvent) and fact.clock_id == clock.clock_id
        ]

    def names(self, clock: Clock, *, notices: bool = False) -> list[str]:
        """Return what stands on the record of a clock, in words; warnings and calls only when asked for."""
        names = [fact.type.removesuffix(".v1").removeprefix("Clock") for fact in self.told(clock)]
        return names if notices else [name for name in names if name not in {"Warned", "Escalated"}]


def receipt(kind: CaseKind = CaseKind.ENQUIRY, **fields: Any) -> ReceiveCase:
    told: dict[str, Any] = {"channel": Channel.PHONE, "subject": "The spindle stops", "kind": kind}
    return ReceiveCase(account_id=ACCOUNT_ID, **{**told, **fields})


def case_of(response_class: ResponseClass, when: str, kind: CaseKind = CaseKind.ENQUIRY) -> tuple[Step, ...]:
    """Return how a case of a class begins."""
    return ((receipt(kind), when), (ClassifyCase(response_class=response_class), when))


def answer(**fields: Any) -> SendReply:
    """Return a public, human, substantive answer unless `fields` say otherwise."""
    return SendReply(**{"text": "Please reset the drive; it will run again.", **fields})
