"""All events of an account: the union that stores, schemas and type checks go by."""

from typing import Annotated

from pydantic import Field

from service.domain.account.record import (
    agreements,
    care,
    consent,
    contacts,
    disclosures,
    disputes,
    handovers,
    journey,
    key_dates,
    memos,
    needs,
    obligations,
    opportunities,
    profile,
    profile_values,
    purchases,
    reminders,
    renewals,
    routines,
    settlements,
    signals,
    signings,
    stewards,
    visits,
)
from service.domain.theme import events_of, themes_of

AccountEvent = Annotated[
    profile.ProfileEvent
    | contacts.ContactEvent
    | consent.ConsentEvent
    | agreements.AgreementEvent
    | obligations.ObligationEvent
    | disclosures.LimitsDisclosed
    | disputes.DisputeEvent
    | signings.SigningEvent
    | renewals.RenewalEvent
    | handovers.HandoverEvent
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
