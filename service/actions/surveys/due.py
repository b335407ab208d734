"""The resolutions that are to be asked about now, and whom the programme suggests for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncConnection

from service.actions.action import ActionContext
from service.actions.surveys.contacts import contacts_for
from service.domain.case.readings.survey_choice import WhyChosen, WhySpared, chosen
from service.domain.guidelines.surveys import SurveyProgramme
from service.domain.vocabulary import CaseKind, Segment
from service.projections.surveys.queue import SurveyPlace, list_due_surveys


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class SparedContact(_Document):
    """A contact who is not asked."""

    contact_id: UUID
    """The contact."""
    why: WhySpared
    """Opted out, or asked about another case only lately."""
    free_at: datetime | None
    """From when on the contact may be asked again; none for who opted out."""


class DueSurvey(_Document):
    """A resolution that is to be asked about. Holds no personal data."""

    case_id: UUID
    """The case."""
    reference: str | None
    """The number by which people know the case."""
    account_id: UUID
    """The customer account."""
    account_code: str
    """The customer number."""
    kind: CaseKind
    """What the customer came with."""
    segment: Segment
    """The tier of the account at receipt."""
    owner: str | None
    """Who is accountable for the case (staff id)."""
    cycle: int
    """The resolution."""
    resolved_at: datetime
    """When the case was resolved."""
    due_at: datetime
    """By when the customer is to be asked."""
    contact_id: UUID | None
    """Whom the programme suggests; none: nobody may be asked."""
    why: WhyChosen | None
    """Why this contact."""
    spared: list[SparedContact]
    """Who comes before but is left in peace."""


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
