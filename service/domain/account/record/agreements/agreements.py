"""Agreements with the customer, in every version (REQUIREMENTS 46, 47)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never

from service.domain.account.event import AccountFact
from service.domain.account.statuses import ON_RECORD
from service.domain.account.vocabulary import AmendmentCause
from service.domain.changed import changed
from service.domain.clocks.policy import AgreedTerm, Data
from service.domain.event import RecordedInstant
from service.domain.personal import FreeText
from service.domain.text import Code
from service.domain.theme import theme


class AskedForBy(Data):
    """What asked for an amendment (REQUIREMENTS 47)."""

    cause: AmendmentCause
    """Whether a need, a visit, a case or a dispute asked for it."""
    reference: Code
    """Id of it on our record."""


class AgreementSigned(AccountFact):
    """An agreement with the customer was signed (REQUIREMENTS 46)."""

    type: Literal["AgreementSigned.v1"] = "AgreementSigned.v1"
    agreement_id: str
    """Contract number, unique within the account."""
    title: FreeText
    """Subject of the agreement."""
    terms: tuple[AgreedTerm, ...]
    """Time limits that replace those of the policy."""
    effective_at: RecordedInstant
    """Time from which the terms apply (UTC)."""
    ends_at: RecordedInstant | None = None
    """Time until which the agreement applies (UTC); null if until it is ended."""


class AgreementAmended(AccountFact):
    """An agreement got a new version (REQUIREMENTS 47). Existing promises keep their limits."""

    type: Literal["AgreementAmended.v1"] = "AgreementAmended.v1"
    agreement_id: str
    """Id of the agreement."""
    version: int
    """Version of the agreement in the order of recording: 2, 3 and so on; the signed version is 1."""
    terms: tuple[AgreedTerm, ...]
    """All time limits of the agreement from then on."""
    effective_at: RecordedInstant
    """Time from which the terms apply (UTC)."""
    reason: FreeText
    asked_for_by: AskedForBy | None = None
    """Need, visit, case or dispute that asked for it; null if none did."""


class AgreementEnded(AccountFact):
    """The end of an agreement was set."""

    type: Literal["AgreementEnded.v1"] = "AgreementEnded.v1"
    agreement_id: str
    """Id of the agreement."""
    ends_at: RecordedInstant
    """Time until which the agreement applies (UTC)."""
    reason: FreeText


AgreementEvent = AgreementSigned | AgreementAmended | AgreementEnded
Terms = tuple[AgreedTerm, ...]


@dataclass(frozen=True, kw_only=True)
class AgreementVersion:
    """What was agreed from `effective_at` on."""

    effective_at: datetime
    terms: Terms
    asked_for_by: AskedForBy | None = None


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """An agreement. `versions` stand in the order in which they take effect."""

    agreement_id: str
    signed_at: datetime
    versions: tuple[AgreementVersion, ...]
    ends_at: datetime | None = None

    @property
    def begins_at(self) -> datetime:
        """When its first version took effect."""
        return self.versions[0].effective_at

    def holds_at(self, at: datetime) -> bool:
        """Return whether it is in force; at `ends_at` it is no longer."""
        return self.begins_at <= at and (self.ends_at is None or at < self.ends_at)

    def terms_at(self, at: datetime) -> Terms:
        """Return what is agreed at an instant; nothing where it is not in force."""
        version = self.version_at(at)
        return () if version is None else version.terms

    def version_at(self, at: datetime) -> AgreementVersion | None:
        """Return the version in force at an instant; None where none is."""
        found = (version for version in reversed(self.versions) if version.effective_at <= at)
        return next(found, None) if self.holds_at(at) else None

    def was_signed_as(self, effective_at: datetime, terms: Terms, ends_at: datetime | None) -> bool:
        """Return whether it was signed with just this content."""
        signed = self.versions[0]
        return (signed.effective_at, signed.terms, self.ends_at) == (effective_at, terms, ends_at)

    def amended(self, version: AgreementVersion) -> "Agreement":
        """Return the agreement with one more version; of two from one instant on the one added last holds."""
        ordered = sorted((*self.versions, version), key=lambda each: each.effective_at)
        return replace(self, versions=tuple(ordered))


@dataclass(frozen=True, kw_only=True)
class AgreementState:
    """The agreements of an account, in the order in which they were signed."""

    agreements: tuple[Agreement, ...] = ()

    def agreement(self, agreement_id: str) -> Agreement | None:
        """Return an agreement by its id."""
        return next((each for each in self.agreements if each.agreement_id == agreement_id), None)

    def terms_at(self, at: datetime) -> tuple[tuple[str, AgreedTerm], ...]:
        """Return every term that is agreed at an instant, each with the id of its agreement."""
        return tuple((each.agreement_id, term) for each in self.agreements for term in each.terms_at(at))

    def binds_until(self, agreement_id: str, at: datetime) -> bool:
        """Return whether an agreement is known and has not ended before an instant."""
        known = self.agreement(agreement_id)
        return known is not None and (known.ends_at is None or at <= known.ends_at)

    def is_owed_after(self, _: str, __: datetime, /) -> bool:
        """Return whether something is open by an agreement and due after an instant; here nothing is."""
        return False


def evolve(account: AgreementState, event: AgreementEvent) -> AgreementState:
    """Return the account after the event."""
    if isinstance(event, AgreementSigned):
        signed = Agreement(
            agreement_id=event.agreement_id,
            signed_at=event.occurred_at,
            versions=(AgreementVersion(effective_at=event.effective_at, terms=event.terms),),
            ends_at=event.ends_at,
        )
        return changed(account, agreements=(*account.agreements, signed))
    agreements = (
        _after(each, event) if each.agreement_id == event.agreement_id else each
        for each in account.agreements
    )
    return changed(account, agreements=tuple(agreements))


def _after(agreement: Agreement, event: AgreementAmended | AgreementEnded) -> Agreement:
    match event:
        case AgreementAmended():
            return agreement.amended(
                AgreementVersion(
                    effective_at=event.effective_at, terms=event.terms, asked_for_by=event.asked_for_by
                )
            )
        case AgreementEnded():
            return replace(agreement, ends_at=event.ends_at)
        case _:
            assert_never(event)


def stands(account: AgreementState, event: AgreementEvent) -> bool:
    """Each version has its number and falls into the agreement; an end never prolongs it."""
    known = account.agreement(event.agreement_id)
    if known is None or isinstance(event, AgreementSigned):
        return known is None and isinstance(event, AgreementSigned)
    match event:
        case AgreementAmended():
            return event.version == len(known.versions) + 1 and known.holds_at(event.effective_at)
        case AgreementEnded():
            # What is due later was dropped just before it.
            return (
                known.begins_at < event.ends_at
                and (known.ends_at is None or event.ends_at < known.ends_at)
                and not account.is_owed_after(event.agreement_id, event.ends_at)
            )
        case _:
            assert_never(event)


THEME = theme(AgreementEvent, evolve, stands=stands, on={AgreementEnded: ON_RECORD})
