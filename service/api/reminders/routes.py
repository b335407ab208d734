"""The route of reminders, and who may read it."""

from fastapi import FastAPI

from service.api.http.access import Permission
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route
from service.api.reminders.calendar_feed import add_calendar_feed
from service.api.reminders.onboardings import add_onboardings
from service.api.reminders.reads import ReminderPage, get_reminders


def add_reminder_reads(app: FastAPI) -> None:
    """Add the routes that list reminders and onboardings, and those of calendars."""
    add_read_route(
        app, "/v1/reminders", get_reminders, Permission.READ, ReminderPage, problems=ON_PROJECTIONS
    )
    add_onboardings(app)
    add_calendar_feed(app)
