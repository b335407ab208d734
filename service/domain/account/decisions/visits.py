"""Our contacts with the customer of our own accord."""

from datetime import datetime

from service.domain.account.context import AccountContext
from service.domain.account.reaching import (
    ContactChannelNotAllowedError,
    channel_must_reach_the_customer,
    customer_must_have_said_something,
    must_be_allowed,
)
from service.domain.account.record.visits import FirstContactMade, VisitRecorded
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.command import Command
from service.domain.decision import Events, Told, decides, fields_of, records, refuses_with
from service.domain.guidelines.revisits import Revisits, VisitGuide
from service.domain.personal import FreeText, Quoted
from service.domain.refusal import Refusal
from service.domain.vocabulary import Channel, VisitKind


class RecordFirstContact(Command, example={"record": "Introduced the team and its hours"}):
    """Record the first conversation of the accountable person with the customer."""

    channel: Channel
    record: FreeText
    """Record of the conversation, in free text."""


class RecordVisit(Command, example={"channel": "on_site", "experience": "All three lines run"}):
    """Record a visit, a call or an interview, with what the customer said."""

    kind: VisitKind
    channel: Channel
    reached: bool = True
    """Whether the customer was reached; an unsuccessful attempt keeps no promise."""
    outcome: FreeText | None = None
    experience: Quoted | None = None
    new_needs: Quoted | None = None
    inconveniences: Quoted | None = None
    strategy_change: Quoted | None = None


class VisitQuestionsUnansweredError(Refusal, field="experience"):
    """A visit goes with a question list and holds an answer to at least one question (REQUIREMENTS 24)."""


@refuses_with(ContactChannelNotAllowedError)
def channel_must_suit_the_visit(_: CustomerAccount, command: RecordVisit, context: AccountContext) -> None:
    guide = _guide(command, context)
    must_be_allowed(command.channel, guide.channels if guide else ())


@refuses_with(VisitQuestionsUnansweredError)
def visit_questions_must_be_answered(
    _: CustomerAccount, command: RecordVisit, context: AccountContext
) -> None:
    guide = _guide(command, context)
    asked = [one.question for one in guide.questions] if guide and command.reached else []
    if asked and not any(getattr(command, question) for question in asked):
        raise VisitQuestionsUnansweredError(kind=command.kind.value, questions=", ".join(asked))


def _guide(command: RecordVisit, context: AccountContext) -> VisitGuide | None:
    guideline = context.rulebook.guideline(Revisits, command.happened_at(context.now))
    return guideline.visit(command.kind) if guideline else None


def record_first_contact(
    account: CustomerAccount, command: RecordFirstContact, _: AccountContext, at: datetime
) -> Events:
    if account.first_contact_by(at) is not None:
        return ()
    return (FirstContactMade(occurred_at=at, owner=account.owner_at(at), **fields_of(command)),)


def first_contact_on_record(account: CustomerAccount, command: RecordFirstContact) -> Told | None:
    at = command.occurred_at or account.last_happened_at
    known = account.first_contact_by(at) if at else None
    return None if known is None else {"occurred_at": known[0], "channel": known[1]}


DECISIONS = (
    decides(
        RecordFirstContact,
        record_first_contact,
        *CARED_FOR,
        channel_must_reach_the_customer,
        once=first_contact_on_record,
    ),
    decides(
        RecordVisit,
        records(VisitRecorded),
        *CARED_FOR,
        customer_must_have_said_something,
        channel_must_suit_the_visit,
        visit_questions_must_be_answered,
    ),
)
