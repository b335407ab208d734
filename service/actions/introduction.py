"""What helps with a customer whom we serve for the first time: that it is so, and hints of the industry."""

from uuid import UUID

from service.actions.action import ActionContext
from service.actions.cases import case_events, case_of
from service.domain.account.record.profile import AccountOpened
from service.domain.account.record.profile_values import INDUSTRY, ProfileValueSet
from service.domain.case.record.intake import CaseReceived
from service.domain.clocks.policy import Title
from service.domain.described import Described
from service.domain.guidelines.profiles import ProfileGuide
from service.domain.timeline.order import in_business_order
from service.eventstore.folding import decode_rows
from service.projections.cases.earlier import earlier_cases


class Introduction(Described):
    """What to know of the customer at a case (REQUIREMENTS 70)."""

    case_id: UUID
    account_id: UUID
    """Id of the account."""
    is_first_service: bool
    """Whether no other case of the account was received before this one."""
    earlier_cases: int
    """Number of other cases of the account that were received before this one."""
    industry: str | None
    """Line of business: that of the profile, else that told at the opening; null if not known."""
    hints: list[Title]
    """What the guideline `profiles` advises to ask and mention in this line of business."""


async def introduction_of(context: ActionContext, case_id: UUID) -> Introduction:
    """Return what to know of the customer at a case. Raises CaseNotFoundError."""
    application = context.application
    recorded = await case_events(application, case_id)
    case_of(case_id, recorded)
    received = next(each.event for each in recorded if isinstance(each.event, CaseReceived))
    async with context.engine.connect() as connection:
        number = await connection.run_sync(earlier_cases, case_id, received.account_id, received.occurred_at)
    industry = await _industry(context, received.account_id)
    guide = (await application.rulebook()).guideline(ProfileGuide, application.now())
    return Introduction(
        case_id=case_id,
        account_id=received.account_id,
        is_first_service=number == 0,
        earlier_cases=number,
        industry=industry,
        hints=list(guide.hints_for(industry)) if guide else [],
    )


async def _industry(context: ActionContext, account_id: UUID) -> str | None:
    found: str | None = None
    for recorded in in_business_order(decode_rows(await context.application.log.stream(account_id))):
        match recorded.event:
            case AccountOpened(industry=industry):
                found = industry
            case ProfileValueSet(field=field, words=words) if field == INDUSTRY:
                found = words
            case _:
                pass
    return found
