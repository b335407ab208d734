"""Reading which new customers are accompanied, and what is missing with whom since when."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response

from service.api.http.access import Permission
from service.api.http.document import Document
from service.api.http.json_answer import document_response
from service.api.http.lists.as_of import rules_as_of, time_of_reading
from service.api.http.lists.cursors import ACCOUNT_PLACE, Order
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route
from service.domain.clocks.policy import Title
from service.domain.guidelines.follow_up import FollowUp, OnboardingStep
from service.projections.care.onboardings import (
    OnboardingFilter,
    OnboardingRow,
    due_on,
    fact_of,
    list_onboardings,
)

BY_CODE = Order[OnboardingRow, str](lambda row: row.code, ACCOUNT_PLACE)
NO_GUIDELINE = FollowUp(version=1, key_dates=())
StepStanding = Literal["done", "dismissed", "open", "to_come", "missed"]


class StepView(Document):
    """A step with which a new customer is accompanied."""

    step: str
    """Name of the step in the guideline `follow_up`."""
    title: Title
    """Name of the step as people know it."""
    due_on: date
    """Day by which it is to be done."""
    standing: StepStanding
    """`open`: people are reminded of it. `to_come`: not yet. `missed`: its day is over. `done`: by a fact on
    the record, or people said so. `dismissed`: somebody decided against it."""
    since: datetime | None
    """Time since which people are reminded of it, or at which it was done or dismissed (UTC); null before."""
    done_by: str | None
    """What on the record has done it, such as training; null if people said so, or it is not done."""


class OnboardingView(Document):
    """A new customer who is accompanied."""

    account_id: UUID
    account_code: str
    owner: str | None
    """Staff id of the accountable person, who does it; null if there is none, and nobody is reminded."""
    began_at: datetime
    """Time since which the customer is accompanied (UTC)."""
    missing: int
    """Number of steps that are neither done nor dismissed."""
    steps: list[StepView]
    """Steps, in the order of the guideline."""


class OnboardingPage(Page[OnboardingView]):
    """One page of new customers who are accompanied."""

    as_of_at: datetime
    """Time for which the standing of the steps holds (UTC)."""


class OnboardingListQuery(PastPageQuery, OnboardingFilter):
    """Which customers to list, and which page."""


async def get_onboardings(request: Request, query: Annotated[OnboardingListQuery, Query()]) -> Response:
    """List new customers for whom a step of the onboarding is missing, in order of the customer number.

    An account is accompanied from the stage of the guideline `follow_up` (`implementation`) on, until all is
    done or the stage is another. A page looks at `limit` accounts and leaves out those for whom all is done.
    """
    now = await time_of_reading(request, query)
    guideline = (await rules_as_of(request, query)).guideline(FollowUp, now) or NO_GUIDELINE
    wanted = query.filter_as(OnboardingFilter)
    stage = guideline.onboarding_stage
    found = await listed(
        request,
        query,
        BY_CODE,
        lambda connection, after, most: connection.run_sync(list_onboardings, wanted, stage, after, most),
    )
    views = (_view(row, guideline, now) for row in found.rows)
    items = [view for view in views if view.missing]
    return document_response(
        OnboardingPage(items=items, next=found.next, position=found.position, as_of_at=now)
    )


def _view(row: OnboardingRow, guideline: FollowUp, now: datetime) -> OnboardingView:
    steps = [_step(row, step, now) for step in guideline.onboarding]
    return OnboardingView(
        account_id=row.account_id,
        account_code=row.code,
        owner=row.owner,
        began_at=row.began_at,
        missing=sum(one.standing not in {"done", "dismissed"} for one in steps),
        steps=steps,
    )


def _step(row: OnboardingRow, step: OnboardingStep, now: datetime) -> StepView:
    known: Mapping[str, Any] | None = row.reminders.get(step.step)
    due, fact = due_on(row, step), fact_of(row, step)
    standing: StepStanding
    if fact is not None:
        standing, since = "done", row.held[fact]
    elif known is None:
        standing, since = "to_come", None
    elif known["status"] in {"done", "dismissed"}:
        standing, since = known["status"], known["ended_at"]
    else:
        standing, since = ("missed" if known["due_at"] < now else "open"), known["raised_at"]
    return StepView(
        step=step.step, title=step.title, due_on=due, standing=standing, since=since, done_by=fact
    )


def add_onboardings(app: FastAPI) -> None:
    """Add the route."""
    add_read_route(
        app, "/v1/onboardings", get_onboardings, Permission.READ, OnboardingPage, problems=ON_PROJECTIONS
    )
