"""Who keeps the data of the customer, and how a supervisor has sorted it (REQUIREMENTS 111)."""

from dataclasses import dataclass
from typing import Literal

from service.domain.account.event import AccountFact
from service.domain.changed import changed
from service.domain.personal import FreeText
from service.domain.theme import theme


class StewardAssigned(AccountFact):
    """A supervisor sorted the account into a class and named who keeps its data (REQUIREMENTS 111)."""

    type: Literal["StewardAssigned.v1"] = "StewardAssigned.v1"
    steward: str
    """Staff id of the person who keeps the profile of the account from now on."""
    account_class: str
    """Class of the account by the guideline `profiles`."""
    assigned_by: str
    """Staff id of who decided it."""
    reason: FreeText
    """What the analysis of the customer's data showed."""


@dataclass(frozen=True, kw_only=True)
class StewardState:
    """Who keeps the data of an account, and its class; None before anybody was named."""

    steward: str | None = None
    account_class: str | None = None


def evolve(account: StewardState, event: StewardAssigned) -> StewardState:
    """Return the account after the event."""
    return changed(account, steward=event.steward, account_class=event.account_class)


THEME = theme(StewardAssigned, evolve)
