"""Who could answer for an account by number of accounts and ability: suggested, or assigned at once."""

from uuid import UUID

from pydantic import Field

from service.actions.action import ActionContext, Submission
from service.domain.account.decisions.profile import AssignAccountOwner
from service.domain.account.owner_choice import (
    AccountChoice,
    NobodySuitsAccountError,
    StaffNotNamedError,
    choose_owner,
)
from service.domain.account.record.profile import AccountOpened, AccountOwnerAssigned
from service.domain.account.rules import AccountNotFoundError
from service.domain.account.state import CustomerAccount
from service.domain.case.looked_up import LookedUp
from service.domain.clocks.policy import Slug, Title
from service.domain.described import Described
from service.domain.guidelines.choosing import Wanted
from service.domain.guidelines.staff import StaffDirectory
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.text import Code
from service.domain.vocabulary import EscalationLevel
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decode_rows, fold
from service.eventstore.request import Answer, Loaded
from service.language import Language, text
from service.projections.care.account_loads import account_loads

REFUSALS: tuple[type[Refusal], ...] = (StaffNotNamedError, NobodySuitsAccountError)


class AccountOwnerQuery(Described, extra="forbid"):
    """Whom to look for."""

    skills: tuple[Slug, ...] | None = Field(default=None, max_length=20)
    """Required skills. If omitted, those that the guideline `staff` requires for the industry, else for the
    tier of the account."""
    team: Code | None = None
    """Only people of this team. Omit for any team."""
    level: EscalationLevel = EscalationLevel.SPECIALIST
    """Only people on this escalation level."""


class AssignAccountByLoad(AccountOwnerQuery):
    """Make the person accountable who has the ability and, for it, the fewest accounts."""

    reason: FreeText | None = None
    """Reason given by the member of staff. If omitted, the choice in words."""


class AccountOwnerSuggestion(Described):
    """Suggestion of an owner for an account."""

    choice: AccountChoice
    """Chosen person, candidates and reasons, as `assign-by-load` would record them."""
    words: Title
    """The choice in words."""


async def suggest_account_owner(
    context: ActionContext, account_id: UUID, wanted: AccountOwnerQuery
) -> AccountOwnerSuggestion:
    """Return who would answer for an account, and why. Raises AccountNotFoundError or one of REFUSALS."""
    choice = await _chosen(context, account_id, await _events(context, account_id), wanted)
    return AccountOwnerSuggestion(choice=choice, words=account_choice_words(choice))


async def assign_account_by_load(
    context: ActionContext, account_id: UUID, wanted: AssignAccountByLoad, submission: Submission
) -> Answer:
    """Assign an account to whoever has the ability and, for it, the fewest accounts.

    Sent again it is the assignment of the first time. Raises AccountNotFoundError, one of REFUSALS or a
    Refusal of `AssignAccountOwner`.
    """
    recorded = await _events(context, account_id)
    known = (each.event for each in recorded if each.command_id == submission.command_id)
    before = next((event for event in known if isinstance(event, AccountOwnerAssigned)), None)
    if before is not None and before.choice is not None:
        choice, reason = before.choice, before.reason
    else:
        choice = await _chosen(context, account_id, recorded, wanted)
        words = account_choice_words(choice)
        reason = wanted.reason or f"{words.zh} | {words.en}"
    command = AssignAccountOwner(owner=choice.chosen, reason=reason)
    return await context.execute(
        submission.of(account_id, command, looked_up=LookedUp(account_choice=choice))
    )


def account_choice_words(choice: AccountChoice) -> Title:
    """Return a choice in words: `li.na: the least loaded of 2, 3 accounts of 20`."""
    return Title(zh=_words(choice, "zh"), en=_words(choice, "en"))


async def _events(context: ActionContext, account_id: UUID) -> list[RecordedEvent]:
    recorded = decode_rows(await context.application.log.stream(account_id))
    if not recorded or not isinstance(recorded[0].event, AccountOpened):
        raise AccountNotFoundError
    return recorded


async def _chosen(
    context: ActionContext, account_id: UUID, recorded: list[RecordedEvent], wanted: AccountOwnerQuery
) -> AccountChoice:
    book, now = await context.application.rulebook(), context.application.now()
    directory = book.guideline(StaffDirectory, now)
    if directory is None or not directory.people:
        raise StaffNotNamedError
    async with context.engine.connect() as connection:
        load = await connection.run_sync(account_loads, account_id)
    skills = wanted.skills
    if skills is None:
        account, first = fold(Loaded(stream_id=account_id), recorded).state, recorded[0].event
        industry = first.industry if isinstance(first, AccountOpened) else None
        segment = account.segment if isinstance(account, CustomerAccount) else None
        skills = directory.skills_for_account(industry, segment)
    asked = Wanted(skills=skills, team=wanted.team, level=wanted.level)
    return choose_owner(directory, asked, load)


def _words(choice: AccountChoice, language: Language) -> str:
    chosen = choice.candidates[0]
    return text(
        "owner_choice.account_words",
        language,
        chosen=choice.chosen,
        ground=text(f"owner_choice.account_ground.{choice.ground}", language),
        number=len(choice.candidates),
        accounts=chosen.accounts,
        capacity=chosen.account_capacity,
    )
