"""All events of an account: the union that stores, schemas and type checks go by."""

from typing import Annotated

from pydantic import Field

from service.domain.account.record import (
    assets,
    care,
    contacts,
    followers,
    journey,
    key_dates,
    memos,
    profile,
    profile_values,
    reminders,
    routines,
    settlements,
    stewards,
    visits,
)
from service.domain.account.record.agreements import (
    agreements,
    consent,
    disclosures,
    disputes,
    handovers,
    obligations,
    renewals,
    signings,
)
from service.domain.account.record.health import churn, competitors, silences, treatments, usage
from service.domain.account.record.needs import needs, opportunities, purchases, signals
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
    | purchases.PurchaseEvent
    | assets.AssetEvent
    | followers.FollowerEvent
    | usage.UsageRecorded
    | silences.SilenceEvent
    | competitors.CompetitorContactNoted
    | churn.ChurnEvent
    | treatments.TreatmentGiven,
    Field(discriminator="type"),
]
ACCOUNT_EVENTS = events_of(AccountEvent)
THEMES = themes_of(ACCOUNT_EVENTS)
