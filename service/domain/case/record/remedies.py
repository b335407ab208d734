"""What makes up for a wrong or mends its cause. Reads no personal field."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.case.statuses import NOT_CLOSED
from service.domain.changed import changed, taken
from service.domain.complaint_vocabulary import RemedyClass
from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.theme import theme
from service.domain.vocabulary import EscalationLevel


class RemedyProposed(Event):
    """A remedy was proposed that compensates the customer or corrects the cause (REQUIREMENTS 17, 67, 68)."""

    type: Literal["RemedyProposed.v1"] = "RemedyProposed.v1"
    remedy_id: UUID
    remedy_type: str
    remedy_class: RemedyClass | None = None
    """Whether the remedy compensates or corrects, by the catalogue; null if there was no catalogue."""
    what: FreeText
    """Description of the remedy, tailored to this customer."""
    amount_minor: int
    """Cost to us, in the smallest unit of the currency."""
    currency: str
    """Currency code (ISO 4217)."""
    proposed_by: str
    """Staff id of the person who proposed the remedy."""
    due_at: RecordedInstant | None = None
    """Time by which the customer is to receive the remedy (UTC)."""
    commitment_id: UUID | None = None
    """Id of the commitment to deliver by the due time; null if nothing was promised."""
    needs_approval_by: EscalationLevel | None = None
    """Lowest escalation level that must approve, by the catalogue; null if no approval is needed."""
    catalogue_version: int | None = None
    """Version of the catalogue in force."""


class RemedyApproved(Event):
    """A proposed remedy was approved (REQUIREMENTS 17, 68)."""

    type: Literal["RemedyApproved.v1"] = "RemedyApproved.v1"
    remedy_id: UUID
    approved_by: str
    """Staff id of the approver."""
    level: EscalationLevel
    """Escalation level of the person who decided."""
    note: FreeText | None = None
    """Remarks of the approver."""


class RemedyRejected(Event):
    """A proposed remedy was rejected (REQUIREMENTS 17, 68)."""

    type: Literal["RemedyRejected.v1"] = "RemedyRejected.v1"
    remedy_id: UUID
    rejected_by: str
    """Staff id of the person who rejected it."""
    reason: FreeText


class RemedyGranted(Event):
    """The customer received the remedy (REQUIREMENTS 17, 68)."""

    type: Literal["RemedyGranted.v1"] = "RemedyGranted.v1"
    remedy_id: UUID
    granted_by: str
    """Staff id of the person who handed it over."""
    reference: str | None = None
    """Number of the payment, coupon or delivery."""


RemedyEvent = RemedyProposed | RemedyApproved | RemedyRejected | RemedyGranted


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """Something proposed to make up for a wrong or to mend its cause."""

    remedy_id: UUID
    remedy_type: str
    remedy_class: RemedyClass | None
    amount_minor: int
    currency: str
    proposed_by: str
    proposed_at: datetime
    due_at: datetime | None
    commitment_id: UUID | None
    needs_approval_by: EscalationLevel | None
    """Lowest escalation level that must approve."""
    approved_at: datetime | None = None
    approved_by: str | None = None
    approval_level: EscalationLevel | None = None
    is_rejected: bool = False
    rejected_at: datetime | None = None
    rejected_by: str | None = None
    granted_at: datetime | None = None
    granted_by: str | None = None
    grant_reference: str | None = None


@dataclass(frozen=True, kw_only=True)
class RemedyState:
    """The remedies of a case, in the order in which they were proposed."""

    remedies: tuple[Remedy, ...] = ()

    def amount_proposed(self, remedy_type: str, currency: str) -> int:
        """Return what was proposed of a kind, and not rejected: parts need the approval of the whole."""
        wanted = (remedy_type, currency)
        alike = (one for one in self.remedies if (one.remedy_type, one.currency) == wanted)
        return sum(one.amount_minor for one in alike if not one.is_rejected)

    def remedy(self, remedy_id: UUID) -> Remedy | None:
        """Return a remedy; None when the case has none of this id."""
        return next((one for one in self.remedies if one.remedy_id == remedy_id), None)


def evolve(case: RemedyState, event: RemedyEvent) -> RemedyState:
    """Return the case after the event."""
    if isinstance(event, RemedyProposed):
        return changed(case, remedies=(*case.remedies, taken(Remedy, event, proposed_at=event.occurred_at)))
    remedies = (_after(one, event) if one.remedy_id == event.remedy_id else one for one in case.remedies)
    return changed(case, remedies=tuple(remedies))


def _after(one: Remedy, event: RemedyApproved | RemedyRejected | RemedyGranted) -> Remedy:
    at = event.occurred_at
    match event:
        case RemedyApproved():
            return replace(one, approved_at=at, approved_by=event.approved_by, approval_level=event.level)
        case RemedyRejected():
            return replace(one, is_rejected=True, rejected_at=at, rejected_by=event.rejected_by)
        case RemedyGranted():
            if one.granted_at is not None and one.granted_at <= at:
                return one
            return replace(one, granted_at=at, granted_by=event.granted_by, grant_reference=event.reference)
        case _:
            assert_never(event)


def stands(case: RemedyState, event: RemedyEvent) -> bool:
    """What was granted can be found to have been granted earlier, once it was approved."""
    known = case.remedy(event.remedy_id)
    if known is None or isinstance(event, RemedyProposed):
        return known is None and isinstance(event, RemedyProposed)
    match event:
        case RemedyApproved():
            return not known.is_rejected and known.approved_by is None
        case RemedyRejected():
            return not known.is_rejected and known.granted_at is None
        case RemedyGranted():
            return not known.is_rejected and (not known.needs_approval_by or known.approved_by is not None)
        case _:
            assert_never(event)


THEME = theme(RemedyEvent, evolve, stands=stands, on={RemedyProposed: NOT_CLOSED})
