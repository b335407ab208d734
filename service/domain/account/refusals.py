"""Why a wish about an account is refused. The docstring is the rule."""

from service.domain.refusal import Refusal


class AccountNotFoundError(Refusal, field="account_id"):
    """No account has this id."""


class AccountAlreadyOpenedError(Refusal, field="code"):
    """An account with this code is open already."""


class AccountClosedError(Refusal, field="occurred_at"):
    """Nothing happens with an account after it was closed."""


class ContactAlreadyAddedError(Refusal, field="contact_id"):
    """A contact with this id stands on the account already."""


class ContactNotFoundError(Refusal, field="contact_id"):
    """The account has no contact with this id."""


class AgreementNotFoundError(Refusal, field="agreement_id"):
    """The account has no agreement with this id."""


class AgreementAlreadySignedError(Refusal, field="agreement_id"):
    """Another agreement with this id stands on the account already."""


class AgreementEndsBeforeItBeginsError(Refusal, field="ends_at"):
    """An agreement ends after it began."""


class AmendmentBeforeAgreementBeginsError(Refusal, field="effective_at"):
    """An agreement cannot be amended for a time before it began."""


class AmendmentAfterAgreementEndsError(Refusal, field="effective_at"):
    """An agreement cannot be amended for a time after it has ended."""


class AgreementEndsSoonerError(Refusal, field="ends_at"):
    """An agreement that ends sooner is not prolonged by ending it; another is signed."""


class MonthNotBegunError(Refusal, field="month"):
    """A report of problems covers a month that has begun."""


class SettlementDayUnknownError(Refusal, field="settlement_on"):
    """A bill is checked for a settlement, and nobody has said when this account settles."""


class NoSettlementOnThisDayError(Refusal, field="settlement_on"):
    """A bill is checked for a day on which the account settles."""


class SettlementNotYetExpectedError(Refusal, field="settlement_on"):
    """A bill is checked for the next settlement, not for one beyond it."""
