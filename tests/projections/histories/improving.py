"""Improvements agreed of a case that is over."""

from datetime import timedelta
from uuid import UUID

from service.domain.case.decisions.closure import CloseCase, ResolveCase
from service.domain.case.decisions.intake import RecordSourceUpdate
from service.domain.case.decisions.reviews import AgreeImprovement, CompleteImprovement
from service.domain.vocabulary import CloseReason
from tests.projections.histories.history import CANARY, NOW, START, History


async def improve(past: History) -> None:
    """Agree two improvements of a case that is over, of which one is made."""
    case_id, later = await past.case(await past.account("KA-BETTER")), START + timedelta(days=1)
    update = RecordSourceUpdate(occurred_at=later, source="jira", reference="SUP-7", update="1")
    await past.accept(case_id, update, ResolveCase(occurred_at=later))
    await past.accept(case_id, CloseCase(occurred_at=later, reason=CloseReason.SOURCE_CLOSED))
    for number in (1, 2):
        agreed = AgreeImprovement(
            occurred_at=later, action_id=UUID(int=number), what=CANARY, owner="b.li", due_at=NOW
        )
        await past.accept(case_id, agreed)
    await past.accept(case_id, CompleteImprovement(occurred_at=NOW, action_id=UUID(int=1), effect=CANARY))
