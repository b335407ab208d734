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
    """Something proposed to make up for a wrong or to mend its cause."""

    remedy_id: UUID
    """The remedy."""
    remedy_type: str
    """Which kind, out of the catalogue."""
    remedy_class: RemedyClass | None
    """Whether it makes up or mends; none where the catalogue did not say."""
    what: str
    """What exactly."""
    amount_minor: int
    """What it costs us, in the smallest unit of the currency."""
    currency: str
    """The currency."""
    status: str
    """`proposed`, `approved`, `rejected` or `granted`."""
    proposed_by: str
    """The staff id of who proposed it."""
    needs_approval_by: EscalationLevel | None
    """The lowest rung that must agree; none where nobody else must."""
    approved_by: str | None
    """The staff id of who agreed."""
    due_at: datetime | None
    """By when the customer is to have it."""
    commitment_id: UUID | None
    """The commitment to have it by then."""
    granted_at: datetime | None
    """When the customer got it."""


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
