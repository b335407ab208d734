"""An account folded for reading. Pure."""

from collections.abc import Sequence
from uuid import UUID

from service.api.http.document import Document
from service.api.http.streams import last_of
from service.domain.account.profile.contact_book import contacts_now
from service.domain.account.record.agreements.agreements import AgreementEvent
from service.domain.account.record.contacts import ContactAdded
from service.domain.account.record.key_dates import KeyDateSet
from service.domain.account.record.profile import AccountOpened
from service.domain.account.state import CustomerAccount
from service.domain.aggregates.aggregate import AnyEvent
from service.domain.timeline.order import in_business_order
from service.domain.vocabulary import Segment
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import fold
from service.eventstore.request import Loaded


class AccountView(Document):
    """A customer account as folded from its events."""

    account_id: UUID
    """Id of the account."""
    version: int
    """Version shown; also the ETag."""
    position: int
    """Position of the newest event shown."""
    code: str
    """Customer number in other systems."""
    segment: Segment
    """Tier of the account."""
    owner: str | None
    """Staff id of the accountable person; null if there is none."""
    steward: str | None
    """Staff id of the person who keeps the data of the account; null if nobody was named."""
    account_class: str | None
    """Class into which a supervisor sorted the account; null if none did."""
    stage: str | None
    """Stage of the account's journey with us; null before the first."""
    opened: AccountOpened
    """The account at its opening: name and line of business."""
    contacts: list[ContactAdded]
    """Contacts of the account, each with what changed since it was added."""
    agreements: list[AgreementEvent]
    """Agreements: how they were signed, amended with a reason, and ended."""
    key_dates: list[KeyDateSet]
    """Dates that come round each year and are remembered."""
    opted_out_of_surveys: list[UUID]
    """Ids of the contacts who opted out of surveys."""


def account_view(account_id: UUID, events: Sequence[RecordedEvent]) -> AccountView | None:
    """Return the account after these events; None when they are not those of an account."""
    loaded = fold(Loaded(stream_id=account_id), events)
    account = loaded.state
    account_opened = last_of(events, AccountOpened)
    if not isinstance(account, CustomerAccount) or account_opened is None:
        return None
    in_order = [recorded.event for recorded in in_business_order(events)]
    return AccountView(
        account_id=account_id,
        version=loaded.version,
        position=loaded.position,
        code=account_opened.code,
        segment=account.segment,
        owner=account.owner,
        steward=account.steward,
        account_class=account.account_class,
        stage=account.stage.stage if account.stage else None,
        opened=account_opened,
        contacts=contacts_now(in_order),
        agreements=[event for event in in_order if isinstance(event, AgreementEvent)],
        key_dates=_key_dates(account, in_order),
        opted_out_of_surveys=sorted(account.opted_out_of_surveys),
    )


def _key_dates(account: CustomerAccount, in_order: Sequence[AnyEvent]) -> list[KeyDateSet]:
    """Return the dates that are remembered, each as it was set last."""
    last = {event.key_date_id: event for event in in_order if isinstance(event, KeyDateSet)}
    return [last[known.key_date_id] for known in account.key_dates]
