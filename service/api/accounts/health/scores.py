"""How accounts do: the score of one, the list of all, and another formula tried over all history."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response
from pydantic import Field
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from service.actions.segments import day_of
from service.api.http.access import Permission
from service.api.http.beside import ON_LASTING, LastsError, is_answered_beside
from service.api.http.document import Document
from service.api.http.json_answer import document_response
from service.api.http.json_body import read_command
from service.api.http.lists.as_of import PastParameters, rules_as_of, time_of_reading
from service.api.http.lists.cursors import ACCOUNT_PLACE, Order
from service.api.http.lists.freshness import Freshness, connected_at
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.api.http.routes.documents import ON_BODIES, ON_PROJECTIONS
from service.api.http.routes.registration import add_action_route, add_read_route
from service.api.http.services import services_of
from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.account.health.facts import HealthFacts
from service.domain.account.health.score import HealthChange, HealthScore, changes, health_on
from service.domain.account.health.shadow import LevelCounts, Mover, compared, days_between
from service.domain.account.rules import AccountNotFoundError
from service.domain.described import Described
from service.domain.event import LocalDate
from service.domain.guidelines.care.health import Health, HealthLevel
from service.domain.refusal import OccurredInFutureError, Refusal
from service.domain.rulebook.state import Rulebook
from service.domain.text import Code
from service.domain.vocabulary import Segment
from service.projections.care.health.facts import health_facts
from service.projections.care.needs.purchases import end_of

ONE, ALL, SHADOW = "/v1/accounts/{account_id}/health", "/v1/health", "/v1/health/shadow"
MOST_DAYS = 120
TWO_YEARS = timedelta(days=730)
USUALLY_BACK = timedelta(days=30)
BY_CODE = Order["HealthView", str](lambda row: row.account_code, ACCOUNT_PLACE)


class HealthGuidelineMissingError(Refusal, field="on"):
    """A score needs a formula that was in force on the day."""


class HealthMove(Document):
    """How far the score moved since an earlier day."""

    since: date
    """Day that it is compared with, in the business zone."""
    score_before: int
    """Score on that day."""
    points: int
    """Points more, or less."""
    parts: list[HealthChange]
    """By how much each part moved; they add up to `points`."""


class HealthView(Document):
    """How an account did on a day."""

    account_id: UUID
    account_code: str
    owner: str | None
    """Staff id of the owner of the account; null if there is none."""
    segment: Segment
    """Tier of the account."""
    health: HealthScore
    """Score, level, and the parts with their figures."""
    moved: HealthMove | None
    """How far the score moved; null if the account was not under our care on the earlier day, or no formula
    was in force."""


class HealthOfAccount(HealthView):
    """How an account did on a day, as far as is known at a position."""

    position: int
    """Position up to which facts are known."""


class OfDay(Described):
    """Of which day the scores are."""

    on: LocalDate | None = None
    """Day up to whose end facts count. If omitted, today, or the day of `as_of`."""
    since: LocalDate | None = None
    """Earlier day with which it is compared. If omitted, 30 days before."""


class HealthQuery(Freshness, PastParameters, OfDay):
    """Of which day the score is."""


class HealthListQuery(PastPageQuery, OfDay):
    """Which accounts to list, and of which day their scores are."""

    level: HealthLevel | None = None
    """Only accounts of this level."""
    owner: Code | None = None
    """Only accounts of this owner (staff id)."""
    segment: Segment | None = None
    """Only accounts of this tier."""


class Shadow(Described, extra="forbid"):
    """Run another formula beside the one in force over all history. Nothing on the record changes."""

    formula: Health
    """Formula to try, in the form of the guideline `health`."""
    from_on: LocalDate | None = None
    """First day that is compared. If omitted, two years before the last one."""
    until_on: LocalDate | None = None
    """Last day that is compared. If omitted, today."""
    every_days: int = Field(default=30, ge=1, le=366)
    """Days from one comparison to the next, counted back from the last day; at most 120 are made."""


class ShadowReport(Document):
    """How both formulas divide the accounts, day by day, and who would change level."""

    days: list[LevelCounts]
    """Counts of each day, the earliest first."""
    movers: list[Mover]
    """Accounts whose level differs on the last day, in order of the customer number."""
    position: int
    """Position up to which facts are known."""


async def get_health(request: Request, account_id: UUID, query: Annotated[HealthQuery, Query()]) -> Response:
    """Read how an account does: a score from 0 to 100 whose parts add up, each with its figure.

    `on` is the day up to whose end facts count, by all that is known now; with `as_of` only what was known
    then counts. The formula is the version of the guideline `health` that was in force on that day.
    """
    on, since, book = await _days(request, query, query)
    async with connected_at(request, query) as (connection, position):
        found = await connection.run_sync(health_facts, LOCAL_ZONE, account_id)
    view = _view(found[0], book, on, since, services_of(request).now()) if found else None
    if view is None:
        raise AccountNotFoundError
    return document_response(HealthOfAccount(**vars(view), position=position))


async def get_health_list(request: Request, query: Annotated[HealthListQuery, Query()]) -> Response:
    """List how accounts do, in order of the customer number, by level, owner and tier.

    See `/v1/accounts/{account_id}/health` for what counts.
    """
    on, since, book = await _days(request, query, query)
    now = services_of(request).now()

    def view_of(facts: HealthFacts) -> HealthView | None:
        return _view(facts, book, on, since, now)

    async def read(connection: AsyncConnection, after: str | None, most: int) -> Sequence[HealthView]:
        if is_answered_beside(request):  # a score of each account
            raise LastsError
        return await connection.run_sync(_listed, query, view_of, after, most)

    page = await listed(request, query, BY_CODE, read)
    return document_response(Page[HealthView](items=list(page.rows), next=page.next, position=page.position))


async def try_formula(request: Request) -> Response:
    """Try another formula for the health of accounts over all history, before it is published.

    `now` is by the formula in force on each day, `then` by the one in the body. `movers` are the accounts
    whose level differs on the last day, each with the points by which its parts differ.
    """
    services = services_of(request)
    sent = await read_command(request, Shadow, max_body_bytes=services.max_body_bytes)
    now, book = services.now(), await services.application.rulebook()
    last = day_of(sent.until_on, now)
    days = days_between(sent.from_on or last - TWO_YEARS, last, sent.every_days)[-MOST_DAYS:]
    async with connected_at(request, Freshness()) as (connection, position):
        if is_answered_beside(request):  # two scores of each account and day
            raise LastsError(sent.model_dump_json(exclude_unset=True))
        found = await connection.run_sync(health_facts, LOCAL_ZONE)
    rules = [(day, _rule(book, day, now)) for day in days]
    counts, movers = compared(found, rules, sent.formula)
    return document_response(ShadowReport(days=counts, movers=movers, position=position))


async def _days(request: Request, query: object, of: OfDay) -> tuple[date, date, Rulebook]:
    """Return the day, the day before with which it is compared, and the rules."""
    at = await time_of_reading(request, query)
    on = day_of(of.on, at)
    return on, of.since or on - USUALLY_BACK, await rules_as_of(request, query)


def _in_force(book: Rulebook, on: date, now: datetime) -> Health | None:
    return book.guideline(Health, min(end_of(on, LOCAL_ZONE), now))


def _rule(book: Rulebook, on: date, now: datetime) -> Health:
    rule = _in_force(book, on, now)
    if rule is None:
        raise HealthGuidelineMissingError(on=on)
    return rule


def _view(facts: HealthFacts, book: Rulebook, on: date, since: date, now: datetime) -> HealthView | None:
    health = health_on(facts, _rule(book, on, now), on) if on >= facts.opened_on else None
    if health is None:
        return None
    rule = _in_force(book, since, now) if since >= facts.opened_on else None
    before = health_on(facts, rule, since) if rule else None
    moved = before and HealthMove(
        since=since,
        score_before=before.score,
        points=health.score - before.score,
        parts=list(changes(before, health)),
    )
    return HealthView(
        account_id=facts.account_id,
        account_code=facts.code,
        owner=facts.owner,
        segment=facts.segment,
        health=health,
        moved=moved,
    )


def _listed(
    connection: Connection,
    query: HealthListQuery,
    view_of: Callable[[HealthFacts], HealthView | None],
    after: str | None,
    most: int,
) -> list[HealthView]:
    found: list[HealthView] = []
    for facts in health_facts(connection, LOCAL_ZONE):
        if query.owner not in {None, facts.owner} or query.segment not in {None, facts.segment}:
            continue
        view = view_of(facts) if after is None or facts.code > after else None
        if view is not None and query.level in {None, view.health.level}:
            found.append(view)
            if len(found) == most:
                break
    return found


def add_health_scores(app: FastAPI) -> None:
    """Add the routes."""
    refused = (AccountNotFoundError, OccurredInFutureError, HealthGuidelineMissingError)
    add_read_route(
        app, ONE, get_health, Permission.READ, HealthOfAccount, problems=ON_PROJECTIONS, refusals=refused
    )
    add_read_route(
        app,
        ALL,
        get_health_list,
        Permission.READ,
        Page[HealthView],
        tag="accounts",
        problems=(*ON_PROJECTIONS, *ON_LASTING),
        refusals=refused[1:],
    )
    add_action_route(
        app,
        SHADOW,
        try_formula,
        Permission.REPORT,
        ShadowReport,
        body=Shadow,
        tag="accounts",
        problems=(*ON_BODIES, *ON_PROJECTIONS, *ON_LASTING),
        refusals=refused[1:],
    )
