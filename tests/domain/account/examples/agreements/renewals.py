"""Renewals that are planned and decided, by example."""

from datetime import timedelta
from typing import Any

from service.domain.account.decisions.agreements.agreements import AgreementNotFoundError
from service.domain.account.decisions.agreements.renewals import (
    DecideRenewal,
    OfferAfterEndError,
    PlanRenewal,
    RenewalAlreadyDecidedError,
    RenewalOfNoEndError,
    SuccessorUnknownError,
    offer_must_come_before_the_end,
    renewal_must_be_undecided,
    renewed_agreement_must_be_known,
    successor_must_be_signed,
)
from service.domain.account.record.agreements.renewals import RenewalDecided, RenewalPlanned
from tests.domain.account.examples.agreements.agreements import AGREEMENT, IN_A_YEAR, signed
from tests.domain.example import AT, Breaks, Events, Example, Ways, after, on, with_fields
from tests.domain.facts import TEN, opened
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes, Step

OFFER_BY = IN_A_YEAR - timedelta(days=60)


def renewal_planned(**fields: Any) -> RenewalPlanned:
    usual: dict[str, Any] = {
        "agreement_id": "C-7",
        "plan": "Same terms, a second line",
        "offer_by_at": OFFER_BY,
        "planned_by": "ma.h",
    }
    return RenewalPlanned(**{"occurred_at": TEN, **usual, **fields})


def renewal_decided(**fields: Any) -> RenewalDecided:
    usual: dict[str, Any] = {"agreement_id": "C-7", "is_renewed": True, "reason": "Content"}
    return RenewalDecided(**{"occurred_at": TEN, **usual, "renewed_as": "C-8", **fields})


_SIGNED = (opened(), signed(), signed(agreement_id="C-8"))
WAYS: Ways = (
    Example(
        PlanRenewal(
            agreement_id="C-7", plan="Same terms, a second line", offer_by_at=OFFER_BY, planned_by="ma.h"
        ),
        _SIGNED,
        (renewal_planned(occurred_at=AT),),
    ),
    Example(
        DecideRenewal(agreement_id="C-7", is_renewed=True, renewed_as="C-8", reason="Content"),
        _SIGNED,
        (renewal_decided(occurred_at=AT),),
    ),
)
ABOUT_AN_EARLIER_EVENT = (PlanRenewal, DecideRenewal)
BREAKS: Breaks = {
    (renewed_agreement_must_be_known, AgreementNotFoundError): on(opened()),
    (renewal_must_be_undecided, RenewalAlreadyDecidedError): after(renewal_decided()),
    (offer_must_come_before_the_end, RenewalOfNoEndError): on(opened(), signed(ends_at=None)),
    (offer_must_come_before_the_end, OfferAfterEndError): with_fields(offer_by_at=IN_A_YEAR),
    (successor_must_be_signed, SuccessorUnknownError): with_fields(renewed_as="C-9"),
}
TRIGGERS: Triggers = untimed(WAYS, RenewalPlanned, RenewalDecided)
WITHOUT_FIGURES: Events = (RenewalPlanned, RenewalDecided)
_SIGN: list[Step] = [("sign-agreement", {**AGREEMENT, "ends_at": "2099-01-01T00:00:00+08:00"})]
SCENES: Scenes = {
    PlanRenewal: Scene(
        "RenewalPlanned.v1",
        {
            "agreement_id": "C-7",
            "plan": "Same terms, a second line",
            "offer_by_at": "2098-11-01T00:00:00+08:00",
            "planned_by": "ma.h",
        },
        _SIGN,
    ),
    DecideRenewal: Scene(
        "RenewalDecided.v1", {"agreement_id": "C-7", "is_renewed": False, "reason": "Moved away"}, _SIGN
    ),
}
