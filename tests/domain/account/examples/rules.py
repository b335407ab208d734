"""How the rules are broken that commands of many themes obey."""

from service.domain.account.rules import (
    AccountClosedError,
    AccountNotFoundError,
    must_be_opened,
    must_not_follow_the_closing,
    must_not_lie_in_the_future,
)
from service.domain.refusal import OccurredInFutureError
from tests.domain.account.examples.profile import closed_account
from tests.domain.example import TOO_LATE, Breaks, after, on

BREAKS: Breaks = {
    (must_be_opened, AccountNotFoundError): on(),
    (must_not_lie_in_the_future, OccurredInFutureError): TOO_LATE,
    (must_not_follow_the_closing, AccountClosedError): after(closed_account()),
}
