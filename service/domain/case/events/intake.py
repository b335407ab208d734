"""Facts of taking a case in."""

from typing import Literal
from uuid import UUID

from service.domain.case.owner_choice import OwnerChoice
from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText, PartyName
from service.domain.vocabulary import (
    AuthorKind,
    CaseKind,
    Channel,
    Degree,
    Phase,
    Priority,
    ResponseClass,
    Segment,
)


class CaseReceived(Event):
    """A customer's case reached us. `occurred_at` is the instant from which promises are counted."""

    type: Literal["CaseReceived.v1"] = "CaseReceived.v1"
    account_id: UUID
    """The customer account."""
    segment: Segment
    """The tier of the account at that moment."""
    reference: str | None = None
    """The number by which people know the case."""
    channel: Channel
    """How it reached us."""
    kind: CaseKind
    """What the customer came with."""
    phase: Phase
    """The phase of the sale."""
    subject: FreeText
    """The matter in one line."""
    description: FreeText | None = None
    """The customer's own words."""
    reported_by: PartyName | None = None
    """Who reported it."""
    symptom: FreeText | None = None
    """What a faulty thing shows (REQUIREMENTS 14)."""
    impact: FreeText | None = None
    """Whom and what it holds up (REQUIREMENTS 14)."""
    fault_began_at: RecordedInstant | None = None
    """When the fault began (REQUIREMENTS 14)."""
    contact_id: UUID | None = None
    """The contact of the account who reported it."""
    order_reference: str | None = None
    """The order it is about (REQUIREMENTS 105)."""
    asset_reference: str | None = None
    """The registered asset it is about."""
    alert_reference: str | None = None
    """The alert of the monitoring that it came from (REQUIREMENTS 106)."""
    split_from: UUID | None = None
    """The case of which this was a part until then."""


class CaseClassified(Event):
    """The case was put into a response class, or into another than before."""

    type: Literal["CaseClassified.v1"] = "CaseClassified.v1"
    response_class: ResponseClass | None = None
    """The class that decides which promises run."""
    priority: Priority | None = None
    """The order in which cases are taken up."""
    urgency: Degree | None = None
    """How urgent."""
    complexity: Degree | None = None
    """How complex."""
    category: str | None = None
    """The subject area, e.g. product/firmware."""
    reason: FreeText | None = None
    """Why."""
    by_rules: tuple[str, ...] | None = None
    """The rules of the guideline that decided anything; none: no rule did."""
    by_matrix: bool | None = None
    """Whether the matrix of urgency and complexity decided anything; none: it did not (REQUIREMENTS 50)."""
    circumstances: tuple[str, ...] | None = None
    """What was told of the case for the rules."""
    guideline_version: int | None = None
    """The version of the guideline; none: it was not asked."""


class OwnerAssigned(Event):
    """A person or a team became accountable for the case."""

    type: Literal["OwnerAssigned.v1"] = "OwnerAssigned.v1"
    owner: str | None = None
    """The accountable person's staff id; none while no person has been named yet."""
    team: str | None = None
    """The team."""
    reason: FreeText | None = None
    """Why."""
    choice: OwnerChoice | None = None
    """How the person was chosen by load and skill; none where somebody simply named the person."""


class ReceiptAcknowledged(Event):
    """Somebody confirmed to the customer that the case and its facts have arrived (REQUIREMENTS 3, 120)."""

    type: Literal["ReceiptAcknowledged.v1"] = "ReceiptAcknowledged.v1"
    author_kind: AuthorKind | None = None
    """What confirmed it; none: a person. An automatic receipt keeps no promise."""


class SourceUpdateRecorded(Event):
    """One update of the case in the system it came from was taken over, with that system's own verdict."""

    type: Literal["SourceUpdateRecorded.v1"] = "SourceUpdateRecorded.v1"
    source: str
    """The system it came from."""
    reference: str
    """The case's number there."""
    update: str
    """Which update of it, in that system's own numbering."""
    promise_due_at: RecordedInstant | None = None
    """The time limit that the source had set."""
    promise_kept: bool | None = None
    """The source's own verdict on its time limit, kept beside ours."""


IntakeEvent = CaseReceived | CaseClassified | OwnerAssigned | ReceiptAcknowledged | SourceUpdateRecorded
