"""Planned signings and their checklists, by example."""

from datetime import timedelta
from typing import Any

from service.domain.account.decisions.agreements.signings import (
    ContractSignedError,
    DocumentNotOnChecklistError,
    GiveUpSigning,
    PlanSigning,
    ReceiveContractDocument,
    SigningInPastError,
    SigningNotPlannedError,
    contract_must_be_unsigned,
    document_must_be_on_the_checklist,
    signing_must_be_planned,
    signing_must_lie_ahead,
)
from service.domain.account.record.agreements.signings import (
    ContractDocumentReceived,
    SigningGivenUp,
    SigningPlanned,
)
from tests.domain.account.examples.agreements.agreements import signed
from tests.domain.example import AT, Breaks, Events, Example, Ways, after, on, with_fields
from tests.domain.facts import NINE, TEN, opened
from tests.domain.trigger_rows import Triggers, untimed
from tests.rules import default_rulebook
from tests.scene import IN_TIME, Scene, Scenes, Step

SIGNED_ON = NINE + timedelta(days=20)
CHECKLIST = ("business_licence", "signatory_authority", "invoice_details", "bank_details")


def planned_signing(**fields: Any) -> SigningPlanned:
    usual: dict[str, Any] = {
        "agreement_id": "C-7",
        "planned_at": SIGNED_ON,
        "documents": CHECKLIST,
        "guideline_version": 1,
    }
    return SigningPlanned(**{"occurred_at": TEN, **usual, **fields})


def paper_received(**fields: Any) -> ContractDocumentReceived:
    usual: dict[str, Any] = {
        "agreement_id": "C-7",
        "document": "business_licence",
        "document_number": "BL-7",
    }
    return ContractDocumentReceived(**{"occurred_at": TEN, **usual, **fields})


def given_up(**fields: Any) -> SigningGivenUp:
    usual: dict[str, Any] = {"agreement_id": "C-7", "reason": "The budget was cut"}
    return SigningGivenUp(**{"occurred_at": TEN, **usual, **fields})


_OPENED = (opened(),)
_PLANNED = (opened(), planned_signing())
WAYS: Ways = (
    Example(
        PlanSigning(agreement_id="C-7", planned_at=SIGNED_ON),
        _OPENED,
        (planned_signing(occurred_at=AT),),
        default_rulebook(),
    ),
    Example(
        ReceiveContractDocument(agreement_id="C-7", document="business_licence", document_number="BL-7"),
        _PLANNED,
        (paper_received(occurred_at=AT),),
    ),
    Example(
        GiveUpSigning(agreement_id="C-7", reason="The budget was cut"),
        _PLANNED,
        (given_up(occurred_at=AT),),
    ),
)
ABOUT_AN_EARLIER_EVENT = (ReceiveContractDocument, GiveUpSigning)
BREAKS: Breaks = {
    (signing_must_lie_ahead, SigningInPastError): with_fields(planned_at=AT),
    (contract_must_be_unsigned, ContractSignedError): after(signed()),
    (signing_must_be_planned, SigningNotPlannedError): on(opened()),
    (document_must_be_on_the_checklist, DocumentNotOnChecklistError): with_fields(document="passport"),
}
TRIGGERS: Triggers = untimed(WAYS, SigningPlanned, ContractDocumentReceived, SigningGivenUp)
WITHOUT_FIGURES: Events = (SigningPlanned, ContractDocumentReceived, SigningGivenUp)
_PLAN: list[Step] = [("signings", {"agreement_id": "C-7", "planned_at": IN_TIME})]
SCENES: Scenes = {
    PlanSigning: Scene("SigningPlanned.v1", _PLAN[0][1]),
    ReceiveContractDocument: Scene(
        "ContractDocumentReceived.v1", {"agreement_id": "C-7", "document": "business_licence"}, _PLAN
    ),
    GiveUpSigning: Scene("SigningGivenUp.v1", {"agreement_id": "C-7", "reason": "Budget cut"}, _PLAN),
}
