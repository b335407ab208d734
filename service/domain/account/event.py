"""What all events of accounts have in common."""

from service.domain.event import Event


class AccountFact(Event):
    """What happens with an account."""
