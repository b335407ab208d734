"""Wishes about a customer account."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from service.domain.clocks.calendar_document import Weekday
from service.domain.clocks.policy import AgreedTerm
from service.domain.command import Command
from service.domain.event import Instant, LocalDate
from service.domain.invalid import invalid
from service.domain.personal import ContactPoint, FreeText, PartyName, PersonName
from service.domain.text import Code
from service.domain.vocabulary import Channel, Routine, Segment, VisitKind

MOST_TERMS = 200
MOST_DEPARTMENTS = 50
MOST_PROBLEMS = 1_000_000


def _of_one_limit_each(terms: tuple[AgreedTerm, ...]) -> tuple[AgreedTerm, ...]:
    for term in terms:
        limits = ("target_seconds", "target_months", "days_before_promised")
        named = [name for name in limits if getattr(term, name) is not None]
        if len(named) > 1:
            raise invalid("two_targets", other=named[0])
    return terms


Terms = Annotated[tuple[AgreedTerm, ...], Field(max_length=MOST_TERMS), AfterValidator(_of_one_limit_each)]


class OpenAccount(Command):
    """Take a customer account under our care."""

    code: str = Field(
        min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", examples=["KA-0042"]
    )
    """The customer number that other systems know; unique."""
    name: PartyName
    """The customer's name."""
    segment: Segment = Segment.ORDINARY
    """The tier."""
    industry: Code | None = None
    """The customer's line of business."""


class AddContact(Command):
    """Add a person of the customer as a contact."""

    contact_id: UUID
    """An id for the person, chosen by the sender."""
    name: PersonName
    """The person's name."""
    role: Code | None = None
    """The part the person plays at the customer."""
    email: ContactPoint | None = None
    """E-mail address."""
    phone: ContactPoint | None = None
    """Telephone number."""
    preferred_channel: Channel | None = None
    """How the person likes to be reached."""


class OptOutOfSurveys(Command):
    """Record that a contact does not want to be asked for ratings any more."""

    contact_id: UUID
    """The person."""
    reason: FreeText | None = None
    """What the person said."""


class OptInToSurveys(Command):
    """Record that a contact who did not want to be asked for ratings may be asked again."""

    contact_id: UUID
    """The person."""
    reason: FreeText | None = None
    """What the person said."""


class AssignSegment(Command):
    """Move the account to another tier."""

    segment: Segment
    """The tier from now on."""
    reason: FreeText
    """Why."""


class AssignAccountOwner(Command):
    """Make one person accountable for the account."""

    owner: Code
    """The accountable person's staff id."""
    reason: FreeText
    """Why this person: load and skill."""


class SignAgreement(Command):
    """Put an agreement with the customer on the record, with the time limits that it promises."""

    agreement_id: Code
    """The number of the contract; unique on the account."""
    title: FreeText
    """What it is about."""
    terms: Terms = ()
    """The time limits that stand instead of the policy's."""
    effective_at: Instant
    """From when they hold."""
    ends_at: Instant | None = None
    """Until when; left out, until it is ended."""


class AmendAgreement(Command):
    """Put a new version of an agreement on the record."""

    agreement_id: Code
    """The agreement."""
    terms: Terms
    """All of its time limits from then on."""
    effective_at: Instant
    """From when they hold."""
    reason: FreeText
    """Why."""


class EndAgreement(Command):
    """End an agreement, or let it end sooner than was agreed."""

    agreement_id: Code
    """The agreement."""
    ends_at: Instant
    """Until when it holds."""
    reason: FreeText
    """Why."""


class RecordFirstContact(Command):
    """Record the first talk with the customer after somebody became accountable."""

    channel: Channel
    """How they talked."""
    record: FreeText
    """What was said."""


class SetRoutine(Command):
    """Say on which day of the month or of the week something happens regularly."""

    routine: Routine
    """What happens."""
    day_of_month: int | None = Field(default=None, ge=1, le=31)
    """On this day of each month; on the last one where the month is shorter."""
    weekday: Weekday | None = None
    """On this day of each week, instead."""
    note: FreeText | None = None
    """What to remember then."""

    @model_validator(mode="after")
    def _names_one_day(self) -> Self:
        if self.day_of_month is None and self.weekday is None:
            raise invalid("nobody_named", field="day_of_month", others="weekday")
        if self.day_of_month is not None and self.weekday is not None:
            raise invalid("two_days", field="weekday")
        return self


class RecordBillCheck(Command):
    """Record that the bill was gone through with the customer before a settlement."""

    settlement_on: LocalDate
    """The day of the settlement."""
    note: FreeText | None = None
    """What was found."""


class RecordVisit(Command):
    """Record a visit, a call or an interview, with what the customer said."""

    kind: VisitKind
    """Which of them."""
    channel: Channel
    """How it was done."""
    reached: bool = True
    """Whether the customer was reached; an attempt keeps no promise."""
    outcome: FreeText | None = None
    """What came of it."""
    experience: FreeText | None = None
    """How it feels to use what we supply."""
    new_needs: FreeText | None = None
    """What the customer will need."""
    inconveniences: FreeText | None = None
    """What is in the way."""
    strategy_change: FreeText | None = None
    """What we will do differently for this customer."""


class RecordNewsSent(Command):
    """Record that news went out to the customer."""

    topic: Code
    """What it was about."""
    channel: Channel
    """By which way."""


class RecordAccountSurvey(Command):
    """Record that the customer was asked by a questionnaire, whether or not it was answered."""

    survey: Code
    """Which questionnaire."""
    channel: Channel
    """By which way."""
    outcome: FreeText | None = None
    """What came of it."""


class RecordProblemReport(Command):
    """Record that the monthly report of the customer's problems was issued, and whom it went to."""

    month: str = Field(pattern=r"^[1-9]\d{3}-(0[1-9]|1[0-2])$", examples=["2026-03"])
    """The month that it covers."""
    report: Code
    """The report's number."""
    routed_to: Annotated[tuple[Code, ...], Field(min_length=1, max_length=MOST_DEPARTMENTS)]
    """The departments that it went to: research and development, the owners of the procedures."""
    product_count: int | None = Field(default=None, ge=0, le=MOST_PROBLEMS)
    """How many problems of the product it names."""
    service_count: int | None = Field(default=None, ge=0, le=MOST_PROBLEMS)
    """How many problems of the service it names."""
    communication_count: int | None = Field(default=None, ge=0, le=MOST_PROBLEMS)
    """How many problems of communication it names."""


class CloseAccount(Command):
    """Let the account out of our care."""

    reason: FreeText
    """Why."""


AccountCommand = (
    OpenAccount
    | AddContact
    | OptOutOfSurveys
    | OptInToSurveys
    | AssignSegment
    | AssignAccountOwner
    | SignAgreement
    | AmendAgreement
    | EndAgreement
    | RecordFirstContact
    | SetRoutine
    | RecordBillCheck
    | RecordVisit
    | RecordNewsSent
    | RecordAccountSurvey
    | RecordProblemReport
    | CloseAccount
)
