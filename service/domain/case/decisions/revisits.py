"""Follow-up contacts made by us, by the templates and limits of the guideline."""

from datetime import datetime
from uuid import UUID

from pydantic import Field, StrictInt

from service.domain.account import reaching
from service.domain.case.context import DecisionContext
from service.domain.case.record import revisits as record
from service.domain.case.revisit_templates import (
    default_template,
    planned_template,
    reminder_must_precede_the_end,
    revisit_guideline,
    template_of_promise,
    tier_of,
)
from service.domain.case.rules import DATED, contact_must_be_of_the_account, must_be_due_later
from service.domain.case.state import Case
from service.domain.case.to_customer import person_must_be_named
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, records, refuses_with, told_of
from service.domain.event import Instant
from service.domain.guidelines.departments import DepartmentDirectory
from service.domain.guidelines.revisits import LONGEST_SECONDS
from service.domain.personal import FreeText, Quoted
from service.domain.refusal import Refusal
from service.domain.text import Code
from service.domain.vocabulary import Channel


class PlanRevisit(Command, example={"channel": "phone", "reason": "Does line 3 still run?"}):
    """Plan a follow-up contact in addition to those that the rules promise."""

    revisit_id: UUID
    """Id of the new revisit, chosen by the sender."""
    due_at: Instant
    template: Code | None = None
    """Revisit template of the guideline. If omitted, the template for customers of this tier."""
    channel: Channel = Channel.PHONE
    contact_id: UUID | None = None
    """Id of the contact to ask."""
    questions: tuple[record.PlannedQuestion, ...] = ()
    """Questions in addition to those of the template."""
    reason: FreeText | None = None


class CancelRevisit(Command, example={"reason": "The customer is on leave"}):
    """Cancel a planned revisit."""

    revisit_id: UUID
    reason: FreeText


class RevisitCase(
    Command,
    records=record.CaseRevisited,
    example={"channel": "phone", "outcome": "Line 3 runs without a stop"},
):
    """Record a follow-up contact made by us."""

    channel: Channel
    reached: bool = True
    """Whether the customer was reached."""
    outcome: FreeText | None = None
    revisit_id: UUID | None = None
    """Id of the planned revisit. Omit if a rule promises it or nobody planned it."""
    template: Code | None = None
    """Revisit template of the guideline. If omitted, that of the plan, else of the promise that it keeps."""
    contact_id: UUID | None = None
    duration_seconds: StrictInt | None = Field(default=None, ge=0, le=LONGEST_SECONDS)
    answers: tuple[record.RevisitAnswer, ...] = ()
    """Questions with the answers of the customer."""
    usage: Quoted | None = None
    satisfaction: Quoted | None = None
    suggestions: Quoted | None = None
    new_needs: Quoted | None = None
    routed_to: tuple[Code, ...] = ()
    """Departments whose heads receive the feedback."""


class RevisitUnknownError(Refusal, field="revisit_id"):
    """The case has no planned revisit with this id."""


class RevisitAlreadyPlannedError(Refusal, field="revisit_id"):
    """A revisit with this id and other content was already planned."""


class RevisitAlreadyHeldError(Refusal, field="revisit_id"):
    """The revisit was held; it can no longer be cancelled."""


class RevisitAlreadyCancelledError(Refusal, field="revisit_id"):
    """The plan was cancelled; plan a new revisit, or record it without a plan."""


class RevisitTemplateUnknownError(Refusal, field="template"):
    """The guideline has no revisit template with this name."""


class RevisitTemplateForOthersError(Refusal, field="template"):
    """The template is for customers of other tiers (REQUIREMENTS 114)."""


class RevisitChannelNotAllowedError(Refusal, field="channel"):
    """The template does not allow this contact channel (REQUIREMENTS 115)."""


class TooManyQuestionsError(Refusal, field="questions"):
    """The revisit has more questions than the guideline allows (REQUIREMENTS 119)."""


class TooManyAnswersError(Refusal, field="answers"):
    """The revisit has more answers than the guideline allows questions (REQUIREMENTS 119)."""


class FeedbackDepartmentUnknownError(Refusal, field="routed_to"):
    """The directory does not list this department."""


@refuses_with(RevisitUnknownError)
def revisit_must_be_known(case: Case, command: CancelRevisit | RevisitCase, _: DecisionContext) -> None:
    if command.revisit_id is not None and case.planned_revisit(command.revisit_id) is None:
        raise RevisitUnknownError(revisit_id=command.revisit_id)


@refuses_with(RevisitAlreadyPlannedError)
def revisit_must_be_new(case: Case, command: PlanRevisit, _: DecisionContext) -> None:
    """The id is free, or the same was planned: that is a repeat."""
    known = case.planned_revisit(command.revisit_id)
    if known is None:
        return
    asked = (command.due_at, command.channel, command.contact_id, command.template or known.template)
    if (known.due_at, known.channel, known.contact_id, known.template) != asked:
        raise RevisitAlreadyPlannedError(revisit_id=known.revisit_id, due_at=known.due_at)


@refuses_with(RevisitAlreadyHeldError)
def revisit_must_not_be_held(case: Case, command: CancelRevisit, _: DecisionContext) -> None:
    known = case.planned_revisit(command.revisit_id)
    if known and known.held_at is not None:
        raise RevisitAlreadyHeldError(held_at=known.held_at)


@refuses_with(RevisitAlreadyCancelledError)
def revisit_must_not_be_cancelled(case: Case, command: RevisitCase, _: DecisionContext) -> None:
    known = case.planned_revisit(command.revisit_id)
    if known and known.is_cancelled:
        raise RevisitAlreadyCancelledError(revisit_id=known.revisit_id)


@refuses_with(RevisitTemplateUnknownError)
def revisit_template_must_be_known(
    _: Case, command: PlanRevisit | RevisitCase, context: DecisionContext
) -> None:
    """Where no guideline is published, any name will do."""
    guideline = revisit_guideline(context, command.happened_at(context.now))
    if guideline and command.template is not None and guideline.template(command.template) is None:
        known = ", ".join(one.template for one in guideline.templates)
        raise RevisitTemplateUnknownError(template=command.template, known=known)


@refuses_with(RevisitTemplateForOthersError)
def revisit_template_must_suit(
    case: Case, command: PlanRevisit | RevisitCase, context: DecisionContext
) -> None:
    """What was planned for the tier of then is asked as it was planned."""
    template = planned_template(case, command.template, context, command.happened_at(context.now))
    plan = case.planned_revisit(command.revisit_id)
    tier = tier_of(case, context)
    is_new = template is not None and (plan is None or plan.template != template.template)
    if template is not None and is_new and not template.suits(tier):
        raise RevisitTemplateForOthersError(
            template=template.template, segment=tier, segments=", ".join(template.segments)
        )


@refuses_with(RevisitChannelNotAllowedError)
def revisit_channel_must_be_allowed(case: Case, command: PlanRevisit, context: DecisionContext) -> None:
    """What has happened is recorded whatever the channel was."""
    template = planned_template(case, command.template, context, command.happened_at(context.now))
    if template is not None and command.channel not in template.channels:
        allowed = ", ".join(template.channels)
        raise RevisitChannelNotAllowedError(channel=command.channel.value, allowed=allowed)


@refuses_with(TooManyQuestionsError)
def questions_must_be_few(case: Case, command: PlanRevisit, context: DecisionContext) -> None:
    at = command.happened_at(context.now)
    guideline = revisit_guideline(context, at)
    template = planned_template(case, command.template, context, at)
    number = len(command.questions) + (len(template.questions) if template else 0)
    if guideline is not None and number > guideline.most_questions:
        raise TooManyQuestionsError(number=number, most=guideline.most_questions)


@refuses_with(TooManyAnswersError)
def answers_must_be_few(_: Case, command: RevisitCase, context: DecisionContext) -> None:
    guideline = revisit_guideline(context, command.happened_at(context.now))
    if guideline is not None and len(command.answers) > guideline.most_questions:
        raise TooManyAnswersError(number=len(command.answers), most=guideline.most_questions)


@refuses_with(FeedbackDepartmentUnknownError)
def feedback_must_go_to_known_departments(_: Case, command: RevisitCase, context: DecisionContext) -> None:
    directory = context.rulebook.guideline(DepartmentDirectory, command.happened_at(context.now))
    for name in command.routed_to:
        if directory is not None and directory.department(name) is None:
            known = ", ".join(one.department for one in directory.departments)
            raise FeedbackDepartmentUnknownError(department=name, known=known)


def plan_revisit(case: Case, command: PlanRevisit, context: DecisionContext, at: datetime) -> Events:
    """The template is written down, with the version that its questions are taken from."""
    if case.planned_revisit(command.revisit_id) is not None:
        return ()
    guideline = revisit_guideline(context, at)
    template = command.template or default_template(case, context, at)
    version = guideline.version if guideline and template else None
    planned = record.RevisitPlanned(
        occurred_at=at, **fields_of(command, "template"), template=template, guideline_version=version
    )
    return (planned,)


def is_cancelled(case: Case, command: CancelRevisit, _: datetime) -> bool:
    known = case.planned_revisit(command.revisit_id)
    return known is not None and known.is_cancelled


def revisit_case(case: Case, command: RevisitCase, context: DecisionContext, at: datetime) -> Events:
    """Each contact is an event of its own. One that took too long is marked, for it has happened.

    What the customer said goes to the heads of departments as the directory names them at that instant.
    """
    guideline = revisit_guideline(context, at)
    plan = case.planned_revisit(command.revisit_id)
    template = command.template or (plan.template if plan else template_of_promise(case, context, at))
    directory = context.rulebook.guideline(DepartmentDirectory, at)
    heads = {one.department: one.head for one in directory.departments} if directory else {}
    departments = dict.fromkeys(command.routed_to)
    routed = tuple(record.RoutedFeedback(department=name, head=heads.get(name)) for name in departments)
    took = command.duration_seconds
    is_by_guideline = template is not None or took is not None or bool(command.answers)
    revisited = record.CaseRevisited(
        occurred_at=at,
        **fields_of(command, "template", "answers", "routed_to"),
        template=template,
        guideline_version=guideline.version if guideline and is_by_guideline else None,
        is_too_long=None if guideline is None or took is None else took > guideline.longest_seconds,
        answers=command.answers or None,
        routed_to=routed or None,
    )
    return (revisited,)


DECISIONS = (
    decides(
        PlanRevisit,
        plan_revisit,
        *DATED,
        must_be_due_later,
        contact_must_be_of_the_account,
        revisit_must_be_new,
        revisit_template_must_be_known,
        revisit_template_must_suit,
        revisit_channel_must_be_allowed,
        questions_must_be_few,
        reminder_must_precede_the_end,
        once=told_of(Case.planned_revisit, "revisit_id", "planned_at"),
    ),
    decides(
        CancelRevisit,
        records(record.RevisitCancelled, unless=is_cancelled),
        *DATED,
        revisit_must_be_known,
        revisit_must_not_be_held,
        once=told_of(Case.planned_revisit, "revisit_id", "cancelled_at"),
    ),
    decides(
        RevisitCase,
        revisit_case,
        *DATED,
        revisit_must_be_known,
        revisit_must_not_be_cancelled,
        person_must_be_named,
        reaching.customer_must_have_said_something,
        reaching.channel_must_reach_the_customer,
        revisit_template_must_be_known,
        revisit_template_must_suit,
        answers_must_be_few,
        feedback_must_go_to_known_departments,
        contact_must_be_of_the_account,
    ),
)
