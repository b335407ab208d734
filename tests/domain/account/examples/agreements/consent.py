"""What contacts allow us to do with their data, by example."""

from datetime import timedelta
from typing import Any

from service.domain.account.agreements.consenting import ConsentRequiredError
from service.domain.account.decisions.agreements.consent import (
    ConsentTextUnknownError,
    GiveConsent,
    PurposeUnknownError,
    WithdrawConsent,
    consenting_contact_must_be_known,
    purpose_must_be_known,
    text_must_be_known,
)
from service.domain.account.decisions.care import somebody_must_be_asked, somebody_must_receive_it
from service.domain.account.decisions.contacts import ContactNotFoundError
from service.domain.account.record.agreements.consent import ConsentGiven, ConsentWithdrawn
from service.domain.vocabulary import Channel
from tests.domain.account.examples.contacts import NOBODY
from tests.domain.example import AT, Breaks, Commands, Events, Example, Ways, by_default_rules, with_fields
from tests.domain.facts import CONTACT_ID, TEN, contact_added, opened
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes, Step


def given_consent(**fields: Any) -> ConsentGiven:
    usual: dict[str, Any] = {
        "contact_id": CONTACT_ID,
        "purpose": "marketing",
        "text_version": 1,
        "language": "zh",
        "channel": Channel.EMAIL,
        "evidence": "Mail of 2 March",
    }
    return ConsentGiven(**{"occurred_at": TEN, **usual, **fields})


def withdrawn(**fields: Any) -> ConsentWithdrawn:
    usual: dict[str, Any] = {"contact_id": CONTACT_ID, "purpose": "marketing"}
    return ConsentWithdrawn(**{"occurred_at": TEN + timedelta(minutes=1), **usual, **fields})


_WITH_CONTACT = (opened(), contact_added())
WAYS: Ways = (
    Example(
        WithdrawConsent(contact_id=CONTACT_ID, purpose="marketing", channel=Channel.PHONE, reason="够了"),
        (*_WITH_CONTACT, given_consent()),
        (withdrawn(occurred_at=AT, channel=Channel.PHONE, reason="够了"),),
    ),
    Example(
        GiveConsent(
            contact_id=CONTACT_ID,
            purpose="marketing",
            text_version=1,
            language="zh",
            channel=Channel.EMAIL,
            evidence="Mail of 2 March",
        ),
        _WITH_CONTACT,
        (given_consent(occurred_at=AT),),
    ),
)
ABOUT_AN_EARLIER_EVENT: Commands = (GiveConsent, WithdrawConsent)
BREAKS: Breaks = {
    (consenting_contact_must_be_known, ContactNotFoundError): with_fields(contact_id=NOBODY),
    (purpose_must_be_known, PurposeUnknownError): by_default_rules(purpose="resale"),
    (text_must_be_known, ConsentTextUnknownError): by_default_rules(text_version=7),
    (somebody_must_receive_it, ConsentRequiredError): by_default_rules(),
    (somebody_must_be_asked, ConsentRequiredError): by_default_rules(),
}
TRIGGERS: Triggers = untimed(WAYS, ConsentGiven, ConsentWithdrawn)
WITHOUT_FIGURES: Events = (ConsentGiven, ConsentWithdrawn)
CONTACT = str(CONTACT_ID)
CONSENT: dict[str, Any] = {
    "contact_id": CONTACT,
    "purpose": "marketing",
    "text_version": 1,
    "language": "zh",
    "channel": "email",
    "evidence": "Mail of 2 March",
}
_ADD_CONTACT: list[Step] = [("contacts", {"contact_id": CONTACT, "name": "李雷"})]
SCENES: Scenes = {
    GiveConsent: Scene("ConsentGiven.v1", CONSENT, _ADD_CONTACT),
    WithdrawConsent: Scene(
        "ConsentWithdrawn.v1", {"contact_id": CONTACT, "purpose": "marketing"}, _ADD_CONTACT
    ),
}
