"""Which resolutions are to be asked about now, whom the programme suggests, and who is left in peace."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from service.api.http.access import Caller, Permission
from service.api.http.guard import Needs
from service.api.http.lists.cursors import CLOCK_PLACE, cursor_of, next_link, place_of
from service.api.http.lists.freshness import HIGHEST_POSITION, wait_for_position
from service.api.http.lists.page import Page
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route
from service.api.http.services import services_of
from service.api.survey_contacts import askable, contacts_of
from service.domain.account.state import UNOPENED, CustomerAccount
from service.domain.case.readings.survey_choice import SurveyChoice, WhyChosen, WhySpared, chosen
from service.domain.guidelines.surveys import SurveyProgramme
from service.domain.vocabulary import CaseKind, Segment
from service.projections.surveys.queue import list_due_surveys

MOST_ROWS = 100

Reader = Annotated[Caller, Depends(Needs(Permission.READ))]


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


class DueSurveyQuery(_Document):
    """Which page of what is due."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    limit: int = Field(default=50, ge=1, le=MOST_ROWS)
    """At most so many rows."""
    cursor: str | None = Field(default=None, max_length=500)
    """Where the page begins: take the whole link from `next`."""
    min_position: int | None = Field(default=None, ge=0, le=HIGHEST_POSITION)
    """Wait until the list holds this position (`Case-Position` of a command's answer)."""


async def get_due_surveys(request: Request, query: Annotated[DueSurveyQuery, Query()], _: Reader) -> Response:
    """List resolutions that are to be asked about by the survey programme, the next due first.

    Each comes with the contact that the programme suggests and with those it leaves in peace, and why.
    """
    services = services_of(request)
    after = place_of(CLOCK_PLACE, query.cursor)
    now = services.now()
    programme = (await services.application.rulebook()).guideline(SurveyProgramme, now)
    async with services.engine.connect() as connection:
        wait_seconds = services.min_position_wait_seconds
        position = await wait_for_position(connection, query.min_position, wait_seconds=wait_seconds)
        rows: list[dict[str, Any]] = []
        if programme is not None:
            rows = await connection.run_sync(list_due_surveys, programme, now, after, query.limit + 1)
    page = rows[: query.limit]
    place = (page[-1]["due_at"], page[-1]["clock_id"]) if len(rows) > len(page) else None
    cursor = None if place is None else cursor_of(CLOCK_PLACE, place)
    asked = query.model_dump(mode="json", exclude={"cursor"})
    document = Page[DueSurvey](
        items=[await _due(request, row, programme, now) for row in page if programme is not None],
        next=next_link(request.url.path, asked, cursor),
        position=position,
    )
    return Response(document.model_dump_json(), media_type="application/json")


def add_survey_queue(app: FastAPI) -> None:
    """Add the route that lists what is due."""
    add_read_route(
        app,
        "/v1/surveys/due",
        get_due_surveys,
        Permission.READ,
        Page[DueSurvey],
        tag="surveys",
        problems=ON_PROJECTIONS,
    )


async def _due(request: Request, row: dict[str, Any], programme: SurveyProgramme, now: datetime) -> DueSurvey:
    choice = await _choice(request, row, programme, now)
    said = {name: row[name] for name in DueSurvey.model_fields if name in row}
    return DueSurvey(
        **said,
        contact_id=choice.contact_id,
        why=choice.why,
        spared=[SparedContact(**vars(one)) for one in choice.spared],
    )


async def _choice(
    request: Request, row: dict[str, Any], programme: SurveyProgramme, now: datetime
) -> SurveyChoice:
    account = (await services_of(request).application.load(row["account_id"])).state
    contacts = await contacts_of(request, row["account_id"])
    known = account if isinstance(account, CustomerAccount) else UNOPENED
    return chosen(programme, await askable(request, row["case_id"], known, contacts), now)
