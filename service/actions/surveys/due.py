"""The resolutions that are to be asked about now, and whom the programme suggests for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from service.actions.action import ActionContext
from service.actions.surveys.contacts import contacts_for
from service.domain.case.readings.survey_choice import WhyChosen, WhySpared, chosen
from service.domain.described import Described
from service.domain.guidelines.surveys import SurveyProgramme
from service.domain.vocabulary import CaseKind, Segment
from service.projections.surveys.queue import SurveyPlace, list_due_surveys


class SparedContact(Described):
    """A contact who may not be asked at present."""

    contact_id: UUID
    """Id of the contact."""
    why: WhySpared
    """Reason: opted out, or recently asked about another case."""
    free_at: datetime | None
    """Time from which the contact may be asked again (UTC); null if the contact opted out."""


class DueSurvey(Described):
    """A resolution about which a customer is to be asked. Contains no personal data."""

    case_id: UUID
    reference: str | None
    """Case number as people know it; null if there is none."""
    account_id: UUID
    account_code: str
    kind: CaseKind
    """Kind of case."""
    segment: Segment
    """Tier of the account at receipt."""
    owner: str | None
    """Staff id of the owner of the case; null if there is none."""
    cycle: int
    """Cycle of the resolution."""
    resolved_at: datetime
    """Time of the resolution (UTC)."""
    due_at: datetime
    """Time by which the customer is to be asked (UTC)."""
    contact_id: UUID | None
    """Id of the contact that the programme suggests; null if nobody may be asked."""
    why: WhyChosen | None
    """Reason for the choice of the contact."""
    spared: list[SparedContact]
    """Contacts with precedence who may not be asked at present."""


@dataclass(frozen=True, kw_only=True)
class DueSurveys:
    """What is due at an instant by the programme then in force; nothing if there is none."""

    context: ActionContext
    programme: SurveyProgramme | None
    as_of_at: datetime

    @classmethod
    async def of(cls, context: ActionContext) -> Self:
        """Return what is due now."""
        now = context.application.now()
        programme = (await context.application.rulebook()).guideline(SurveyProgramme, now)
        return cls(context=context, programme=programme, as_of_at=now)

    async def rows(
        self, connection: AsyncConnection, after: SurveyPlace | None, most: int
    ) -> list[dict[str, Any]]:
        """Return up to `most` rows of resolutions that are to be asked about, the next due first."""
        if self.programme is None:
            return []
        return await connection.run_sync(list_due_surveys, self.programme, self.as_of_at, after, most)

    async def with_contacts(self, rows: Iterable[Mapping[str, Any]]) -> list[DueSurvey]:
        """Return the rows, each with the contact whom the programme suggests and those whom it spares."""
        programme = self.programme
        return [] if programme is None else [await self._due(row, programme) for row in rows]

    async def _due(self, row: Mapping[str, Any], programme: SurveyProgramme) -> DueSurvey:
        contacts = await contacts_for(self.context, row["case_id"], row["account_id"])
        choice = chosen(programme, contacts.askable, self.as_of_at)
        return DueSurvey(
            **{name: row[name] for name in DueSurvey.model_fields if name in row},
            contact_id=choice.contact_id,
            why=choice.why,
            spared=[SparedContact(**vars(one)) for one in choice.spared],
        )
