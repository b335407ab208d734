"""Who answers a question, and how the customer hears of it (row 150): not who asked it, and not by a tick."""

from typing import Protocol
from uuid import UUID

from service.domain.case.context import DecisionContext
from service.domain.case.record.questions import Question
from service.domain.case.relaying import is_department
from service.domain.case.standards import Dated, is_decided_elsewhere
from service.domain.case.state import Case
from service.domain.case.to_customer import is_history, is_told_by_machine
from service.domain.decision import refuses_with
from service.domain.guidelines.staff import StaffDirectory
from service.domain.refusal import NotOfTheDepartmentError, PersonNotNamedError, Refusal
from service.domain.rulebook.department_people import is_of_department, refuse_stranger_to
from service.domain.staff_id import one_form
from service.domain.vocabulary import Channel


class Answering(Dated, Protocol):
    """A command that answers a question."""

    @property
    def question_id(self) -> UUID: ...
    @property
    def told_to_customer(self) -> bool: ...
    @property
    def channel(self) -> Channel | None: ...


class ToldByNoChannelError(Refusal, field="channel"):
    """That the customer has an answer names the channel by which they were told (REQUIREMENTS 150)."""


@refuses_with(ToldByNoChannelError)
def telling_must_name_a_channel(case: Case, command: Answering, context: DecisionContext) -> None:
    """What another system knew before the case was taken over is taken as it is, and so is an import."""
    is_ours = context.teller is not None and not is_history(case, command, context)
    if is_ours and command.told_to_customer and command.channel is None:
        raise ToldByNoChannelError


@refuses_with(PersonNotNamedError)
def person_must_tell_the_customer(case: Case, command: Answering, context: DecisionContext) -> None:
    if command.told_to_customer and is_told_by_machine(case, command, context):  # type: ignore[arg-type]
        raise PersonNotNamedError


@refuses_with(NotOfTheDepartmentError)
def asked_must_answer(case: Case, command: Answering, context: DecisionContext) -> None:
    """Once people are published a department answers by its people; who asked then tells the customer."""
    question = case.question(command.question_id)
    if not _is_first(question) or question is None or is_decided_elsewhere(case):
        return
    if question.asked_of is not None and is_department(question.asked_of, command, context):
        refuse_stranger_to(question.asked_of, question.asked_by, command, context)


def of_those_asked(case: Case, command: Answering, context: DecisionContext) -> bool | None:
    """Return whether who answers is of the department, or the person, that was asked; None: nobody was."""
    question, teller = case.question(command.question_id), context.teller
    if not _is_first(question) or question is None or teller is None or question.asked_of is None:
        return None
    if is_department(question.asked_of, command, context):
        return is_of_department(question.asked_of, command, context)
    staff = context.rulebook.guideline(StaffDirectory, command.happened_at(context.now))
    is_person = staff is not None and staff.member(question.asked_of) is not None
    return one_form(teller.name) == one_form(question.asked_of) if is_person else None


def _is_first(question: Question | None) -> bool:
    """Return whether nobody has answered yet: what is told afterwards is told to the customer."""
    return question is not None and question.answered_at is None
