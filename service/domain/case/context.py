"""What a decision on a case must know from outside the case."""

from dataclasses import dataclass

from service.domain.account.context import AccountContext
from service.domain.account.state import CustomerAccount
from service.domain.case.looked_up import NOTHING, LookedUp


@dataclass(frozen=True, kw_only=True)
class DecisionContext(AccountContext):
    """Besides what an account must know: the account of the case as it is now, and what was looked up."""

    account: CustomerAccount | None = None
    looked_up: LookedUp = NOTHING
