"""What the customer and we say to each other about a case, and notes."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from service.domain.case import standards, updates
from service.domain.case.context import DecisionContext
from service.domain.case.decisions import questions
from service.domain.case.decisions.commitments import promised_eta, promised_eta_must_be_new
from service.domain.case.record import replies as record
from service.domain.case.rules import (
    DATED,
    NOT_CLOSED,
    contact_must_be_of_the_account,
    eta_must_lie_ahead,
    must_be_resolved,
)
from service.domain.case.state import Case
from service.domain.case.to_customer import (
    author_must_be_named,
    author_of,
    channel_must_reach_the_customer,
    person_must_be_named,
    words_must_say_more,
)
from service.domain.command import Command
from service.domain.decision import Events, Told, decides, fields_of, records, refuses_with
from service.domain.event import Instant, is_in_range, out_of_range
from service.domain.invalid import invalid
from service.domain.personal import FreeText, Verbatim
from service.domain.refusal import Refusal
from service.domain.text import Code
from service.domain.vocabulary import Audience, AuthorKind, Channel


class SendReply(
    Command, records=record.ReplySent, example={"text": "An engineer is on the way", "channel": "phone"}
):
    """Record a reply that was sent."""

    audience: Audience = Audience.PUBLIC
    author_kind: AuthorKind | None = None
    """Kind of author. If omitted, a person; the system if the key of a machine (role `integration`,
    `customer_system`) sends it and speaks for nobody (`Casebook-Staff`)."""
    substantive: bool = True
    """Whether the reply answers anything; "let me check" does not, nor does what says only a phrase that the
    guideline `handling` names (`holding_phrases`)."""
    channel: Channel | None = None
    text: FreeText
    question_id: UUID | None = None
    """Id of the question that the reply answers. If it answers nothing ("let me check"), a new id, or none: a
    question is opened, and the case cannot be resolved before the customer has the answer. Without an id the
    next substantive reply answers it."""
    asked_of: Code | None = None
    """Who must answer the question opened by this reply: a department such as legal. If omitted, the
    owner."""
    answer_due_at: Instant | None = None
    """Due time of the answer to the question opened by this reply (UTC). If omitted, the policy decides."""

    @model_validator(mode="after")
    def _asks_what_it_speaks_of(self) -> Self:
        for name in ("asked_of", "answer_due_at"):
            if getattr(self, name) is not None and self.substantive:
                raise invalid("opens_no_question", field=name)
        return self


class RecordCustomerMessage(Command, example={"channel": "wecom", "text": "什么时候修好?"}):
    """Record a message from the customer."""

    channel: Channel
    text: Verbatim
    contact_id: UUID | None = None
    needs_answer: bool | None = None


class SetAnswerNotNeeded(Command, example={"reason": "The customer thanked us"}):
    """Record that what the customer wrote so far needs no answer, and why.

    This makes the promise of a next reply void.
    """

    reason: FreeText


class ShareProgress(
    Command,
    records=record.ProgressShared,
    example={"problem": "The bearing is worn", "solution": "A new bearing is on its way"},
):
    """Record that the customer was informed of the progress.

    With a commitment id, the expected time is promised.
    """

    problem: FreeText
    solution: FreeText
    eta_at: Instant | None = None
    channel: Channel
    waiting_on_customer_for: FreeText | None = None
    author_kind: AuthorKind | None = None
    """Kind of author. If omitted, a person; the system if the key of a machine (role `integration`,
    `customer_system`) sends it and speaks for nobody (`Casebook-Staff`)."""
    commitment_id: UUID | None = None
    """Id of a new commitment for `eta_at`. If omitted, nothing is promised."""

    @model_validator(mode="after")
    def _promises_an_instant(self) -> Self:
        if self.commitment_id is not None and self.eta_at is None:
            raise invalid("nothing_promised", field="eta_at", by="commitment_id")
        return self


def _due_in_range(stage: record.PlanStage) -> record.PlanStage:
    """A stage is also read from the record, where it stands as it was sent."""
    if not is_in_range(stage.due_at):
        raise out_of_range("due_at")
    return stage


class ProposePlan(
    Command,
    records=record.PlanProposed,
    example={
        "stages": [{"title": "Find the cause", "due_at": "2030-03-01T18:00:00+08:00", "responsible": "li.na"}]
    },
):
    """Record a plan in dated stages, and by which channel the customer was told of it."""

    stages: tuple[Annotated[record.PlanStage, AfterValidator(_due_in_range)], ...] = Field(
        min_length=1, max_length=100
    )
    channel: Channel | None = None
    """Channel by which the customer was told the plan. If omitted, they were not told: it answers nothing."""


class ReportResult(Command, example={"text": "The bearing is replaced and line 3 runs"}):
    """Report the outcome of the case to the customer. The text is also recorded as a reply."""

    channel: Channel
    text: FreeText
    """Text to the customer."""
    contact_id: UUID | None = None
    """Id of the contact who is informed."""


class AddNote(Command, example={"text": "The customer would like a list of spare parts"}):
    """Add an internal note, never shown to the customer."""

    text: Verbatim


class CaseGoesOnElsewhereError(Refusal):
    """What the customer writes belongs to the case into which this one is merged."""


@refuses_with(CaseGoesOnElsewhereError)
def case_must_go_on_here(case: Case, _: RecordCustomerMessage, __: DecisionContext) -> None:
    """The record names the end of the chain of merges, of which the case knows the next one only."""
    if case.merged_into is not None:
        raise CaseGoesOnElsewhereError(goes_on_in=case.merged_into)


class NothingToAnswerError(Refusal):
    """No message of the customer asks for an answer."""


@refuses_with(NothingToAnswerError)
def message_must_wait_for_an_answer(case: Case, _: SetAnswerNotNeeded, __: DecisionContext) -> None:
    """One that was answered meanwhile may be marked: the answer can become known later than the mark."""
    if case.customer_waits_since_at is None:
        raise NothingToAnswerError


def send_reply(case: Case, command: SendReply, context: DecisionContext, at: datetime) -> Events:
    """What only holds the customer off opens a question, whatever its sender says; a receipt answers none."""
    command = command.model_copy(update={"author_kind": author_of(case, command, context)})
    rules = standards.standard(case, command, context)
    is_public = command.audience is Audience.PUBLIC
    only_receives = is_public and rules.only_receives(command.text)
    if only_receives or (is_public and rules.only_holds_off(command.text)):
        command = command.model_copy(update={"substantive": False})
    told = fields_of(command, "question_id", "asked_of", "answer_due_at")
    sent = record.ReplySent(occurred_at=at, **updates.noted_of_reply(case, command, context), **told)
    if only_receives and command.question_id is None:
        return (sent,)
    if command.question_id is None and record.is_answer(sent):
        return (sent, *questions.answers_of_what_was_announced(case, command.text, at))
    return (sent, *questions.question_of_reply(case, command, context, at))


def share_progress(case: Case, command: ShareProgress, context: DecisionContext, at: datetime) -> Events:
    author = author_of(case, command, context)
    by_machine = None if author is AuthorKind.HUMAN else author
    told = {**fields_of(command, "commitment_id"), "author_kind": command.author_kind or by_machine}
    shared = record.ProgressShared(
        occurred_at=at,
        missing=updates.lacking(case, command, context),
        words_digest=updates.words_digest(command, context),
        **told,
    )
    return (shared, *promised_eta(case, command, command.solution, context, at))


def propose_plan(case: Case, command: ProposePlan, context: DecisionContext, at: datetime) -> Events:
    stage_count = standards.stages_in(case, command, context)
    schedule = standards.schedule_of(command)
    told = fields_of(command)
    return (record.PlanProposed(occurred_at=at, stage_count=stage_count, schedule=schedule, **told),)


def answer_not_needed(case: Case, command: SetAnswerNotNeeded, _: DecisionContext, at: datetime) -> Events:
    if case.answer_not_needed_at is not None:
        return ()
    return (record.AnswerNotNeeded(occurred_at=at, reason=command.reason),)


def answer_not_needed_on_record(case: Case, _: SetAnswerNotNeeded) -> Told | None:
    return {"occurred_at": case.answer_not_needed_at} if case.answer_not_needed_at else None


def report_result(case: Case, command: ReportResult, context: DecisionContext, at: datetime) -> Events:
    """What tells the result is an answer too: what the customer has asked meanwhile is answered by it."""
    reply = record.ReplySent(
        occurred_at=at,
        audience=Audience.PUBLIC,
        author_kind=author_of(case, command, context),
        substantive=True,
        channel=command.channel,
        text=command.text,
    )
    told = record.ResultReported(occurred_at=at, cycle=case.cycle, **fields_of(command, "text"))
    return (reply, *questions.answers_of_what_was_announced(case, command.text, at), told)


DECISIONS = (
    decides(
        SendReply,
        send_reply,
        *DATED,
        channel_must_reach_the_customer,
        author_must_be_named,
        updates.reply_needs_be_met,
        questions.answered_question_must_be_known,
        questions.question_of_reply_must_be_new,
        questions.asked_must_be_known,
        questions.promised_answer_must_be_due_later,
        questions.question_needs_a_case_that_goes_on,
    ),
    decides(
        RecordCustomerMessage,
        records(record.CustomerMessaged),
        *DATED,
        contact_must_be_of_the_account,
        case_must_go_on_here,
    ),
    decides(
        SetAnswerNotNeeded,
        answer_not_needed,
        *DATED,
        message_must_wait_for_an_answer,
        once=answer_not_needed_on_record,
    ),
    decides(
        ShareProgress,
        share_progress,
        *DATED,
        channel_must_reach_the_customer,
        author_must_be_named,
        words_must_say_more,
        eta_must_lie_ahead,
        standards.eta_must_be_promised,
        updates.progress_needs_be_met,
        promised_eta_must_be_new,
    ),
    decides(
        ProposePlan,
        propose_plan,
        *NOT_CLOSED,
        channel_must_reach_the_customer,
        person_must_be_named,
        words_must_say_more,
        *standards.PLAN_RULES,
    ),
    decides(
        ReportResult,
        report_result,
        *DATED,
        channel_must_reach_the_customer,
        words_must_say_more,
        must_be_resolved,
        contact_must_be_of_the_account,
    ),
    decides(AddNote, records(record.NoteAdded), *DATED),
)
