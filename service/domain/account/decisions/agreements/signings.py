"""Signings that lie ahead, and the documents that must be together by then."""

from datetime import datetime
from typing import Protocol

from service.domain.account.context import AccountContext
from service.domain.account.record.agreements.signings import (
    ContractDocumentReceived,
    SigningGivenUp,
    SigningPlanned,
)
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.clocks.policy import Slug
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, records, refuses_with
from service.domain.event import Instant
from service.domain.guidelines.contract_documents import ContractDocuments
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.text import Code


class PlanSigning(Command, records=SigningPlanned, example={"agreement_id": "C-2026-9"}):
    """Plan the signing of a contract, or plan it for another time: the checklist of documents follows."""

    agreement_id: Code
    planned_at: Instant


class ReceiveContractDocument(
    Command, example={"agreement_id": "C-2026-9", "document": "business_licence", "document_number": "BL-7"}
):
    """Record that a document of the checklist was received."""

    agreement_id: Code
    document: Slug
    document_number: Code | None = None
    note: FreeText | None = None


class GiveUpSigning(Command, example={"agreement_id": "C-2026-9", "reason": "The budget was cut"}):
    """Record that a planned signing will not take place."""

    agreement_id: Code
    reason: FreeText


class NamesContract(Protocol):
    """A command about a planned signing."""

    @property
    def agreement_id(self) -> str: ...


class SigningNotPlannedError(Refusal, field="agreement_id"):
    """No signing of this contract is planned."""


class SigningInPastError(Refusal, field="planned_at"):
    """A signing is planned for later than now."""


class ContractSignedError(Refusal, field="agreement_id"):
    """The signing of a contract that is signed is not planned any more."""


class DocumentNotOnChecklistError(Refusal, field="document"):
    """Only a document of the checklist is received for it."""


@refuses_with(SigningInPastError)
def signing_must_lie_ahead(_: CustomerAccount, command: PlanSigning, context: AccountContext) -> None:
    at = command.happened_at(context.now)
    if command.planned_at <= at:
        raise SigningInPastError(planned_at=command.planned_at, now=at)


@refuses_with(ContractSignedError)
def contract_must_be_unsigned(
    account: CustomerAccount, command: PlanSigning | GiveUpSigning, _: AccountContext
) -> None:
    known = account.agreement(command.agreement_id)
    if known is not None:
        raise ContractSignedError(agreement_id=command.agreement_id, signed_at=known.signed_at)


@refuses_with(SigningNotPlannedError)
def signing_must_be_planned(account: CustomerAccount, command: NamesContract, _: AccountContext) -> None:
    if account.signing(command.agreement_id) is None:
        raise SigningNotPlannedError(agreement_id=command.agreement_id)


@refuses_with(DocumentNotOnChecklistError)
def document_must_be_on_the_checklist(
    account: CustomerAccount, command: ReceiveContractDocument, _: AccountContext
) -> None:
    """Where no checklist was published, any document will do."""
    known = account.signing(command.agreement_id)
    if known is not None and known.documents and command.document not in known.documents:
        raise DocumentNotOnChecklistError(document=command.document, known=", ".join(known.documents))


def plan_signing(
    account: CustomerAccount, command: PlanSigning, context: AccountContext, at: datetime
) -> Events:
    known = account.signing(command.agreement_id)
    if known is not None and known.planned_at == command.planned_at and known.given_up_at is None:
        return ()
    guideline = context.rulebook.guideline(ContractDocuments, at)
    documents = guideline.checklist(account.segment_at(at)) if guideline else ()
    version = guideline.version if guideline else None
    planned = SigningPlanned(
        occurred_at=at, documents=documents, guideline_version=version, **fields_of(command)
    )
    return (planned,)


def is_received(account: CustomerAccount, command: ReceiveContractDocument, _: datetime) -> bool:
    known = account.signing(command.agreement_id)
    return known is not None and (command.document, command.document_number) in known.received


def is_given_up(account: CustomerAccount, command: GiveUpSigning, _: datetime) -> bool:
    known = account.signing(command.agreement_id)
    return known is not None and known.given_up_at is not None


DECISIONS = (
    decides(PlanSigning, plan_signing, *CARED_FOR, signing_must_lie_ahead, contract_must_be_unsigned),
    decides(
        ReceiveContractDocument,
        records(ContractDocumentReceived, unless=is_received),
        *CARED_FOR,
        signing_must_be_planned,
        document_must_be_on_the_checklist,
    ),
    decides(
        GiveUpSigning,
        records(SigningGivenUp, unless=is_given_up),
        *CARED_FOR,
        signing_must_be_planned,
        contract_must_be_unsigned,
    ),
)
