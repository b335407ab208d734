"""All events of an account: the union that stores, schemas and type checks go by."""

from typing import Annotated

from pydantic import Field

from service.domain.account.record import (
    agreements,
    care,
    contacts,
    profile,
    routines,
    settlements,
    visits,
)
from service.domain.event import Event

AccountEvent = Annotated[
    profile.ProfileEvent
    | contacts.ContactEvent
    | agreements.AgreementEvent
    | visits.VisitEvent
    | routines.RoutineSet
    | settlements.BillChecked
    | care.CareEvent,
    Field(discriminator="type"),
]
THEMES = (
    profile.THEME,
    contacts.THEME,
    agreements.THEME,
    visits.THEME,
    routines.THEME,
    settlements.THEME,
    care.THEME,
)
ACCOUNT_EVENTS: tuple[type[Event], ...] = tuple(event for theme in THEMES for event in theme.events)
