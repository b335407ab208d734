"""Wishes of taking a case in."""

from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from service.domain.case.owner_choice import OwnerChoice
from service.domain.clocks.policy import Slug
from service.domain.command import Command
from service.domain.event import Instant
from service.domain.invalid import invalid
from service.domain.personal import FreeText, PartyName
from service.domain.text import Code
from service.domain.vocabulary import AuthorKind, CaseKind, Channel, Degree, Phase, Priority, ResponseClass


class ReceiveCase(Command):
    """Take a customer's case in."""

    account_id: UUID
    """The customer account."""
    reference: Code | None = None
    """The number by which people know the case."""
    channel: Channel
    """How it reached us."""
    kind: CaseKind
    """What the customer came with."""
    phase: Phase = Phase.AFTER_SALE
    """The phase of the sale."""
    subject: FreeText
    """The matter in one line."""
    description: FreeText | None = None
    """The customer's own words."""
    reported_by: PartyName | None = None
    """Who reported it."""
    symptom: FreeText | None = None
    """What a faulty thing shows."""
    impact: FreeText | None = None
    """Whom and what it holds up."""
    fault_began_at: Instant | None = None
    """When the fault began."""
    contact_id: UUID | None = None
    """The contact of the account who reported it."""
    order_reference: Code | None = None
    """The order it is about."""
    asset_reference: Code | None = None
    """The registered asset it is about."""
    alert_reference: Code | None = None
    """The alert of the monitoring that it came from."""
    split_from: UUID | None = None
    """The case of which this was a part until now; tell that case too, by `SplitCase`."""


class ClassifyCase(Command):
    """Put the case into a response class. What is left out stays as it was."""

    response_class: ResponseClass | None = None
    """The class that decides which promises run."""
    priority: Priority | None = None
    """The order in which cases are taken up."""
    urgency: Degree | None = None
    """How urgent."""
    complexity: Degree | None = None
    """How complex."""
    category: Code | None = None
    """The subject area."""
    reason: FreeText | None = None
    """Why."""


class ClassifyByRules(Command):
    """Classify the case by the guideline in force. What is told here goes before the rules."""

    urgency: Degree | None = None
    """How urgent, where a person has judged it."""
    complexity: Degree | None = None
    """How complex, where a person has judged it."""
    category: Code | None = None
    """The subject area, where it is known."""
    circumstances: tuple[Slug, ...] = Field(default=(), max_length=20)
    """What no field of the case says: names of the guideline, such as `line_stopped`."""
    reason: FreeText | None = None
    """What else speaks for it."""


class AssignOwner(Command):
    """Make a person accountable, in a team or not; a team alone gets the case, and the person stays."""

    owner: Code | None = None
    """The accountable person's staff id; left out, it stays."""
    team: Code | None = None
    """The team; left out, it stays."""
    reason: FreeText | None = None
    """Why."""
    choice: OwnerChoice | None = None
    """How the person was chosen by load and skill, where it was done so: `assign-by-load` fills it in."""

    @model_validator(mode="after")
    def _names_somebody(self) -> Self:
        if self.owner is None and self.team is None:
            raise invalid("nobody_named", field="owner", others="team")
        if self.choice is not None and self.choice.chosen != self.owner:
            raise invalid("not_the_chosen", field="owner", chosen=self.choice.chosen)
        return self


class AcknowledgeReceipt(Command):
    """Confirm to the customer that the case and its facts have arrived."""

    author_kind: AuthorKind = AuthorKind.HUMAN
    """What confirmed it: only a person keeps the promise."""


class RecordSourceUpdate(Command):
    """Take over one update of the case in the system it came from."""

    source: Code
    """The system it came from."""
    reference: Code
    """The case's number there."""
    update: Code
    """Which update of it, in that system's own numbering."""
    promise_due_at: Instant | None = None
    """The time limit that the source had set."""
    promise_kept: bool | None = None
    """The source's own verdict on its time limit."""


IntakeCommand = (
    ReceiveCase | ClassifyCase | ClassifyByRules | AssignOwner | AcknowledgeReceipt | RecordSourceUpdate
)
