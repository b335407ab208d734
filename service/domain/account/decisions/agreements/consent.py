"""What contacts allow us to do with their data. To withdraw takes no more than to consent."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from pydantic import Field

from service.domain.account.context import AccountContext
from service.domain.account.decisions.contacts import ContactNotFoundError
from service.domain.account.record.agreements.consent import ConsentGiven, ConsentWithdrawn, Language
from service.domain.account.record.contacts import Consent
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.clocks.policy import Slug
from service.domain.command import Command
from service.domain.decision import decides, records, refuses_with
from service.domain.guidelines.consent import ConsentGuideline
from service.domain.personal import FreeText, Verbatim
from service.domain.refusal import Refusal
from service.domain.vocabulary import Channel


class GiveConsent(
    Command,
    example={
        "purpose": "marketing",
        "text_version": 1,
        "language": "zh",
        "channel": "email",
        "evidence": "Mail of 2 March, filed under K-12",
    },
):
    """Record that a contact consented to the use of personal data for a purpose."""

    contact_id: UUID
    purpose: Slug
    text_version: int = Field(ge=1)
    language: Language
    channel: Channel
    evidence: FreeText


class WithdrawConsent(Command, example={"purpose": "marketing"}):
    """Record that a contact withdrew from the use of personal data for a purpose."""

    contact_id: UUID
    purpose: Slug
    channel: Channel | None = None
    reason: Verbatim | None = None


class NamesContact(Protocol):
    """A command about a contact and a purpose."""

    @property
    def contact_id(self) -> UUID: ...

    @property
    def purpose(self) -> str: ...

    def happened_at(self, now: datetime) -> datetime: ...


class PurposeUnknownError(Refusal, field="purpose"):
    """The guideline `consent` names no such purpose."""


class ConsentTextUnknownError(Refusal, field="text_version"):
    """A contact consents to a version of the words that the guideline `consent` has for the purpose."""


@refuses_with(ContactNotFoundError)
def consenting_contact_must_be_known(
    account: CustomerAccount, command: NamesContact, _: AccountContext
) -> None:
    if command.contact_id not in account.contact_ids:
        raise ContactNotFoundError(contact_id=command.contact_id)


@refuses_with(PurposeUnknownError)
def purpose_must_be_known(account: CustomerAccount, command: NamesContact, context: AccountContext) -> None:
    """What somebody consented to can be withdrawn although the purpose is gone."""
    guideline = context.rulebook.guideline(ConsentGuideline, command.happened_at(context.now))
    if guideline is None or guideline.purpose(command.purpose) is not None:
        return
    if isinstance(command, GiveConsent) or command.contact_id not in account.consenting_to(command.purpose):
        known = ", ".join(one.purpose for one in guideline.purposes)
        raise PurposeUnknownError(purpose=command.purpose, known=known)


@refuses_with(ConsentTextUnknownError)
def text_must_be_known(_: CustomerAccount, command: GiveConsent, context: AccountContext) -> None:
    guideline = context.rulebook.guideline(ConsentGuideline, command.happened_at(context.now))
    purpose = None if guideline is None else guideline.purpose(command.purpose)
    if purpose is not None and not purpose.has_text(command.text_version):
        known = ", ".join(str(text.version) for text in purpose.texts)
        raise ConsentTextUnknownError(text_version=command.text_version, known=known)


def is_given(account: CustomerAccount, command: GiveConsent, _: datetime) -> bool:
    given = Consent(
        contact_id=command.contact_id,
        purpose=command.purpose,
        text_version=command.text_version,
        language=command.language,
        channel=command.channel,
    )
    return given in account.consents


def is_withdrawn(account: CustomerAccount, command: WithdrawConsent, _: datetime) -> bool:
    return command.contact_id in account.objecting_to(command.purpose)


DECISIONS = (
    decides(
        GiveConsent,
        records(ConsentGiven, unless=is_given),
        *CARED_FOR,
        consenting_contact_must_be_known,
        purpose_must_be_known,
        text_must_be_known,
    ),
    decides(
        WithdrawConsent,
        records(ConsentWithdrawn, unless=is_withdrawn),
        *CARED_FOR,
        consenting_contact_must_be_known,
        purpose_must_be_known,
    ),
)
