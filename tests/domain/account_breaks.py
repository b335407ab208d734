"""How each rule about accounts is broken: from a command's good way to one that this rule refuses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from service.domain.account import agreement_rules as on_agreements
from service.domain.account import refusals as refused
from service.domain.account import rules
from service.domain.refusal import OccurredInFutureError, Refusal
from service.domain.time_tolerance import CLOCK_TOLERANCE
from tests.domain.account_ways import AT, IN_A_YEAR, closed_account, signed
from tests.domain.facts import NINE, TEN, contact_added, opened
from tests.domain.good_ways import GoodWay

A_MOMENT = timedelta(microseconds=1)
Break = Callable[[GoodWay], GoodWay]


def _on(*history: Any) -> Break:
    return lambda way: replace(way, history=history)


def _after(*facts: Any) -> Break:
    return lambda way: replace(way, history=(*way.history, *facts))


def _telling(**fields: Any) -> Break:
    return lambda way: replace(way, command=way.command.model_copy(update=fields))


ACCOUNT_BREAKS: dict[tuple[Callable[..., None], type[Refusal]], Break] = {
    (rules.must_be_opened, refused.AccountNotFoundError): _on(),
    (rules.must_be_unopened, refused.AccountAlreadyOpenedError): _on(opened()),
    (rules.must_not_lie_in_the_future, OccurredInFutureError): _telling(
        occurred_at=AT + CLOCK_TOLERANCE + A_MOMENT
    ),
    (rules.must_not_follow_the_closing, refused.AccountClosedError): _after(closed_account()),
    (rules.contact_must_be_new, refused.ContactAlreadyAddedError): _after(contact_added()),
    (on_agreements.agreement_must_be_new, refused.AgreementAlreadySignedError): _after(signed(terms=())),
    (on_agreements.agreement_must_be_known, refused.AgreementNotFoundError): _on(opened()),
    (on_agreements.agreement_must_end_after_it_begins, refused.AgreementEndsBeforeItBeginsError): _telling(
        ends_at=NINE
    ),
    (on_agreements.agreement_must_not_end_sooner, refused.AgreementEndsSoonerError): _on(
        opened(), signed(ends_at=TEN)
    ),
    (
        on_agreements.amendment_must_fall_into_the_agreement,
        refused.AmendmentBeforeAgreementBeginsError,
    ): _telling(effective_at=NINE - A_MOMENT),
    (
        on_agreements.amendment_must_fall_into_the_agreement,
        refused.AmendmentAfterAgreementEndsError,
    ): _telling(effective_at=IN_A_YEAR),
    (rules.settlement_must_be_expected, refused.SettlementDayUnknownError): _on(opened()),
    (rules.settlement_must_be_expected, refused.NoSettlementOnThisDayError): _telling(
        settlement_on=date(2026, 3, 14)
    ),
    (rules.settlement_must_be_expected, refused.SettlementNotYetExpectedError): _telling(
        settlement_on=date(2026, 4, 15)
    ),
    (rules.month_must_have_begun, refused.MonthNotBegunError): _telling(month="2026-04"),
}
