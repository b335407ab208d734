"""Whom there is to ask about a case: the contacts of its account, who reported it, who was asked lately."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from fastapi import Request

from service.api.http.services import services_of
from service.domain.account.record.contacts import ContactAdded
from service.domain.account.state import CustomerAccount
from service.domain.case.readings.survey_choice import Askable
from service.domain.case.record.intake import CaseReceived
from service.domain.case.record.replies import CustomerMessaged
from service.domain.event import Event
from service.domain.vocabulary import Channel
from service.eventstore.folding import decode_rows
from service.projections.surveys.queue import last_asked, last_asked_elsewhere

WRITTEN = frozenset({Channel.EMAIL, Channel.SMS, Channel.WECOM, Channel.CHAT, Channel.COMMUNITY})
"""The channels that can carry a link."""


async def contacts_of(request: Request, account_id: UUID) -> list[ContactAdded]:
    """Return the contacts of an account, the first one first."""
    return [fact for fact in await _facts(request, account_id) if isinstance(fact, ContactAdded)]


async def askable(
    request: Request, case_id: UUID, account: CustomerAccount, contacts: Sequence[ContactAdded]
) -> Askable:
    """Return whom there is to ask about a case."""
    ids = [contact.contact_id for contact in contacts]
    async with services_of(request).engine.connect() as connection:
        asked = await connection.run_sync(last_asked, ids)
    return Askable(
        contacts=ids,
        reporting=_reporting(await _facts(request, case_id), contacts),
        opted_out=account.opted_out_of_surveys,
        last_asked_at=last_asked_elsewhere(asked, case_id),
    )


def channel_to(contacts: Iterable[ContactAdded], contact_id: UUID) -> Channel:
    """Return the way by which a link reaches a contact: the preferred one if it can, else SMS."""
    told = next((one.preferred_channel for one in contacts if one.contact_id == contact_id), None)
    return told if told in WRITTEN and told is not None else Channel.SMS


def _reporting(facts: Sequence[Event], contacts: Sequence[ContactAdded]) -> UUID | None:
    """Return who reported the case: as recorded, else who bears the name, else who wrote last."""
    received = next((fact for fact in facts if isinstance(fact, CaseReceived)), None)
    if received is not None and received.contact_id is not None:
        return received.contact_id
    if received is not None and received.reported_by is not None:
        named = [one.contact_id for one in contacts if one.name == received.reported_by]
        if len(named) == 1:
            return named[0]
    wrote = (fact.contact_id for fact in reversed(facts) if isinstance(fact, CustomerMessaged))
    return next((one for one in wrote if one is not None), None)


async def _facts(request: Request, stream_id: UUID) -> list[Event]:
    recorded = decode_rows(await services_of(request).application.log.stream(stream_id))
    return [one.event for one in recorded]
