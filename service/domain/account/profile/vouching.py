"""Who vouches for what is told of a customer: a person, never a machine by itself (REQUIREMENTS 127)."""

from service.domain.account.context import AccountContext
from service.domain.decision import refuses_with
from service.domain.refusal import PersonNotNamedError


def who_vouches(named: str | None, context: AccountContext) -> str | None:
    """Return the person who vouches for what is told; None where a machine tells it for nobody."""
    teller = context.teller
    return None if teller is not None and teller.is_machine else named


@refuses_with(PersonNotNamedError)
def person_must_vouch(_: object, __: object, context: AccountContext) -> None:
    if context.teller is not None and context.teller.is_machine:
        raise PersonNotNamedError
