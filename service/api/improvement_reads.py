"""Reading the improvements that were agreed in reviews (改进措施)."""

from datetime import datetime
from typing import Annotated, Any
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
from service.api.revisit_reads import standing_of
from service.api.route_documents import ON_PROJECTIONS
from service.api.services import services_of
from service.domain.case.events import ImprovementAgreed, ImprovementCompleted
from service.domain.clocks.milestones import Milestone
from service.domain.rulebook.kept_by import clocks_kept_by
from service.domain.text import Code
from service.eventstore.envelope import RecordedEvent
from service.projections.clocks.promises import PromiseFilter, list_promises
from service.projections.improvements import agreed_with
from service.reports.told import facts_told

MOST_ROWS = 200

Reader = Annotated[Caller, Depends(Needs(Permission.READ))]


class ImprovementView(Document):
    """Something that will be done better, or was."""

    action_id: UUID
    """The action."""
    case_id: UUID
    """The case in whose review it was agreed."""
    reference: str | None
    """The number by which people know the case."""
    account_id: UUID
    """The customer account."""
    account_code: str
    """The customer number."""
    review_id: UUID | None
    """The review that it follows from."""
    process_step: str | None
    """The step of our work that becomes better."""
    what: str
    """What will be done."""
    owner: str
    """The staff id of who answers for it."""
    agreed_at: datetime
    """When it was agreed."""
    due_at: datetime
    """By when."""
    is_overdue: bool
    """Whether it was not made in time, also where it was made since."""
    completed_at: datetime | None
    """When it was made."""
    effect: str | None
    """What came of it."""
    is_effective: bool | None
    """Whether it helped; null while that is not known."""


class ImprovementPage(Page[ImprovementView]):
    """One page of improvements."""

    as_of_at: datetime
    """The instant of which `is_overdue` is true."""


class ImprovementListQuery(PromiseFilter):
    """Which improvements to list, and which page."""

    owner: Code | None = None
    """Only those for which this person answers (staff id)."""
    limit: int = Field(default=50, ge=1, le=MOST_ROWS)
    """At most so many rows."""
    cursor: str | None = Field(default=None, max_length=500)
    """Where the page begins: take the whole link from `next`."""
    min_position: int | None = Field(default=None, ge=0, le=HIGHEST_POSITION)
    """Wait until the list holds this position (`Case-Position` of a command's answer)."""


async def get_improvements(
    request: Request, query: Annotated[ImprovementListQuery, Query()], _: Reader
) -> Response:
    """List what was agreed in reviews to be done better, over all cases, the next due first.

    `show` chooses what is still to be done, was not done in time, or was done, with its effect.
    """
    services = services_of(request)
    book, now = await services.application.rulebook(), services.now()
    wanted = PromiseFilter.model_validate(query.model_dump(include=set(PromiseFilter.model_fields)))
    also = () if query.owner is None else (agreed_with(query.owner),)
    kinds, after = clocks_kept_by(book, Milestone.IMPROVEMENT_COMPLETED), place_of(CLOCK_PLACE, query.cursor)
    async with services.engine.connect() as connection:
        wait_seconds = services.min_position_wait_seconds
        position = await wait_for_position(connection, query.min_position, wait_seconds=wait_seconds)
        rows = await connection.run_sync(list_promises, kinds, wanted, also, after, query.limit + 1, now)
        page = rows[: query.limit]
        told = await facts_told(connection, {row["case_id"] for row in page}, _TOLD)
    place = (page[-1]["due_at"], page[-1]["clock_id"]) if len(rows) > len(page) else None
    cursor = None if place is None else cursor_of(CLOCK_PLACE, place)
    document = ImprovementPage(
        items=[_improvement(row, told, now) for row in page],
        next=next_link(request.url.path, query.model_dump(mode="json", exclude={"cursor"}), cursor),
        position=position,
        as_of_at=now,
    )
    return Response(document.model_dump_json(), media_type="application/json")


def add_improvement_reads(app: FastAPI) -> None:
    """Add the route that lists improvements."""
    add_read_route(
        app,
        "/v1/improvements",
        get_improvements,
        Permission.READ,
        ImprovementPage,
        tag="improvements",
        problems=ON_PROJECTIONS,
    )


_AGREED = ("action_id", "review_id", "process_step", "what", "owner")
_TOLD = (ImprovementAgreed, ImprovementCompleted)


def _improvement(row: dict[str, Any], told: list[RecordedEvent], now: datetime) -> ImprovementView:
    of_it = [
        each.event
        for each in told
        if each.stream_id == row["case_id"] and str(getattr(each.event, "action_id", "")) == row["subject"]
    ]
    (agreed,) = [fact for fact in of_it if isinstance(fact, ImprovementAgreed)]
    last = next((fact for fact in reversed(of_it) if isinstance(fact, ImprovementCompleted)), None)
    return ImprovementView(
        **{name: row[name] for name in ("case_id", "reference", "account_id", "account_code", "due_at")},
        **{name: getattr(agreed, name) for name in _AGREED},
        agreed_at=agreed.occurred_at,
        is_overdue=standing_of(row, now) in {"missed", "held_late"},
        completed_at=row["ended_at"] if last else None,
        effect=last.effect if last else None,
        is_effective=last.is_effective if last else None,
    )
