"""Wishes about clocks, alike on cases and accounts."""

from uuid import UUID

from service.domain.command import Command
from service.domain.personal import FreeText
from service.domain.text import Code


class ObserveClocks(Command):
    """Note what has become due: warnings, breaches and escalations. Sent by the watch; twice adds nothing."""


class WaiveClock(Command):
    """Answer for not keeping a promise of a case. It stands beside a breach and does not clear it."""

    clock_id: UUID
    """Id of the clock."""
    reason: FreeText
    """Reason given by the member of staff."""
    waived_by: Code
    """Staff id of the person who answers for it."""


class WaiveAccountClock(WaiveClock):
    """Answer for not keeping a promise to an account. It stands beside a breach and does not clear it."""


ClockCommand = ObserveClocks | WaiveClock | WaiveAccountClock
