"""Reading the revisits that are still to be held, and those that were missed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import Field

from service.api.access import Caller, Permission
from service.api.answers import Page
from service.api.clock_documents import Document
from service.api.cursors import CLOCK_PLACE, cursor_of, next_link, place_of
from service.api.freshness import HIGHEST_POSITION, wait_for_position
from service.api.guard import Needs
from service.api.read_routes import add_read_route
from service.api.route_documents import ON_PROJECTIONS
from service.api.services import services_of
from service.domain.case.events import RevisitPlanned
from service.domain.clocks.milestones import Milestone
from service.domain.clocks.policy import Title
from service.domain.guidelines import Revisits
from service.domain.guidelines.revisits import RevisitTemplate
from service.domain.rulebook.kept_by import clocks_kept_by
from service.domain.rulebook.state import Rulebook
from service.domain.text import Code
from service.domain.vocabulary import Channel, Segment
from service.projections.clocks.promises import PromiseFilter, list_promises, of_case_owner
from service.reports.revisit_questions import QuestionToAsk, questions_to_ask, template_of_version
from service.reports.told import facts_told

MOST_ROWS = 200
Standing = Literal["planned", "missed", "held", "held_late", "cancelled"]

Reader = Annotated[Caller, Depends(Needs(Permission.READ))]
Plans = Mapping[tuple[UUID, str], RevisitPlanned]


class RevisitDue(Document):
    """A revisit that the rules promise or that somebody planned."""

    case_id: UUID
    """The case."""
    reference: str | None
    """The number by which people know the case."""
    account_id: UUID
    """The customer account."""
    account_code: str
    """The customer number."""
    segment: Segment
    """The tier of the account now."""
    owner: str | None
    """Who is accountable for the case now (staff id)."""
    clock: str
    """The promise of the policy."""
    rule: str
    """The rule that makes it."""
    clock_id: UUID
    """Its clock, which can explain itself."""
    due_at: datetime
    """By when."""
    standing: Standing
    """Whether it is still to be held, was missed, or was held; `held_late`: missed and held afterwards."""
    held_at: datetime | None
    """When the customer was reached."""
    revisit_id: UUID | None
    """The plan; null where the rules promise it."""
    channel: Channel | None
    """How, where that is planned."""
    contact_id: UUID | None
    """Who is to be asked, where that is planned."""
    reason: str | None
    """Why it was planned."""
    template: str | None
    """The kind of revisit by the guideline."""
    title: Title | None
    """The occasion in words."""
    opening: Title | None
    """What to say first."""
    questions: list[QuestionToAsk]
    """The questions to go with."""


class RevisitPage(Page[RevisitDue]):
    """One page of revisits."""

    as_of_at: datetime
    """The instant of which `standing` is true."""
    most_questions: int | None
    """No more may be asked at a time; null where no guideline is published."""
    longest_seconds: int | None
    """No revisit should take longer."""


class RevisitListQuery(PromiseFilter):
    """Which revisits to list, and which page."""

    owner: Code | None = None
    """Only those of cases for which this person (staff id) is accountable now."""
    limit: int = Field(default=50, ge=1, le=MOST_ROWS)
    """At most so many rows."""
    cursor: str | None = Field(default=None, max_length=500)
    """Where the page begins: take the whole link from `next`."""
    min_position: int | None = Field(default=None, ge=0, le=HIGHEST_POSITION)
    """Wait until the list holds this position (`Case-Position` of a command's answer)."""


async def get_revisits(request: Request, query: Annotated[RevisitListQuery, Query()], _: Reader) -> Response:
    """List revisits, the next due first, each with the questions to go with.

    They are those that the rules promise (after a delivery, after a complaint, every week after a fault) and
    those that somebody planned. `show` chooses those that are still to be held, were missed, or were held.
    """
    services = services_of(request)
    book, now = await services.application.rulebook(), services.now()
    wanted = PromiseFilter.model_validate(query.model_dump(include=set(PromiseFilter.model_fields)))
    also = () if query.owner is None else (of_case_owner(query.owner),)
    kinds, after = clocks_kept_by(book, Milestone.REVISITED), place_of(CLOCK_PLACE, query.cursor)
    async with services.engine.connect() as connection:
        wait_seconds = services.min_position_wait_seconds
        position = await wait_for_position(connection, query.min_position, wait_seconds=wait_seconds)
        rows = await connection.run_sync(list_promises, kinds, wanted, also, after, query.limit + 1, now)
        page = rows[: query.limit]
        told = await facts_told(connection, {row["case_id"] for row in page}, (RevisitPlanned,))
    plans = {
        (each.stream_id, str(each.event.revisit_id)): each.event
        for each in told
        if isinstance(each.event, RevisitPlanned)
    }
    place = (page[-1]["due_at"], page[-1]["clock_id"]) if len(rows) > len(page) else None
    cursor = None if place is None else cursor_of(CLOCK_PLACE, place)
    guideline = book.guideline(Revisits, now)
    document = RevisitPage(
        items=[_due(row, plans, book, now) for row in page],
        next=next_link(request.url.path, query.model_dump(mode="json", exclude={"cursor"}), cursor),
        position=position,
        as_of_at=now,
        most_questions=guideline.most_questions if guideline else None,
        longest_seconds=guideline.longest_seconds if guideline else None,
    )
    return Response(document.model_dump_json(), media_type="application/json")


def add_revisit_reads(app: FastAPI) -> None:
    """Add the route that lists revisits."""
    listed = RevisitPage
    add_read_route(
        app, "/v1/revisits", get_revisits, Permission.READ, listed, tag="revisits", problems=ON_PROJECTIONS
    )


def standing_of(row: Mapping[str, Any], now: datetime) -> Standing:
    """Return how a revisit stands, by the row of its clock."""
    match row["status"]:
        case "met":
            return "held"
        case "late":
            return "held_late"
        case "cancelled":
            return "missed" if row["was_breached"] else "cancelled"
        case status:
            is_over = status == "running" and row["due_at"] < now
            return "missed" if row["was_breached"] or is_over else "planned"


def _due(row: dict[str, Any], plans: Plans, book: Rulebook, now: datetime) -> RevisitDue:
    plan = plans.get((row["case_id"], row["subject"] or ""))
    template = _template(row, plan, book, now)
    said = {name: row[name] for name in RevisitDue.model_fields if name in row}
    standing = standing_of(row, now)
    return RevisitDue(
        **said,
        standing=standing,
        held_at=row["ended_at"] if standing in {"held", "held_late"} else None,
        revisit_id=plan.revisit_id if plan else None,
        channel=plan.channel if plan else None,
        contact_id=plan.contact_id if plan else None,
        reason=plan.reason if plan else None,
        template=template.template if template else None,
        title=template.title if template else None,
        opening=template.opening if template else None,
        questions=questions_to_ask(template, plan),
    )


def _template(
    row: dict[str, Any], plan: RevisitPlanned | None, book: Rulebook, now: datetime
) -> RevisitTemplate | None:
    """Return the template of the plan as it was then, else the one that serves the promise now."""
    if plan is not None:
        return template_of_version(book, plan.guideline_version, plan.template)
    guideline = book.guideline(Revisits, now)
    return guideline.template_for(row["clock"], Segment(row["segment"])) if guideline else None
