"""The remedies of a case: what was proposed to make up for a wrong or to mend its cause."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from service.api.http.document import Document
from service.domain.case.record.remedies import Remedy, RemedyProposed
from service.domain.case.state import Case
from service.domain.complaint_vocabulary import RemedyClass
from service.domain.event import Event
from service.domain.vocabulary import EscalationLevel


class RemedyView(Document):
    """A remedy proposed to compensate the customer or to correct the cause."""

    remedy_id: UUID
    remedy_type: str
    remedy_class: RemedyClass | None
    """Whether the remedy compensates or corrects; null if the catalogue does not say."""
    what: str
    """Description of the remedy in free text."""
    amount_minor: int
    """Cost to us, in the smallest unit of the currency."""
    currency: str
    """Currency (ISO 4217)."""
    status: str
    """Status of the remedy: `proposed`, `approved`, `rejected` or `granted`."""
    proposed_by: str
    """Staff id of the person who proposed the remedy."""
    needs_approval_by: EscalationLevel | None
    """Lowest escalation level that must approve; null if no approval is needed."""
    approved_by: str | None
    """Staff id of the approver; null if nobody has approved it."""
    due_at: datetime | None
    """Time by which the customer is to receive the remedy (UTC); null if none was set."""
    commitment_id: UUID | None
    """Id of the commitment to deliver by the due time; null if nothing was promised."""
    granted_at: datetime | None
    """Time at which the customer received the remedy (UTC); null if the customer has not."""


def remedy_views(case: Case, events: Sequence[Event]) -> list[RemedyView]:
    """Return the remedies in the order in which they were proposed."""
    what = {one.remedy_id: one.what for one in events if isinstance(one, RemedyProposed)}
    return [
        RemedyView(
            what=what[one.remedy_id],
            status=_status(one),
            **{name: value for name, value in vars(one).items() if name in RemedyView.model_fields},
        )
        for one in case.remedies
    ]


def _status(one: Remedy) -> str:
    if one.granted_at is not None:
        return "granted"
    if one.is_rejected:
        return "rejected"
    return "proposed" if one.approved_by is None else "approved"
