"""The contacts who can be asked about a case: those of its account, who reported it, who was asked lately."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.actions.action import ActionContext
from service.actions.surveys.contact_history import asked_before
from service.domain.account.agreements.consenting import allowing
from service.domain.account.profile.contact_book import contacts_now
from service.domain.account.record.contacts import ContactAdded
from service.domain.account.state import CustomerAccount
from service.domain.case.readings.survey_choice import Askable
from service.domain.case.record.intake import CaseReceived
from service.domain.case.record.replies import CustomerMessaged
from service.domain.event import Event
from service.domain.rulebook.state import Rulebook
from service.domain.timeline.order import in_business_order
from service.domain.vocabulary import Channel, DataUse
from service.eventstore.folding import decode_rows, fold
from service.eventstore.request import Loaded
from service.projections.surveys.queue import last_asked_elsewhere

WRITTEN = frozenset({Channel.EMAIL, Channel.SMS, Channel.WECOM, Channel.CHAT, Channel.COMMUNITY})
"""The channels that can carry a link."""


@dataclass(frozen=True, kw_only=True)
class SurveyContacts:
    """The contacts of an account, the first one first, and what the choice among them depends on."""

    contacts: Sequence[ContactAdded]
    askable: Askable

    def channel_to(self, contact_id: UUID) -> Channel:
        """Return how a link reaches a contact: by the preferred channel if it can carry one, else by SMS."""
        preferred = (one.preferred_channel for one in self.contacts if one.contact_id == contact_id)
        channel = next(preferred, None)
        return channel if channel is not None and channel in WRITTEN else Channel.SMS


async def contacts_for(context: ActionContext, case_id: UUID, account_id: UUID) -> SurveyContacts:
    """Return the contacts who can be asked about a case of this account."""
    log = context.application.log
    recorded = decode_rows(await log.stream(account_id))
    contacts = contacts_now(each.event for each in in_business_order(recorded))
    account = fold(Loaded(stream_id=account_id), recorded).state
    ids = [contact.contact_id for contact in contacts]
    asked = await asked_before(log, context.engine, ids)
    askable = Askable(
        contacts=ids,
        reporting=_reporting([each.event for each in decode_rows(await log.stream(case_id))], contacts),
        opted_out=_not_to_ask(account, await context.application.rulebook(), context.application.now()),
        last_asked_at=last_asked_elsewhere(asked, case_id),
    )
    return SurveyContacts(contacts=contacts, askable=askable)


def _not_to_ask(account: object, book: Rulebook, now: datetime) -> frozenset[UUID]:
    """Return who opted out, and who has not consented where the guideline `consent` asks for it."""
    if not isinstance(account, CustomerAccount):
        return frozenset()
    return account.contact_ids - allowing(account, DataUse.SURVEY, book, now)


def _reporting(events: Sequence[Event], contacts: Iterable[ContactAdded]) -> UUID | None:
    """Return who reported the case: as recorded, else who bears the name, else who wrote last."""
    received = next((event for event in events if isinstance(event, CaseReceived)), None)
    if received is not None and received.contact_id is not None:
        return received.contact_id
    if received is not None and received.reported_by is not None:
        named = [one.contact_id for one in contacts if one.name == received.reported_by]
        if len(named) == 1:
            return named[0]
    wrote = (event.contact_id for event in reversed(events) if isinstance(event, CustomerMessaged))
    return next((one for one in wrote if one is not None), None)
