"""The state of an account: what its themes keep to decide the next command. It holds no personal field."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.account.days.contact_times import ContactTimes
from service.domain.account.record.agreements.consent import ConsentState
from service.domain.account.record.agreements.disclosures import DisclosureState
from service.domain.account.record.agreements.disputes import DisputeState
from service.domain.account.record.agreements.handovers import HandoverState
from service.domain.account.record.agreements.obligations import ObligationState
from service.domain.account.record.agreements.renewals import RenewalState
from service.domain.account.record.agreements.signings import SigningState
from service.domain.account.record.assets import AssetState
from service.domain.account.record.care import CareState
from service.domain.account.record.followers import FollowerState
from service.domain.account.record.health.churn import ChurnState
from service.domain.account.record.health.competitors import CompetitorState
from service.domain.account.record.health.silences import SilenceState
from service.domain.account.record.health.treatments import TreatmentState
from service.domain.account.record.health.usage import UsageState
from service.domain.account.record.journey import JourneyState
from service.domain.account.record.key_dates import KeyDateState
from service.domain.account.record.memos import MemoState
from service.domain.account.record.needs.needs import NeedState
from service.domain.account.record.needs.opportunities import OpportunityState
from service.domain.account.record.needs.purchases import PurchaseState
from service.domain.account.record.needs.signals import SignalState
from service.domain.account.record.reminders import ReminderState
from service.domain.account.record.settlements import SettlementState
from service.domain.account.record.stewards import StewardState
from service.domain.account.record.visits import VisitState
from service.domain.clocks.clock import NO_CLOCKS, ClockBook


@dataclass(frozen=True, kw_only=True)
class CustomerAccount(
    DisputeState,
    ObligationState,
    RenewalState,
    CareState,
    ConsentState,
    DisclosureState,
    HandoverState,
    NeedState,
    OpportunityState,
    PurchaseState,
    SignalState,
    KeyDateState,
    MemoState,
    ReminderState,
    SettlementState,
    SigningState,
    VisitState,
    JourneyState,
    StewardState,
    AssetState,
    FollowerState,
    UsageState,
    SilenceState,
    CompetitorState,
    ChurnState,
    TreatmentState,
):
    """An account as folded from its events; `code` is None before it is opened."""

    clocks: ClockBook = NO_CLOCKS
    last_happened_at: datetime | None = None
    """Latest business time of its events, those of clocks aside."""

    @property
    def contacted_at(self) -> ContactTimes:
        """When we turned to the customer of our own accord lately, in order."""
        times = {*self.contacts_by_visits, *self.contacts_by_care, *self.contacts_by_reminders}
        return tuple(sorted(times))


UNOPENED = CustomerAccount()
