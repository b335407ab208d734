"""Signings that lie ahead, and the documents that must be together by then (REQUIREMENTS 20)."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, assert_never

from service.domain.account.event import AccountFact
from service.domain.account.record.agreements.agreements import AgreementState
from service.domain.changed import changed
from service.domain.event import RecordedInstant
from service.domain.personal import FreeText
from service.domain.theme import theme


class SigningPlanned(AccountFact):
    """The signing of a contract was planned, with the checklist of documents as it was then."""

    type: Literal["SigningPlanned.v1"] = "SigningPlanned.v1"
    agreement_id: str
    """Contract number."""
    planned_at: RecordedInstant
    """Planned time of the signing (UTC)."""
    documents: tuple[str, ...]
    """Documents that must be together, by the guideline `contract_documents`."""
    guideline_version: int | None = None
    """Version of the guideline; null if none was published."""


class ContractDocumentReceived(AccountFact):
    """A document of the checklist was received."""

    type: Literal["ContractDocumentReceived.v1"] = "ContractDocumentReceived.v1"
    agreement_id: str
    """Contract number."""
    document: str
    """Document of the checklist."""
    document_number: str | None = None
    """Number of the paper; null if it has none."""
    note: FreeText | None = None


class SigningGivenUp(AccountFact):
    """A planned signing will not take place."""

    type: Literal["SigningGivenUp.v1"] = "SigningGivenUp.v1"
    agreement_id: str
    """Contract number."""
    reason: FreeText


SigningEvent = SigningPlanned | ContractDocumentReceived | SigningGivenUp


@dataclass(frozen=True, kw_only=True)
class Signing:
    """A signing that is planned."""

    agreement_id: str
    planned_at: datetime
    first_planned_at: datetime
    """When it was first planned."""
    documents: tuple[str, ...]
    received: frozenset[tuple[str, str | None]] = frozenset()
    """Documents that were received, each with the number of the paper."""
    given_up_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class SigningState(AgreementState):
    """The planned signings of an account, by contract number."""

    signings: dict[str, Signing] = field(default_factory=dict)

    def signing(self, agreement_id: str) -> Signing | None:
        """Return a planned signing."""
        return self.signings.get(agreement_id)


def evolve(account: SigningState, event: SigningEvent) -> SigningState:
    """Return the account after the event."""
    known = account.signing(event.agreement_id)
    if known is None and not isinstance(event, SigningPlanned):
        return account
    return changed(account, signings={**account.signings, event.agreement_id: _after(known, event)})


def _after(known: Signing | None, event: SigningEvent) -> Signing:
    match event:
        case SigningPlanned():
            received = known.received if known else frozenset[tuple[str, str | None]]()
            return Signing(
                agreement_id=event.agreement_id,
                planned_at=event.planned_at,
                first_planned_at=known.first_planned_at if known else event.occurred_at,
                documents=event.documents,
                received=received,
            )
        case ContractDocumentReceived() if known is not None:
            papers = known.received | {(event.document, event.document_number)}
            return replace(known, received=papers)
        case SigningGivenUp() if known is not None:
            return replace(known, given_up_at=event.occurred_at)
        case ContractDocumentReceived() | SigningGivenUp():
            raise LookupError(f"no signing of {event.agreement_id} is planned")
        case _:
            assert_never(event)


def stands(account: SigningState, event: SigningEvent) -> bool:
    """Another time can be planned, also of what was given up, until the contract is signed."""
    known = account.signing(event.agreement_id)
    is_signed = account.agreement(event.agreement_id) is not None
    match event:
        case SigningPlanned():
            return not is_signed
        case ContractDocumentReceived():
            return known is not None and (not known.documents or event.document in known.documents)
        case SigningGivenUp():
            return known is not None and known.given_up_at is None and not is_signed
        case _:
            assert_never(event)


THEME = theme(SigningEvent, evolve, stands=stands)
