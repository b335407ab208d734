"""All events of an account: the union that stores, schemas and type checks go by."""

from typing import Annotated

from pydantic import Field

from service.domain.account.record import (
    agreements,
    care,
    contacts,
    journey,
    key_dates,
    memos,
    needs,
    opportunities,
    profile,
    profile_values,
    purchases,
    reminders,
    routines,
    settlements,
    signals,
    stewards,
    visits,
)
from service.domain.theme import events_of, themes_of

AccountEvent = Annotated[
    profile.ProfileEvent
    | contacts.ContactEvent
    | agreements.AgreementEvent
    | visits.VisitEvent
    | routines.RoutineSet
    | settlements.BillChecked
    | care.CareEvent
    | key_dates.KeyDateEvent
    | memos.MemoEvent
    | reminders.ReminderEvent
    | profile_values.ProfileValueEvent
    | journey.JourneyStageReached
    | stewards.StewardAssigned
    | needs.NeedEvent
    | opportunities.OpportunityEvent
    | signals.SignalEvent
    | purchases.PurchaseEvent,
    Field(discriminator="type"),
]
ACCOUNT_EVENTS = events_of(AccountEvent)
THEMES = themes_of(ACCOUNT_EVENTS)
