"""Visits and reminders of a person as a calendar to subscribe to, at an address of its own."""

import asyncio
from datetime import timedelta
from secrets import token_urlsafe
from typing import Annotated

from fastapi import FastAPI, Query, Request, Response

from service.api.http.access import Permission
from service.api.http.document import Document, Parameters
from service.api.http.guard import admit_feed, caller_of, forbidden
from service.api.http.json_answer import document_response
from service.api.http.routes.documents import ON_COMMANDS
from service.api.http.routes.registration import add_action_route, add_removal_route
from service.api.http.services import services_of
from service.api.reminders.agenda_calendar import agenda_calendar
from service.database.calendar_feeds import end_feed, keep_feed, whose_feed
from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.guidelines.staff import StaffDirectory
from service.domain.refusal import PersonNotNamedError
from service.domain.staff_id import one_form
from service.domain.text import Code
from service.language import preferred_language
from service.projections.care.agenda import agenda_of

PATH, FEED = "/v1/calendar-feed", "/calendar/{token}.ics"
DAYS_BACK = 31
MOST_ITEMS = 500
FEED_OF = "feed_of"
"""In the state of a request: whose calendar its address shows."""


class CalendarFeed(Document):
    """The address of a person's calendar."""

    staff_id: str
    """Staff id of whose visits and reminders it shows."""
    address: str
    """Address to subscribe to, shown once; a path where the setting `public_url` is not made. Whoever has it
    reads the calendar without a key."""


class CalendarFeedEnded(Document):
    """That a person's calendar has no address any more."""

    staff_id: str
    """Staff id of whose calendar it was."""
    was_there: bool
    """Whether there was an address."""


class OfWhom(Parameters):
    """Whose calendar."""

    staff_id: Code | None = None
    """Staff id of somebody who left or is away, for who may govern. If omitted, of the caller."""


def _person(request: Request) -> str:
    staff_id = caller_of(request).staff_id
    if staff_id is None:
        raise PersonNotNamedError
    return staff_id


async def post_calendar_feed(request: Request) -> Response:
    """Make an address at which a calendar shows the caller's planned visits and reminders.

    Calendars that support iCalendar subscribe to it. It shows customer numbers and kinds, no names and no
    words. Whoever asks again has a new address, and the old one leads nowhere.
    """
    services, staff_id, token = services_of(request), _person(request), token_urlsafe(32)
    async with services.engine.begin() as connection:
        await keep_feed(connection, staff_id, token)
    address = f"{(services.public_url or '').rstrip('/')}{FEED.format(token=token)}"
    return document_response(CalendarFeed(staff_id=staff_id, address=address))


async def delete_calendar_feed(request: Request, query: Annotated[OfWhom, Query()]) -> Response:
    """End the address of a calendar: whoever has it reads nothing more. Who governs ends that of others."""
    caller = caller_of(request)
    staff_id = _person(request) if query.staff_id is None else one_form(query.staff_id)
    if staff_id != caller.staff_id and not caller.may(Permission.GOVERN):
        raise forbidden(Permission.GOVERN)
    async with services_of(request).engine.begin() as connection:
        was_there = await end_feed(connection, staff_id)
    return document_response(CalendarFeedEnded(staff_id=staff_id, was_there=was_there))


async def get_calendar(request: Request, token: str) -> Response:
    """Return the calendar behind an address; 404 for one that leads nowhere, whatever the reason."""
    admit_feed(request, token)
    services = services_of(request)
    now = services.now()
    since = now.astimezone(LOCAL_ZONE).date() - timedelta(days=DAYS_BACK)
    staff = (await services.application.rulebook()).guideline(StaffDirectory, now)
    async with services.engine.connect() as connection:
        staff_id = await whose_feed(connection, token)
        if staff_id is None or _has_left(staff_id, staff):
            return Response(status_code=404)
        request.scope["state"][FEED_OF] = staff_id
        items = await connection.run_sync(agenda_of, staff_id, since, MOST_ITEMS)
    language = preferred_language(request.headers.get("accept-language"))
    written = await asyncio.to_thread(agenda_calendar, items, language, now)
    headers = {"Content-Language": language, "Vary": "Accept-Language"}
    return Response(written, media_type="text/calendar; charset=utf-8", headers=headers)


def _has_left(staff_id: str, staff: StaffDirectory | None) -> bool:
    """Whether people are published, and this person is not among them."""
    return staff is not None and bool(staff.people) and staff.member(staff_id) is None


def add_calendar_feed(app: FastAPI) -> None:
    """Add the routes."""
    refused = (PersonNotNamedError,)
    add_action_route(
        app,
        PATH,
        post_calendar_feed,
        Permission.READ,
        CalendarFeed,
        body={"type": "object", "additionalProperties": False},
        is_body_required=False,
        tag="reminders",
        problems=ON_COMMANDS,
        refusals=refused,
    )
    add_removal_route(
        app, PATH, delete_calendar_feed, Permission.READ, CalendarFeedEnded, tag="reminders", refusals=refused
    )
    app.add_api_route(FEED, get_calendar, methods=["GET", "HEAD"], include_in_schema=False)
