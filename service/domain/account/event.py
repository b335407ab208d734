"""What all events of accounts have in common."""

from service.domain.event import Event


class AccountFact(Event):
    """Base of the events of an account."""
