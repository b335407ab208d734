"""Coming to understand what the customer needs."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import model_validator

from service.domain.case.context import DecisionContext
from service.domain.case.record import understanding as record
from service.domain.case.rules import DATED, NOT_CLOSED, contact_must_be_of_the_account
from service.domain.case.state import Case
from service.domain.case.to_customer import (
    ConfirmationNeedsEvidenceError,
    channel_must_reach_the_customer,
    customer_must_confirm,
    person_must_be_named,
    refuse_without_evidence,
)
from service.domain.command import Command
from service.domain.decision import Events, Told, decides, fields_of, records, refuses_with
from service.domain.invalid import invalid
from service.domain.personal import Confirmer, FreeText, Quoted
from service.domain.text import signs_of
from service.domain.vocabulary import Channel


class AskClarification(Command, example={"question": "Which line stands still, and since when?"}):
    """Ask the customer for clarification; each time is one round."""

    clarification_id: UUID
    """Id of the new clarification round, chosen by the sender. With a known id nothing is asked again."""
    question: FreeText
    """Question, or questions asked together."""
    channel: Channel | None = None


class ConfirmUnderstanding(
    Command,
    records=record.UnderstandingConfirmed,
    example={
        "problem": "The bearing is worn",
        "solution": "A new bearing today",
        "confirmed_by": "Wang Jianguo",
        "channel": "phone",
    },
):
    """Record that the customer confirmed our understanding of the problem and the solution.

    It says who confirmed it, and by which channel.
    """

    problem: FreeText
    solution: FreeText | None = None
    contact_id: UUID | None = None
    confirmed_by: Confirmer | None = None
    channel: Channel | None = None


class RecordNeed(Command, example={"stated": "You are always late", "real": "Delivery dates to rely on"}):
    """Record the demand of the customer and the real need behind it."""

    stated: Quoted
    real: FreeText
    need_id: UUID | None = None
    """Id of the need, chosen by the sender, if the case has several. What is told again is recorded once."""

    @model_validator(mode="after")
    def _is_found_behind_the_demand(self) -> Self:
        if signs_of(self.real) == signs_of(self.stated):
            raise invalid("only_restated", field="real", other="stated")
        return self


@refuses_with(ConfirmationNeedsEvidenceError)
def understanding_must_be_evidenced(
    case: Case, command: ConfirmUnderstanding, context: DecisionContext
) -> None:
    """That the customer agreed answers them, so it is known who did (REQUIREMENTS 33, 155)."""
    evidence = {"confirmed_by": command.contact_id or command.confirmed_by, "channel": command.channel}
    refuse_without_evidence(case, command, context, evidence)


def ask_clarification(case: Case, command: AskClarification, _: DecisionContext, at: datetime) -> Events:
    understanding = case.understanding
    if understanding.asked(command.clarification_id) is not None:
        return ()
    return (record.ClarificationAsked(occurred_at=at, round=understanding.rounds + 1, **fields_of(command)),)


def confirm_understanding(
    case: Case, command: ConfirmUnderstanding, _: DecisionContext, at: datetime
) -> Events:
    """The customer can agree anew at any time."""
    rounds = case.understanding.rounds
    return (record.UnderstandingConfirmed(occurred_at=at, rounds=rounds, **fields_of(command)),)


def round_on_record(case: Case, command: AskClarification) -> Told | None:
    asked = case.understanding.asked(command.clarification_id)
    return None if asked is None else {"occurred_at": asked[0], "channel": asked[1]}


def is_identified(case: Case, command: RecordNeed, _: datetime) -> bool:
    return case.need_identified_at(command.need_id) is not None


def need_on_record(case: Case, command: RecordNeed) -> Told | None:
    identified_at = case.need_identified_at(command.need_id)
    return None if identified_at is None else {"occurred_at": identified_at}


DECISIONS = (
    decides(AskClarification, ask_clarification, *NOT_CLOSED, once=round_on_record),
    decides(
        ConfirmUnderstanding,
        confirm_understanding,
        *DATED,
        channel_must_reach_the_customer,
        contact_must_be_of_the_account,
        person_must_be_named,
        understanding_must_be_evidenced,
        customer_must_confirm,
    ),
    decides(
        RecordNeed,
        records(record.NeedIdentified, unless=is_identified),
        *DATED,
        once=need_on_record,
    ),
)
