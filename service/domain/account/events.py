"""Facts about a customer account."""

from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import Field

from service.domain.clocks.calendar_document import Weekday
from service.domain.clocks.policy import AgreedTerm
from service.domain.event import Event, LocalDate, RecordedInstant
from service.domain.personal import ContactPoint, FreeText, PartyName, PersonName
from service.domain.vocabulary import Channel, Routine, Segment, VisitKind


class AccountFact(Event):
    """What happens with an account."""


class AccountOpened(AccountFact):
    """A customer account came under our care."""

    type: Literal["AccountOpened.v1"] = "AccountOpened.v1"
    code: str
    """The customer number that other systems know; unique."""
    name: PartyName
    """The customer's name."""
    segment: Segment
    """The tier at opening."""
    industry: str | None = None
    """The customer's line of business."""


class ContactAdded(AccountFact):
    """A person of the customer became a contact of the account."""

    type: Literal["ContactAdded.v1"] = "ContactAdded.v1"
    contact_id: UUID
    """The person, for whom the fields below are personal data."""
    name: PersonName
    """The person's name."""
    role: str | None = None
    """The part the person plays at the customer, e.g. purchasing."""
    email: ContactPoint | None = None
    """E-mail address."""
    phone: ContactPoint | None = None
    """Telephone number."""
    preferred_channel: Channel | None = None
    """How the person likes to be reached (REQUIREMENTS 26)."""


class ContactOptedOut(AccountFact):
    """A contact does not want to be asked for ratings any more, and is not (REQUIREMENTS 119)."""

    type: Literal["ContactOptedOut.v1"] = "ContactOptedOut.v1"
    contact_id: UUID
    """The person."""
    reason: FreeText | None = None
    """What the person said."""


class ContactOptedIn(AccountFact):
    """A contact who did not want to be asked for ratings may be asked again."""

    type: Literal["ContactOptedIn.v1"] = "ContactOptedIn.v1"
    contact_id: UUID
    """The person."""
    reason: FreeText | None = None
    """What the person said."""


class SegmentAssigned(AccountFact):
    """The account moved to another tier (REQUIREMENTS 139)."""

    type: Literal["SegmentAssigned.v1"] = "SegmentAssigned.v1"
    segment: Segment
    """The tier from now on."""
    reason: FreeText
    """Why."""


class AccountOwnerAssigned(AccountFact):
    """One person became accountable for the account (REQUIREMENTS 112)."""

    type: Literal["AccountOwnerAssigned.v1"] = "AccountOwnerAssigned.v1"
    owner: str
    """The accountable person's staff id."""
    reason: FreeText
    """Why this person: load and skill."""


class AgreementSigned(AccountFact):
    """An agreement with the customer was made (REQUIREMENTS 46)."""

    type: Literal["AgreementSigned.v1"] = "AgreementSigned.v1"
    agreement_id: str
    """The number of the contract; unique on the account."""
    title: FreeText
    """What it is about."""
    terms: tuple[AgreedTerm, ...]
    """The time limits that stand instead of the policy's."""
    effective_at: RecordedInstant
    """From when they hold."""
    ends_at: RecordedInstant | None = None
    """Until when; none: until it is ended."""


class AgreementAmended(AccountFact):
    """An agreement got a new version (REQUIREMENTS 47). A promise already made keeps its limit."""

    type: Literal["AgreementAmended.v1"] = "AgreementAmended.v1"
    agreement_id: str
    """The agreement."""
    version: int
    """2, 3 and so on, in the order of recording; what was signed is 1."""
    terms: tuple[AgreedTerm, ...]
    """All of its time limits from then on."""
    effective_at: RecordedInstant
    """From when they hold."""
    reason: FreeText
    """Why."""


class AgreementEnded(AccountFact):
    """The end of an agreement was settled."""

    type: Literal["AgreementEnded.v1"] = "AgreementEnded.v1"
    agreement_id: str
    """The agreement."""
    ends_at: RecordedInstant
    """Until when it holds."""
    reason: FreeText
    """Why."""


class FirstContactMade(AccountFact):
    """The accountable person talked with the customer for the first time (REQUIREMENTS 113)."""

    type: Literal["FirstContactMade.v1"] = "FirstContactMade.v1"
    owner: str | None = None
    """Who was accountable then; none: nobody."""
    channel: Channel
    """How they talked."""
    record: FreeText
    """What was said."""


class RoutineSet(AccountFact):
    """Something happens regularly from now on: settlements, orders, our visits (REQUIREMENTS 23, 27)."""

    type: Literal["RoutineSet.v1"] = "RoutineSet.v1"
    routine: Routine
    """What happens."""
    day_of_month: int | None = None
    """On this day of each month; on the last one where the month is shorter."""
    weekday: Weekday | None = None
    """On this day of each week, instead."""
    note: FreeText | None = None
    """What to remember then."""


class BillChecked(AccountFact):
    """The bill was gone through with the customer before a settlement (REQUIREMENTS 22, 28)."""

    type: Literal["BillChecked.v1"] = "BillChecked.v1"
    settlement_on: LocalDate
    """The day of the settlement."""
    note: FreeText | None = None
    """What was found."""


class VisitRecorded(AccountFact):
    """We visited or called the customer of our own accord (REQUIREMENTS 23, 24, 43, 71, 131)."""

    type: Literal["VisitRecorded.v1"] = "VisitRecorded.v1"
    kind: VisitKind
    """Visit, call or in-depth interview."""
    channel: Channel
    """How it was done."""
    reached: bool
    """Whether the customer was reached."""
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


class NewsSent(AccountFact):
    """News went out to the customer (REQUIREMENTS 131, 166)."""

    type: Literal["NewsSent.v1"] = "NewsSent.v1"
    topic: str
    """What it was about."""
    channel: Channel
    """By which way."""


class AccountSurveyHeld(AccountFact):
    """The customer was asked by a questionnaire (REQUIREMENTS 166)."""

    type: Literal["AccountSurveyHeld.v1"] = "AccountSurveyHeld.v1"
    survey: str
    """Which questionnaire."""
    channel: Channel
    """By which way."""
    outcome: FreeText | None = None
    """What came of it."""


class ProblemReportIssued(AccountFact):
    """The monthly report of the customer's problems was issued (REQUIREMENTS 161, its time limit)."""

    type: Literal["ProblemReportIssued.v1"] = "ProblemReportIssued.v1"
    month: str
    """The month that it covers, such as 2026-03."""
    report: str
    """The report's number."""
    routed_to: tuple[str, ...]
    """The departments that it went to."""
    product_count: int | None = None
    """How many problems of the product it names."""
    service_count: int | None = None
    """How many problems of the service it names."""
    communication_count: int | None = None
    """How many problems of communication it names."""


class AccountClosed(AccountFact):
    """The account left our care: nothing is promised any more."""

    type: Literal["AccountClosed.v1"] = "AccountClosed.v1"
    reason: FreeText
    """Why."""


AccountEvent = Annotated[
    AccountOpened
    | ContactAdded
    | ContactOptedOut
    | ContactOptedIn
    | SegmentAssigned
    | AccountOwnerAssigned
    | AgreementSigned
    | AgreementAmended
    | AgreementEnded
    | FirstContactMade
    | RoutineSet
    | BillChecked
    | VisitRecorded
    | NewsSent
    | AccountSurveyHeld
    | ProblemReportIssued
    | AccountClosed,
    Field(discriminator="type"),
]
ACCOUNT_EVENTS: tuple[type[Event], ...] = get_args(get_args(AccountEvent)[0])
