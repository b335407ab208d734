"""Which command of an account stands behind which path, and who may send it."""

from functools import partial
from uuid import UUID

from fastapi import FastAPI
from pydantic import TypeAdapter

from service.api.accounts.profile_gaps import add_profile_reads
from service.api.accounts.reads import get_account, get_account_history, get_accounts
from service.api.accounts.view import AccountView
from service.api.http.access import Permission
from service.api.http.as_of import ON_AS_OF
from service.api.http.commands.command_route import CommandRoute
from service.api.http.envelope import Envelope
from service.api.http.lists.page import Page
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route
from service.domain.account.decisions import (
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
from service.domain.account.decisions.agreements import (
    agreements,
    consent,
    disclosures,
    disputes,
    handovers,
    obligations,
    renewals,
    signings,
)
from service.domain.account.decisions.health import churn, competitors, treatments, usage
from service.domain.account.decisions.needs import needs, opportunities, purchases, signals
from service.domain.account.events import AccountEvent
from service.domain.account.identity import account_id_of
from service.domain.account.rules import AccountNotFoundError
from service.domain.clocks.commands import WaiveAccountClock
from service.domain.clocks.events import AnyClockEvent
from service.domain.text import Code
from service.projections.accounts import AccountSummary


class AccountHistoryEvent(Envelope[AccountEvent | AnyClockEvent]):
    """An event of an account or of its clocks, with what the record adds to it."""


class AccountHistory(Page[AccountHistoryEvent]):
    """One page of the history of an account."""


_CODE: TypeAdapter[str] = TypeAdapter(Code)


def _id_of_code(written: str) -> UUID:
    """Return the id of the account with this code. Raises ValueError where no account can have it."""
    return account_id_of(_CODE.validate_python(written))


def _id_of_opened(command: profile.OpenAccount) -> UUID:
    return account_id_of(command.code)


command = partial(CommandRoute.on, "/v1/accounts/{account_id}", id_of_name=_id_of_code)

COMMANDS: tuple[CommandRoute, ...] = (
    CommandRoute(
        profile.OpenAccount,
        "/v1/accounts",
        Permission.RECORD,
        id_of_opened=_id_of_opened,
        id_of_name=_id_of_code,
    ),
    command(contacts.AddContact, "/contacts", Permission.RECORD),
    command(contacts.OptOutOfSurveys, "/opt-out-of-surveys", Permission.RECORD),
    command(contacts.OptInToSurveys, "/opt-in-to-surveys", Permission.RECORD),
    command(consent.GiveConsent, "/consents", Permission.RECORD),
    command(consent.WithdrawConsent, "/consents/withdraw", Permission.RECORD),
    command(profile.AssignSegment, "/segment", Permission.RECORD),
    command(profile.AssignAccountOwner, "/owner", Permission.RECORD),
    command(agreements.SignAgreement, "/sign-agreement", Permission.GOVERN),
    command(agreements.AmendAgreement, "/amend-agreement", Permission.GOVERN),
    command(agreements.EndAgreement, "/end-agreement", Permission.GOVERN),
    command(obligations.AgreeObligation, "/obligations", Permission.GOVERN),
    command(obligations.MeasureQuality, "/obligations/measure", Permission.RECORD),
    command(obligations.FulfilObligation, "/obligations/fulfil", Permission.RECORD),
    command(disclosures.DiscloseLimits, "/disclosures", Permission.RECORD),
    command(disputes.OpenDispute, "/disputes", Permission.RECORD),
    command(disputes.StatePosition, "/disputes/position", Permission.RECORD),
    command(disputes.NameMediator, "/disputes/mediator", Permission.RECORD),
    command(disputes.RecordMediation, "/disputes/mediation", Permission.RECORD),
    command(disputes.SettleDispute, "/disputes/settle", Permission.RECORD),
    command(disputes.EndDispute, "/disputes/end", Permission.RECORD),
    command(signings.PlanSigning, "/signings", Permission.RECORD),
    command(signings.ReceiveContractDocument, "/signings/document", Permission.RECORD),
    command(signings.GiveUpSigning, "/signings/give-up", Permission.RECORD),
    command(renewals.PlanRenewal, "/renewals", Permission.RECORD),
    command(renewals.DecideRenewal, "/renewals/decide", Permission.RECORD),
    command(handovers.HandOverAccount, "/handovers", Permission.RECORD),
    command(handovers.AcceptHandover, "/handovers/accept", Permission.RECORD),
    command(handovers.SupplementHandover, "/handovers/supplement", Permission.RECORD),
    command(visits.RecordFirstContact, "/first-contact", Permission.RECORD),
    command(routines.SetRoutine, "/routine", Permission.RECORD),
    command(settlements.RecordBillCheck, "/bill-check", Permission.RECORD),
    command(visits.RecordVisit, "/visit", Permission.RECORD),
    command(visits.PlanVisit, "/planned-visits", Permission.RECORD),
    command(visits.CancelPlannedVisit, "/planned-visits/cancel", Permission.RECORD),
    command(care.RecordNewsSent, "/news", Permission.RECORD),
    command(care.RecordAccountSurvey, "/survey", Permission.RECORD),
    command(care.RecordProblemReport, "/problem-report", Permission.RECORD),
    command(care.GiveCare, "/care", Permission.RECORD),
    command(care.RecordTraining, "/trainings", Permission.RECORD),
    command(key_dates.SetKeyDate, "/key-dates", Permission.RECORD),
    command(key_dates.RemoveKeyDate, "/key-dates/remove", Permission.RECORD),
    command(memos.NoteMemo, "/memos", Permission.RECORD),
    command(memos.MoveMemo, "/memos/move", Permission.RECORD),
    command(reminders.RaiseReminders, "/reminders/raise", Permission.RECORD),
    command(reminders.CompleteReminder, "/reminders/complete", Permission.RECORD),
    command(reminders.DismissReminder, "/reminders/dismiss", Permission.RECORD),
    command(contacts.ChangeContact, "/contacts/change", Permission.RECORD),
    command(profile_values.SetProfileValue, "/profile-values", Permission.RECORD),
    command(profile_values.ReviewProfile, "/profile-reviews", Permission.RECORD),
    command(journey.MoveToStage, "/stage", Permission.RECORD),
    command(stewards.AssignSteward, "/steward", Permission.GOVERN),
    command(needs.RaiseNeed, "/needs", Permission.RECORD),
    command(needs.AssessNeed, "/needs/assess", Permission.RECORD),
    command(needs.PlanNeed, "/needs/plan", Permission.RECORD),
    command(needs.DeliverNeed, "/needs/deliver", Permission.RECORD),
    command(needs.DeclineNeed, "/needs/decline", Permission.RECORD),
    command(needs.TellAsker, "/needs/tell", Permission.RECORD),
    command(needs.WithdrawNeed, "/needs/withdraw", Permission.RECORD),
    command(opportunities.PassOpportunity, "/opportunities", Permission.RECORD),
    command(opportunities.TakeOpportunity, "/opportunities/take", Permission.RECORD),
    command(opportunities.DeclineOpportunity, "/opportunities/decline", Permission.RECORD),
    command(opportunities.WinOpportunity, "/opportunities/win", Permission.RECORD),
    command(opportunities.LoseOpportunity, "/opportunities/lose", Permission.RECORD),
    command(signals.TakeSignal, "/signals/take", Permission.RECORD),
    command(signals.DismissSignal, "/signals/dismiss", Permission.RECORD),
    command(purchases.RecordPurchase, "/purchases", Permission.RECORD),
    command(purchases.RefundPurchase, "/purchases/refund", Permission.RECORD),
    command(assets.RegisterAsset, "/assets", Permission.RECORD),
    command(assets.ChangeAsset, "/assets/change", Permission.RECORD),
    command(assets.RetireAsset, "/assets/retire", Permission.RECORD),
    command(followers.FollowAccount, "/follow", Permission.RECORD),
    command(followers.UnfollowAccount, "/unfollow", Permission.RECORD),
    command(usage.RecordUsage, "/usage", Permission.RECORD),
    command(competitors.NoteCompetitorContact, "/competitor-contacts", Permission.RECORD),
    command(churn.StartRetentionPlay, "/churn-risks/start", Permission.RECORD),
    command(churn.CompleteRetentionAction, "/churn-risks/action", Permission.RECORD),
    command(churn.EndChurnRisk, "/churn-risks/end", Permission.RECORD),
    command(treatments.GiveTreatment, "/treatments", Permission.RECORD),
    command(profile.CloseAccount, "/close", Permission.RECORD),
    command(WaiveAccountClock, "/waive-clock", Permission.WAIVE),
)


def add_account_reads(app: FastAPI) -> None:
    """Add the routes that read accounts."""
    one, many = "/v1/accounts/{account_id}", "/v1/accounts"
    read = partial(add_read_route, app, problems=ON_AS_OF, refusals=(AccountNotFoundError,))
    read(one, get_account, Permission.READ, AccountView)
    add_profile_reads(app)
    read(f"{one}/history", get_account_history, Permission.HISTORY, AccountHistory)
    add_read_route(app, many, get_accounts, Permission.READ, Page[AccountSummary], problems=ON_PROJECTIONS)
