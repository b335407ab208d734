"""Visits and reminders of a person as a calendar to subscribe to, at an address of its own."""

from secrets import token_urlsafe

from fastapi import FastAPI, Request, Response

from service.api.http.access import Permission
from service.api.http.document import Document
from service.api.http.guard import admit_address, caller_of
from service.api.http.json_answer import document_response
from service.api.http.routes.documents import ON_COMMANDS
from service.api.http.routes.registration import add_action_route, add_removal_route
from service.api.http.services import services_of
from service.api.reminders.agenda_calendar import agenda_calendar
from service.database.calendar_feeds import end_feed, keep_feed, whose_feed
from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.refusal import PersonNotNamedError
from service.language import preferred_language
from service.projections.care.agenda import agenda_of

PATH, FEED = "/v1/calendar-feed", "/calendar/{token}.ics"
DAYS_BACK = 31
MOST_ITEMS = 2_000


class CalendarFeed(Document):
    """The address of a person's calendar."""

    staff_id: str
    """Staff id of whose visits and reminders it shows."""
    address: str
    """Address to subscribe to. It is shown once; whoever has it reads the calendar without a key."""


class CalendarFeedEnded(Document):
    """That a person's calendar has no address any more."""

    staff_id: str
    """Staff id of whose calendar it was."""
    was_there: bool
    """Whether there was an address."""


def _person(request: Request) -> str:
    teller = caller_of(request).teller
    if teller.is_machine:
        raise PersonNotNamedError
    return teller.name


async def post_calendar_feed(request: Request) -> Response:
    """Make an address at which a calendar shows the caller's planned visits and reminders.

    Calendars that support iCalendar subscribe to it. It shows customer numbers and kinds, no names and no
    words. Whoever asks again has a new address, and the old one leads nowhere.
    """
    staff_id, token = _person(request), token_urlsafe(32)
    async with services_of(request).engine.begin() as connection:
        await keep_feed(connection, staff_id, token)
    address = f"{request.base_url}{FEED.format(token=token).lstrip('/')}"
    return document_response(CalendarFeed(staff_id=staff_id, address=address))


async def delete_calendar_feed(request: Request) -> Response:
    """End the address of the caller's calendar: whoever has it reads nothing more."""
    staff_id = _person(request)
    async with services_of(request).engine.begin() as connection:
        was_there = await end_feed(connection, staff_id)
    return document_response(CalendarFeedEnded(staff_id=staff_id, was_there=was_there))


async def get_calendar(request: Request, token: str) -> Response:
    """Return the calendar behind an address; 404 for one that leads nowhere, whatever the reason."""
    admit_address(request, token)
    services = services_of(request)
    since = services.now().astimezone(LOCAL_ZONE).date()
    async with services.engine.connect() as connection:
        staff_id = await whose_feed(connection, token)
        if staff_id is None:
            return Response(status_code=404)
        days = (staff_id, since.fromordinal(since.toordinal() - DAYS_BACK), MOST_ITEMS)
        items = await connection.run_sync(agenda_of, *days)
    language = preferred_language(request.headers.get("accept-language"))
    headers = {"Cache-Control": "private, max-age=300", "Content-Language": language}
    return Response(
        agenda_calendar(items, language), media_type="text/calendar; charset=utf-8", headers=headers
    )


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
    app.add_api_route(FEED, get_calendar, methods=["GET"], include_in_schema=False)
