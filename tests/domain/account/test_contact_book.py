"""Contacts with what changed about them."""

from service.domain.account.decisions.contacts import ChangeContact
from service.domain.account.profile.contact_book import contacts_now
from service.domain.account.record.contacts import ContactChanged
from service.domain.vocabulary import Channel
from tests.domain.example import AT
from tests.domain.facts import CONTACT_ID, TEN, contact_added, opened
from tests.specification import given


def changed(**fields: object) -> ContactChanged:
    return ContactChanged.model_validate({"occurred_at": TEN, "contact_id": CONTACT_ID, **fields})


def test_a_contact_keeps_what_was_not_told_again() -> None:
    added = contact_added(email="li@example.com", preferred_channel=Channel.EMAIL)
    moved = changed(email="lei@example.com", reason="A new mailbox")
    likes = changed(preferences=("charts",))
    (contact,) = contacts_now((opened(), added, moved, likes))
    assert contact == added.model_copy(update={"email": "lei@example.com", "preferences": ("charts",)})


def test_the_same_change_again_adds_nothing_and_another_number_does() -> None:
    change = ChangeContact(contact_id=CONTACT_ID, phone="139", language="zh")
    history = (opened(), contact_added())
    events = given(*history).when(change, at=TEN).decided()
    given(*history, *events).when(change, at=AT).then_nothing()
    other = change.model_copy(update={"phone": "138"})
    assert len(given(*history, *events).when(other, at=AT).decided()) == 1
