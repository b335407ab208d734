"""Commands about clocks, alike on cases and accounts, and why they may be refused."""

from uuid import UUID

from service.domain.command import Command
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.staff_id import Sender


class ObserveClocks(Command):
    """Record what has become due: warnings, breaches and escalations.

    Sent by the watch; repeating it adds nothing.
    """


class WaiveClock(Command, example={"reason": "The customer's line was down"}):
    """Answer for the breach of a promise of a case. The breach remains."""

    clock_id: UUID
    """Id of the clock."""
    reason: FreeText
    waived_by: Sender = None


class WaiveAccountClock(WaiveClock):
    """Answer for the breach of a promise to an account. The breach remains."""


class ClockNotFoundError(Refusal, field="clock_id"):
    """The case or account has no clock with this id."""


ClockCommand = ObserveClocks | WaiveClock | WaiveAccountClock
