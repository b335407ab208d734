"""What is dealt with beside cases and care: what is known of an account, what it wants, what is agreed."""

from collections.abc import Iterator
from datetime import datetime

from service.demonstration.cast import Account
from service.demonstration.dealings.contracts import contracts
from service.demonstration.dealings.in_service import in_service
from service.demonstration.dealings.knowledge import knowledge
from service.demonstration.dealings.treatments import treatments
from service.demonstration.dealings.wants import wants
from service.domain.command import Command


def dealings(account: Account, begins_at: datetime, until: datetime) -> Iterator[Command]:
    """Yield all that is dealt with in half a year, in no order."""
    yield from knowledge(account, begins_at, until)
    yield from wants(account, begins_at)
    yield from contracts(account, begins_at)
    yield from in_service(account, begins_at, until)
    yield from treatments(account, begins_at)
