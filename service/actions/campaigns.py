"""A campaign of visits: accounts are chosen, each gets a plan and somebody who visits (REQUIREMENTS 116)."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Annotated, ClassVar
from uuid import UUID, uuid5

from pydantic import Field

from service.actions.action import ActionContext, ActionRefusedError, Submission
from service.domain.account.decisions.visits import PlanVisit
from service.domain.described import Described
from service.domain.event import LocalDate
from service.domain.personal import FreeText
from service.domain.staff_id import StaffId
from service.domain.text import Code
from service.domain.vocabulary import Segment, VisitKind
from service.eventstore.request import Answer
from service.projections.care.planned_visits import Chosen, accounts_to_visit, open_plans_of
from service.projections.engine.checkpoints import projection_position

MOST_ACCOUNTS = 1_000
LONGEST_SILENCE_DAYS = 3_650
_CAMPAIGNS = UUID("5d0b7f5e-7c0b-5f5e-9a53-0a6d4d1f7c20")
Outcomes = list[tuple[UUID, Answer | Exception]]


class Selection(Described, extra="forbid"):
    """Which open accounts a campaign turns to. Omitted fields do not narrow the choice."""

    segments: Annotated[tuple[Segment, ...], Field(max_length=10)] = ()
    """Tiers of the accounts."""
    industries: Annotated[tuple[Code, ...], Field(max_length=100)] = ()
    """Lines of business of the accounts."""
    owners: Annotated[tuple[StaffId, ...], Field(max_length=200)] = ()
    """Staff ids of those who answer for the accounts."""
    silent_days: int | None = Field(default=None, ge=1, le=LONGEST_SILENCE_DAYS)
    """Only accounts that nobody of ours has reached for so many days."""
    account_ids: Annotated[tuple[UUID, ...], Field(max_length=MOST_ACCOUNTS)] = ()
    """Only of these accounts."""


class StartCampaign(Described, extra="forbid"):
    """Plan a visit to each account of a selection, and say who makes it."""

    campaign: Code
    """Name of the campaign. Sent again under the same name, accounts that have their plan keep it."""
    kind: VisitKind
    """Kind of visit that is planned."""
    aim: FreeText
    """What is to be found out, in free text."""
    planned_on: LocalDate
    """Day by whose end each visit is to take place."""
    select: Selection = Selection()
    """Accounts to visit; all open accounts if omitted."""
    agents: Annotated[tuple[StaffId, ...], Field(max_length=200)] = ()
    """Staff ids among whom the visits are shared out evenly. An account goes to its owner where the owner is
    among them; if omitted, every account goes to its owner."""


class NobodySelectedError(ActionRefusedError):
    """No open account is of the selection."""

    slug: ClassVar[str] = "nobody_selected"


class TooManySelectedError(ActionRefusedError):
    """More accounts are of the selection than a campaign turns to at once."""

    slug: ClassVar[str] = "too_many_selected"


async def start_campaign(
    context: ActionContext, campaign: StartCampaign, submission_of: Callable[[UUID], Submission]
) -> tuple[Outcomes, int]:
    """Plan the visits of a campaign.

    Return how it went, by account, and the position up to which accounts were known. What is wrong with one
    spoils no other. Raises NobodySelectedError or TooManySelectedError.
    """
    now, wanted = context.application.now(), campaign.select
    silent_since = None if wanted.silent_days is None else now - timedelta(days=wanted.silent_days)
    async with context.engine.connect() as connection:
        position = await connection.run_sync(projection_position)
        chosen = await connection.run_sync(
            accounts_to_visit,
            wanted.segments,
            wanted.industries,
            wanted.owners,
            silent_since,
            wanted.account_ids,
            MOST_ACCOUNTS + 1,
        )
        loads = await connection.run_sync(open_plans_of, campaign.agents)
    if not chosen:
        raise NobodySelectedError
    if len(chosen) > MOST_ACCOUNTS:
        raise TooManySelectedError(most=MOST_ACCOUNTS)
    shared = shared_out(chosen, campaign.agents, loads)
    requests = [
        submission_of(account.account_id).of(account.account_id, _plan(campaign, account, person))
        for account, person in zip(chosen, shared, strict=True)
    ]
    outcomes = await context.application.execute_many(requests)
    return [(one.account_id, outcome) for one, outcome in zip(chosen, outcomes, strict=True)], position


def shared_out(accounts: Sequence[Chosen], agents: Sequence[str], loads: dict[str, int]) -> list[str | None]:
    """Return who visits each account: its owner where that is one of them, else who has the fewest visits.

    `loads` are the visits that each has to make already. None: the owner, whoever that is. Pure.
    """
    if not agents:
        return [None] * len(accounts)
    count = {agent: loads.get(agent, 0) for agent in agents}
    own = [account.owner if account.owner in count else None for account in accounts]
    for person in own:
        if person is not None:
            count[person] += 1
    shared: list[str | None] = []
    for person in own:
        least = person or min(agents, key=lambda agent: (count[agent], agent))
        if person is None:
            count[least] += 1
        shared.append(least)
    return shared


def _plan(campaign: StartCampaign, account: Chosen, person: str | None) -> PlanVisit:
    return PlanVisit(
        visit_id=uuid5(_CAMPAIGNS, f"{campaign.campaign}/{account.account_id}"),
        kind=campaign.kind,
        planned_on=campaign.planned_on,
        aim=campaign.aim,
        responsible=person,
        campaign=campaign.campaign,
    )
