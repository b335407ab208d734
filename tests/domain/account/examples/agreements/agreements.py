"""Agreements with a customer, by example."""

from datetime import timedelta
from typing import Any

from service.domain.account.decisions.agreements.agreements import (
    AgreementAlreadySignedError,
    AgreementEndsBeforeItBeginsError,
    AgreementEndsSoonerError,
    AgreementNotFoundError,
    AmendAgreement,
    AmendmentAfterAgreementEndsError,
    AmendmentBeforeAgreementBeginsError,
    EndAgreement,
    SignAgreement,
    agreement_must_be_known,
    agreement_must_be_new,
    agreement_must_end_after_it_begins,
    agreement_must_not_end_sooner,
    amendment_must_fall_into_the_agreement,
    signed_agreement_must_end_after_it_begins,
)
from service.domain.account.record.agreements.agreements import (
    AgreementAmended,
    AgreementEnded,
    AgreementSigned,
)
from service.domain.clocks.policy import AgreedTerm
from tests.domain.example import A_MOMENT, AT, Breaks, Commands, Events, Example, Ways, after, on, with_fields
from tests.domain.facts import NINE, TEN, opened
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes

IN_A_YEAR = NINE + timedelta(days=365)
THREE_DAYS_BEFORE = AgreedTerm(clock="bill_check", days_before_promised=3)
ANSWER_IN_TEN_MINUTES = AgreedTerm(clock="first_reply", target_seconds=600)


def signed(**fields: Any) -> AgreementSigned:
    usual: dict[str, Any] = {
        "agreement_id": "C-7",
        "title": "Service of the press line",
        "terms": (THREE_DAYS_BEFORE,),
        "effective_at": NINE,
        "ends_at": IN_A_YEAR,
    }
    return AgreementSigned(**{"occurred_at": NINE, **usual, **fields})


def amended(**fields: Any) -> AgreementAmended:
    usual: dict[str, Any] = {
        "agreement_id": "C-7",
        "version": 2,
        "terms": (THREE_DAYS_BEFORE, ANSWER_IN_TEN_MINUTES),
        "effective_at": TEN,
        "reason": "A second shift",
    }
    return AgreementAmended(**{"occurred_at": AT, **usual, **fields})


_OPENED = (opened(),)
_SIGNED = (opened(), signed())
WAYS: Ways = (
    Example(
        SignAgreement(
            agreement_id="C-7",
            title="Service of the press line",
            terms=(THREE_DAYS_BEFORE,),
            effective_at=NINE,
            ends_at=IN_A_YEAR,
        ),
        _OPENED,
        (signed(occurred_at=AT),),
    ),
    Example(
        EndAgreement(agreement_id="C-7", ends_at=AT, reason="By both sides"),
        _SIGNED,
        (AgreementEnded(occurred_at=AT, agreement_id="C-7", ends_at=AT, reason="By both sides"),),
    ),
)
ABOUT_AN_EARLIER_EVENT: Commands = (AmendAgreement, EndAgreement)
BREAKS: Breaks = {
    (agreement_must_be_new, AgreementAlreadySignedError): after(signed(terms=())),
    (agreement_must_be_known, AgreementNotFoundError): on(opened()),
    (signed_agreement_must_end_after_it_begins, AgreementEndsBeforeItBeginsError): with_fields(ends_at=NINE),
    (agreement_must_end_after_it_begins, AgreementEndsBeforeItBeginsError): with_fields(ends_at=NINE),
    (agreement_must_not_end_sooner, AgreementEndsSoonerError): on(opened(), signed(ends_at=TEN)),
    (amendment_must_fall_into_the_agreement, AmendmentBeforeAgreementBeginsError): with_fields(
        effective_at=NINE - A_MOMENT
    ),
    (amendment_must_fall_into_the_agreement, AmendmentAfterAgreementEndsError): with_fields(
        effective_at=IN_A_YEAR
    ),
}
TRIGGERS: Triggers = (
    (_OPENED, signed(), ()),
    (_SIGNED, amended(), ()),
    *untimed(WAYS, AgreementEnded),
)
WITHOUT_FIGURES: Events = (AgreementAmended,)
AGREEMENT: dict[str, Any] = {
    "agreement_id": "C-7",
    "title": "Service of the press line",
    "terms": [{"clock": "bill_check", "days_before_promised": 3}],
    "effective_at": "2026-01-01T00:00:00+08:00",
}
SCENES: Scenes = {
    SignAgreement: Scene("AgreementSigned.v1", AGREEMENT),
    AmendAgreement: Scene(
        "AgreementAmended.v1",
        {
            "agreement_id": "C-7",
            "terms": [{"clock": "first_reply", "target_seconds": 600}],
            "effective_at": "2026-06-01T00:00:00+08:00",
            "reason": "a second shift",
        },
        [("sign-agreement", AGREEMENT)],
    ),
    EndAgreement: Scene(
        "AgreementEnded.v1",
        {"agreement_id": "C-7", "ends_at": "2026-12-31T00:00:00+08:00", "reason": "moved away"},
        [("sign-agreement", AGREEMENT)],
    ),
}
