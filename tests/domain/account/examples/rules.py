"""How the rules are broken that commands of many themes obey."""

from service.domain.account.rules import (
    AccountClosedError,
    AccountNotFoundError,
    OccurredBeforeOpeningError,
    must_be_opened,
    must_not_follow_the_closing,
    must_not_lie_in_the_future,
    must_not_precede_opening,
)
from service.domain.refusal import OccurredInFutureError
from tests.domain.account.examples.profile import closed_account
from tests.domain.example import A_MOMENT, TOO_LATE, Breaks, after, on, with_fields
from tests.domain.facts import NINE

BREAKS: Breaks = {
    (must_be_opened, AccountNotFoundError): on(),
    (must_not_lie_in_the_future, OccurredInFutureError): TOO_LATE,
    (must_not_precede_opening, OccurredBeforeOpeningError): with_fields(occurred_at=NINE - A_MOMENT),
    (must_not_follow_the_closing, AccountClosedError): after(closed_account()),
}
