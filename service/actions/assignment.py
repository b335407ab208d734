"""Who could take a case by load and skill: suggested, or assigned at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import Field

from service.actions.action import ActionContext, Submission
from service.actions.cases import case_events, case_of
from service.domain.case.decisions.assignment import AssignOwner, StaffNotPublishedError
from service.domain.case.looked_up import LookedUp
from service.domain.case.readings.owner_choice import NobodySuitsError, choose, skills_wanted
from service.domain.case.record.assignment import OwnerAssigned, OwnerChoice
from service.domain.clocks.policy import Slug, Title
from service.domain.described import Described
from service.domain.guidelines.choosing import Wanted
from service.domain.guidelines.staff import StaffDirectory, StaffMember
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.rulebook.state import SHORTEST, Rulebook
from service.domain.text import Code
from service.domain.vocabulary import EscalationLevel
from service.eventstore.request import Answer
from service.language import Language, text
from service.projections.cases.owner_loads import owner_loads

REFUSALS: tuple[type[Refusal], ...] = (StaffNotPublishedError, NobodySuitsError)


class OwnerQuery(Described, extra="forbid"):
    """Whom to look for."""

    skills: tuple[Slug, ...] | None = Field(default=None, max_length=20)
    """Required skills. If omitted, those that the guideline requires for such a case."""
    team: Code | None = None
    """Only people of this team. Omit for any team."""
    level: EscalationLevel = EscalationLevel.SPECIALIST
    """Only people on this escalation level. Omit for any level."""


class AssignByLoad(OwnerQuery):
    """Make the least loaded of those accountable who have the skills."""

    reason: FreeText | None = None
    """Further reason given by the member of staff."""


class OwnerSuggestion(Described):
    """Suggestion of an owner for a case."""

    choice: OwnerChoice
    """Chosen person, candidates and reasons, as `assign-by-load` would record them."""
    words: Title
    """The choice in words."""


@dataclass(frozen=True)
class Assignment:
    """What an assignment did, and how its owner was chosen."""

    answer: Answer
    choice: OwnerChoice | None


async def suggest_owner(context: ActionContext, case_id: UUID, wanted: OwnerQuery) -> OwnerSuggestion:
    """Return who would take a case, and why. Raises CaseNotFoundError or one of REFUSALS."""
    _, choice = await _chosen(context, case_id, wanted)
    return OwnerSuggestion(choice=choice, words=choice_words(choice))


async def assign_by_load(
    context: ActionContext, case_id: UUID, wanted: AssignByLoad, submission: Submission
) -> Assignment:
    """Assign a case to the least loaded of those who have the skills.

    Raises CaseNotFoundError, one of REFUSALS or a Refusal of `AssignOwner`.
    """
    command, choice = await _assignment(context, case_id, wanted, submission.command_id)
    answer = await context.execute(submission.of(case_id, command, looked_up=LookedUp(choice=choice)))
    return Assignment(answer, choice)


def choice_words(choice: OwnerChoice) -> Title:
    """Return a choice in words: `wang.a: the least loaded of 2, 0 open cases of 10`."""
    return Title(zh=_words(choice, "zh"), en=_words(choice, "en"))


async def _assignment(
    context: ActionContext, case_id: UUID, wanted: AssignByLoad, command_id: UUID
) -> tuple[AssignOwner, OwnerChoice | None]:
    """Return the assignment; of one that was sent before, the same, even if nobody suits any more."""
    for recorded in await case_events(context.application, case_id):
        if recorded.command_id == command_id and isinstance(recorded.event, OwnerAssigned):
            before = recorded.event
            return AssignOwner(owner=before.owner, team=before.team), before.choice
    person, choice = await _chosen(context, case_id, wanted)
    return AssignOwner(owner=person.staff_id, team=person.team, reason=wanted.reason), choice


async def _chosen(
    context: ActionContext, case_id: UUID, wanted: OwnerQuery
) -> tuple[StaffMember, OwnerChoice]:
    application = context.application
    case = case_of(case_id, await case_events(application, case_id))
    book, now = await application.rulebook(), application.now()
    directory = book.guideline(StaffDirectory, now)
    if directory is None or not directory.people:
        raise StaffNotPublishedError
    async with context.engine.connect() as connection:
        load = await connection.run_sync(owner_loads, case_id)
    skills = skills_wanted(case, directory) if wanted.skills is None else wanted.skills
    asked = Wanted(skills=skills, team=wanted.team, level=wanted.level)
    choice = choose(directory, asked, load, lambda one: _is_on_duty(one, book, now))
    return next(one for one in directory.people if one.staff_id == choice.chosen), choice


def _is_on_duty(person: StaffMember, book: Rulebook, now: datetime) -> bool:
    if person.calendar_id is None:
        return True
    return bool(book.calendar(person.calendar_id).counted(now, now + SHORTEST))


def _words(choice: OwnerChoice, language: Language) -> str:
    chosen = choice.candidates[0]
    return text(
        "owner_choice.words",
        language,
        chosen=choice.chosen,
        ground=text(f"word.choice_ground.{choice.ground}", language),
        number=len(choice.candidates),
        open_cases=chosen.open_cases,
        capacity=chosen.capacity,
    )
