"""Questions that somebody must answer before a case can end."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from service.domain.case import answering
from service.domain.case.context import DecisionContext
from service.domain.case.record.questions import QuestionAnswered, QuestionOpened
from service.domain.case.relaying import is_department, relayed
from service.domain.case.rules import DATED, NOT_CLOSED, CaseAlreadyClosedError
from service.domain.case.state import Case
from service.domain.case.to_customer import channel_must_reach_the_customer, words_must_say_more
from service.domain.command import Command
from service.domain.decision import Events, Told, decides, fields_of, refuses_with
from service.domain.event import Instant
from service.domain.guidelines.departments import DepartmentDirectory
from service.domain.guidelines.staff import StaffDirectory
from service.domain.personal import FreeText, Quoted
from service.domain.quick_ids import named_id
from service.domain.refusal import Refusal
from service.domain.staff_id import one_form
from service.domain.text import Code
from service.domain.vocabulary import Audience, AuthorKind, Channel

OF_THE_OWNER = "customer_owner"
"""Whom a question is asked of who is neither a department nor a person: whoever owns the account."""


class OpenQuestion(
    Command,
    records=QuestionOpened,
    example={"text": "Is the bearing under warranty?", "asked_of": "legal"},
):
    """Open a question that must be answered. The case cannot be resolved while it is open."""

    question_id: UUID
    """Id of the new question, chosen by the sender."""
    text: FreeText
    """Text of the question."""
    asked_of: Code | None = None
    """Who must answer: a department such as legal, or `customer_owner`. If omitted, the owner of the case."""
    due_at: Instant | None = None
    """Due time of the answer (UTC). If omitted, the policy decides."""
    customer_words: Quoted | None = None


class AnswerQuestion(Command, records=QuestionAnswered, example={"text": "It is, until June"}):
    """Record the answer to a question."""

    question_id: UUID
    text: FreeText
    told_to_customer: bool = False
    """Whether the customer has the answer. A question announced to the customer stays open until then."""
    channel: Channel | None = None
    """Channel by which the customer was told; needed where they were (`told_to_customer`)."""


class QuestionUnknownError(Refusal, field="question_id"):
    """The case has no question with this id."""


class QuestionAlreadyOpenedError(Refusal, field="question_id"):
    """A question with this id was already opened, for another party or due time."""


class AnswerDueInPastError(Refusal, field="due_at"):
    """The answer must be due later than the question is asked."""


class AskedOfNobodyError(Refusal, field="asked_of"):
    """If members of staff are published, a question is asked of one of them or of a department (row 150)."""


class Asking(Protocol):
    """A command that asks somebody."""

    @property
    def asked_of(self) -> str | None: ...

    def happened_at(self, now: datetime) -> datetime: ...


@refuses_with(AskedOfNobodyError)
def asked_must_be_known(_: Case, command: Asking, context: DecisionContext) -> None:
    asked_of, at = command.asked_of, command.happened_at(context.now)
    staff = context.rulebook.guideline(StaffDirectory, at)
    if asked_of is None or asked_of == OF_THE_OWNER or staff is None or not staff.people:
        return
    directory = context.rulebook.guideline(DepartmentDirectory, at)
    if staff.member(asked_of) is None and not (directory and directory.department(asked_of)):
        raise AskedOfNobodyError(asked_of=asked_of)


@refuses_with(QuestionUnknownError)
def question_must_be_known(case: Case, command: AnswerQuestion, _: DecisionContext) -> None:
    if case.question(command.question_id) is None:
        raise QuestionUnknownError(question_id=command.question_id)


@refuses_with(QuestionAlreadyOpenedError)
def question_must_be_new(case: Case, command: OpenQuestion, _: DecisionContext) -> None:
    """The id is free, or the same was asked of the same: that is a repeat."""
    refuse_another_question(case, command.question_id, command.asked_of, command.due_at)


@refuses_with(AnswerDueInPastError)
def answer_must_be_due_later(_: Case, command: OpenQuestion, context: DecisionContext) -> None:
    refuse_past_answer("due_at", command.due_at, command.happened_at(context.now))


def refuse_another_question(
    case: Case, question_id: UUID, asked_of: str | None, due_at: datetime | None
) -> None:
    """Refuse a question whose id names one that was asked of somebody else, or for another instant."""
    known = case.question(question_id)
    if known and (known.asked_of, known.due_at) != (asked_of, due_at):
        raise QuestionAlreadyOpenedError(question_id=known.question_id)


def refuse_past_answer(field: str, due_at: datetime | None, asked_at: datetime) -> None:
    """Refuse an answer that is due before it was asked for."""
    if due_at is not None and due_at <= asked_at:
        raise AnswerDueInPastError(field=field, due_at=due_at, asked_at=asked_at)


def open_question(case: Case, command: OpenQuestion, context: DecisionContext, at: datetime) -> Events:
    if case.question(command.question_id) is not None:
        return ()
    to_department = is_department(command.asked_of, command, context)
    words = relayed(case, command, command.customer_words, context) if to_department else {}
    return (QuestionOpened(occurred_at=at, asked_by=_asker(context), **fields_of(command), **words),)


def _asker(context: DecisionContext) -> str | None:
    return None if context.teller is None else one_form(context.teller.name)


def answer_question(case: Case, command: AnswerQuestion, context: DecisionContext, at: datetime) -> Events:
    if was_answered(case, command.question_id, at, told=command.told_to_customer):
        return ()
    of_department = answering.of_those_asked(case, command, context)
    return (QuestionAnswered(occurred_at=at, of_department=of_department, **fields_of(command)),)


def was_answered(case: Case, question_id: UUID, at: datetime, *, told: bool) -> bool:
    """Return whether the question was answered, and the customer told, by then."""
    question = case.question(question_id)
    if question is None or question.answered_at is None or question.answered_at > at:
        return False
    return not told or (question.told_at is not None and question.told_at <= at)


def question_on_record(case: Case, command: OpenQuestion) -> Told | None:
    question = case.question(command.question_id)
    return None if question is None else {"occurred_at": question.opened_at}


def answer_on_record(case: Case, command: AnswerQuestion) -> Told | None:
    question = case.question(command.question_id)
    if question is None:
        return None
    answered_at = question.told_at if command.told_to_customer else question.answered_at
    return None if answered_at is None else {"occurred_at": answered_at}


class Reply(Protocol):
    """A reply that may answer a question or announce an answer."""

    @property
    def audience(self) -> Audience: ...
    @property
    def author_kind(self) -> AuthorKind | None: ...
    @property
    def substantive(self) -> bool: ...
    @property
    def text(self) -> str: ...
    @property
    def question_id(self) -> UUID | None: ...
    @property
    def asked_of(self) -> str | None: ...
    @property
    def answer_due_at(self) -> datetime | None: ...
    def happened_at(self, now: datetime) -> datetime: ...


@refuses_with(QuestionUnknownError)
def answered_question_must_be_known(case: Case, command: Reply, _: DecisionContext) -> None:
    question_id = command.question_id
    if command.substantive and question_id is not None and case.question(question_id) is None:
        raise QuestionUnknownError(question_id=question_id)


@refuses_with(QuestionAlreadyOpenedError)
def question_of_reply_must_be_new(case: Case, command: Reply, _: DecisionContext) -> None:
    """The id is free, or the same was asked of the same: that is a repeat."""
    if command.question_id is not None and not command.substantive:
        refuse_another_question(case, command.question_id, command.asked_of, command.answer_due_at)


@refuses_with(AnswerDueInPastError)
def promised_answer_must_be_due_later(_: Case, command: Reply, context: DecisionContext) -> None:
    refuse_past_answer("answer_due_at", command.answer_due_at, command.happened_at(context.now))


@refuses_with(CaseAlreadyClosedError)
def question_needs_a_case_that_goes_on(case: Case, command: Reply, _: DecisionContext) -> None:
    """On a closed case nobody would look for the answer."""
    if case.status == "closed" and command.question_id is not None and not command.substantive:
        raise CaseAlreadyClosedError


def answers_of_what_was_announced(case: Case, text: str, at: datetime) -> Events:
    """Return the answers to "let me check", which the next answer to the customer is."""
    return tuple(
        QuestionAnswered(occurred_at=at, question_id=one.question_id, text=text, told_to_customer=True)
        for one in case.questions
        if one.opened_by_reply and one.is_open
    )


def question_of_reply(case: Case, reply: Reply, context: DecisionContext, at: datetime) -> Events:
    """Return what a reply is to the question that it names: its answer, or the promise of one.

    "Let me check" is a promise, also without an id: what follows it is watched (REQUIREMENTS 150).
    """
    question_id, is_public = reply.question_id, reply.audience is Audience.PUBLIC
    opens_by_itself = question_id is None
    if question_id is None:
        is_said = is_public and reply.author_kind is AuthorKind.HUMAN and case.status != "closed"
        if not is_said:
            return ()
        question_id = named_id(context.stream_id, f"question of {at.isoformat()}")
    if reply.substantive:
        if was_answered(case, question_id, at, told=is_public):
            return ()
        return (
            QuestionAnswered(
                occurred_at=at, question_id=question_id, text=reply.text, told_to_customer=is_public
            ),
        )
    if case.question(question_id):
        return ()
    to_department = is_department(reply.asked_of, reply, context)
    return (
        QuestionOpened(
            occurred_at=at,
            question_id=question_id,
            text=reply.text,
            asked_of=reply.asked_of,
            due_at=reply.answer_due_at,
            awaited_by_customer=is_public,
            opened_by_reply=opens_by_itself or None,
            asked_by=_asker(context),
            **(relayed(case, reply, None, context) if to_department else {}),
        ),
    )


DECISIONS = (
    decides(
        OpenQuestion,
        open_question,
        *NOT_CLOSED,
        question_must_be_new,
        asked_must_be_known,
        answer_must_be_due_later,
        once=question_on_record,
    ),
    decides(
        AnswerQuestion,
        answer_question,
        *DATED,
        channel_must_reach_the_customer,
        question_must_be_known,
        words_must_say_more,
        answering.telling_must_name_a_channel,
        answering.person_must_tell_the_customer,
        answering.asked_must_answer,
        once=answer_on_record,
    ),
)
