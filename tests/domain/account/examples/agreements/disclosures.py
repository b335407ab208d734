"""Limits and risks that were disclosed, by example."""

from typing import Any
from uuid import UUID

from service.domain.account.decisions.agreements.disclosures import (
    DiscloseLimits,
    DisclosureAlreadyMadeError,
    disclosure_must_be_new,
    told_contact_must_be_known,
)
from service.domain.account.decisions.contacts import ContactNotFoundError
from service.domain.account.record.agreements.disclosures import LimitsDisclosed
from service.domain.account.vocabulary import Limitation
from service.domain.vocabulary import Channel
from tests.domain.account.examples.contacts import NOBODY
from tests.domain.example import AT, Breaks, Events, Example, Ways, after, with_fields
from tests.domain.facts import CONTACT_ID, TEN, contact_added, opened
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes

DISCLOSURE_ID = UUID("0195c3a0-0000-7000-8000-000000000021")


def disclosed(**fields: Any) -> LimitsDisclosed:
    usual: dict[str, Any] = {
        "disclosure_id": DISCLOSURE_ID,
        "limitation": Limitation.PRODUCT_LIMIT,
        "what": "The press stops above 40 degrees",
        "text_version": "limits-2026-1",
        "contact_id": CONTACT_ID,
        "channel": Channel.EMAIL,
        "agreement_id": "C-7",
        "acknowledgement": "明白",
    }
    return LimitsDisclosed(**{"occurred_at": TEN, **usual, **fields})


WAYS: Ways = (
    Example(
        DiscloseLimits(
            disclosure_id=DISCLOSURE_ID,
            limitation=Limitation.PRODUCT_LIMIT,
            what="The press stops above 40 degrees",
            text_version="limits-2026-1",
            contact_id=CONTACT_ID,
            channel=Channel.EMAIL,
            agreement_id="C-7",
            acknowledgement="明白",
        ),
        (opened(), contact_added()),
        (disclosed(occurred_at=AT),),
    ),
)
ABOUT_AN_EARLIER_EVENT = (DiscloseLimits,)
BREAKS: Breaks = {
    (told_contact_must_be_known, ContactNotFoundError): with_fields(contact_id=NOBODY),
    (disclosure_must_be_new, DisclosureAlreadyMadeError): after(disclosed(limitation=Limitation.RISK)),
}
TRIGGERS: Triggers = untimed(WAYS, LimitsDisclosed)
WITHOUT_FIGURES: Events = (LimitsDisclosed,)
DISCLOSURE: dict[str, Any] = {
    "disclosure_id": str(DISCLOSURE_ID),
    "limitation": "risk",
    "what": "Spare parts come from abroad",
    "text_version": "risk-2026-1",
    "contact_id": str(CONTACT_ID),
    "channel": "email",
    "agreement_id": "C-7",
}
SCENES: Scenes = {
    DiscloseLimits: Scene(
        "LimitsDisclosed.v1", DISCLOSURE, [("contacts", {"contact_id": str(CONTACT_ID), "name": "李雷"})]
    ),
}
