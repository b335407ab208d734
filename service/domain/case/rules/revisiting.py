"""The rules of follow-up contacts made by us, each a named function."""

from service.domain.case import commands as wish
from service.domain.case.circumstances import Circumstances, Rule
from service.domain.case.refused.revisiting import (
    FeedbackDepartmentUnknownError,
    RevisitAlreadyCancelledError,
    RevisitAlreadyHeldError,
    RevisitAlreadyPlannedError,
    RevisitChannelNotAllowedError,
    RevisitTemplateForOthersError,
    RevisitTemplateUnknownError,
    RevisitUnknownError,
    TooManyAnswersError,
    TooManyQuestionsError,
)
from service.domain.case.revisit_choice import revisits_at, template_asked_for, tier_of
from service.domain.case.rules.general import DATED
from service.domain.case.rules.promises import must_be_due_later
from service.domain.case.state import Case
from service.domain.guidelines import DepartmentDirectory
from service.domain.refusal import Refusal

_BY_TEMPLATE = wish.PlanRevisit | wish.RevisitCase


def revisit_must_be_known(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    named = command.revisit_id if isinstance(command, wish.CancelRevisit | wish.RevisitCase) else None
    if named is not None and case.revisits.find(named) is None:
        raise RevisitUnknownError(revisit_id=named)


def revisit_must_be_new(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    """The id is free, or the same was planned: that is a repeat."""
    if not isinstance(command, wish.PlanRevisit):
        return
    known = case.revisits.find(command.revisit_id)
    if known is None:
        return
    asked = (command.due_at, command.channel, command.contact_id, command.template or known.template)
    if (known.due_at, known.channel, known.contact_id, known.template) != asked:
        raise RevisitAlreadyPlannedError(revisit_id=known.revisit_id, due_at=known.due_at)


def revisit_must_not_be_held(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    if isinstance(command, wish.CancelRevisit):
        known = case.revisits.find(command.revisit_id)
        if known and known.held_at is not None:
            raise RevisitAlreadyHeldError(held_at=known.held_at)


def revisit_must_not_be_cancelled(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    if isinstance(command, wish.RevisitCase):
        known = case.revisits.find(command.revisit_id)
        if known and known.is_cancelled:
            raise RevisitAlreadyCancelledError(revisit_id=known.revisit_id)


def revisit_template_must_be_known(_: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    """Where no guideline is published, any name will do."""
    if not isinstance(command, _BY_TEMPLATE) or command.template is None:
        return
    guideline = revisits_at(around, command.happened_at(around.now))
    if guideline is not None and guideline.template(command.template) is None:
        known = ", ".join(one.template for one in guideline.templates)
        raise RevisitTemplateUnknownError(template=command.template, known=known)


def revisit_template_must_suit(case: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    if not isinstance(command, wish.PlanRevisit):
        return
    template, tier = template_asked_for(case, command, around), tier_of(case, around)
    if template is not None and not template.suits(tier):
        raise RevisitTemplateForOthersError(
            template=template.template, segment=tier, segments=", ".join(template.segments)
        )


def revisit_channel_must_be_allowed(case: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    """What has happened is recorded whatever the channel was."""
    if not isinstance(command, wish.PlanRevisit):
        return
    template = template_asked_for(case, command, around)
    if template is not None and command.channel not in template.channels:
        allowed = ", ".join(template.channels)
        raise RevisitChannelNotAllowedError(channel=command.channel.value, allowed=allowed)


def questions_must_be_few(case: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    if not isinstance(command, wish.PlanRevisit):
        return
    guideline = revisits_at(around, command.happened_at(around.now))
    template = template_asked_for(case, command, around)
    number = len(command.questions) + (len(template.questions) if template else 0)
    if guideline is not None and number > guideline.most_questions:
        raise TooManyQuestionsError(number=number, most=guideline.most_questions)


def answers_must_be_few(_: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    if not isinstance(command, wish.RevisitCase):
        return
    guideline = revisits_at(around, command.happened_at(around.now))
    if guideline is not None and len(command.answers) > guideline.most_questions:
        raise TooManyAnswersError(number=len(command.answers), most=guideline.most_questions)


def feedback_must_go_to_known_departments(_: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    if not isinstance(command, wish.RevisitCase):
        return
    directory = around.rulebook.guideline(DepartmentDirectory, command.happened_at(around.now))
    for name in command.routed_to:
        if directory is not None and directory.department(name) is None:
            known = ", ".join(one.department for one in directory.departments)
            raise FeedbackDepartmentUnknownError(department=name, known=known)


REFUSALS: dict[Rule, tuple[type[Refusal], ...]] = {
    revisit_must_be_known: (RevisitUnknownError,),
    revisit_must_be_new: (RevisitAlreadyPlannedError,),
    revisit_must_not_be_held: (RevisitAlreadyHeldError,),
    revisit_must_not_be_cancelled: (RevisitAlreadyCancelledError,),
    revisit_template_must_be_known: (RevisitTemplateUnknownError,),
    revisit_template_must_suit: (RevisitTemplateForOthersError,),
    revisit_channel_must_be_allowed: (RevisitChannelNotAllowedError,),
    questions_must_be_few: (TooManyQuestionsError,),
    answers_must_be_few: (TooManyAnswersError,),
    feedback_must_go_to_known_departments: (FeedbackDepartmentUnknownError,),
}
RULES: dict[type[wish.CaseCommand], tuple[Rule, ...]] = {
    wish.PlanRevisit: (
        *DATED,
        must_be_due_later,
        revisit_must_be_new,
        revisit_template_must_be_known,
        revisit_template_must_suit,
        revisit_channel_must_be_allowed,
        questions_must_be_few,
    ),
    wish.CancelRevisit: (*DATED, revisit_must_be_known, revisit_must_not_be_held),
    wish.RevisitCase: (
        *DATED,
        revisit_must_be_known,
        revisit_must_not_be_cancelled,
        revisit_template_must_be_known,
        answers_must_be_few,
        feedback_must_go_to_known_departments,
    ),
}
